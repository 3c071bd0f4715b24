/* sonde-message-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   SondeLogFilter:model ── GtkSingleSelection ── GtkListView ── SondeMessageRow …
 *
 * The selection neither selects by itself nor insists on a selection: with
 * either, rows that leave at the head make it walk the log.
 */

#define G_LOG_DOMAIN "sonde-message-list"

#include "sonde-message-list.h"

#include "sonde-list-place.h"
#include "sonde-log-filter.h"
#include "sonde-message-row.h"
#include "sonde-message-drag.h"
#include "sonde-message-rows.h"
#include "sonde-payload-copy.h"
#include "sonde-style.h"
#include "sonde-tail.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

struct _SondeMessageList
{
  AdwBin parent_instance;

  SondeConnection  *connection;
  SondeLogColumns  *columns;
  SondeMessageItem *selected_item;
  GSignalGroup     *subscription_signals;
  GSignalGroup     *filter_signals;
  SondeTail        *tail;
  SondeRowFiller   *filler;
  gboolean          is_switching; /* to another model: what happens to the selection is no choice */

  GtkListView        *view;
  GtkSingleSelection *selection;
  GtkWidget          *return_button;
  GtkLabel           *return_label;
  GtkPopover         *menu;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_LIVE,
  PROP_SELECTED_ITEM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeMessageList, sonde_message_list, ADW_TYPE_BIN)

/* Rows shown below a message that was found, for what came after it. */
#define N_ROWS_BELOW 5

static void
update_actions (SondeMessageList *self)
{
  gboolean message = self->selected_item != NULL &&
                     sonde_message_item_get_kind (self->selected_item) != SONDE_MESSAGE_EVENT;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "messages.copy-payload", message);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "messages.copy-topic", message);
}

static void
set_selected_item (SondeMessageList *self,
                   SondeMessageItem *item)
{
  if (!g_set_object (&self->selected_item, item))
    return;

  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

static gboolean
find_position (SondeMessageList *self,
               SondeMessageItem *item,
               guint            *position)
{
  return self->connection != NULL &&
         sonde_log_filter_get_position (sonde_log_filter_get_for (self->connection),
                                        sonde_message_item_get_serial (item), position);
}

/* What is being read is not taken away because its row made room for newer ones, or is filtered out. */
static void
selection_changed_cb (SondeMessageList *self)
{
  SondeMessageItem *item = gtk_single_selection_get_selected_item (self->selection);
  guint             position;

  if (item == NULL && self->selected_item != NULL &&
      (self->is_switching || !find_position (self, self->selected_item, &position)))
    return;
  set_selected_item (self, item);
}

static void
row_setup_cb (SondeMessageList *self,
              GtkListItem      *list_item)
{
  gtk_list_item_set_child (list_item, GTK_WIDGET (sonde_message_row_new (self->columns)));
}

static void
row_bind_cb (SondeMessageList *self,
             GtkListItem      *list_item)
{
  sonde_message_row_bind (SONDE_MESSAGE_ROW (gtk_list_item_get_child (list_item)),
                          self->connection, gtk_list_item_get_item (list_item));
}

static void
row_unbind_cb (SondeMessageList *self,
               GtkListItem      *list_item)
{
  sonde_message_row_bind (SONDE_MESSAGE_ROW (gtk_list_item_get_child (list_item)), NULL, NULL);
}

static void
subscriptions_changed_cb (SondeMessageList *self)
{
  sonde_message_rows_foreach (self->view, sonde_message_row_update_color);
}

static void
columns_changed_cb (SondeMessageList *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);

  sonde_style_set_class (view, "compact", sonde_log_columns_get_compact (self->columns));
  sonde_message_rows_foreach (self->view, sonde_message_row_refill);
}

static void
update_marks (SondeMessageList *self)
{
  /* An older match may have come before a row. */
  if (sonde_log_columns_get_time (self->columns) == SONDE_LOG_TIME_DELTA)
    sonde_message_rows_foreach (self->view, sonde_message_row_refill);
  sonde_message_rows_foreach (self->view, sonde_message_row_update_mark);
}

