/* connection-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"

#include <sonde-topic.h>

#include <string.h>

#define PATIENCE_SECONDS 60

static void
start (ConnectionFixture *self)
{
  g_autofree char *config = g_build_filename (self->folder, "config", NULL);
  g_autofree char *data = g_build_filename (self->folder, "data folder", NULL);

  self->services = sonde_services_new (config, data);
  self->connections = sonde_connections_new (self->services);
}

static void
stop (ConnectionFixture *self)
{
  sonde_connections_shut_down (self->connections);
  g_assert_false (sonde_local_broker_get_running (sonde_services_get_local_broker (self->services)));
  g_clear_object (&self->connections);
  g_clear_object (&self->services);
}

void
connection_fixture_set_up (ConnectionFixture *self)
{
  self->folder = g_dir_make_tmp ("sonde-connection-XXXXXX", NULL);
  start (self);
}

void
connection_fixture_restart (ConnectionFixture *self)
{
  g_autofree char *sentence = NULL;

  stop (self);
  start (self);
  sentence = sonde_connections_load (self->connections);
  g_assert_null (sentence);
}

void
connection_fixture_tear_down (ConnectionFixture *self)
{
  const char *argv[] = { "rm", "-rf", "--", self->folder, NULL };

  stop (self);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_clear_pointer (&self->folder, g_free);
}

SondeConnection *
connection_fixture_add (ConnectionFixture *self,
                        guint16            port,
                        SondeMqttVersion   version,
                        const char        *client_id,
                        gboolean           clean_start)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  g_free (profile->client_id);
  profile->client_id = g_strdup (client_id);
  profile->port = port;
  profile->version = version;
  profile->clean_start = clean_start;
  profile->reconnect = FALSE;
  return sonde_connections_add (self->connections, profile, NULL);
}

static gboolean
out_of_patience_cb (gpointer user_data)
{
  g_error ("waited too long for %s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

void
connection_wait (const char         *what,
                 ConnectionCondition condition,
                 gpointer            data)
{
  guint source = g_timeout_add_seconds (PATIENCE_SECONDS, out_of_patience_cb, (gpointer) what);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static gboolean
is_settled (gpointer data)
{
  return sonde_connection_get_online (data) || sonde_connection_get_state (data) == SONDE_STATE_IDLE;
}

void
connection_connect (SondeConnection *connection)
{
  sonde_connection_connect (connection);
  connection_wait ("the end of an attempt to connect", is_settled, connection);
}

static gboolean
is_idle (gpointer data)
{
  return sonde_connection_get_state (data) == SONDE_STATE_IDLE;
}

void
connection_disconnect (SondeConnection *connection)
{
  sonde_connection_disconnect (connection);
  connection_wait ("the end of a connection", is_idle, connection);
}

static gboolean
is_answered (gpointer data)
{
  SondeGrant grant = sonde_subscription_get_grant (data);

  return grant == SONDE_GRANT_GRANTED || grant == SONDE_GRANT_REFUSED;
}

gboolean
connection_want (SondeConnection *connection,
                 const char      *filter,
                 guint            qos,
                 GError         **error)
{
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, qos);
  return sonde_connection_subscribe (connection, filter, &options, error);
}

SondeSubscription *
connection_subscribe (SondeConnection *connection,
                      const char      *filter,
                      guint            qos)
{
  g_autoptr (GError) error = NULL;
  SondeSubscription *subscription;

  connection_want (connection, filter, qos, &error);
  g_assert_no_error (error);
  subscription = sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), filter);
  connection_wait ("SUBACK", is_answered, subscription);
  return subscription;
}

typedef struct
{
  gboolean            done;
  SondePublishResult *answer;
  GError            **error;
} Publish;

static void
published_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Publish *publish = user_data;

  sonde_connection_publish_finish (SONDE_CONNECTION (object), result, publish->answer, publish->error);
  publish->done = TRUE;
}

static gboolean
is_published (gpointer data)
{
  return ((Publish *) data)->done;
}

gboolean
connection_publish (SondeConnection    *connection,
                    const char         *topic,
                    GBytes             *payload,
                    guint               qos,
                    gboolean            retain,
                    SondePublishResult *answer,
                    GError            **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SondePublish) message = sonde_publish_new (topic, payload, qos, retain);
  Publish publish = { FALSE, answer, &local };

  sonde_connection_publish_async (connection, message, NULL, published_cb, &publish);
  connection_wait ("a publish", is_published, &publish);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
connection_publish_text (SondeConnection *connection,
                         const char      *topic,
                         const char      *text,
                         guint            qos,
                         gboolean         retain)
{
  g_autoptr (GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  connection_publish (connection, topic, payload, qos, retain, NULL, &error);
  g_assert_no_error (error);
}

GPtrArray *
connection_get_received (SondeConnection *connection,
                         const char      *filter)
{
  GListModel *log = G_LIST_MODEL (sonde_connection_get_log (connection));
  GPtrArray  *received = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (log); i++)
    {
      g_autoptr (SondeMessageItem) item = g_list_model_get_item (log, i);
      gsize       length;
      const char *topic = sonde_message_item_get_topic (item, &length);

      if (sonde_message_item_get_kind (item) == SONDE_MESSAGE_RECEIVED &&
          sonde_topic_filter_matches (filter, topic, length))
        g_ptr_array_add (received, g_steal_pointer (&item));
    }
  return received;
}

typedef struct
{
  SondeConnection *connection;
  const char      *filter;
  guint            n;
} Expected;

static gboolean
has_received (gpointer data)
{
  Expected *expected = data;
  g_autoptr (GPtrArray) received = connection_get_received (expected->connection, expected->filter);

  return received->len >= expected->n;
}

void
connection_wait_for_received (SondeConnection *connection,
                              const char      *filter,
                              guint            n)
{
  Expected expected = { connection, filter, n };

  connection_wait (filter, has_received, &expected);
}
