/* test-websocket-broker.c: a real mosquitto by WebSocket, with the real transport
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-websocket-broker"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-identity.h"

#include <sonde-mqtt-error.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* mosquitto 2.0 hands out 4 KiB of a message each 100 ms by WebSocket. */
#define LARGE (40 * 1000)
#define HUGE (250 * 1000)

typedef enum
{
  WS,
  WSS,
  MQTTS,
  PLAIN,
  N_LISTENERS
} Listener;

typedef struct
{
  TestBroker *broker;
  char       *folder;
  guint16     ports[N_LISTENERS];
} Fixture;

static char *
dup_path (Fixture    *fixture,
          const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
append_listener (Fixture    *fixture,
                 GString    *config,
                 Listener    listener,
                 gboolean    is_secure,
                 const char *more)
{
  fixture->ports[listener] = test_free_port ();
  g_string_append_printf (config, "listener %u 127.0.0.1\n%s", fixture->ports[listener], more);
  if (is_secure)
    g_string_append_printf (config, "certfile %s/broker-cert.pem\nkeyfile %s/broker-key.pem\n", fixture->folder, fixture->folder);
}

/* The plain one, which comes first, may answer before the others are there. */
static void
wait_for_listener (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

      if (connection != NULL)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (5000);
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (TestIdentity) authority = test_identity_new (&(TestIdentityForm){ "Test Authority" }, NULL);
  g_autoptr (TestIdentity) identity = test_identity_new (&(TestIdentityForm){ "broker", "IP:127.0.0.1" }, authority);
  g_autoptr (GString) config = g_string_new (NULL);

  fixture->folder = g_dir_make_tmp ("sonde-ws-broker-XXXXXX", NULL);
  test_identity_write (authority, fixture->folder, "ca", NULL);
  test_identity_write (identity, fixture->folder, "broker", NULL);
  g_string_append_printf (config, "log_dest file %s/log\nlog_type all\n", fixture->folder);
  append_listener (fixture, config, WS, FALSE, "protocol websockets\n");
  append_listener (fixture, config, WSS, TRUE, "protocol websockets\n");
  append_listener (fixture, config, MQTTS, TRUE, "");
  fixture->broker = test_broker_new (config->str);
  if (fixture->broker == NULL)
    return;

  fixture->ports[PLAIN] = test_broker_get_port (fixture->broker);
  for (guint i = 0; i < PLAIN; i++)
    wait_for_listener (fixture->ports[i]);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GDir) files = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  g_clear_pointer (&fixture->broker, test_broker_free);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = dup_path (fixture, name);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static SondeProfile *
make_profile (Fixture         *fixture,
              Listener         listener,
              SondeCarrier     carrier,
              gboolean         use_tls,
              SondeMqttVersion version)
{
  SondeProfile *profile = test_profile_new (fixture->ports[listener], version);

  profile->reconnect = FALSE;
  profile->network->carrier = carrier;
  profile->tls->use_tls = use_tls;
  g_free (profile->tls->ca_file);
  profile->tls->ca_file = dup_path (fixture, "ca-cert.pem");

  return profile;
}

/* ---- What works ---- */

static void
exchange (TestClient *client,
          gsize       size)
{
  g_autofree guint8 *large = g_malloc (size);
  SondePublishResult result;
  SondeSegment      *segment;
  const SondeRecord *record;

  for (gsize i = 0; i < size; i++)
    large[i] = i ^ (i >> 8);

  test_client_subscribe (client, "test/#", 2, SONDE_GRANT_GRANTED, 2);
  for (guint qos = 0; qos <= 2; qos++)
    test_client_publish (client, "test/a", "hello", 5, qos, FALSE, &result);
  test_client_publish (client, "test/large", large, size, 1, FALSE, &result);
  test_client_wait_received (client, 4);

  record = test_client_get_received (client, 3, &segment);
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, large, size);
}

static char *
dup_log (Fixture *fixture)
{
  g_autofree char *path = dup_path (fixture, "log");
  char            *log = NULL;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));

  return log;
}

/* Our last words came: mosquitto writes another line when they do not. */
static void
wait_for_goodbye (Fixture            *fixture,
                  const SondeProfile *profile)
{
  g_autofree char *line = g_strdup_printf ("Client %s disconnected.", profile->client_id);
  g_autofree char *log = dup_log (fixture);

  while (strstr (log, line) == NULL)
    {
      g_assert_null (strstr (log, "ocket error"));
      g_main_context_iteration (NULL, TRUE);
      g_free (log);
      log = dup_log (fixture);
    }
}

typedef struct
{
  const char      *name;
  Listener         listener;
  SondeMqttVersion version;
  gsize            size;
} GoodCase;

static const GoodCase good_cases[] = {
  { "ws-3.1", WS, SONDE_MQTT_3_1, LARGE },
  { "ws-3.1.1", WS, SONDE_MQTT_3_1_1, LARGE },
  { "ws-5", WS, SONDE_MQTT_5, LARGE },
  { "wss-3.1", WSS, SONDE_MQTT_3_1, LARGE },
  { "wss-3.1.1", WSS, SONDE_MQTT_3_1_1, LARGE },
  { "wss-5", WSS, SONDE_MQTT_5, LARGE },
  { "wss-5-huge", WSS, SONDE_MQTT_5, HUGE },
};