static void
n_new_changed_cb (SondeMessageList *self)
{
  g_autofree char *count = NULL;
  g_autofree char *label = NULL;
  guint            n_new;

  g_object_get (self->tail, "n-new", &n_new, NULL);
  count = sonde_format_count (n_new);
  /* Translators: rows that came while the log was scrolled up; a button that goes to them */
  label = g_strdup_printf (ngettext ("%s new", "%s new", n_new), count);
  gtk_label_set_label (self->return_label, label);
  gtk_widget_set_visible (self->return_button, n_new > 0);
}

/* By itself a list view focuses its first row and scrolls there, away from what is read. */
static gboolean
sonde_message_list_focus (GtkWidget       *widget,
                          GtkDirectionType direction)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (widget);
  GtkWidget        *row = gtk_widget_get_focus_child (widget) == NULL ? sonde_message_rows_find_focus (self->view, self->selected_item) : NULL;

  if (row != NULL && gtk_widget_grab_focus (row))
    return TRUE;
  return GTK_WIDGET_CLASS (sonde_message_list_parent_class)->focus (widget, direction);
}

static void
return_clicked_cb (SondeMessageList *self)
{
  sonde_tail_set_live (self->tail, TRUE);
}

static void
copy_payload_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (widget);
  g_autoptr (GBytes) payload = sonde_message_item_ref_payload (self->selected_item);

  sonde_payload_copy (widget, payload);
}

static void
copy_topic_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (widget);
  gsize             length;
  const char       *topic = sonde_message_item_get_topic (self->selected_item, &length);
  g_autofree char  *text = g_utf8_make_valid (topic, length);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
unselect_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (widget);

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  set_selected_item (self, NULL);
}

static void
pop_up_menu (SondeMessageList *self,
             GtkWidget        *widget,
             double            x,
             double            y)
{
  double menu_x, menu_y;

  if (!gtk_widget_translate_coordinates (widget, GTK_WIDGET (self), x, y, &menu_x, &menu_y))
    return;
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ menu_x, menu_y, 1, 1 });
  gtk_popover_popup (self->menu);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (widget);
  GtkWidget        *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (self->selected_item != NULL && focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    pop_up_menu (self, focus, gtk_widget_get_width (focus) / 4.0, gtk_widget_get_height (focus));
}

/* The row under the pointer becomes the one the menu is about. */
static void
pressed_cb (SondeMessageList *self,
            int               n_press,
            double            x,
            double            y)
{
  SondeMessageRow *row = sonde_message_rows_pick (self->view, x, y);
  guint            position;

  if (row == NULL || !find_position (self, sonde_message_row_get_item (row), &position))
    return;

  gtk_single_selection_set_selected (self->selection, position);
  pop_up_menu (self, GTK_WIDGET (self->view), x, y);
}

static void
live_changed_cb (SondeMessageList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}

/* ---- What is shown ---- */

/* @model: what is shown, or was until now */
static void
keep_place (SondeMessageList *self,
            const char       *key,
            GListModel       *model)
{
  g_autoptr (SondeMessageItem) last = NULL;
  guint last_row = sonde_tail_get_last_row (self->tail);

  if (last_row != GTK_INVALID_LIST_POSITION)
    last = g_list_model_get_item (model, last_row);
  sonde_list_place_keep (self->connection, key, self->selected_item, last, sonde_tail_get_live (self->tail));
}

/* The row at the lower edge when @place was left. */
static guint
find_last_row (SondeMessageList     *self,
               const SondeListPlace *place)
{
  guint position;

  if (place != NULL && place->last != NULL && find_position (self, place->last, &position))
    return position;

  return GTK_INVALID_LIST_POSITION;
}

