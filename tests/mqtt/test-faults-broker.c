/* test-faults-broker.c: what a broker may do to a connection, within the rules
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-faults-broker"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-plain.h"
#include "test-script.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sonde-mqtt-error.h>
#include <string.h>

#define N_MANY 20
#define N_KEPT 5

/* ---- DISCONNECT with each reason (5.0, 3.14.2.1) ---- */

typedef struct
{
  guint8      reason;
  SondeState  then; /* WAITING: it tries again by itself */
  const char *words;
} Farewell;

/* clang-format off */
static const Farewell farewells[] = {
  { 0x00, SONDE_STATE_WAITING, "normal disconnection" },
  { 0x80, SONDE_STATE_WAITING, "unspecified error" },
  { 0x81, SONDE_STATE_WAITING, "malformed packet" },
  { 0x82, SONDE_STATE_WAITING, "protocol error" },
  { 0x83, SONDE_STATE_WAITING, "implementation specific error" },
  { 0x87, SONDE_STATE_IDLE,    "not authorized" },
  { 0x89, SONDE_STATE_WAITING, "server busy" },
  { 0x8b, SONDE_STATE_WAITING, "server shutting down" },
  { 0x8d, SONDE_STATE_WAITING, "keep alive timeout" },
  { 0x8e, SONDE_STATE_IDLE,    "Another client took over the session" },
  { 0x8f, SONDE_STATE_IDLE,    "topic filter invalid" },
  { 0x90, SONDE_STATE_WAITING, "topic name invalid" },
  { 0x93, SONDE_STATE_WAITING, "receive maximum exceeded" },
  { 0x94, SONDE_STATE_WAITING, "topic alias invalid" },
  { 0x95, SONDE_STATE_WAITING, "packet too large" },
  { 0x96, SONDE_STATE_WAITING, "message rate too high" },
  { 0x97, SONDE_STATE_WAITING, "quota exceeded" },
  { 0x98, SONDE_STATE_WAITING, "administrative action" },
  { 0x99, SONDE_STATE_WAITING, "payload format invalid" },
  { 0x9a, SONDE_STATE_WAITING, "retain not supported" },
  { 0x9b, SONDE_STATE_WAITING, "QoS not supported" },
  { 0x9c, SONDE_STATE_WAITING, "use another server" },
  { 0x9d, SONDE_STATE_IDLE,    "server moved" },
  { 0x9e, SONDE_STATE_IDLE,    "shared subscriptions not supported" },
  { 0x9f, SONDE_STATE_WAITING, "connection rate exceeded" },
  { 0xa0, SONDE_STATE_WAITING, "maximum connect time" },
  { 0xa1, SONDE_STATE_IDLE,    "subscription identifiers not supported" },
  { 0xa2, SONDE_STATE_IDLE,    "wildcard subscriptions not supported" },
};
/* clang-format on */

