/* sonde-template-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   SondeTemplateRows ── GtkSingleSelection ── GtkListView ── SondeLateRow ── SondeTemplateRow …
 */

#define G_LOG_DOMAIN "sonde-template-list"

#include "sonde-template-list.h"

#include "sonde-late-row.h"
#include "sonde-template-row.h"

#include <glib/gi18n.h>

struct _SondeTemplateList
{
  AdwBin parent_instance;

  GtkEditable *search_entry;
  GtkWidget   *empty_page;
  GtkWidget   *nothing_page;
  GtkWidget   *list_page;
  GtkListView *view;
  GtkWidget   *keys;

  SondeTemplateRows  *rows;
  GtkSingleSelection *selection;
  SondeRowFiller     *filler;
};

G_DEFINE_FINAL_TYPE (SondeTemplateList, sonde_template_list, ADW_TYPE_BIN)

static void
update_pages (SondeTemplateList *self)
{
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  guint n_templates = sonde_template_rows_get_n_templates (self->rows);

  gtk_widget_set_visible (self->empty_page, n_templates == 0);
  gtk_widget_set_visible (self->nothing_page, n_templates > 0 && n_rows == 0);
  gtk_widget_set_visible (self->list_page, n_rows > 0);
  gtk_widget_set_visible (self->keys, n_rows > 0);
}

static SondeTemplateItem *
find_target (SondeTemplateList *self)
{
  gpointer selected = gtk_single_selection_get_selected_item (self->selection);

  return SONDE_IS_TEMPLATE_ITEM (selected) ? selected : sonde_template_rows_get_numbered (self->rows, 1);
}

void
sonde_template_list_emit (SondeTemplateList *self,
                          const char        *signal)
{
  g_autoptr (SondeTemplateItem) item = NULL;

  g_return_if_fail (SONDE_IS_TEMPLATE_LIST (self));

  g_set_object (&item, find_target (self));
  if (item != NULL)
    g_signal_emit_by_name (self, signal, item);
}

static void
search_changed_cb (SondeTemplateList *self)
{
  sonde_template_rows_set_search (self->rows, gtk_editable_get_text (self->search_entry));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  update_pages (self);
}

static void
search_activate_cb (SondeTemplateList *self)
{
  sonde_template_list_emit (self, "load");
}

static void
stop_search_cb (SondeTemplateList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

/* From the entry down into the list. */
static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               gpointer               user_data)
{
  GtkWidget         *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  SondeTemplateList *self = SONDE_TEMPLATE_LIST (gtk_widget_get_ancestor (entry, SONDE_TYPE_TEMPLATE_LIST));

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return GDK_EVENT_STOP;
}

static void
row_activated_cb (SondeTemplateList *self,
                  guint              position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (SONDE_IS_TEMPLATE_FOLDER (item))
    sonde_template_rows_toggle (self->rows, sonde_template_folder_get_path (SONDE_TEMPLATE_FOLDER (item)));
  else
    g_signal_emit_by_name (self, "load", item);
}

static void
publish_cb (SondeTemplateList *self,
            SondeTemplateItem *item)
{
  g_signal_emit_by_name (self, "publish", item);
}

static void
edit_cb (SondeTemplateList *self,
         SondeTemplateItem *item)
{
  g_signal_emit_by_name (self, "edit", item);
}

static GtkWidget *
create_row (gpointer     owner,
            GtkListItem *list_item)
{
  SondeTemplateList *self = owner;
  SondeTemplateRow  *row = sonde_template_row_new (self->rows, list_item);

  g_signal_connect_object (row, "publish", G_CALLBACK (publish_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (row);
}

static void
bind_row (gpointer   owner,
          GtkWidget *row,
          gpointer   item)
{
  sonde_template_row_bind (SONDE_TEMPLATE_ROW (row), item);
}

static void
edit_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  sonde_template_list_emit (SONDE_TEMPLATE_LIST (widget), "edit");
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SondeTemplateList *self = SONDE_TEMPLATE_LIST (widget);
  gpointer           selected = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (GObject) item = selected != NULL ? g_object_ref (selected) : NULL;

  if (SONDE_IS_TEMPLATE_ITEM (item))
    g_signal_emit_by_name (self, "delete", item);
}

static void
sonde_template_list_dispose (GObject *object)
{
  SondeTemplateList *self = SONDE_TEMPLATE_LIST (object);

  g_clear_object (&self->filler);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (sonde_template_list_parent_class)->dispose (object);
}

static void
sonde_template_list_class_init (SondeTemplateListClass *klass)
{
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[] = { "load", "publish", "edit", "delete" };

  G_OBJECT_CLASS (klass)->dispose = sonde_template_list_dispose;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, SONDE_TYPE_TEMPLATE_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-template-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateList, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateList, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateList, list_page);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateList, view);
  gtk_widget_class_bind_template_child (widget_class, SondeTemplateList, keys);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "template.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "template.delete", NULL, delete_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "template.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "template.delete", NULL);
}

static void
sonde_template_list_init (SondeTemplateList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_template_list_set_rows (SondeTemplateList *self,
                              SondeTemplateRows *rows)
{
  static const SondeLateContent content = { create_row, bind_row };

  g_return_if_fail (SONDE_IS_TEMPLATE_LIST (self));
  g_return_if_fail (self->rows == NULL && SONDE_IS_TEMPLATE_ROWS (rows));

  self->rows = g_object_ref (rows);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (rows));
  self->filler = sonde_late_row_set_up (self->view, &content, self);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (rows, "items-changed", G_CALLBACK (update_pages), self, G_CONNECT_SWAPPED);
  update_pages (self);
}

void
sonde_template_list_focus (SondeTemplateList *self)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
sonde_template_list_select (SondeTemplateList *self,
                            SondeTemplateItem *item)
{
  guint position;

  g_return_if_fail (SONDE_IS_TEMPLATE_LIST (self));

  if (!sonde_template_rows_find (self->rows, item, &position))
    return;

  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}
