/* test-broker-matrix.c: each way to reach a broker, with each version, each way to log in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * test-broker-matrix BROKER FOLDER, as brokers/with-broker.py --matrix runs it. What can be
 * is named in the table below; what cannot:
 *
 * - A client certificate and a pre-shared key are of TLS: not by plain TCP, ws:// or a socket.
 * - A socket is of this machine: no TLS and no proxy on the way.
 * - mosquitto has no pre-shared keys on its WebSocket listeners.
 * - RabbitMQ: no pre-shared keys, no sockets, no MQTT 5 before 3.13, nothing of QoS 2 (see
 *   CONTRIBUTING.md), and no client certificate in place of a password by WebSocket.
 * - aedes: no MQTT 5, and no WebSocket of its own.
 */

#include "test-client.h"
#include "test-proxy.h"

#include <json-glib/json-glib.h>
#include <sonde-secret.h>
#include <string.h>

#define PAYLOAD_SIZE 1500 /* all bytes there are, more than once */

typedef enum
{
  MOSQUITTO = 1 << 0,
  RABBITMQ = 1 << 1,
  AEDES = 1 << 2,
  ALL = MOSQUITTO | RABBITMQ | AEDES,
} Brokers;

/* clang-format off */
static const struct
{
  const char *transport, *login;
  Brokers     brokers;
} offers[] = {
  { "tcp",  "none",        ALL },
  { "tcp",  "password",    ALL },
  { "tls",  "none",        ALL },
  { "tls",  "password",    ALL },
  { "tls",  "certificate", ALL },
  { "tls",  "psk",         MOSQUITTO | AEDES },
  { "ws",   "none",        MOSQUITTO | RABBITMQ },
  { "ws",   "password",    MOSQUITTO | RABBITMQ },
  { "wss",  "none",        MOSQUITTO | RABBITMQ },
  { "wss",  "password",    MOSQUITTO | RABBITMQ },
  { "wss",  "certificate", MOSQUITTO },
  { "unix", "none",        MOSQUITTO | AEDES },
  { "unix", "password",    MOSQUITTO | AEDES },
};

static const struct
{
  const char      *name;
  SondeMqttVersion version;
  Brokers          brokers;
} versions[] = {
  { "3.1",   SONDE_MQTT_3_1,   ALL },
  { "3.1.1", SONDE_MQTT_3_1_1, ALL },
  { "5",     SONDE_MQTT_5,     MOSQUITTO },
};

static const struct
{
  const char *name;
  SondeProxy  proxy;
} ways[] = {
  { "direct", SONDE_PROXY_NONE },
  { "socks5", SONDE_PROXY_SOCKS5 },
  { "http",   SONDE_PROXY_HTTP },
};
/* clang-format on */

typedef struct
{
  const char      *transport, *login;
  SondeMqttVersion version;
  SondeProxy       proxy;
} Row;

static Brokers     broker;
static JsonObject *matrix; /* listeners.json */

static gboolean
is_login (const Row  *row,
          const char *login)
{
  return g_str_equal (row->login, login);
}

/* ---- The profile of a row ---- */

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
set_path (char      **field,
          const char *name)
{
  g_free (*field);
  *field = g_build_filename (json_object_get_string_member (matrix, "folder"), name, NULL);
}

static const char *
get_place (const Row *row)
{
  g_autofree char *cell = g_strdup_printf ("%s-%s", row->transport, row->login);

  return json_object_get_string_member (json_object_get_object_member (matrix, "listeners"), cell);
}

static void
set_tls (SondeTlsOptions *tls,
         const Row       *row)
{
  tls->use_tls = TRUE;
  if (is_login (row, "psk"))
    {
      replace (&tls->psk_identity, json_object_get_string_member (matrix, "user"));
      sonde_secret_set (&tls->psk, json_object_get_string_member (matrix, "psk"));
      return;
    }

  set_path (&tls->ca_file, "ca.pem");
  if (!is_login (row, "certificate"))
    return;

  set_path (&tls->client_certificate, "client.pem");
  set_path (&tls->client_key, "client.key");
  sonde_secret_set (&tls->key_passphrase, json_object_get_string_member (matrix, "passphrase"));
}

static SondeProfile *
make_profile (const Row *row,
              TestProxy *proxy)
{
  SondeProfile        *profile = test_profile_new (1, row->version);
  SondeNetworkOptions *network = profile->network;

  profile->reconnect = FALSE;
  if (g_str_equal (row->transport, "unix"))
    {
      network->carrier = SONDE_CARRIER_UNIX;
      replace (&network->socket_path, get_place (row));
    }
  else
    {
      profile->port = g_ascii_strtoull (get_place (row), NULL, 10);
      if (g_str_has_prefix (row->transport, "ws"))
        network->carrier = SONDE_CARRIER_WEBSOCKET;
    }
  if (g_str_equal (row->transport, "tls") || g_str_equal (row->transport, "wss"))
    set_tls (profile->tls, row);
  if (is_login (row, "password"))
    replace (&profile->user_name, json_object_get_string_member (matrix, "user"));
  if (proxy != NULL)
    {
      network->proxy = row->proxy;
      replace (&network->proxy_host, "127.0.0.1");
      network->proxy_port = test_proxy_get_port (proxy);
    }

  return profile;
}

/* ---- What comes and goes ---- */

/* The first byte tells the QoS; the rest are all bytes, in no text. */
static void
fill_payload (guint8 *payload,
              guint   qos)
{
  payload[0] = qos;
  for (guint i = 1; i < PAYLOAD_SIZE; i++)
    payload[i] = i ^ (i >> 8) ^ qos;
}