/* What is read may come back into the list: it is the selected one again. */
static void
restore_selection (SondeMessageList *self)
{
  guint position;

  if (self->selected_item != NULL &&
      gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION &&
      find_position (self, self->selected_item, &position))
    gtk_single_selection_set_selected (self->selection, position);
}

static void
show_model (SondeMessageList *self,
            GListModel       *model,
            guint             last_row)
{
  /* By way of nothing, so that the view begins at the top, as the tail expects. */
  self->is_switching = TRUE;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_single_selection_set_model (self->selection, NULL);
  gtk_single_selection_set_model (self->selection, model);
  self->is_switching = FALSE;

  sonde_tail_set_model (self->tail, model, last_row);
  restore_selection (self);
}

/* The newest matches are the ones that were looked for, until the user scrolls up; the rows
 * show where they match. */
static void
show_matches (SondeMessageList *self,
              SondeLogFilter   *filter)
{
  sonde_message_rows_foreach (self->view, sonde_message_row_refill);
  if (sonde_log_filter_get_filtered (filter))
    sonde_tail_set_live (self->tail, TRUE);
}

/* Without a filter again: a message that it found is shown among its neighbours, else
 * the log comes back as it was left. */
static void
return_to_log (SondeMessageList *self,
               GListModel       *log)
{
  const SondeListPlace *place = sonde_list_place_get (self->connection, SONDE_LIST_PLACE_UNFILTERED);
  gboolean              found = self->selected_item != NULL && (place == NULL || self->selected_item != place->selected);
  gboolean              live = place == NULL || place->live;
  guint                 last_row = find_last_row (self, place);
  guint                 position;

  if (found && find_position (self, self->selected_item, &position))
    {
      live = FALSE;
      last_row = MIN (position + N_ROWS_BELOW, g_list_model_get_n_items (log) - 1);
    }

  sonde_tail_set_live (self->tail, live);
  show_model (self, log, last_row);
}

static void
filter_model_changed_cb (SondeMessageList *self,
                         GParamSpec       *pspec,
                         SondeLogFilter   *filter)
{
  GListModel *model = sonde_log_filter_get_model (filter);
  GListModel *log = G_LIST_MODEL (sonde_connection_get_log (self->connection));

  if (!sonde_log_filter_get_filtered (filter))
    {
      return_to_log (self, model);
      return;
    }

  /* From one that is filtered to another the log's place is still known. */
  if (gtk_single_selection_get_model (self->selection) == log)
    keep_place (self, SONDE_LIST_PLACE_UNFILTERED, log);
  show_model (self, model, GTK_INVALID_LIST_POSITION);
  show_matches (self, filter);
}

static void
leave_connection (SondeMessageList *self)
{
  keep_place (self, SONDE_LIST_PLACE, sonde_log_filter_get_model (sonde_log_filter_get_for (self->connection)));
  g_signal_group_set_target (self->filter_signals, NULL);

  self->is_switching = TRUE;
  g_clear_object (&self->connection);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_single_selection_set_model (self->selection, NULL);
  self->is_switching = FALSE;
}

static void
enter_connection (SondeMessageList *self,
                  SondeConnection  *connection)
{
  const SondeListPlace *place = sonde_list_place_get (connection, SONDE_LIST_PLACE);
  SondeLogFilter       *filter = sonde_log_filter_get_for (connection);

  g_set_object (&self->connection, connection);
  g_signal_group_set_target (self->filter_signals, filter);

  set_selected_item (self, place != NULL ? place->selected : NULL);
  show_model (self, sonde_log_filter_get_model (filter), find_last_row (self, place));
}

