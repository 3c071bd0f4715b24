/* sonde-tree-pane.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tree-pane"

#include "sonde-tree-pane.h"

#include "sonde-tree-row.h"

#include <sonde-format.h>
#include <sonde-payload-numbers.h>

#include <glib/gi18n.h>

#include <math.h>

#define AT_ONCE_MAX (256 * 1024)    /* bytes: a few milliseconds; beyond, in a worker */
#define COPY_MAX (64 * 1024 * 1024) /* bytes; beyond, the clipboard is the wrong way */

struct _SondeTreePane
{
  AdwBin parent_instance;

  SondeJsonTree *tree;
  SondeJsonRows *rows;
  GCancellable  *cancellable; /* while it is read */

  GtkListView        *view;
  GtkSingleSelection *selection;
  GtkPopover         *menu;
};

static void sonde_tree_pane_init_pane (SondePayloadPaneInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeTreePane, sonde_tree_pane, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SONDE_TYPE_PAYLOAD_PANE, sonde_tree_pane_init_pane))
/* clang-format on */

/* Also a number in a string, true and false */
static gboolean
is_number (SondeTreePane *self,
           guint          node)
{
  g_autoptr (SondeNumbers) numbers = NULL;
  gsize       length;
  const char *value = sonde_json_tree_get_value (self->tree, node, &length);
  double      number;

  if (sonde_json_tree_is_container (self->tree, node))
    return FALSE;

  numbers = sonde_numbers_new ();
  return sonde_numbers_read (numbers, value, length) == 1 &&
         sonde_numbers_get (numbers, 0, &number) != NULL && !isnan (number);
}

static void
update_actions (SondeTreePane *self)
{
  SondeJsonRow *row = gtk_single_selection_get_selected_item (self->selection);
  gboolean      selected = row != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tree.copy-value", selected);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tree.copy-path", selected);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tree.plot",
                                 selected && is_number (self, sonde_json_row_get_node (row)));
}

static void
take_tree (SondeTreePane *self,
           SondeJsonTree *tree)
{
  g_clear_pointer (&self->tree, sonde_json_tree_unref);
  g_clear_object (&self->rows);
  self->tree = tree;
  if (tree != NULL)
    self->rows = sonde_json_rows_new (tree);

  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->rows));
  update_actions (self);
  sonde_payload_pane_changed (SONDE_PAYLOAD_PANE (self));
}

static void
stop (SondeTreePane *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_worker (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, sonde_json_tree_new (task_data, 0), (GDestroyNotify) sonde_json_tree_unref);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  SondeTreePane *self = SONDE_TREE_PANE (source);
  SondeJsonTree *tree = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Cancelled: another message is shown by now. */
  if (tree == NULL)
    return;
  g_clear_object (&self->cancellable);
  take_tree (self, tree);
}

static void
sonde_tree_pane_set_item (SondePayloadPane *pane,
                          SondeMessageItem *item)
{
  SondeTreePane *self = SONDE_TREE_PANE (pane);
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GTask) task = NULL;

  stop (self);
  if (item == NULL)
    {
      take_tree (self, NULL);
      return;
    }

  payload = sonde_message_item_ref_payload (item);
  if (g_bytes_get_size (payload) <= AT_ONCE_MAX)
    {
      take_tree (self, sonde_json_tree_new (payload, 0));
      return;
    }

  self->cancellable = g_cancellable_new ();
  take_tree (self, NULL);
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, sonde_tree_pane_set_item);
  g_task_set_task_data (task, g_steal_pointer (&payload), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, read_worker);
}

static char *
sonde_tree_pane_dup_note (SondePayloadPane *pane)
{
  SondeTreePane *self = SONDE_TREE_PANE (pane);

  if (self->cancellable != NULL)
    return g_strdup (_ ("Reading the JSON…"));
  if (self->tree == NULL)
    return g_strdup ("");
  if (self->tree->fault != NULL)
    return g_strdup (g_bytes_get_size (self->tree->payload) > 0 ? self->tree->fault : "");
  if (!self->tree->complete)
    {
      g_autofree char *count = sonde_format_count (self->tree->nodes->len);

      return g_strdup_printf (_ ("The first %s values shown."), count);
    }

  return g_strdup ("");
}

static void
sonde_tree_pane_init_pane (SondePayloadPaneInterface *iface)
{
  iface->set_item = sonde_tree_pane_set_item;
  iface->dup_note = sonde_tree_pane_dup_note;
}

/* ---- Rows ---- */

static void
row_setup_cb (SondeTreePane *self,
              GtkListItem   *list_item)
{
  gtk_list_item_set_child (list_item, GTK_WIDGET (sonde_tree_row_new (list_item)));
}

static void
row_bind_cb (SondeTreePane *self,
             GtkListItem   *list_item)
{
  sonde_tree_row_bind (SONDE_TREE_ROW (gtk_list_item_get_child (list_item)));
}

static void
row_unbind_cb (SondeTreePane *self,
               GtkListItem   *list_item)
{
  sonde_tree_row_unbind (SONDE_TREE_ROW (gtk_list_item_get_child (list_item)));
}

