/* test-sys-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"

#include "test-broker-process.h"

#include <sonde-sys-watch.h>

#include <math.h>
#include <string.h>

#define PLUGIN "/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so"
#define ACCESS                                                                                          \
  "{\"defaultACLAccess\":{\"publishClientSend\":true,\"publishClientReceive\":true,\"subscribe\":true," \
  "\"unsubscribe\":true},\"anonymousGroup\":\"all\",\"clients\":[],\"groups\":[{\"groupname\":\"all\"," \
  "\"roles\":[{\"rolename\":\"most\"}]}],\"roles\":[{\"rolename\":\"most\",\"acls\":[{\"acltype\":"     \
  "\"subscribeLiteral\",\"topic\":\"$SYS/#\",\"allow\":false}]}]}"

#define N_MESSAGES 300
#define PAYLOAD 200

typedef struct
{
  SondeSysWatch *watch;
  SondeSysState  state;
} Wanted;

static gboolean
has_state (gpointer data)
{
  Wanted *wanted = data;

  return sonde_sys_watch_get_state (wanted->watch) == wanted->state;
}

static void
wait_for_state (SondeSysWatch *watch,
                SondeSysState  state)
{
  connection_wait ("a state of $SYS", has_state, &(Wanted){ watch, state });
}

static SondeSysWatch *
watch (ConnectionFixture *fixture,
       TestBroker        *broker,
       SondeMqttVersion   version,
       SondeConnection  **connection)
{
  SondeSysWatch *watch;

  *connection = connection_fixture_add (fixture, test_broker_get_port (broker), version, "bci_123456", TRUE);
  watch = sonde_sys_watch_get_for (*connection);
  g_assert_true (watch == sonde_sys_watch_get_for (*connection));
  connection_connect (*connection);
  g_assert_cmpint (sonde_sys_watch_get_state (watch), ==, SONDE_SYS_OFFLINE);
  sonde_sys_watch_hold (watch);
  return watch;
}

/* The sum of the rates times how long each held */
static double
integrate (SondeSysWatch *watch,
           SondeSysRate   rate)
{
  SondeSeries *series = sonde_sys_watch_get_series (watch, SONDE_SYS_ALL_NODES, rate);
  double       sum = 0;

  for (guint i = 1; i < sonde_series_get_length (series); i++)
    {
      const SondeSample *sample = sonde_series_get (series, i);

      g_assert_true (isfinite (sample->value));
      sum += sample->value * (sample->time - sonde_series_get (series, i - 1)->time) / G_TIME_SPAN_SECOND;
    }

  return sum;
}

typedef struct
{
  SondeSysWatch *watch;
  guint          n;
} Length;

static gboolean
has_length (gpointer data)
{
  Length *wanted = data;

  return sonde_series_get_length (
           sonde_sys_watch_get_series (wanted->watch, SONDE_SYS_ALL_NODES, SONDE_SYS_RATE_MESSAGES_IN)) >= wanted->n;
}

static gboolean
counts_all (gpointer data)
{
  return integrate (data, SONDE_SYS_RATE_MESSAGES_IN) > N_MESSAGES - 0.5;
}

static void
publish (SondeConnection *connection)
{
  g_autofree char *payload = g_strnfill (PAYLOAD, 'x');

  for (guint i = 0; i < N_MESSAGES; i++)
    connection_publish_text (connection, "motor/1/speed", payload, 1, FALSE);
}

