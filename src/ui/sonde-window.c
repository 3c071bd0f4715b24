/* sonde-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-window"

#include "sonde-window.h"

#include "sonde-accessible.h"
#include "sonde-banner.h"
#include "sonde-commands-window.h"
#include "sonde-config.h"
#include "sonde-content.h"
#include "sonde-deletion.h"
#include "sonde-editor-guard.h"
#include "sonde-header.h"
#include "sonde-notice.h"
#include "sonde-palette.h"
#include "sonde-password-dialog.h"
#include "sonde-probe.h"
#include "sonde-profile-editor.h"
#include "sonde-retained-actions.h"
#include "sonde-sidebar.h"
#include "sonde-transfer-actions.h"

#include <sonde-settings.h>

#include <glib/gi18n.h>

struct _SondeWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkPaned        *paned;
  SondeSidebar    *sidebar;
  SondeHeader     *header;
  SondeBanner     *notice_banner;
  SondeContent    *content;

  SondeConnections *connections;
  GSettings        *settings;
  SondeConnection  *connection;
  GSignalGroup     *connection_signals;
  GSignalGroup     *log_signals;
#if SONDE_DEVELOPMENT
  SondeProbe *probe;
#endif
};

G_DEFINE_FINAL_TYPE (SondeWindow, sonde_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_CONNECTIONS = 1,
  PROP_SETTINGS,
  PROP_CONNECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_actions (SondeWindow *self)
{
  gboolean can_connect = FALSE;
  gboolean can_disconnect = FALSE;
  gboolean can_retry = FALSE;
  gboolean is_local = FALSE;

  if (self->connection != NULL)
    {
      g_object_get (self->connection,
                    "can-connect", &can_connect,
                    "can-disconnect", &can_disconnect,
                    "can-retry", &can_retry,
                    NULL);
      is_local = sonde_connection_get_profile (self->connection)->local_broker;
    }

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.connect", can_connect);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.disconnect", can_disconnect);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.retry", can_retry);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.show-commands", is_local);
}

static void
password_needed_cb (SondeWindow     *self,
                    SondeConnection *connection)
{
  /* One that connects by itself, on start, only shows its state until it is looked at. */
  if (connection != self->connection)
    return;

  gtk_window_present (GTK_WINDOW (sonde_password_dialog_new (GTK_WINDOW (self), connection)));
}

static void
notify_selected_cb (SondeWindow *self)
{
  SondeConnection *connection = sonde_sidebar_get_selected (self->sidebar);

  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->connection_signals, connection);
#if SONDE_DEVELOPMENT
  if (self->probe != NULL)
    sonde_probe_set_log (self->probe, connection != NULL ? sonde_connection_get_log (connection) : NULL);
#endif
  update_actions (self);

  if (connection != NULL && self->settings != NULL && sonde_connection_get_saved (connection))
    g_settings_set_string (self->settings, SONDE_SETTING_LAST_PROFILE, sonde_connection_get_profile (connection)->id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
notice_closed_cb (SondeWindow *self)
{
  sonde_banner_set_revealed (self->notice_banner, FALSE);
}

/* The connection an action means: the one whose profile's id is given, else the selected one. */
static SondeConnection *
find_target (SondeWindow *self,
             GVariant    *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);
  guint       n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  if (*id == '\0')
    return self->connection;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      if (g_strcmp0 (sonde_connection_get_profile (connection)->id, id) == 0)
        return connection;
    }

  return NULL;
}

static void
connect_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  sonde_connection_connect (SONDE_WINDOW (widget)->connection);
}

static void
disconnect_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  sonde_connection_disconnect (SONDE_WINDOW (widget)->connection);
}

static void
retry_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  sonde_connection_retry_now (SONDE_WINDOW (widget)->connection);
}

static void
saved_cb (SondeWindow     *self,
          SondeConnection *connection)
{
  sonde_sidebar_select (self->sidebar, connection);
  if (sonde_connection_get_state (connection) != SONDE_STATE_IDLE)
    sonde_window_show_toast (self, _ ("Saved; used from the next connect on"));
}

static void
present_editor (SondeWindow     *self,
                SondeConnection *connection)
{
  SondeProfileEditor *editor = sonde_profile_editor_new (GTK_WINDOW (self), self->connections, connection);

  g_signal_connect_object (editor, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (editor));
}

