/* sonde-log-hint.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-log-hint"

#include "sonde-log-hint.h"

#include <glib/gi18n.h>

struct _SondeLogHint
{
  AdwBin parent_instance;

  SondeConnection *connection;
  GSignalGroup    *connection_signals;
  GSignalGroup    *subscription_signals;

  GtkImage  *image;
  GtkLabel  *title;
  GtkLabel  *description;
  GtkWidget *commands_button;
};

enum
{
  PROP_CONNECTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SondeLogHint, sonde_log_hint, ADW_TYPE_BIN)

static void
show (SondeLogHint *self,
      const char   *icon_name,
      const char   *title,
      const char   *description)
{
  gtk_image_set_from_icon_name (self->image, icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->description, description);
}

static void
show_offline (SondeLogHint *self)
{
  g_autofree char *description = NULL;

  if (sonde_connection_get_state (self->connection) != SONDE_STATE_IDLE)
    {
      show (self, "network-transmit-receive-symbolic", sonde_connection_get_status (self->connection),
            sonde_connection_get_address (self->connection));
      return;
    }

  if (sonde_connection_get_profile (self->connection)->local_broker)
    description = g_strdup (_ ("Press Connect: Sonde starts a broker on this computer and connects to it. "
                               "It ends with Sonde; who may reach it is said on the Broker page."));
  else
    description = g_strdup_printf (_ ("Press Connect to reach %s."), sonde_connection_get_address (self->connection));
  show (self, "network-offline-symbolic", _ ("Not connected"), description);
}

static void
sonde_log_hint_update (SondeLogHint *self)
{
  gboolean online = self->connection != NULL && sonde_connection_get_online (self->connection);
  gboolean subscribed = online &&
                        g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection))) > 0;

  gtk_widget_set_visible (self->commands_button, subscribed && sonde_connection_get_profile (self->connection)->local_broker);

  if (self->connection == NULL)
    show (self, "network-server-symbolic", _ ("No connection"),
          _ ("Choose a connection at the left, or add one with +."));
  else if (!online)
    show_offline (self);
  else if (!subscribed)
    show (self, "system-search-symbolic", _ ("Subscribe to a topic"),
          _ ("Type a topic filter at the left, such as test or Tyler-1/motor/#, and press Enter, or + beside it."));
  else
    show (self, "mail-unread-symbolic", _ ("No message yet"),
          _ ("Publish one below, or from another program."));
}

static void
sonde_log_hint_set_connection (SondeLogHint    *self,
                               SondeConnection *connection)
{
  if (!g_set_object (&self->connection, connection))
    return;

  g_signal_group_set_target (self->connection_signals, connection);
  g_signal_group_set_target (self->subscription_signals,
                             connection != NULL ? sonde_connection_get_subscriptions (connection) : NULL);
  sonde_log_hint_update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
sonde_log_hint_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  SondeLogHint *self = SONDE_LOG_HINT (object);

  switch (prop_id)
    {
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_hint_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CONNECTION:
      sonde_log_hint_set_connection (SONDE_LOG_HINT (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_log_hint_dispose (GObject *object)
{
  SondeLogHint *self = SONDE_LOG_HINT (object);

  g_clear_object (&self->connection_signals);
  g_clear_object (&self->subscription_signals);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (sonde_log_hint_parent_class)->dispose (object);
}

static void
sonde_log_hint_class_init (SondeLogHintClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sonde_log_hint_get_property;
  object_class->set_property = sonde_log_hint_set_property;
  object_class->dispose = sonde_log_hint_dispose;

  properties[PROP_CONNECTION] =
    g_param_spec_object ("connection", NULL, NULL, SONDE_TYPE_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-log-hint.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, image);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, title);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, description);
  gtk_widget_class_bind_template_child (widget_class, SondeLogHint, commands_button);
}

static void
sonde_log_hint_init (SondeLogHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->connection_signals = g_signal_group_new (SONDE_TYPE_CONNECTION);
  g_signal_group_connect_swapped (self->connection_signals, "notify::state", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::status", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::online", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::address", G_CALLBACK (sonde_log_hint_update), self);
  g_signal_group_connect_swapped (self->connection_signals, "notify::profile", G_CALLBACK (sonde_log_hint_update), self);
  self->subscription_signals = g_signal_group_new (SONDE_TYPE_SUBSCRIPTIONS);
  g_signal_group_connect_swapped (self->subscription_signals, "items-changed", G_CALLBACK (sonde_log_hint_update), self);
  sonde_log_hint_update (self);
}