/* What is published shows, to the message, in the rates: their sum over time is what was sent. */
static void
test_mosquitto (ConnectionFixture *fixture,
                gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new ("sys_interval 1\n");
  SondeConnection     *connection;
  SondeSysWatch       *watched;
  const SondeSysFacts *facts;
  gint64               before, after;

  if (broker == NULL)
    return;

  watched = watch (fixture, broker, GPOINTER_TO_UINT (data), &connection);
  wait_for_state (watched, SONDE_SYS_READING);
  connection_wait ("two rounds", has_length, &(Length){ watched, 2 });
  facts = sonde_sys_watch_get_facts (watched, SONDE_SYS_ALL_NODES);
  g_assert_cmpint (facts->dialect, ==, SONDE_SYS_MOSQUITTO);
  g_assert_cmpint (facts->clients, ==, 2);
  g_assert_cmpint (facts->subscriptions, ==, 1);
  g_assert_cmpint (facts->uptime, >, 0);
  g_assert_true (*facts->version >= '1' && *facts->version <= '9');
  before = facts->totals[SONDE_SYS_RATE_MESSAGES_IN];

  publish (connection);
  connection_wait ("the rates of all messages", counts_all, watched);
  after = sonde_sys_watch_get_facts (watched, SONDE_SYS_ALL_NODES)->totals[SONDE_SYS_RATE_MESSAGES_IN];
  g_assert_cmpint (after - before, ==, N_MESSAGES);
  g_assert_cmpfloat_with_epsilon (integrate (watched, SONDE_SYS_RATE_MESSAGES_IN), N_MESSAGES, 0.01);
  g_assert_cmpfloat (integrate (watched, SONDE_SYS_RATE_BYTES_IN), >, N_MESSAGES * PAYLOAD);
  g_assert_cmpfloat (integrate (watched, SONDE_SYS_RATE_BYTES_IN), <, N_MESSAGES * (PAYLOAD + 50));

  /* The user's log knows nothing of it. */
  g_assert_cmpuint (sonde_connection_get_statistics (connection)->total[SONDE_TRAFFIC_IN].messages, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sonde_sys_watch_get_topics (watched))), >, 40);

  sonde_sys_watch_release (watched);
  g_assert_cmpint (sonde_sys_watch_get_state (watched), ==, SONDE_SYS_OFFLINE);
  g_assert_cmpint (facts->clients, >, 0);
}

/* Hidden, the second connection goes; shown again it comes back, and the series have a gap. Offline
 * the facts are gone. */
static void
test_looks (ConnectionFixture *fixture,
            gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new ("sys_interval 1\n");
  SondeConnection *connection;
  SondeSysWatch   *watched;
  SondeSeries     *series;
  guint            length;

  if (broker == NULL)
    return;

  watched = watch (fixture, broker, GPOINTER_TO_UINT (data), &connection);
  series = sonde_sys_watch_get_series (watched, SONDE_SYS_ALL_NODES, SONDE_SYS_RATE_MESSAGES_IN);
  connection_wait ("a round", has_length, &(Length){ watched, 1 });
  sonde_sys_watch_release (watched);
  length = sonde_series_get_length (series);
  sonde_sys_watch_hold (watched);
  g_assert_cmpint (sonde_sys_watch_get_state (watched), ==, SONDE_SYS_CONNECTING);
  g_assert_cmpuint (sonde_sys_watch_get_n_nodes (watched), ==, 1);
  connection_wait ("a round", has_length, &(Length){ watched, length + 2 });
  g_assert_true (isnan (sonde_series_get (series, length)->value));
  g_assert_true (isfinite (sonde_series_get (series, length + 1)->value));

  connection_disconnect (connection);
  g_assert_cmpint (sonde_sys_watch_get_state (watched), ==, SONDE_SYS_OFFLINE);
  g_assert_cmpuint (sonde_sys_watch_get_n_nodes (watched), ==, 0);
  g_assert_cmpint (sonde_sys_watch_get_facts (watched, SONDE_SYS_ALL_NODES)->clients, ==, -1);
  connection_connect (connection);
  wait_for_state (watched, SONDE_SYS_READING);
  sonde_sys_watch_release (watched);
}