static void
exchange (TestClient *client,
          const char *topic)
{
  guint8             max_qos = broker == RABBITMQ ? 1 : 2;
  guint8             payload[PAYLOAD_SIZE];
  guint              seen = 0;
  SondePublishResult result;

  test_client_subscribe (client, topic, max_qos, SONDE_GRANT_GRANTED, max_qos);
  for (guint qos = 0; qos <= max_qos; qos++)
    {
      fill_payload (payload, qos);
      test_client_publish (client, topic, payload, sizeof payload, qos, FALSE, &result);
    }
  test_client_wait_received (client, max_qos + 1);

  for (guint i = 0; i <= max_qos; i++)
    {
      SondeSegment      *segment;
      const SondeRecord *record = test_client_get_received (client, i, &segment);
      const guint8      *received = sonde_segment_get_payload (segment, record);

      fill_payload (payload, sonde_record_get_qos (record));
      g_assert_cmpmem (received, record->payload_size, payload, sizeof payload);
      seen |= 1u << received[0];
    }
  g_assert_cmphex (seen, ==, (1u << (max_qos + 1)) - 1);
}

static void
wait_for_log (const char *line)
{
  g_autofree char *path = g_build_filename (json_object_get_string_member (matrix, "folder"), "log", NULL);
  g_autofree char *log = NULL;

  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_clear_pointer (&log, g_free);
      g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
    }
  while (strstr (log, line) == NULL);
}

/* What mosquitto says of us: the version, who we are, and that we said goodbye. */
static void
expect_known (const Row          *row,
              const SondeProfile *profile)
{
  const char      *user = json_object_get_string_member (matrix, "user");
  g_autofree char *who = is_login (row, "none") ? g_strdup ("") : g_strdup_printf (", u'%s'", user);
  g_autofree char *hello = NULL;
  g_autofree char *goodbye = NULL;

  hello = g_strdup_printf (" as %s (p%d, c1, k60%s).", profile->client_id,
                           row->version == SONDE_MQTT_5 ? 5 : row->version - 2, who);
  goodbye = g_strdup_printf ("Client %s disconnected.", profile->client_id);
  wait_for_log (hello);
  wait_for_log (goodbye);
}

static void
test_row (gconstpointer data)
{
  const Row  *row = data;
  const char *password = is_login (row, "password") ? json_object_get_string_member (matrix, "password") : NULL;
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (TestProxy) proxy = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (row->proxy != SONDE_PROXY_NONE)
    proxy = test_proxy_new (NULL, g_ascii_strtoull (get_place (row), NULL, 10));
  profile = make_profile (row, proxy);
  test_client_connect (client, profile, password);
  exchange (client, profile->client_id);
  test_client_disconnect (client);

  if (proxy != NULL)
    {
      g_autofree char *asked = test_proxy_dup_request (proxy);
      g_autofree char *address = sonde_profile_dup_address (profile);

      g_assert_cmpstr (asked, ==, address);
    }
  if (broker == MOSQUITTO)
    expect_known (row, profile);
}

/* The login counts: without it, or with another password, there is no way in. */
static void
test_refused (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = make_profile (row, NULL);

  replace (&profile->tls->client_certificate, "");
  replace (&profile->tls->client_key, "");
  replace (&profile->tls->psk_identity, "");
  sonde_session_connect (client->session, profile, is_login (row, "password") ? "another" : NULL);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_assert_nonnull (sonde_session_get_error (client->session));
  g_test_message ("%s", sonde_session_get_error (client->session)->message);
}

/* ---- The rows ---- */

static void
add_row (const char   *name,
         const char   *way,
         const char   *version,
         const Row    *row,
         GTestDataFunc test)
{
  g_autofree char *path =
    g_strdup_printf ("/broker-matrix/%s/%s/%s/%s/mqtt-%s", name, row->transport, row->login, way, version);

  g_test_add_data_func_full (path, g_memdup2 (row, sizeof *row), test, g_free);
}

static void
add_rows (const char *name,
          const char *transport,
          const char *login)
{
  /* RabbitMQ takes anyone at the port where it takes certificates. */
  gboolean anyone = g_str_equal (login, "none") || (broker == RABBITMQ && g_str_equal (login, "certificate"));
  gboolean is_socket = g_str_equal (transport, "unix");

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      Row row = { transport, login, versions[i].version, SONDE_PROXY_NONE };

      if ((versions[i].brokers & broker) == 0)
        continue;
      for (guint j = 0; j < (is_socket ? 1 : G_N_ELEMENTS (ways)); j++)
        {
          row.proxy = ways[j].proxy;
          add_row (name, ways[j].name, versions[i].name, &row, test_row);
        }
      row.proxy = SONDE_PROXY_NONE;
      if (!anyone)
        add_row (name, "refused", versions[i].name, &row, test_refused);
    }
}

static void
load_matrix (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "listeners.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  matrix = json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

int
main (int    argc,
      char **argv)
{
  guint n_offers = 0;
  int   status;

  test_client_init (&argc, &argv);
  if (argc != 3)
    g_error ("Usage: test-broker-matrix BROKER FOLDER");
  broker = g_str_equal (argv[1], "mosquitto") ? MOSQUITTO : g_str_equal (argv[1], "rabbitmq") ? RABBITMQ
                                                                                              : AEDES;
  load_matrix (argv[2]);

  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    if ((offers[i].brokers & broker) != 0)
      {
        add_rows (argv[1], offers[i].transport, offers[i].login);
        n_offers++;
      }
  g_assert_cmpuint (n_offers, ==, json_object_get_size (json_object_get_object_member (matrix, "listeners")));

  status = g_test_run ();
  json_object_unref (matrix);

  return status;
}
