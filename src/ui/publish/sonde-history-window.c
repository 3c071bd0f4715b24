/* sonde-history-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   SondeHistoryStore ── GtkFilterListModel ── GtkSingleSelection ── GtkListView
 *     ── SondeLateRow ── SondeHistoryRow …
 *
 * At most ten thousand: small enough to be filtered while one types.
 */

#define G_LOG_DOMAIN "sonde-history-window"

#include "sonde-history-window.h"

#include "sonde-history-row.h"
#include "sonde-late-row.h"

#include <sonde-search-words.h>

#include <glib/gi18n.h>

struct _SondeHistoryWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle  *title;
  GtkToggleButton *all_button;
  GtkWidget       *clear_button;
  GtkEditable     *search_entry;
  GtkWidget       *empty_page;
  GtkWidget       *nothing_page;
  GtkWidget       *list_page;
  GtkListView     *view;
  GtkWidget       *keys;

  SondePublishPane   *pane;
  SondeHistoryStore  *store;
  SondeConnection    *connection;
  GtkCustomFilter    *filter;
  GListModel         *found;
  GtkSingleSelection *selection;
  SondeRowFiller     *filler;
  GStrv               words;
};

G_DEFINE_FINAL_TYPE (SondeHistoryWindow, sonde_history_window, ADW_TYPE_WINDOW)

enum
{
  KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- What is shown ---- */

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  SondeHistoryWindow      *self = user_data;
  const SondeHistoryEntry *entry = sonde_history_item_get_entry (item);

  return (gtk_toggle_button_get_active (self->all_button) ||
          g_str_equal (entry->profile_id, sonde_connection_get_profile (self->connection)->id)) &&
         sonde_search_matches (entry->folded, (const char *const *) self->words);
}

static void
update_pages (SondeHistoryWindow *self)
{
  gboolean found = g_list_model_get_n_items (self->found) > 0;
  gboolean searching = self->words[0] != NULL;

  gtk_widget_set_visible (self->empty_page, !found && !searching);
  gtk_widget_set_visible (self->nothing_page, !found && searching);
  gtk_widget_set_visible (self->list_page, found);
  gtk_widget_set_visible (self->keys, found);
  gtk_widget_set_sensitive (self->clear_button, g_list_model_get_n_items (G_LIST_MODEL (self->store)) > 0);
}

static void
filter_cb (SondeHistoryWindow *self)
{
  g_strfreev (self->words);
  self->words = sonde_search_words (gtk_editable_get_text (self->search_entry));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_pages (self);
}

/* Rows that stay say which connection they were sent on, or no more. */
static void
all_toggled_cb (SondeHistoryWindow *self)
{
  filter_cb (self);
  sonde_late_row_refill (self->view);
}

/* ---- What is done with one ---- */

static void
load_form (SondeHistoryWindow *self,
           SondeHistoryItem   *item)
{
  const SondeHistoryEntry *entry = sonde_history_item_get_entry (item);

  if (entry->without_payload)
    return;

  sonde_publish_pane_put_form (self->pane, entry->form);
  gtk_window_close (GTK_WINDOW (self));
}

static void
publish_cb (SondeHistoryWindow *self,
            SondeHistoryItem   *item)
{
  const SondeHistoryEntry *entry = sonde_history_item_get_entry (item);

  if (entry->without_payload)
    return;
  if (!sonde_publish_pane_publish_form (self->pane, entry->form))
    gtk_window_close (GTK_WINDOW (self)); /* the pane says why */
}

static void
keep_cb (SondeHistoryWindow *self,
         SondeHistoryItem   *item)
{
  g_autoptr (SondePublishForm) form = sonde_publish_form_copy (sonde_history_item_get_entry (item)->form);

  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[KEEP], 0, form);
}

/* Returns: (transfer full) (nullable): the selected one; without one, the newest */
static SondeHistoryItem *
ref_target (SondeHistoryWindow *self)
{
  SondeHistoryItem *selected = gtk_single_selection_get_selected_item (self->selection);

  return selected != NULL ? g_object_ref (selected) : g_list_model_get_item (self->found, 0);
}

static void
search_activate_cb (SondeHistoryWindow *self)
{
  g_autoptr (SondeHistoryItem) item = ref_target (self);

  if (item != NULL)
    load_form (self, item);
}

