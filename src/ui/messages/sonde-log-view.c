/* sonde-log-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-log-view"

#include "sonde-log-view.h"

#include "sonde-alerts-button.h"
#include "sonde-export-dialog.h"
#include "sonde-filter-bar.h"
#include "sonde-log-filter.h"
#include "sonde-log-hint.h"
#include "sonde-log-titles.h"
#include "sonde-match-bar.h"
#include "sonde-message-count.h"
#include "sonde-message-list.h"
#include "sonde-notice.h"
#include "sonde-scope-bar.h"
#include "sonde-statistics-button.h"

#include <sonde-clearing.h>
#include <sonde-format.h>
#include <sonde-settings.h>

#include <glib/gi18n.h>

/* As many as leave room for the hint in the lowest window. */
#define MAX_ROWS_ABOVE_HINT 4
#define MAX_ROWS_BESIDE_HINT 2 /* as many leave the middle free, also in a low window */

struct _SondeLogView
{
  AdwBin parent_instance;

  SondeConnection   *connection;
  SondeMessageCount *count;
  GSignalGroup      *filter_signals;
  GSignalGroup      *log_signals;
  gboolean           inspector_visible;
  gboolean           log_only;
  AdwToast          *undo_toast; /* weak: of the log that was cleared last */
  SondeLogColumns   *columns;

  SondeMessageList *list;
  SondeLogTitles   *titles;
  GtkPopover       *titles_menu;
  GtkWidget        *hint;
  GObject          *statistics_button;
  GtkMenuButton    *columns_button;
  SondeExportBar   *export_bar;
};

enum
{
  PROP_CONNECTION = 1,
  PROP_LIVE,
  PROP_SELECTED_ITEM,
  PROP_INSPECTOR_VISIBLE,
  PROP_LOG_ONLY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeLogView, sonde_log_view, ADW_TYPE_BIN)

static guint
count_rows (SondeLogView *self)
{
  if (self->connection == NULL)
    return 0;

  return g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_log (self->connection)));
}

static void
update_actions (SondeLogView *self)
{
  gboolean rows = count_rows (self) > 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "messages.clear", rows && !self->log_only);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "messages.export",
                                 rows && !sonde_export_bar_get_running (self->export_bar));
}

/* Messages alone: a scope may leave events in view, and then leaves them all. */
static guint
count_shown (SondeLogView   *self,
             SondeLogFilter *filter)
{
  SondeScope *scope = sonde_log_filter_get_scope (filter);
  guint       n_shown = g_list_model_get_n_items (sonde_log_filter_get_model (filter));
  guint       n_rows = count_rows (self);
  guint64     n_messages = sonde_message_count_get_messages (self->count);
  gboolean    by_text = sonde_log_filter_get_query (filter) != NULL && !sonde_log_filter_get_highlights (filter);
  guint       n_events;

  if (by_text || scope == NULL || sonde_scope_is_solo (scope) || n_messages >= n_rows)
    return n_shown;

  n_events = n_rows - n_messages;
  return n_shown > n_events ? n_shown - n_events : 0;
}

static void
update_days (SondeLogView *self)
{
  gint64 began = self->connection != NULL ? sonde_message_log_get_began (sonde_connection_get_log (self->connection)) : 0;

  sonde_log_columns_set_dated (self->columns, began != 0 && !sonde_format_is_same_day (began, g_get_real_time ()));
}

static void
count_changed_cb (SondeLogView *self)
{
  SondeLogFilter  *filter = self->connection != NULL ? sonde_log_filter_get_for (self->connection) : NULL;
  g_autofree char *label = NULL;

  g_object_get (self->count, "label", &label, NULL);
  if (filter != NULL && sonde_log_filter_get_filtered (filter))
    {
      g_autofree char *all = g_steal_pointer (&label);
      g_autofree char *matches = sonde_format_count (count_shown (self, filter));

      /* Translators: "12 of 1,204,311 messages" */
      label = g_strdup_printf (_ ("%s of %s"), matches, all);
    }
  g_object_set (self->statistics_button, "label", label, NULL);
}

/* The hint stands in the middle, then below the first events, and gives way to more. */
static void
rows_changed_cb (SondeLogView *self)
{
  guint    n_rows = count_rows (self);
  gboolean no_messages = sonde_message_count_get_messages (self->count) == 0;

  if (!no_messages && !self->log_only)
    sonde_log_hint_end_first_steps (SONDE_LOG_HINT (self->hint));
  gtk_widget_set_visible (self->hint, no_messages && n_rows <= MAX_ROWS_ABOVE_HINT && !self->log_only);
  gtk_widget_set_valign (self->hint, n_rows > MAX_ROWS_BESIDE_HINT ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
  update_days (self);
  update_actions (self);
}

static void
live_changed_cb (SondeLogView *self)
{
  /* It belongs to the connection, so that each comes back as it was left. */
  if (self->connection != NULL)
    g_object_get (self->list, "live", &sonde_connection_get_draft (self->connection)->live, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}

static void
selected_item_changed_cb (SondeLogView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ITEM]);
}

