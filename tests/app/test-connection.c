/* test-connection.c: the tutorial without a window, against the local broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"

#include "test-server.h"

#include <signal.h>
#include <string.h>

static void
set_up (ConnectionFixture *fixture,
        gconstpointer      data)
{
  g_autofree char *sentence = NULL;

  connection_fixture_set_up (fixture);
  sentence = sonde_connections_load (fixture->connections);
  g_assert_null (sentence);
}

static void
tear_down (ConnectionFixture *fixture,
           gconstpointer      data)
{
  connection_fixture_tear_down (fixture);
}

static SondeConnection *
get_first (ConnectionFixture *fixture)
{
  g_autoptr (SondeConnection) first = g_list_model_get_item (G_LIST_MODEL (fixture->connections), 0);

  return first;
}

static gboolean
is_online (gpointer data)
{
  return sonde_connection_get_online (data);
}

static gboolean
is_idle (gpointer data)
{
  return sonde_connection_get_state (data) == SONDE_STATE_IDLE;
}

static void
connect_and_wait (SondeConnection *connection)
{
  sonde_connection_connect (connection);
  connection_wait ("a connection", is_online, connection);
}

typedef struct
{
  gboolean           done;
  SondePublishResult answer;
  GError            *error;
} Publish;

static void
published_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Publish *publish = user_data;

  sonde_connection_publish_finish (SONDE_CONNECTION (object), result, &publish->answer, &publish->error);
  publish->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Publish *) data)->done;
}

static Publish
publish_and_wait (SondeConnection *connection,
                  const char      *topic,
                  const char      *text,
                  guint            qos,
                  gboolean         retain)
{
  Publish publish = { 0 };
  g_autoptr (GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr (SondePublish) message = sonde_publish_new (topic, payload, qos, retain);

  sonde_connection_publish_async (connection, message, NULL, published_cb, &publish);
  connection_wait ("a publish", is_done, &publish);
  return publish;
}

typedef struct
{
  SondeConnection  *connection;
  const char       *payload;
  SondeMessageItem *found; /* owned */
} Search;

/* A received message with this payload. */
static gboolean
has_received (gpointer data)
{
  Search     *search = data;
  GListModel *log = G_LIST_MODEL (sonde_connection_get_log (search->connection));

  for (guint i = 0; i < g_list_model_get_n_items (log); i++)
    {
      g_autoptr (SondeMessageItem) item = g_list_model_get_item (log, i);
      gsize         size;
      const guint8 *payload = sonde_message_item_get_payload (item, &size);

      if (sonde_message_item_get_kind (item) == SONDE_MESSAGE_RECEIVED && size == strlen (search->payload) &&
          memcmp (payload, search->payload, size) == 0)
        {
          search->found = g_steal_pointer (&item);
          return TRUE;
        }
    }
  return FALSE;
}

static SondeMessageItem *
wait_for_message (SondeConnection *connection,
                  const char      *payload)
{
  Search search = { connection, payload, NULL };

  connection_wait (payload, has_received, &search);
  return search.found;
}

static gboolean
has_count (gpointer data)
{
  return sonde_subscription_get_count (data) > 0;
}

static void
test_tutorial (ConnectionFixture *fixture,
               gconstpointer      data)
{
  SondeConnection   *connection = get_first (fixture);
  SondeSubscription *subscription;

  g_assert_cmpstr (sonde_connection_get_name (connection), ==, "Local broker");
  g_assert_cmpstr (sonde_connection_get_status (connection), ==, "Disconnected");
  connect_and_wait (connection);
  g_assert_cmpstr (sonde_connection_get_status (connection), ==, "Connected");

  subscription = connection_subscribe (connection, "test", 1);
  g_assert_cmpstr (sonde_subscription_get_grant_label (subscription), ==, "QoS 1");

  for (guint qos = 0; qos <= 2; qos++)
    {
      g_autofree char *text = g_strdup_printf ("hello %u 你好", qos);
      Publish          publish = publish_and_wait (connection, "test", text, qos, FALSE);
      g_autoptr (SondeMessageItem) item = NULL;

      g_assert_no_error (publish.error);
      g_assert_cmpuint (publish.answer.reason, ==, 0);
      g_assert_true (qos == 0 ? publish.answer.round_trip == -1 : publish.answer.round_trip > 0);

      item = wait_for_message (connection, text);
      g_assert_cmpuint (sonde_message_item_get_qos (item), ==, MIN (qos, 1));
      g_assert_cmpstr (sonde_message_item_get_topic (item, NULL), ==, "test");
    }
  connection_wait ("the count", has_count, subscription);
}

