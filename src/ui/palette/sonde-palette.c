/* sonde-palette.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-palette"

#include "sonde-palette.h"

#include "sonde-content.h"
#include "sonde-palette-actions.h"
#include "sonde-palette-search.h"

#include <glib/gi18n.h>

#define ROWS_A_PAGE 8

struct _SondePalette
{
  GtkPopover parent_instance;

  GtkEditable       *entry;
  GtkLabel          *heading;
  GtkScrolledWindow *scrolled;
  GtkListBox        *list;
  GtkLabel          *note;

  SondePaletteSearch *search;
  GtkWidget          *focus; /* weak: of the window, while this is open */
  char               *typed; /* before one was chosen that more can be done with */
};

G_DEFINE_FINAL_TYPE (SondePalette, sonde_palette, GTK_TYPE_POPOVER)

static GtkWidget *
get_window (SondePalette *self)
{
  return GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* ---- The list ---- */

static SondePaletteItem *
get_selected (SondePalette *self)
{
  GtkListBoxRow   *row = gtk_list_box_get_selected_row (self->list);
  const GPtrArray *found = sonde_palette_search_list (self->search);
  guint            position = row != NULL ? (guint) gtk_list_box_row_get_index (row) : G_MAXUINT;

  return position < found->len ? g_ptr_array_index (found, position) : NULL;
}

/* The focus stays where one types: what is selected is told as a description of that. */
static void
select_row (SondePalette *self,
            int           position)
{
  GtkListBoxRow   *row = gtk_list_box_get_row_at_index (self->list, position);
  g_autofree char *name = NULL;
  graphene_rect_t  bounds;

  gtk_list_box_select_row (self->list, row);
  name = row != NULL ? sonde_palette_item_dup_name (get_selected (self)) : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  if (row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scrolled),
                               bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
say (SondePalette *self)
{
  const char      *typed = gtk_editable_get_text (self->entry);
  gboolean         found = sonde_palette_search_list (self->search)->len > 0;
  g_autofree char *note = NULL;

  if (!found && !sonde_palette_search_is_looking (self->search))
    note = g_strdup_printf (_ ("Nothing is found for “%s”. A part of a word will do, or the first letters of words: of an "
                               "action, a connection, a subscription, a template or a topic."),
                            typed);
  else if (sonde_palette_search_has_choices (self->search))
    note = g_strdup (_ ("Escape leads back."));
  else if (*typed == '\0')
    note = g_strdup (_ ("Type a part of what you look for: an action, a connection, a subscription, a template or a topic."));

  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->scrolled), found);
}

static void
fill (SondePalette *self)
{
  const GPtrArray *found = sonde_palette_search_list (self->search);
  GtkListBoxRow   *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->list, sonde_palette_item_create_row (g_ptr_array_index (found, i)));

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  select_row (self, 0);
  say (self);
}

/* Topics were found. What was selected meanwhile stays so. */
static void
found_cb (gpointer user_data)
{
  SondePalette    *self = user_data;
  GtkListBoxRow   *row = gtk_list_box_get_selected_row (self->list);
  g_autofree char *name = NULL;

  if (row != NULL && gtk_list_box_row_get_index (row) > 0)
    name = g_strdup (gtk_widget_get_name (GTK_WIDGET (row)));
  fill (self);
  for (int i = 0; name != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_str_equal (gtk_widget_get_name (GTK_WIDGET (row)), name))
      select_row (self, i);
}

static void
changed_cb (SondePalette *self)
{
  sonde_palette_search_set_text (self->search, gtk_editable_get_text (self->entry));
  fill (self);
}

/* ---- What is chosen ---- */

static void
set_typed (SondePalette *self,
           const char   *text)
{
  g_signal_handlers_block_by_func (self->entry, changed_cb, self);
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, -1);
  g_signal_handlers_unblock_by_func (self->entry, changed_cb, self);
  changed_cb (self);
}

static void
show_choices (SondePalette           *self,
              const SondePaletteItem *item)
{
  g_free (self->typed);
  self->typed = g_strdup (gtk_editable_get_text (self->entry));
  gtk_label_set_label (self->heading, item->title);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), TRUE);
  sonde_palette_search_set_choices (self->search, item->more (get_window (self), item));
  set_typed (self, "");
}

typedef struct
{
  GtkWidget        *window;
  SondePaletteItem *item;
} Run;

/* Once the palette has gone and the focus is back: an action may move it, or open a window. */
static gboolean
run_cb (gpointer user_data)
{
  Run *run = user_data;

  if (gtk_widget_get_mapped (run->window))
    run->item->run (run->window, run->item);

  return G_SOURCE_REMOVE;
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->window);
  sonde_palette_item_free (run->item);
  g_free (run);
}

static void
choose (SondePalette *self)
{
  SondePaletteItem *item = get_selected (self);
  Run              *run;

  if (item == NULL)
    return;
  if (item->more != NULL)
    {
      show_choices (self, item);
      return;
    }

  run = g_new (Run, 1);
  run->window = g_object_ref (get_window (self));
  run->item = sonde_palette_search_take (self->search, item);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, run_cb, run, run_free);
}