static void
go_to_cb (SondeLogView *self,
          guint         position)
{
  sonde_message_list_go_to (self->list, position);
}

static void
titles_menu_cb (SondeLogView *self,
                double        x,
                double        y)
{
  double menu_x, menu_y;

  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->titles), GTK_WIDGET (self), x, y, &menu_x, &menu_y))
    return;
  gtk_popover_set_pointing_to (self->titles_menu, &(GdkRectangle){ menu_x, menu_y, 1, 1 });
  gtk_popover_popup (self->titles_menu);
}

static void
filter_done_cb (SondeLogView *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* In the place of the offer before: one at a time, as everywhere. */
static void
offer_undo (SondeLogView  *self,
            SondeClearing *clearing)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast  *toast = sonde_notice_new_undo (_ ("Log cleared"));

  /* With the toast goes the last chance to undo. */
  g_object_set_data_full (G_OBJECT (toast), "clearing", clearing, (GDestroyNotify) sonde_clearing_free);
  g_signal_connect_swapped (toast, "button-clicked", G_CALLBACK (sonde_clearing_undo), clearing);

  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  g_set_weak_pointer (&self->undo_toast, toast);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
clear_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  SondeLogView  *self = SONDE_LOG_VIEW (widget);
  SondeClearing *clearing;

  /* By its key; on another page nobody sees what would go. */
  if (!gtk_widget_get_mapped (widget))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self->list), "messages.unselect", NULL);
  clearing = sonde_clearing_new (self->connection);
  if (clearing != NULL)
    offer_undo (self, clearing);
  update_actions (self);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  SondeLogView *self = SONDE_LOG_VIEW (widget);
  g_autoptr (SondeMessageItem) selected = NULL;
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  g_object_get (self->list, "selected-item", &selected, NULL);
  gtk_window_present (GTK_WINDOW (sonde_export_dialog_new (window, self->connection, selected, self->export_bar)));
}

static void
show_columns_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  gtk_menu_button_popup (SONDE_LOG_VIEW (widget)->columns_button);
}

