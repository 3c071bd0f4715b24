/* sonde-notifier.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-notifier"

#include "sonde-notifier.h"

#include <sonde-alerts.h>

#include <glib/gi18n.h>

#define SHOW_MESSAGE "show-message"

struct _SondeNotifier
{
  GObject parent_instance;

  GApplication     *application; /* not owned: it owns this */
  SondeConnections *connections;
  SondeAlerts      *alerts;
  SondeWindow      *window; /* weak */
  GHashTable       *sent;   /* id of a notification → id of its profile */
  char             *run;    /* serials are those of this run of the program */
};

G_DEFINE_FINAL_TYPE (SondeNotifier, sonde_notifier, G_TYPE_OBJECT)

static gboolean
is_seen (SondeConnection *connection,
         gpointer         user_data)
{
  SondeNotifier *self = user_data;

  return self->window != NULL && sonde_window_shows_log (self->window, connection);
}

/* One of a rule at a time: the next takes its place. */
static char *
make_id (const SondeAlert *alert)
{
  g_autofree char *rule = g_compute_checksum_for_string (G_CHECKSUM_SHA256, alert->rule, -1);

  return g_strconcat ("message-", alert->profile_id, "-", rule, NULL);
}

static void
alert_cb (SondeNotifier    *self,
          SondeConnection  *connection,
          const SondeAlert *alert)
{
  g_autoptr (GNotification) notification = g_notification_new (alert->title);
  g_autofree char *id = make_id (alert);

  g_notification_set_body (notification, alert->body);
  g_notification_set_default_action_and_target (notification, "app." SHOW_MESSAGE, "(sst)", self->run,
                                                alert->profile_id, alert->serial);
  g_application_send_notification (self->application, id, notification);
  g_hash_table_insert (self->sent, g_steal_pointer (&id), g_strdup (alert->profile_id));
}

/* The user has come to see what they tell of. */
static void
withdraw (SondeNotifier   *self,
          SondeConnection *connection)
{
  GHashTableIter iter;
  gpointer       id, profile_id;

  sonde_alerts_forget (self->alerts, connection);
  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, &profile_id))
    if (g_str_equal (profile_id, sonde_connection_get_profile (connection)->id))
      {
        g_application_withdraw_notification (self->application, id);
        g_hash_table_iter_remove (&iter);
      }
}

static void
look_cb (SondeNotifier *self)
{
  g_autoptr (SondeConnection) connection = NULL;

  g_object_get (self->window, "connection", &connection, NULL);
  if (connection != NULL && is_seen (connection, self))
    withdraw (self, connection);
}

static SondeConnection *
find_connection (SondeNotifier *self,
                 const char    *profile_id)
{
  guint n_connections = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  for (guint i = 0; i < n_connections; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      if (g_str_equal (sonde_connection_get_profile (connection)->id, profile_id))
        return connection;
    }

  return NULL;
}

/* Nobody can be led to what has been deleted. */
static void
connections_cb (SondeNotifier *self)
{
  GHashTableIter iter;
  gpointer       id, profile_id;

  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, &profile_id))
    if (find_connection (self, profile_id) == NULL)
      {
        g_application_withdraw_notification (self->application, id);
        g_hash_table_iter_remove (&iter);
      }
}

static void
show_message_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  SondeNotifier   *self = user_data;
  SondeConnection *connection;
  const char      *run, *profile_id;
  guint64          serial;

  g_variant_get (parameter, "(&s&st)", &run, &profile_id, &serial);

  /* Makes the window where there is none. */
  g_application_activate (self->application);
  if (self->window == NULL)
    return;

  connection = find_connection (self, profile_id);
  if (connection == NULL)
    sonde_window_show_toast (self->window, _ ("The connection of that message is not there any more"));
  else if (g_str_equal (run, self->run))
    {
      withdraw (self, connection);
      sonde_window_show_message (self->window, connection, serial);
    }
  else
    {
      sonde_window_select (self->window, connection);
      sonde_window_show_toast (self->window, _ ("The message is not there any more: Sonde was closed since"));
    }
}

static void
sonde_notifier_dispose (GObject *object)
{
  SondeNotifier *self = SONDE_NOTIFIER (object);

  if (self->application != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self->application), SHOW_MESSAGE);
  self->application = NULL;
  if (self->alerts != NULL)
    g_object_run_dispose (G_OBJECT (self->alerts));
  g_clear_object (&self->alerts);
  g_clear_object (&self->connections);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (sonde_notifier_parent_class)->dispose (object);
}

static void
sonde_notifier_finalize (GObject *object)
{
  SondeNotifier *self = SONDE_NOTIFIER (object);

  g_hash_table_unref (self->sent);
  g_free (self->run);

  G_OBJECT_CLASS (sonde_notifier_parent_class)->finalize (object);
}

static void
sonde_notifier_class_init (SondeNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_notifier_dispose;
  object_class->finalize = sonde_notifier_finalize;
}

static void
sonde_notifier_init (SondeNotifier *self)
{
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->run = g_uuid_string_random ();
}

SondeNotifier *
sonde_notifier_new (GtkApplication   *application,
                    SondeConnections *connections)
{
  static const GActionEntry entry = { .name = SHOW_MESSAGE, .activate = show_message_action, .parameter_type = "(sst)" };

  SondeNotifier *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SONDE_TYPE_NOTIFIER, NULL);
  self->application = G_APPLICATION (application);
  self->connections = g_object_ref (connections);
  self->alerts = sonde_alerts_new (connections, is_seen, self);
  g_signal_connect_object (self->alerts, "alert", G_CALLBACK (alert_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connections, "changed", G_CALLBACK (connections_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (application), &entry, 1, self);
  return self;
}

void
sonde_notifier_set_window (SondeNotifier *self,
                           SondeWindow   *window)
{
  g_return_if_fail (SONDE_IS_NOTIFIER (self));
  g_return_if_fail (SONDE_IS_WINDOW (window));

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::connection", G_CALLBACK (look_cb), self, G_CONNECT_SWAPPED);
}