typedef struct
{
  SondeConnection     *connection;
  guint64              serial;
  SondeAcknowledgement ack;
} AckSearch;

static gboolean
has_ack (gpointer data)
{
  AckSearch *search = data;

  return sonde_message_log_get_ack (sonde_connection_get_log (search->connection), search->serial, &search->ack);
}

static void
test_acknowledged_in_log (ConnectionFixture *fixture,
                          gconstpointer      data)
{
  SondeConnection *connection = get_first (fixture);
  AckSearch        search = { .connection = connection };
  Publish          publish;

  connect_and_wait (connection);
  publish = publish_and_wait (connection, "a", "b", 2, FALSE);
  g_assert_no_error (publish.error);
  search.serial = publish.answer.serial;
  connection_wait ("the acknowledgement of the row", has_ack, &search);
  g_assert_cmpint (search.ack.round_trip, ==, publish.answer.round_trip);
}

static void
test_offline (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeConnection *connection = get_first (fixture);
  Publish          publish = publish_and_wait (connection, "a", "b", 1, FALSE);

  g_assert_nonnull (publish.error);
  g_clear_error (&publish.error);
}

static void
test_bad_filter (ConnectionFixture *fixture,
                 gconstpointer      data)
{
  SondeConnection *connection = get_first (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_false (connection_want (connection, "a/#/b", 0, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (connection))), ==, 0);
}

static void
test_retained (ConnectionFixture *fixture,
               gconstpointer      data)
{
  SondeConnection *connection = get_first (fixture);
  g_autoptr (SondeMessageItem) item = NULL;

  connect_and_wait (connection);
  g_assert_no_error (publish_and_wait (connection, "state", "on", 1, TRUE).error);
  connection_subscribe (connection, "state", 0);
  item = wait_for_message (connection, "on");
  g_assert_true (sonde_message_item_get_retain (item));
}

/* Subscriptions and the session of before are there after a restart of the program. */
static void
test_persistent_session (ConnectionFixture *fixture,
                         gconstpointer      data)
{
  SondeConnection *connection = get_first (fixture);
  SondeConnection *other;
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));
  g_autoptr (SondeMessageItem) item = NULL;
  gboolean present = FALSE;

  g_free (profile->client_id);
  profile->client_id = g_strdup ("keeper");
  profile->clean_start = FALSE;
  profile->session_expiry = 3600;
  sonde_connections_update (fixture->connections, connection, profile, NULL);
  other = sonde_connections_duplicate (fixture->connections, connection);
  g_assert_cmpstr (sonde_connection_get_name (other), ==, "Local broker (2)");
  g_assert_cmpstr (sonde_connection_get_profile (other)->client_id, !=, "keeper");

  connect_and_wait (connection);
  connection_subscribe (connection, "missed", 1);
  connection_disconnect (connection);
  connect_and_wait (other);
  g_assert_no_error (publish_and_wait (other, "missed", "while away", 1, FALSE).error);

  connection_fixture_restart (fixture);
  connection = get_first (fixture);
  g_assert_nonnull (sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), "missed"));
  connect_and_wait (connection);
  present = sonde_connection_get_session_present (connection);
  g_assert_true (present);
  item = wait_for_message (connection, "while away");
  g_assert_false (sonde_message_item_get_retain (item));
}

/* The local broker that is killed is started again, on its port, and the session with it. */
static void
test_broker_killed (ConnectionFixture *fixture,
                    gconstpointer      data)
{
  SondeConnection  *connection = get_first (fixture);
  SondeLocalBroker *broker = sonde_services_get_local_broker (fixture->services);
  guint16           port;

  connect_and_wait (connection);
  port = sonde_local_broker_get_port (broker);
  kill (sonde_local_broker_get_pid (broker), SIGKILL);
  while (sonde_connection_get_online (connection))
    g_main_context_iteration (NULL, TRUE);
  connection_wait ("the broker again", is_online, connection);
  g_assert_cmpuint (sonde_local_broker_get_port (broker), ==, port);
}