static void
toggle (SondeTreePane *self,
        guint          position)
{
  sonde_json_rows_set_expanded (self->rows, position, !sonde_json_rows_get_expanded (self->rows, position));
}

static void
activate_cb (SondeTreePane *self,
             guint          position)
{
  toggle (self, position);
}

static void
select_row (SondeTreePane *self,
            guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

static SondeTreeRow *
find_row (SondeTreePane *self,
          double         x,
          double         y,
          gboolean      *is_arrow)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = picked != NULL ? gtk_widget_get_ancestor (picked, SONDE_TYPE_TREE_ROW) : NULL;

  if (row == NULL)
    return NULL;
  *is_arrow = sonde_tree_row_is_arrow (SONDE_TREE_ROW (row), picked);
  return SONDE_TREE_ROW (row);
}

static void
arrow_pressed_cb (SondeTreePane   *self,
                  int              n_press,
                  double           x,
                  double           y,
                  GtkGestureClick *gesture)
{
  gboolean      is_arrow;
  SondeTreeRow *row = find_row (self, x, y, &is_arrow);

  if (row != NULL && is_arrow)
    {
      toggle (self, sonde_tree_row_get_position (row));
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
}

/* ---- Menu and keys ---- */

static void
pop_up_menu (SondeTreePane *self,
             double         x,
             double         y)
{
  GdkRectangle at = { 0, 0, 1, 1 };
  double       menu_x, menu_y;

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->view), GTK_WIDGET (self), x, y, &menu_x, &menu_y))
    return;
  at.x = menu_x;
  at.y = menu_y;
  gtk_popover_set_pointing_to (self->menu, &at);
  gtk_popover_popup (self->menu);
}

static void
menu_pressed_cb (SondeTreePane *self,
                 int            n_press,
                 double         x,
                 double         y)
{
  gboolean      is_arrow;
  SondeTreeRow *row = find_row (self, x, y, &is_arrow);

  if (row == NULL)
    return;
  gtk_single_selection_set_selected (self->selection, sonde_tree_row_get_position (row));
  pop_up_menu (self, x, y);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeTreePane *self = SONDE_TREE_PANE (widget);
  GtkWidget     *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  double         x = 0, y = 0;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    gtk_widget_translate_coordinates (focus, GTK_WIDGET (self->view), 24, gtk_widget_get_height (focus), &x, &y);
  if (gtk_single_selection_get_selected_item (self->selection) != NULL)
    pop_up_menu (self, x, y);
}

static gboolean
key_pressed_cb (SondeTreePane  *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType state)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;

  switch (keyval)
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      sonde_json_rows_set_expanded (self->rows, position, TRUE);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      if (sonde_json_rows_get_expanded (self->rows, position))
        sonde_json_rows_set_expanded (self->rows, position, FALSE);
      else
        select_row (self, sonde_json_rows_get_parent (self->rows, position));
      return TRUE;
    default:
      return FALSE;
    }
}

static void
copy (SondeTreePane *self,
      char          *text,
      const char    *toast)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", toast);
  g_free (text);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeTreePane *self = SONDE_TREE_PANE (widget);
  SondeJsonRow  *row = gtk_single_selection_get_selected_item (self->selection);
  const char    *value;
  gsize          length;

  if (row == NULL)
    return;
  if (g_str_equal (action_name, "tree.copy-path"))
    {
      copy (self, sonde_json_tree_dup_path (self->tree, sonde_json_row_get_node (row)), _ ("JSON path copied"));
      return;
    }

  value = sonde_json_tree_get_value (self->tree, sonde_json_row_get_node (row), &length);
  if (length > COPY_MAX)
    gtk_widget_activate_action (widget, "win.toast", "s", _ ("Too large for the clipboard: save the payload instead"));
  else
    copy (self, g_utf8_make_valid (value, length), _ ("Value copied"));
}

static void
plot_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeTreePane   *self = SONDE_TREE_PANE (widget);
  SondeJsonRow    *row = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *path = NULL;

  if (row == NULL)
    return;
  path = sonde_json_tree_dup_path (self->tree, sonde_json_row_get_node (row));
  gtk_widget_activate_action (widget, "inspector.plot", "s", path);
}

static void
sonde_tree_pane_dispose (GObject *object)
{
  SondeTreePane *self = SONDE_TREE_PANE (object);

  stop (self);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->tree, sonde_json_tree_unref);

  G_OBJECT_CLASS (sonde_tree_pane_parent_class)->dispose (object);
}

static void
sonde_tree_pane_class_init (SondeTreePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_tree_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-tree-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTreePane, view);
  gtk_widget_class_bind_template_child (widget_class, SondeTreePane, selection);
  gtk_widget_class_bind_template_child (widget_class, SondeTreePane, menu);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_bind_template_callback (widget_class, row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, arrow_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);

  gtk_widget_class_install_action (widget_class, "tree.copy-value", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "tree.copy-path", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "tree.plot", NULL, plot_action);
  gtk_widget_class_install_action (widget_class, "tree.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "tree.copy-value", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "tree.copy-path", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "tree.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "tree.menu", NULL);
}

static void
sonde_tree_pane_init (SondeTreePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  update_actions (self);
}