static void
sonde_log_view_set_connection (SondeLogView    *self,
                               SondeConnection *connection)
{
  gboolean live = connection != NULL ? sonde_connection_get_draft (connection)->live : TRUE;

  if (self->connection == connection)
    return;

  /* Live is set while no connection is there to remember it as its own. */
  g_clear_object (&self->connection);
  g_object_set (self->list, "connection", connection, "live", live, NULL);
  g_set_object (&self->connection, connection);

  sonde_message_count_set_log (self->count, connection != NULL ? sonde_connection_get_log (connection) : NULL);
  g_signal_group_set_target (self->filter_signals, connection != NULL ? sonde_log_filter_get_for (connection) : NULL);
  g_signal_group_set_target (self->log_signals, connection != NULL ? sonde_connection_get_log (connection) : NULL);
  count_changed_cb (self);
  rows_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_log_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SondeLogView *self = SONDE_LOG_VIEW (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_LIVE:
      g_object_get_property (G_OBJECT (self->list), "live", value);
      break;
    case PROP_SELECTED_ITEM:
      g_object_get_property (G_OBJECT (self->list), "selected-item", value);
      break;
    case PROP_INSPECTOR_VISIBLE:
      g_value_set_boolean (value, self->inspector_visible);
      break;
    case PROP_LOG_ONLY:
      g_value_set_boolean (value, self->log_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  SondeLogView *self = SONDE_LOG_VIEW (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_log_view_set_connection (self, g_value_get_object (value));
      break;
    case PROP_LIVE:
      g_object_set_property (G_OBJECT (self->list), "live", value);
      break;
    case PROP_INSPECTOR_VISIBLE:
      if (self->inspector_visible != g_value_get_boolean (value))
        {
          self->inspector_visible = g_value_get_boolean (value);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_LOG_ONLY:
      self->log_only = g_value_get_boolean (value);
      count_changed_cb (self);
      update_actions (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_view_dispose (GObject *object)
{
  SondeLogView *self = SONDE_LOG_VIEW (object);

  g_clear_pointer ((GtkWidget **) &self->titles_menu, gtk_widget_unparent);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_object (&self->connection);
  g_clear_object (&self->count);
  g_clear_object (&self->filter_signals);
  g_clear_object (&self->log_signals);
  g_clear_object (&self->columns);

  G_OBJECT_CLASS (sonde_log_view_parent_class)->dispose (object);
}

static void
sonde_log_view_class_init (SondeLogViewClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_log_view_get_property;
  object_class->set_property = sonde_log_view_set_property;
  object_class->dispose = sonde_log_view_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIVE] =
    g_param_spec_boolean ("live", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SELECTED_ITEM] =
    g_param_spec_object ("selected-item", NULL, NULL, SONDE_TYPE_MESSAGE_ITEM,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSPECTOR_VISIBLE] =
    g_param_spec_boolean ("inspector-visible", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOG_ONLY] =
    g_param_spec_boolean ("log-only", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_ALERTS_BUTTON);
  g_type_ensure (SONDE_TYPE_EXPORT_BAR);
  g_type_ensure (SONDE_TYPE_FILTER_BAR);
  g_type_ensure (SONDE_TYPE_LOG_HINT);
  g_type_ensure (SONDE_TYPE_MATCH_BAR);
  g_type_ensure (SONDE_TYPE_LOG_TITLES);
  g_type_ensure (SONDE_TYPE_MESSAGE_LIST);
  g_type_ensure (SONDE_TYPE_SCOPE_BAR);
  g_type_ensure (SONDE_TYPE_STATISTICS_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-log-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeLogView, list);
  gtk_widget_class_bind_template_child (widget_class, SondeLogView, titles);
  gtk_widget_class_bind_template_child (widget_class, SondeLogView, titles_menu);
  gtk_widget_class_bind_template_child (widget_class, SondeLogView, hint);
  gtk_widget_class_bind_template_child (widget_class, SondeLogView, statistics_button);
  gtk_widget_class_bind_template_child (widget_class, SondeLogView, columns_button);
  gtk_widget_class_bind_template_child (widget_class, SondeLogView, export_bar);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_bind_template_callback (widget_class, filter_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_cb);
  gtk_widget_class_bind_template_callback (widget_class, titles_menu_cb);
  gtk_widget_class_bind_template_callback (widget_class, live_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_item_changed_cb);
  gtk_widget_class_install_action (widget_class, "messages.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "messages.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "messages.show-columns", NULL, show_columns_action);
  gtk_widget_class_install_property_action (widget_class, "messages.live", "live");
}

static void
set_up_columns (SondeLogView *self)
{
  g_autoptr (GSettings) settings = sonde_settings_new ();
  g_autoptr (GSimpleActionGroup) actions = NULL;

  self->columns = sonde_log_columns_new (settings);
  actions = sonde_log_columns_create_actions (self->columns);
  sonde_message_list_set_columns (self->list, self->columns);
  sonde_log_titles_set_columns (self->titles, self->columns);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "log", G_ACTION_GROUP (actions));
  if (settings != NULL)
    g_settings_bind (settings, SONDE_SETTING_FIRST_STEPS, self->hint, "first-steps",
                     G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  gtk_widget_set_parent (GTK_WIDGET (self->titles_menu), GTK_WIDGET (self));
}

static void
sonde_log_view_init (SondeLogView *self)
{
  self->count = sonde_message_count_new ();
  self->filter_signals = g_signal_group_new (SONDE_TYPE_LOG_FILTER);
  g_signal_group_connect_swapped (self->filter_signals, "notify::model", G_CALLBACK (count_changed_cb), self);
  g_signal_group_connect_swapped (self->filter_signals, "notify::n-shown", G_CALLBACK (count_changed_cb), self);
  self->log_signals = g_signal_group_new (SONDE_TYPE_MESSAGE_LOG);
  g_signal_group_connect_swapped (self->log_signals, "items-changed", G_CALLBACK (rows_changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_columns (self);

  g_signal_connect_object (self->count, "notify::label", G_CALLBACK (count_changed_cb), self, G_CONNECT_SWAPPED);
  count_changed_cb (self);
  rows_changed_cb (self);
}

void
sonde_log_view_show_serial (SondeLogView *self,
                            guint64       serial)
{
  guint position;

  g_return_if_fail (SONDE_IS_LOG_VIEW (self));

  if (self->connection == NULL)
    return;

  if (sonde_log_filter_get_position (sonde_log_filter_get_for (self->connection), serial, &position))
    sonde_message_list_go_to (self->list, position);
  else if (sonde_message_log_get_position (sonde_connection_get_log (self->connection), serial, &position))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _ ("Not in view: the filter of the log leaves it out, or a subscription that is muted or alone"));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("The message has left the log"));
}