static void
test_remove_and_restore (ConnectionFixture *fixture,
                         gconstpointer      data)
{
  GListModel *model = G_LIST_MODEL (fixture->connections);
  g_autoptr (SondeConnection) connection = g_object_ref (get_first (fixture));
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  sonde_connections_add (fixture->connections, profile, "secret");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  sonde_connections_remove (fixture->connections, connection);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
  sonde_connections_restore (fixture->connections, connection);
  g_assert_true (get_first (fixture) == connection);
  sonde_connections_remove (fixture->connections, connection);
  sonde_connections_forget (fixture->connections, connection);
  sonde_connections_restore (fixture->connections, connection);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1);
}

static void
test_uri (ConnectionFixture *fixture,
          gconstpointer      data)
{
  g_autoptr (GError) error = NULL;
  SondeConnection *connection =
    sonde_connections_open_uri (fixture->connections, "mqtt://127.0.0.1:1999/a%2Fb/%23", &error);

  g_assert_no_error (error);
  g_assert_false (sonde_connection_get_saved (connection));
  g_assert_cmpstr (sonde_connection_get_address (connection), ==, "127.0.0.1:1999");
  g_assert_nonnull (sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), "a/b/#"));

  g_assert_null (sonde_connections_open_uri (fixture->connections, "nonsense", &error));
  g_assert_nonnull (error);
}

static void
test_uri_saved (ConnectionFixture *fixture,
                gconstpointer      data)
{
  SondeConnection *connection =
    sonde_connections_open_uri (fixture->connections, "mqtt://127.0.0.1:1999/test", NULL);

  connection_fixture_restart (fixture);
  g_assert_null (sonde_connections_find_by_name (fixture->connections, "127.0.0.1:1999"));

  /* Nothing was changed in the editor, but Save was pressed. */
  connection = sonde_connections_open_uri (fixture->connections, "mqtt://127.0.0.1:1999/test", NULL);
  sonde_connections_update (fixture->connections, connection, sonde_connection_get_profile (connection), NULL);
  g_assert_true (sonde_connection_get_saved (connection));
  connection_fixture_restart (fixture);
  connection = sonde_connections_find_by_name (fixture->connections, "127.0.0.1:1999");
  g_assert_nonnull (connection);
  g_assert_nonnull (sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), "test"));
}

static void
count_cb (guint *count)
{
  ++*count;
}

/* One that was mistyped is asked for again, and one kept meanwhile is used before it. */
static void
test_password_asked_again (ConnectionFixture *fixture,
                           gconstpointer      data)
{
  static const guint8 refusal[] = { 0x20, 3, 0, 0x86, 0 };
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_HANGS_UP, refusal, sizeof refusal);
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  SondeConnection *connection;
  guint            n_asked = 0;

  g_free (profile->host);
  profile->host = g_strdup ("127.0.0.1");
  profile->port = test_server_get_port (server);
  g_free (profile->user_name);
  profile->user_name = g_strdup ("me");
  connection = sonde_connections_add (fixture->connections, profile, NULL);
  g_signal_connect_swapped (connection, "password-needed", G_CALLBACK (count_cb), &n_asked);

  sonde_connection_connect (connection);
  connection_wait ("a refusal", is_idle, connection);
  g_assert_cmpuint (n_asked, ==, 1);
  for (guint n = 2; n <= 3; n++)
    {
      sonde_connection_connect_with_password (connection, "mistyped");
      connection_wait ("a refusal", is_idle, connection);
      g_assert_cmpuint (n_asked, ==, n);
    }

  /* What the editor keeps is not asked for, but found wrong in the editor. */
  sonde_connections_update (fixture->connections, connection, profile, "kept");
  sonde_connection_connect (connection);
  connection_wait ("a refusal", is_idle, connection);
  g_assert_cmpuint (n_asked, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  /* A test has no keyring: what is secret lives for this run. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, ConnectionFixture, NULL, set_up, test, tear_down)
  ADD ("/connection/tutorial", test_tutorial);
  ADD ("/connection/acknowledged-in-log", test_acknowledged_in_log);
  ADD ("/connection/offline-publish-is-refused", test_offline);
  ADD ("/connection/bad-filter-is-refused", test_bad_filter);
  ADD ("/connection/retained", test_retained);
  ADD ("/connection/persistent-session", test_persistent_session);
  ADD ("/connection/broker-killed", test_broker_killed);
  ADD ("/connection/password-asked-again", test_password_asked_again);
  ADD ("/connection/remove-and-restore", test_remove_and_restore);
  ADD ("/connection/uri", test_uri);
  ADD ("/connection/uri-saved-in-the-editor", test_uri_saved);
#undef ADD
  return g_test_run ();
}