static void
new_connection_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  present_editor (SONDE_WINDOW (widget), NULL);
}

static void
edit_connection_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  SondeWindow     *self = SONDE_WINDOW (widget);
  SondeConnection *connection = find_target (self, parameter);

  if (connection != NULL)
    present_editor (self, connection);
}

static void
duplicate_connection_action (GtkWidget  *widget,
                             const char *action_name,
                             GVariant   *parameter)
{
  SondeWindow     *self = SONDE_WINDOW (widget);
  SondeConnection *connection = find_target (self, parameter);

  if (connection != NULL)
    sonde_sidebar_select (self->sidebar, sonde_connections_duplicate (self->connections, connection));
}

static void
delete_connection_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  SondeWindow     *self = SONDE_WINDOW (widget);
  SondeConnection *connection = find_target (self, parameter);

  if (connection != NULL)
    adw_toast_overlay_add_toast (self->toast_overlay, sonde_deletion_new (self->connections, connection));
}

static void
show_commands_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  SondeWindow *self = SONDE_WINDOW (widget);

  gtk_window_present (GTK_WINDOW (sonde_commands_window_new (GTK_WINDOW (self), self->connection)));
}

/* Made when asked for: as GtkApplication's help overlay it would slow each start. */
static void
show_shortcuts_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (SONDE_RESOURCE_PATH "/sonde-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
toggle_sidebar_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  GtkWidget *sidebar = GTK_WIDGET (SONDE_WINDOW (widget)->sidebar);

  gtk_widget_set_visible (sidebar, !gtk_widget_get_visible (sidebar));
}

static void
focus_topic_filter_action (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  SondeWindow *self = SONDE_WINDOW (widget);

  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), TRUE);
  sonde_sidebar_focus_filter (self->sidebar);
}

static void
select_connection_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  sonde_sidebar_select_position (SONDE_WINDOW (widget)->sidebar, g_variant_get_int32 (parameter));
}

static void
show_page_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  sonde_content_show_page (SONDE_WINDOW (widget)->content, g_variant_get_string (parameter, NULL));
}

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  sonde_window_show_toast (SONDE_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
bind_settings (SondeWindow *self)
{
  if (self->settings == NULL)
    return;

  g_settings_bind (self->settings, SONDE_SETTING_WINDOW_WIDTH, self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, SONDE_SETTING_WINDOW_HEIGHT, self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, SONDE_SETTING_WINDOW_MAXIMIZED, self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, SONDE_SETTING_SIDEBAR_WIDTH, self->paned, "position", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, SONDE_SETTING_COLLAPSED_GROUPS, self->sidebar, "collapsed-groups", G_SETTINGS_BIND_DEFAULT);
  sonde_content_bind_settings (self->content, self->settings);
}

static void
sonde_window_constructed (GObject *object)
{
  SondeWindow     *self = SONDE_WINDOW (object);
  SondeConnection *last = NULL;

  G_OBJECT_CLASS (sonde_window_parent_class)->constructed (object);

  bind_settings (self);
  if (self->settings != NULL)
    {
      g_autofree char *id = g_settings_get_string (self->settings, SONDE_SETTING_LAST_PROFILE);
      g_autoptr (GVariant) parameter = g_variant_ref_sink (g_variant_new_string (id));

      last = find_target (self, parameter);
    }

  g_signal_connect_object (self->connections, "password-needed", G_CALLBACK (password_needed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connections, "save-failed", G_CALLBACK (sonde_window_show_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sonde_services_get_local_broker (sonde_connections_get_services (self->connections)), "options-lost",
                           G_CALLBACK (sonde_window_show_notice), self, G_CONNECT_SWAPPED);
  sonde_sidebar_set_connections (self->sidebar, self->connections);
  if (last != NULL)
    sonde_sidebar_select (self->sidebar, last);
  sonde_header_focus_connect (self->header);
  update_actions (self);
}

static gboolean
sonde_window_close_request (GtkWindow *window)
{
  if (!sonde_close_editors (window))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (sonde_window_parent_class)->close_request (window);
}

static void
sonde_window_dispose (GObject *object)
{
  SondeWindow *self = SONDE_WINDOW (object);

#if SONDE_DEVELOPMENT
  g_clear_object (&self->probe);
#endif
  g_clear_object (&self->connection_signals);
  g_clear_object (&self->connection);
  g_clear_object (&self->connections);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sonde_window_parent_class)->dispose (object);
}

static void
sonde_window_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  SondeWindow *self = SONDE_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      g_value_set_object (value, self->connections);
      break;

    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;

    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_window_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  SondeWindow *self = SONDE_WINDOW (object);

  switch (prop_id)
    {
    case PROP_CONNECTIONS:
      self->connections = g_value_dup_object (value);
      break;

    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.connect", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "win.disconnect", NULL, disconnect_action);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "win.new-connection", NULL, new_connection_action);
  gtk_widget_class_install_action (widget_class, "win.edit-connection", "s", edit_connection_action);
  gtk_widget_class_install_action (widget_class, "win.duplicate-connection", "s", duplicate_connection_action);
  gtk_widget_class_install_action (widget_class, "win.delete-connection", "s", delete_connection_action);
  gtk_widget_class_install_action (widget_class, "win.select-connection", "i", select_connection_action);
  gtk_widget_class_install_action (widget_class, "win.show-commands", NULL, show_commands_action);
  gtk_widget_class_install_action (widget_class, "win.focus-topic-filter", NULL, focus_topic_filter_action);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, show_shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/sonde-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, header);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, notice_banner);
  gtk_widget_class_bind_template_child (widget_class, SondeWindow, content);
  gtk_widget_class_bind_template_callback (widget_class, notice_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, notify_selected_cb);
}