static void
activate_cb (SondePalette *self)
{
  choose (self);
}

static void
row_activated_cb (SondePalette  *self,
                  GtkListBoxRow *row)
{
  select_row (self, gtk_list_box_row_get_index (row));
  choose (self);
}

static void
stop_cb (SondePalette *self)
{
  if (!sonde_palette_search_has_choices (self->search))
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }

  sonde_palette_search_set_choices (self->search, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), FALSE);
  set_typed (self, self->typed);
}

/* ---- Keys ---- */

/* From one end to the other, as a ring. */
static void
move (SondePalette *self,
      int           steps)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int            n_rows = sonde_palette_search_list (self->search)->len;
  int            position = row != NULL ? gtk_list_box_row_get_index (row) : 0;

  if (n_rows == 0)
    return;
  if (ABS (steps) == 1)
    select_row (self, (position + steps + n_rows) % n_rows);
  else
    select_row (self, CLAMP (position + steps, 0, n_rows - 1));
}

/* After the input method, which needs the same keys while it composes. */
static gboolean
key_pressed_cb (SondePalette   *self,
                guint           keyval,
                guint           keycode,
                GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_Tab:
      move (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_ISO_Left_Tab:
      move (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      move (self, ROWS_A_PAGE);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      move (self, -ROWS_A_PAGE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- Open and close ---- */

static void
offer (SondePalette *self)
{
  GtkWidget *window = get_window (self);
  g_autoptr (SondeConnections) connections = NULL;
  g_autoptr (SondeConnection) connection = NULL;

  g_object_get (window, "connections", &connections, "connection", &connection, NULL);
  sonde_palette_search_offer (self->search, window, connections, connection);
}

/* The first time they come a moment later. */
static void
templates_loaded_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (SondePalette) self = user_data;

  /* A fault of the file is said where templates are used. */
  sonde_template_store_load_finish (SONDE_TEMPLATE_STORE (object), result, NULL);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || sonde_palette_search_has_choices (self->search))
    return;

  offer (self);
  found_cb (self);
}

static void
load_templates (SondePalette *self)
{
  g_autoptr (SondeConnections) connections = NULL;
  SondeTemplateStore *store;

  g_object_get (get_window (self), "connections", &connections, NULL);
  store = sonde_services_get_templates (sonde_connections_get_services (connections));
  if (g_list_model_get_n_items (G_LIST_MODEL (store)) == 0)
    sonde_template_store_load_async (store, templates_loaded_cb, g_object_ref (self));
}

/* Below the header, in the middle of the window */
static void
place (SondePalette *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *window = get_window (self);
  double     x, y;

  if (gtk_widget_translate_coordinates (window, parent, gtk_widget_get_width (window) / 2.0, 0, &x, &y))
    gtk_popover_set_pointing_to (GTK_POPOVER (self), &(GdkRectangle){ x, 0, 1, 1 });
}

static void
present (SondePalette *self)
{
  g_set_weak_pointer (&self->focus, gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))));
  offer (self);
  set_typed (self, "");
  place (self);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  load_templates (self);
}

static void
closed_cb (SondePalette *self)
{
  sonde_palette_search_clear (self->search);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), FALSE);
  if (self->focus != NULL && gtk_widget_get_mapped (self->focus))
    gtk_widget_grab_focus (self->focus);
  g_clear_weak_pointer (&self->focus);
}

static void
show_palette_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  GtkWidget    *content = sonde_palette_find_part (widget, SONDE_TYPE_CONTENT);
  SondePalette *self = SONDE_PALETTE (sonde_palette_find_part (widget, SONDE_TYPE_PALETTE));

  if (self == NULL)
    {
      self = g_object_new (SONDE_TYPE_PALETTE, NULL);
      gtk_widget_set_parent (GTK_WIDGET (self), content);
      g_signal_connect_object (content, "destroy", G_CALLBACK (gtk_widget_unparent), self, G_CONNECT_SWAPPED);
    }

  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    present (self);
}

static void
sonde_palette_dispose (GObject *object)
{
  SondePalette *self = SONDE_PALETTE (object);

  g_clear_weak_pointer (&self->focus);
  g_clear_pointer (&self->search, sonde_palette_search_free);

  G_OBJECT_CLASS (sonde_palette_parent_class)->dispose (object);
}

static void
sonde_palette_finalize (GObject *object)
{
  g_free (SONDE_PALETTE (object)->typed);

  G_OBJECT_CLASS (sonde_palette_parent_class)->finalize (object);
}

static void
sonde_palette_class_init (SondePaletteClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_palette_dispose;
  object_class->finalize = sonde_palette_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/palette/sonde-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePalette, entry);
  gtk_widget_class_bind_template_child (widget_class, SondePalette, heading);
  gtk_widget_class_bind_template_child (widget_class, SondePalette, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SondePalette, list);
  gtk_widget_class_bind_template_child (widget_class, SondePalette, note);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
sonde_palette_init (SondePalette *self)
{
  self->search = sonde_palette_search_new (found_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_palette_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-palette", NULL, show_palette_action);
}