static void
test_farewell (gconstpointer data)
{
  const Farewell *row = data;
  const guint8    disconnect[] = { 0xe0, 1, row->reason };
  TestScript      script = {
         .version = SONDE_MQTT_5,
         .when = TEST_SCRIPT_AFTER_CONNACK,
         .bytes = disconnect,
         .size = sizeof disconnect,
         .hangs_up = TRUE,
  };
  g_autoptr (TestScripted) server = test_scripted_new (&script);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_profile_new (test_scripted_get_port (server), SONDE_MQTT_5);

  sonde_session_connect (client->session, profile, NULL);
  test_client_wait_state (client, row->then);
  while (sonde_session_get_error (client->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s", sonde_session_get_error (client->session)->message);
  g_assert_nonnull (strstr (sonde_session_get_error (client->session)->message, row->words));
  test_client_wait_state (client, row->then);

  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
}

/* ---- A mosquitto that stands still, is killed, or starts anew ---- */

static void
begin (TestBroker      *broker,
       SondeMqttVersion version,
       TestClient     **client,
       SondeProfile   **profile)
{
  *client = test_client_new ();
  *profile = test_profile_new (test_broker_get_port (broker), version);
  (*profile)->clean_start = FALSE;
  (*profile)->session_expiry = 300;
  (*profile)->keep_alive = 5;
  (*profile)->first_delay = (*profile)->greatest_delay = 1;
  test_client_connect (*client, *profile, NULL);
  test_client_subscribe (*client, "t", 2, SONDE_GRANT_GRANTED, 2);
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError **error = user_data;

  /* Any value tells that it is over. */
  if (sonde_session_publish_finish (SONDE_SESSION (source), result, &(SondePublishResult){ 0 }, error))
    *error = g_error_new_literal (SONDE_MQTT_ERROR, 0, "done");
}

static GError *
publish_and_wait (TestClient *client,
                  guint8      qos,
                  gboolean    retain,
                  gsize       size)
{
  g_autofree char *text = g_strnfill (size, 'x');
  g_autoptr (GBytes) payload = g_bytes_new (text, size);
  GError *error = NULL;

  test_plain_publish (client->session, "t", payload, qos, retain, result_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (g_str_equal (error->message, "done"))
    g_clear_error (&error);

  return error;
}

static void
wait_for_loss (TestClient *client,
               const char *words)
{
  while (sonde_session_get_error (client->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%s", sonde_session_get_error (client->session)->message);
  g_assert_nonnull (strstr (sonde_session_get_error (client->session)->message, words));
}

/* Stopped for longer than the keep alive, it says nothing; then it goes on, and so do we. */
static void
test_stopped (gconstpointer data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  GError *error = NULL;
  g_autoptr (GBytes) payload = g_bytes_new_static ("p", 1);

  if (broker == NULL)
    return;

  begin (broker, GPOINTER_TO_INT (data), &client, &profile);
  test_broker_signal (broker, SIGSTOP);
  test_plain_publish (client->session, "t", payload, 2, FALSE, result_cb, &error);
  wait_for_loss (client, "keep-alive ping unanswered");
  test_broker_signal (broker, SIGCONT);
  while (error == NULL || client->n_received == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (error->message, ==, "done");
  g_clear_error (&error);
  error = publish_and_wait (client, 2, FALSE, 1);
  g_assert_no_error (error);
  test_client_wait_received (client, 2);
  g_assert_cmpuint (client->n_received, ==, 2);
  test_client_disconnect (client);
}

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  gboolean         persistent;
} Restart;

static const Restart restarts[] = {
  { "restarted", SONDE_MQTT_5, FALSE },
  { "restarted-3", SONDE_MQTT_3_1_1, FALSE },
  { "restarted-persistent", SONDE_MQTT_5, TRUE },
  { "restarted-persistent-3", SONDE_MQTT_3_1_1, TRUE },
};

/* With the store of the broker the session is there again; without it is made anew, subscriptions too. */
static void
test_restart (gconstpointer data)
{
  const Restart   *row = data;
  g_autofree char *folder = g_dir_make_tmp ("sonde-faults-XXXXXX", NULL);
  g_autofree char *store = g_build_filename (folder, "mosquitto.db", NULL);
  g_autofree char *config = g_strdup_printf ("persistence true\npersistence_location %s/\n", folder);
  g_autoptr (TestBroker) broker = test_broker_new (row->persistent ? config : NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  guint8 code;

  if (broker != NULL)
    {
      begin (broker, row->version, &client, &profile);
      test_broker_stop (broker);
      test_client_wait_state (client, SONDE_STATE_WAITING);
      test_broker_start (broker);
      test_client_wait_state (client, SONDE_STATE_ONLINE);
      g_assert_cmpint (sonde_session_get_session_present (client->session), ==, row->persistent);
      while (sonde_session_get_grant (client->session, "t", &code) != SONDE_GRANT_GRANTED)
        g_main_context_iteration (NULL, TRUE);
      error = publish_and_wait (client, 2, FALSE, 1);
      g_assert_no_error (error);
      test_client_wait_received (client, 1);
      test_client_disconnect (client);
      g_assert_cmpuint (client->n_received, ==, 1);
      test_broker_stop (broker);
    }
  g_unlink (store);
  g_rmdir (folder);
}

/* It keeps five for who is away: what it has dropped nobody can tell, what it kept comes once. */
static void
test_small_queue (gconstpointer data)
{
  g_autoptr (TestBroker) broker = test_broker_new ("max_inflight_messages 1\nmax_queued_messages 5\n");
  g_autoptr (TestClient) client = NULL;
  g_autoptr (TestClient) other = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (SondeProfile) other_profile = NULL;

  if (broker == NULL)
    return;

  begin (broker, GPOINTER_TO_INT (data), &client, &profile);
  test_client_disconnect (client);
  other = test_client_new ();
  other_profile = test_profile_new (test_broker_get_port (broker), GPOINTER_TO_INT (data));
  test_client_connect (other, other_profile, NULL);
  for (guint i = 0; i < N_MANY; i++)
    test_client_publish (other, "t", "p", 1, 1, FALSE, NULL);
  test_client_connect (client, profile, NULL);
  test_client_wait_received (client, N_KEPT);
  test_client_publish (other, "t", "last", 4, 2, FALSE, NULL);
  test_client_wait_received (client, N_KEPT + 1);
  g_assert_cmpuint (client->n_received, <=, N_KEPT + 2);
  test_client_disconnect (client);
  test_client_disconnect (other);
}

/* ---- What a broker rules out ---- */

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  const char      *config;
  guint8           qos;
  gboolean         retain;
  gsize            size;
  int              code; /* of SondeMqttError, or -1: nothing is said */
  const char      *words;
} Limit;

/* clang-format off */
static const Limit limits[] = {
  { "packet-size",      SONDE_MQTT_5,     "max_packet_size 200\n",    1, FALSE, 1000, SONDE_MQTT_ERROR_TOO_LARGE, "" },
  { "packet-size-3",    SONDE_MQTT_3_1_1, "max_packet_size 200\n",    1, FALSE, 1000, SONDE_MQTT_ERROR_LOST, "The connection ended before" },
  { "maximum-qos",      SONDE_MQTT_5,     "max_qos 1\n",              2, FALSE, 1,    SONDE_MQTT_ERROR_INVALID, "messages up to QoS 1" },
  { "no-retain",        SONDE_MQTT_5,     "retain_available false\n", 1, TRUE,  1,    SONDE_MQTT_ERROR_INVALID, "etain" },
  { "within-limits",    SONDE_MQTT_5,     "max_packet_size 200\n",    2, TRUE,  100,  -1 },
  { "within-limits-3",  SONDE_MQTT_3_1_1, "max_packet_size 200\n",    2, TRUE,  100,  -1 },
};
/* clang-format on */

static void
test_limit (gconstpointer data)
{
  const Limit *row = data;
  g_autoptr (TestBroker) broker = test_broker_new (row->config);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), row->version);
  profile->reconnect = FALSE;
  test_client_connect (client, profile, NULL);
  error = publish_and_wait (client, row->qos, row->retain, row->size);
  if (row->code < 0)
    {
      g_assert_no_error (error);
    }
  else
    {
      g_test_message ("%s", error->message);
      g_assert_error (error, SONDE_MQTT_ERROR, row->code);
      g_assert_nonnull (strstr (error->message, row->words));
    }
  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
}

/* MQTT 3.1.1 has no word for a publish that is refused (3.3.5). */
static void
test_access (gconstpointer data)
{
  SondeMqttVersion version = GPOINTER_TO_INT (data);
  g_autofree char *folder = g_dir_make_tmp ("sonde-faults-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "acl", NULL);
  g_autofree char *config = g_strdup_printf ("acl_file %s\n", path);
  g_autoptr (TestBroker) broker = NULL;
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "topic readwrite open/#\n", -1, NULL));
  broker = test_broker_new (config);
  if (broker != NULL)
    {
      client = test_client_new ();
      profile = test_profile_new (test_broker_get_port (broker), version);
      test_client_connect (client, profile, NULL);
      /* mosquitto grants all, and delivers what it may */
      test_client_subscribe (client, "t", 1, SONDE_GRANT_GRANTED, 1);
      error = publish_and_wait (client, 1, FALSE, 1);
      if (version == SONDE_MQTT_5)
        g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_REFUSED);
      /* mosquitto 2.0.11 closes some of these connections: "Bad socket read/write". */
      sonde_session_disconnect (client->session);
      test_client_wait_state (client, SONDE_STATE_IDLE);
      g_assert_cmpuint (client->n_received, ==, 0);
    }
  g_unlink (path);
  g_rmdir (folder);
}

/* A subscription that is refused is so on its own: the connection goes on. */
static void
test_refused (gconstpointer data)
{
  SondeMqttVersion version = GPOINTER_TO_INT (data);
  gboolean         is_v5 = version == SONDE_MQTT_5;
  TestScript       script = {
          .version = version,
          .when = TEST_SCRIPT_FOR_SUBACK,
          .bytes = is_v5 ? "\x90\x04\0\0\0\x87" : "\x90\x03\0\0\x80",
          .size = is_v5 ? 6 : 5,
  };
  g_autoptr (TestScripted) server = test_scripted_new (&script);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_profile_new (test_scripted_get_port (server), version);

  test_client_connect (client, profile, NULL);
  test_client_subscribe (client, "secret/#", 1, SONDE_GRANT_REFUSED, is_v5 ? 0x87 : 0x80);
  test_client_publish (client, "t", "p", 1, 1, FALSE, NULL);
  test_client_disconnect (client);
}

static void
add (const char   *name,
     gconstpointer data,
     GTestDataFunc func)
{
  g_autofree char *path = g_strconcat ("/faults-broker/", name, NULL);

  g_test_add_data_func (path, data, func);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (farewells); i++)
    {
      g_autofree char *name = g_strdup_printf ("disconnect-0x%02x", farewells[i].reason);

      add (name, &farewells[i], test_farewell);
    }
  for (guint i = 0; i < G_N_ELEMENTS (restarts); i++)
    add (restarts[i].name, &restarts[i], test_restart);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    add (limits[i].name, &limits[i], test_limit);
  add ("stopped", GINT_TO_POINTER (SONDE_MQTT_5), test_stopped);
  add ("stopped-3", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_stopped);
  add ("small-queue", GINT_TO_POINTER (SONDE_MQTT_5), test_small_queue);
  add ("small-queue-3", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_small_queue);
  add ("refused", GINT_TO_POINTER (SONDE_MQTT_5), test_refused);
  add ("refused-3", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_refused);
  add ("access", GINT_TO_POINTER (SONDE_MQTT_5), test_access);
  add ("access-3", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_access);

  return g_test_run ();
}