static void
sonde_message_list_set_connection (SondeMessageList *self,
                                   SondeConnection  *connection)
{
  if (self->connection == connection)
    return;

  if (self->connection != NULL)
    leave_connection (self);
  if (connection != NULL)
    enter_connection (self, connection);
  else
    {
      sonde_tail_set_model (self->tail, NULL, GTK_INVALID_LIST_POSITION);
      set_selected_item (self, NULL);
    }

  g_signal_group_set_target (self->subscription_signals,
                             connection != NULL ? sonde_connection_get_subscriptions (connection) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_message_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, sonde_tail_get_live (self->tail));
      break;
    case PROP_SELECTED_ITEM:
      g_value_set_object (value, self->selected_item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_message_list_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_message_list_set_connection (self, g_value_get_object (value));
      break;
    case PROP_LIVE:
      sonde_tail_set_live (self->tail, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_message_list_dispose (GObject *object)
{
  SondeMessageList *self = SONDE_MESSAGE_LIST (object);

  /* What works on the view goes before it. */
  g_clear_object (&self->tail);
  g_clear_object (&self->filler);
  g_clear_object (&self->subscription_signals);
  g_clear_object (&self->filter_signals);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_object (&self->selected_item);
  g_clear_object (&self->connection);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (sonde_message_list_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "messages.copy-payload", NULL, copy_payload_action);
  gtk_widget_class_install_action (widget_class, "messages.copy-topic", NULL, copy_topic_action);
  gtk_widget_class_install_action (widget_class, "messages.unselect", NULL, unselect_action);
  gtk_widget_class_install_action (widget_class, "messages.menu", NULL, menu_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "messages.copy-payload", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "messages.unselect", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "messages.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "messages.menu", NULL);
}

static void
sonde_message_list_class_init (SondeMessageListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_message_list_get_property;
  object_class->set_property = sonde_message_list_set_property;
  object_class->dispose = sonde_message_list_dispose;
  widget_class->focus = sonde_message_list_focus;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIVE] =
    g_param_spec_boolean ("live", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, SONDE_TYPE_MESSAGE_ITEM,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_MESSAGE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-message-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeMessageList, view);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageList, selection);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageList, return_button);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageList, return_label);
  gtk_widget_class_bind_template_child (widget_class, SondeMessageList, menu);
  gtk_widget_class_bind_template_callback (widget_class, row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, return_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  install_actions (widget_class);
}

static void
sonde_message_list_init (SondeMessageList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));

  self->filler = sonde_row_filler_new (self->view, &sonde_message_row_kind);
  sonde_message_drag_set_up (self->view);
  self->tail = sonde_tail_new (self->view);
  g_signal_connect_object (self->tail, "notify::live", G_CALLBACK (live_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tail, "notify::n-new", G_CALLBACK (n_new_changed_cb), self, G_CONNECT_SWAPPED);

  self->subscription_signals = g_signal_group_new (SONDE_TYPE_SUBSCRIPTIONS);
  g_signal_group_connect_swapped (self->subscription_signals, "items-changed", G_CALLBACK (subscriptions_changed_cb), self);
  g_signal_group_connect_swapped (self->subscription_signals, "looks-changed", G_CALLBACK (subscriptions_changed_cb), self);

  self->filter_signals = g_signal_group_new (SONDE_TYPE_LOG_FILTER);
  g_signal_group_connect_swapped (self->filter_signals, "notify::model", G_CALLBACK (filter_model_changed_cb), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::n-matches", G_CALLBACK (restore_selection), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::n-matches", G_CALLBACK (update_marks), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::highlights", G_CALLBACK (update_marks), self);
  g_signal_group_connect_swapped (self->filter_signals, "query-changed", G_CALLBACK (show_matches), self);

  update_actions (self);
}

void
sonde_message_list_set_columns (SondeMessageList *self,
                                SondeLogColumns  *columns)
{
  g_return_if_fail (SONDE_IS_MESSAGE_LIST (self));
  g_return_if_fail (self->columns == NULL);

  self->columns = g_object_ref (columns);
  g_signal_connect_object (columns, "changed", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);
  columns_changed_cb (self);
}

void
sonde_message_list_go_to (SondeMessageList *self,
                          guint             position)
{
  g_return_if_fail (SONDE_IS_MESSAGE_LIST (self));

  sonde_tail_set_live (self->tail, FALSE);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}