static void
test_good (Fixture      *fixture,
           gconstpointer data)
{
  const GoodCase *row = data;
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  profile = make_profile (fixture, row->listener, SONDE_CARRIER_WEBSOCKET, row->listener == WSS, row->version);
  test_client_connect (client, profile, NULL);
  exchange (client, row->size);
  test_client_disconnect (client);
  wait_for_goodbye (fixture, profile);
}

static void
test_reconnect (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  profile = make_profile (fixture, WSS, SONDE_CARRIER_WEBSOCKET, TRUE, SONDE_MQTT_5);
  profile->reconnect = TRUE;
  test_client_connect (client, profile, NULL);
  test_broker_kill (fixture->broker);
  test_client_wait_state (client, SONDE_STATE_WAITING);
  test_broker_start (fixture->broker);
  test_client_wait_state (client, SONDE_STATE_ONLINE);
  test_client_disconnect (client);
}

/* ---- What fails ---- */

typedef struct
{
  const char  *name;
  Listener     listener;
  SondeCarrier carrier;
  gboolean     use_tls;
  SondeStage   stage;
  const char  *sentence; /* ADDRESS stands for it */
} BadCase;

/* clang-format off */
static const BadCase bad_cases[] = {
  { "ws-to-mqtt", PLAIN, SONDE_CARRIER_WEBSOCKET, FALSE, SONDE_STAGE_WEBSOCKET,
    "ADDRESS closed the connection without an answer to the WebSocket request: that port may be for MQTT without WebSocket, or expect TLS." },
  { "ws-to-mqtts", MQTTS, SONDE_CARRIER_WEBSOCKET, FALSE, SONDE_STAGE_WEBSOCKET,
    "ADDRESS closed the connection without an answer to the WebSocket request: that port may be for MQTT without WebSocket, or expect TLS." },
  { "ws-to-wss", WSS, SONDE_CARRIER_WEBSOCKET, FALSE, SONDE_STAGE_WEBSOCKET,
    "ADDRESS closed the connection without an answer to the WebSocket request: that port may be for MQTT without WebSocket, or expect TLS." },
  { "wss-to-ws", WS, SONDE_CARRIER_WEBSOCKET, TRUE, SONDE_STAGE_TLS,
    "What answers there does not speak TLS: switch TLS off, or use the port for it, often 8883." },
  { "wss-to-mqtts", MQTTS, SONDE_CARRIER_WEBSOCKET, TRUE, SONDE_STAGE_WEBSOCKET,
    "ADDRESS closed the connection without an answer to the WebSocket request: that port may be for MQTT without WebSocket." },
  { "mqtt-to-ws", WS, SONDE_CARRIER_TCP, FALSE, SONDE_STAGE_CONNECT,
    "What answers at ADDRESS is a web server, not an MQTT broker: if it belongs to a broker, connect by WebSocket." },
  { "mqtts-to-wss", WSS, SONDE_CARRIER_TCP, TRUE, SONDE_STAGE_CONNECT,
    "What answers at ADDRESS is a web server, not an MQTT broker: if it belongs to a broker, connect by WebSocket." },
};
/* clang-format on */

static void
test_bad (Fixture      *fixture,
          gconstpointer data)
{
  const BadCase *row = data;
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (GString) sentence = g_string_new (row->sentence);
  g_autofree char *address = NULL;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  profile = make_profile (fixture, row->listener, row->carrier, row->use_tls, SONDE_MQTT_5);
  address = sonde_profile_dup_address (profile);
  g_string_replace (sentence, "ADDRESS", address, 0);

  sonde_session_connect (client->session, profile, NULL);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_assert_nonnull (sonde_session_get_error (client->session));
  g_assert_cmpstr (sonde_session_get_error (client->session)->message, ==, sentence->str);
  g_assert_cmpint (sonde_session_get_stage (client->session), ==, row->stage);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) listing = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (listing) != NULL)
    n++;

  return n;
}

/* Whether it fails in the upgrade, or goes online and says goodbye. */
static void
test_descriptors (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) good = NULL;
  g_autoptr (SondeProfile) bad = NULL;
  guint before = 0;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  good = make_profile (fixture, WSS, SONDE_CARRIER_WEBSOCKET, TRUE, SONDE_MQTT_5);
  bad = make_profile (fixture, MQTTS, SONDE_CARRIER_WEBSOCKET, TRUE, SONDE_MQTT_5);
  for (guint i = 0; i < 20; i++)
    {
      sonde_session_connect (client->session, bad, NULL);
      test_client_wait_state (client, SONDE_STATE_IDLE);
      test_client_connect (client, good, NULL);
      test_client_disconnect (client);
      if (i == 5)
        before = count_descriptors ();
    }
  g_assert_cmpuint (count_descriptors (), <=, before + 1);
}

static void
add (const char   *group,
     const char   *name,
     gconstpointer data,
     void (*func) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/websocket-broker/", group, name, NULL);

  g_test_add (path, Fixture, data, set_up, func, tear_down);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (good_cases); i++)
    add ("good/", good_cases[i].name, &good_cases[i], test_good);
  for (guint i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    add ("bad/", bad_cases[i].name, &bad_cases[i], test_bad);
  add ("reconnect", "", NULL, test_reconnect);
  add ("no-descriptor-leaks", "", NULL, test_descriptors);

  return g_test_run ();
}