static void
sonde_window_class_init (SondeWindowClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = sonde_window_constructed;
  object_class->dispose = sonde_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sonde_window_close_request;
  object_class->get_property = sonde_window_get_property;
  object_class->set_property = sonde_window_set_property;

  properties[PROP_CONNECTIONS] =
    g_param_spec_object ("connections", NULL, NULL, SONDE_TYPE_CONNECTIONS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SONDE_TYPE_BANNER);
  g_type_ensure (SONDE_TYPE_CONTENT);
  g_type_ensure (SONDE_TYPE_HEADER);
  g_type_ensure (SONDE_TYPE_SIDEBAR);

  bind_template (widget_class);
  install_actions (widget_class);
  sonde_palette_install_actions (widget_class);
  sonde_retained_install_actions (widget_class);
  sonde_transfer_install_actions (widget_class);
}

static void
sonde_window_init (SondeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sonde_accessible_name_menus (GTK_WIDGET (self));

#if SONDE_DEVELOPMENT
  gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
  self->probe = sonde_probe_new (GTK_WINDOW (self));
#endif

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::state", G_CALLBACK (update_actions), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::profile", G_CALLBACK (update_actions), self);
}

SondeWindow *
sonde_window_new (GtkApplication   *application,
                  SondeConnections *connections,
                  GSettings        *settings)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);

  return g_object_new (SONDE_TYPE_WINDOW,
                       "application", application,
                       "connections", connections,
                       "settings", settings,
                       NULL);
}

void
sonde_window_select (SondeWindow     *self,
                     SondeConnection *connection)
{
  g_return_if_fail (SONDE_IS_WINDOW (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  sonde_sidebar_select (self->sidebar, connection);
}

gboolean
sonde_window_shows_log (SondeWindow     *self,
                        SondeConnection *connection)
{
  g_return_val_if_fail (SONDE_IS_WINDOW (self), FALSE);

  return self->connection == connection && gtk_window_is_active (GTK_WINDOW (self)) &&
         sonde_content_shows_log (self->content);
}

void
sonde_window_show_message (SondeWindow     *self,
                           SondeConnection *connection,
                           guint64          serial)
{
  g_return_if_fail (SONDE_IS_WINDOW (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  sonde_sidebar_select (self->sidebar, connection);
  sonde_content_show_message (self->content, serial);
}

void
sonde_window_show_notice (SondeWindow *self,
                          const char  *sentence)
{
  g_return_if_fail (SONDE_IS_WINDOW (self));
  g_return_if_fail (sentence != NULL);

  sonde_banner_set_title (self->notice_banner, sentence);
  sonde_banner_set_revealed (self->notice_banner, TRUE);
}

void
sonde_window_show_toast (SondeWindow *self,
                         const char  *text)
{
  g_return_if_fail (SONDE_IS_WINDOW (self));
  g_return_if_fail (text != NULL);

  sonde_notice_show (self->toast_overlay, text);
}