/* A broker that refuses is asked once, and once more when told to. */
static void
test_refused (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeMqttVersion version = GPOINTER_TO_UINT (data);
  g_autofree char *path = g_build_filename (fixture->folder, "access.json", NULL);
  g_autofree char *config = NULL;
  g_autoptr (TestBroker) broker = NULL;
  SondeConnection *connection;
  SondeSysWatch   *watched;

  if (!g_file_test (PLUGIN, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no plugin of mosquitto for permissions");
      return;
    }

  g_assert_true (g_file_set_contents (path, ACCESS, -1, NULL));
  config = g_strdup_printf ("per_listener_settings false\nplugin %s\nplugin_opt_config_file %s\n", PLUGIN, path);
  broker = test_broker_new (config);
  if (broker == NULL)
    return;

  watched = watch (fixture, broker, version, &connection);
  for (guint i = 0; i < 2; i++)
    {
      wait_for_state (watched, SONDE_SYS_REFUSED);
      g_assert_cmpstr (sonde_sys_watch_get_reason (watched), ==,
                       version == SONDE_MQTT_5 ? "The broker refused the subscription to “$SYS/#”: not authorized."
                                               : "The broker refused the subscription to “$SYS/#”: failure.");
      g_assert_nonnull (strstr (sonde_sys_watch_get_advice (watched), "EMQX"));
      sonde_sys_watch_release (watched);
      sonde_sys_watch_hold (watched);
      g_assert_cmpint (sonde_sys_watch_get_state (watched), ==, SONDE_SYS_REFUSED);
      sonde_sys_watch_retry (watched);
      g_assert_cmpint (sonde_sys_watch_get_state (watched), ==, SONDE_SYS_CONNECTING);
    }
  g_assert_true (sonde_connection_get_online (connection));
  sonde_sys_watch_release (watched);
}

/* mosquitto grants what its ACL file forbids, and then sends nothing. */
static void
test_silent (ConnectionFixture *fixture,
             gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new ("sys_interval 0\n");
  SondeConnection *connection;
  SondeSysWatch   *watched;

  if (broker == NULL)
    return;

  watched = watch (fixture, broker, GPOINTER_TO_UINT (data), &connection);
  wait_for_state (watched, SONDE_SYS_WAITING);
  wait_for_state (watched, SONDE_SYS_SILENT);
  g_assert_nonnull (strstr (sonde_sys_watch_get_advice (watched), "RabbitMQ"));
  connection_publish_text (connection, "$SYS/broker/clients/connected", "7", 0, FALSE);
  sonde_sys_watch_release (watched);
}

/* The broker goes, and comes back: what was read before is of the one before. */
static void
test_restart (ConnectionFixture *fixture,
              gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new ("sys_interval 1\n");
  SondeConnection *connection;
  SondeSysWatch   *watched;

  if (broker == NULL)
    return;

  watched = watch (fixture, broker, GPOINTER_TO_UINT (data), &connection);
  connection_wait ("a round", has_length, &(Length){ watched, 1 });
  test_broker_kill (broker);
  wait_for_state (watched, SONDE_SYS_OFFLINE);
  g_assert_cmpuint (sonde_sys_watch_get_n_nodes (watched), ==, 0);
  test_broker_start (broker);
  connection_connect (connection);
  wait_for_state (watched, SONDE_SYS_READING);
  sonde_sys_watch_release (watched);
}

static void
set_up (ConnectionFixture *fixture,
        gconstpointer      data)
{
  connection_fixture_set_up (fixture);
}

static void
tear_down (ConnectionFixture *fixture,
           gconstpointer      data)
{
  connection_fixture_tear_down (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, version, function) \
  g_test_add ("/sys-watch/" path, ConnectionFixture, GUINT_TO_POINTER (version), set_up, function, tear_down)

  ADD ("mosquitto", SONDE_MQTT_5, test_mosquitto);
  ADD ("mosquitto-3", SONDE_MQTT_3_1_1, test_mosquitto);
  ADD ("looks", SONDE_MQTT_5, test_looks);
  ADD ("refused", SONDE_MQTT_5, test_refused);
  ADD ("refused-3", SONDE_MQTT_3_1_1, test_refused);
  ADD ("silent", SONDE_MQTT_5, test_silent);
  ADD ("restart", SONDE_MQTT_5, test_restart);

  return g_test_run ();
}