static void
row_activated_cb (SondeHistoryWindow *self,
                  guint               position)
{
  g_autoptr (SondeHistoryItem) item = g_list_model_get_item (self->found, position);

  load_form (self, item);
}

static void
publish_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  SondeHistoryWindow *self = SONDE_HISTORY_WINDOW (widget);
  g_autoptr (SondeHistoryItem) item = ref_target (self);

  if (item != NULL)
    publish_cb (self, item);
}

/* From the entry down into the list. */
static gboolean
search_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               gpointer               user_data)
{
  GtkWidget          *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  SondeHistoryWindow *self = SONDE_HISTORY_WINDOW (gtk_widget_get_root (entry));

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return GDK_EVENT_STOP;
}

static void
clear_response_cb (SondeHistoryWindow *self,
                   const char         *response)
{
  if (g_strcmp0 (response, "clear") == 0)
    sonde_history_store_clear (self->store);
}

static void
clear_cb (SondeHistoryWindow *self)
{
  AdwMessageDialog *dialog =
    ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _ ("Clear the history?"),
                                                _ ("What was sent on all connections is forgotten, and cannot be brought back.")));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "clear", _ ("C_lear"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "clear", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (clear_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- Rows ---- */

static GtkWidget *
create_row (gpointer     owner,
            GtkListItem *list_item)
{
  SondeHistoryWindow *self = owner;
  GtkWidget          *row = g_object_new (SONDE_TYPE_HISTORY_ROW, NULL);

  g_signal_connect_object (row, "publish", G_CALLBACK (publish_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "keep", G_CALLBACK (keep_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static void
bind_row (gpointer   owner,
          GtkWidget *row,
          gpointer   item)
{
  SondeHistoryWindow *self = owner;
  gboolean            names_connection = item != NULL && gtk_toggle_button_get_active (self->all_button);

  sonde_history_row_bind (SONDE_HISTORY_ROW (row), item, names_connection);
}

/* ---- The window ---- */

static void
connection_cb (SondeHistoryWindow *self)
{
  g_autoptr (SondeConnection) connection = NULL;

  g_object_get (self->pane, "connection", &connection, NULL);
  if (connection == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  g_set_object (&self->connection, connection);
  adw_window_title_set_subtitle (self->title, sonde_connection_get_name (connection));
  if (self->filter != NULL)
    filter_cb (self);
}

static void
sonde_history_window_dispose (GObject *object)
{
  SondeHistoryWindow *self = SONDE_HISTORY_WINDOW (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->filter);
  g_clear_object (&self->filler);
  g_clear_object (&self->selection);
  g_clear_object (&self->found);
  g_clear_object (&self->pane);
  g_clear_object (&self->store);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (sonde_history_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/publish/sonde-history-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, all_button);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, clear_button);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, list_page);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, view);
  gtk_widget_class_bind_template_child (widget_class, SondeHistoryWindow, keys);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sonde_history_window_class_init (SondeHistoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sonde_history_window_dispose;

  signals[KEEP] = g_signal_new ("keep", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_POINTER);
  bind_template (widget_class);

  gtk_widget_class_install_action (widget_class, "history.publish", NULL, publish_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Before a field or the list takes it for Enter. */
static void
add_keys (SondeHistoryWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  const guint         keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                                                            gtk_named_action_new ("history.publish")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
sonde_history_window_init (SondeHistoryWindow *self)
{
  self->words = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
}

static void
show_list (SondeHistoryWindow *self)
{
  static const SondeLateContent content = { create_row, bind_row };

  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->found = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)),
                                                         g_object_ref (GTK_FILTER (self->filter))));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, self->found);
  self->filler = sonde_late_row_set_up (self->view, &content, self);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update_pages), self, G_CONNECT_SWAPPED);
}

SondeHistoryWindow *
sonde_history_window_new (GtkWindow        *parent,
                          SondePublishPane *pane)
{
  SondeHistoryWindow *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (SONDE_IS_PUBLISH_PANE (pane), NULL);

  self = g_object_new (SONDE_TYPE_HISTORY_WINDOW, "transient-for", parent, NULL);
  self->pane = g_object_ref (pane);
  connection_cb (self);
  g_return_val_if_fail (self->connection != NULL, self);

  self->store = g_object_ref (sonde_services_get_history (sonde_connection_get_services (self->connection)));
  show_list (self);
  update_pages (self);
  g_signal_connect_object (pane, "notify::connection", G_CALLBACK (connection_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  return self;
}
