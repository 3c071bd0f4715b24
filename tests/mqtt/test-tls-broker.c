/* test-tls-broker.c: a real mosquitto with TLS, by the real transport
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-tls-broker"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-identity.h"

#include <sonde-mqtt-error.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sonde-secret.h>

#define PSK "00112233445566778899aabbccddeeff"
#define LARGE (3 * 1024 * 1024)

typedef enum
{
  GOOD,      /* its certificate is for 127.0.0.1 */
  ELSEWHERE, /* … for another host */
  EXPIRED,   /* … of another time */
  CLIENTS,   /* demands a client certificate */
  KEYS,      /* has none, but knows a pre-shared key */
  PLAIN,
  N_LISTENERS
} Listener;

static const TestIdentityForm forms[] = {
  [GOOD] = { "broker", "IP:127.0.0.1,DNS:broker.example" },
  [ELSEWHERE] = { "broker", "DNS:broker.example" },
  [EXPIRED] = { "broker", "IP:127.0.0.1", NULL, "20190101000000Z", "20200102000000Z" },
};

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
  return *name == '\0' ? g_strdup ("") : g_build_filename (fixture->folder, name, NULL);
}

static void
write_identities (Fixture *fixture)
{
  static const char *const names[] = { "good", "elsewhere", "expired" };
  g_autoptr (TestIdentity) authority = test_identity_new (&(TestIdentityForm){ "Test Authority" }, NULL);
  g_autoptr (TestIdentity) foreign = test_identity_new (&(TestIdentityForm){ "Foreign Authority" }, NULL);
  g_autoptr (TestIdentity) client = test_identity_new (&(TestIdentityForm){ "client", "", "clientAuth" }, authority);
  g_autoptr (TestIdentity) stranger = test_identity_new (&(TestIdentityForm){ "client", "", "clientAuth" }, foreign);
  g_autofree char *pkcs12 = dup_path (fixture, "client.p12");

  test_identity_write (authority, fixture->folder, "ca", NULL);
  test_identity_write (foreign, fixture->folder, "foreign-ca", NULL);
  test_identity_write (client, fixture->folder, "client", "open sesame");
  test_identity_write (stranger, fixture->folder, "stranger", NULL);
  test_identity_write_pkcs12 (client, pkcs12, "open sesame");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TestIdentity) identity = test_identity_new (&forms[i], authority);

      test_identity_write (identity, fixture->folder, names[i], NULL);
    }
}

static void
append_listener (Fixture    *fixture,
                 GString    *config,
                 Listener    listener,
                 const char *identity,
                 const char *more)
{
  fixture->ports[listener] = test_free_port ();
  g_string_append_printf (config,
                          "listener %u 127.0.0.1\n"
                          "cafile %s/ca-cert.pem\n"
                          "certfile %s/%s-cert.pem\n"
                          "keyfile %s/%s-key.pem\n"
                          "%s",
                          fixture->ports[listener], fixture->folder, fixture->folder, identity, fixture->folder, identity, more);
}

static void
append_psk_listener (Fixture *fixture,
                     GString *config)
{
  g_autofree char *keys = dup_path (fixture, "keys");

  g_assert_true (g_file_set_contents (keys, "bci_123456:" PSK "\n", -1, NULL));
  fixture->ports[KEYS] = test_free_port ();
  g_string_append_printf (config,
                          "psk_file %s\n"
                          "listener %u 127.0.0.1\n"
                          "psk_hint lab\n"
                          "use_identity_as_username true\n",
                          keys, fixture->ports[KEYS]);
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
  g_autoptr (GString) config = g_string_new (NULL);

  fixture->folder = g_dir_make_tmp ("sonde-tls-broker-XXXXXX", NULL);
  write_identities (fixture);
  g_string_append_printf (config, "log_dest file %s/log\nlog_type all\n", fixture->folder);
  append_listener (fixture, config, GOOD, "good", "");
  append_listener (fixture, config, ELSEWHERE, "elsewhere", "");
  append_listener (fixture, config, EXPIRED, "expired", "");
  append_listener (fixture, config, CLIENTS, "good", "require_certificate true\n");
  append_psk_listener (fixture, config);
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
              SondeMqttVersion version,
              const char      *ca,
              const char      *client)
{
  SondeProfile    *profile = test_profile_new (fixture->ports[listener], version);
  SondeTlsOptions *tls = profile->tls;
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;

  if (client != NULL && !g_str_has_suffix (client, ".p12"))
    {
      certificate = g_strconcat (client, "-cert.pem", NULL);
      key = g_strconcat (client, "-key.pem", NULL);
    }
  else
    {
      certificate = g_strdup (client != NULL ? client : "");
      key = g_strdup ("");
    }

  profile->reconnect = FALSE;
  tls->use_tls = TRUE;
  g_free (tls->ca_file);
  tls->ca_file = dup_path (fixture, ca);
  g_free (tls->client_certificate);
  tls->client_certificate = dup_path (fixture, certificate);
  g_free (tls->client_key);
  tls->client_key = dup_path (fixture, key);
  sonde_secret_set (&tls->key_passphrase, "open sesame");

  return profile;
}

static void
fail_to_connect (TestClient         *client,
                 const SondeProfile *profile)
{
  sonde_session_connect (client->session, profile, NULL);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_assert_nonnull (sonde_session_get_error (client->session));
}

/* ---- What works ---- */

static void
exchange (TestClient *client)
{
  g_autofree guint8 *large = g_malloc (LARGE);
  SondePublishResult result;
  SondeSegment      *segment;
  const SondeRecord *record;

  for (gsize i = 0; i < LARGE; i++)
    large[i] = i ^ (i >> 8);

  test_client_subscribe (client, "test/#", 2, SONDE_GRANT_GRANTED, 2);
  for (guint qos = 0; qos <= 2; qos++)
    test_client_publish (client, "test/a", "hello", 5, qos, FALSE, &result);
  test_client_publish (client, "test/large", large, LARGE, 1, FALSE, &result);
  test_client_wait_received (client, 4);

  record = test_client_get_received (client, 3, &segment);
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, large, LARGE);
}

static gboolean
was_logged (Fixture    *fixture,
            const char *words)
{
  g_autofree char *path = dup_path (fixture, "log");
  g_autofree char *log = NULL;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));

  return strstr (log, words) != NULL;
}

static gboolean
was_goodbye_logged (Fixture            *fixture,
                    const SondeProfile *profile)
{
  g_autofree char *line = g_strdup_printf ("Client %s disconnected.", profile->client_id);

  return was_logged (fixture, line);
}

typedef struct
{
  const char      *name;
  Listener         listener;
  SondeMqttVersion version;
  const char      *ca, *client;
  gboolean         no_verify;
  const char      *server_name;
  SondeTlsVersion  max_version;
} GoodCase;

static const GoodCase good_cases[] = {
  { "3.1", GOOD, SONDE_MQTT_3_1, "ca-cert.pem" },
  { "3.1.1", GOOD, SONDE_MQTT_3_1_1, "ca-cert.pem" },
  { "5", GOOD, SONDE_MQTT_5, "ca-cert.pem" },
  { "client", CLIENTS, SONDE_MQTT_5, "ca-cert.pem", "client" },
  { "client-1.2", CLIENTS, SONDE_MQTT_3_1_1, "ca-cert.pem", "client", .max_version = SONDE_TLS_1_2 },
  { "client-pkcs12", CLIENTS, SONDE_MQTT_5, "ca-cert.pem", "client.p12" },
  { "not-verified", EXPIRED, SONDE_MQTT_5, "", NULL, TRUE },
  { "server-name", ELSEWHERE, SONDE_MQTT_5, "ca-cert.pem", NULL, FALSE, "broker.example" },
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
  profile = make_profile (fixture, row->listener, row->version, row->ca, row->client);
  profile->tls->verify = !row->no_verify;
  profile->tls->max_version = row->max_version;
  if (row->server_name != NULL)
    {
      g_free (profile->tls->server_name);
      profile->tls->server_name = g_strdup (row->server_name);
    }
  test_client_connect (client, profile, NULL);
  exchange (client);
  test_client_disconnect (client);

  /* Our last words came through TLS, too: mosquitto writes another line when they do not. */
  while (!was_goodbye_logged (fixture, profile))
    g_main_context_iteration (NULL, TRUE);
}

/* ---- Pre-shared keys ---- */

static SondeProfile *
make_psk_profile (Fixture        *fixture,
                  const char     *identity,
                  const char     *psk,
                  SondeTlsVersion max_version)
{
  SondeProfile *profile = make_profile (fixture, KEYS, SONDE_MQTT_5, "", NULL);

  profile->tls->max_version = max_version;
  g_free (profile->tls->psk_identity);
  profile->tls->psk_identity = g_strdup (identity);
  sonde_secret_set (&profile->tls->psk, psk);

  return profile;
}

/* The identity is the user name there: no password is asked for. */
static void
test_psk (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autofree char *line = NULL;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  profile = make_psk_profile (fixture, "bci_123456", PSK, GPOINTER_TO_UINT (data));
  test_client_connect (client, profile, NULL);
  exchange (client);
  test_client_disconnect (client);

  line = g_strdup_printf ("as %s (p5, c1, k60, u'bci_123456')", profile->client_id);
  while (!was_logged (fixture, line))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_psk_refused (Fixture      *fixture,
                  gconstpointer data)
{
  static const struct
  {
    const char *identity, *psk, *sentence;
  } rows[] = {
    /* clang-format off */
    { "bci_123456", "00112233445566778899aabbccddeef0", "The broker has another pre-shared key for “bci_123456”: type it anew." },
    { "stranger", PSK, "The broker has no pre-shared key for “stranger”, or takes none on this port." },
    { "", NULL, "The broker ended the TLS handshake: it may demand a client certificate, a pre-shared key, or other ciphers." },
    /* clang-format on */
  };
  g_autoptr (TestClient) client = NULL;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SondeProfile) profile =
        make_psk_profile (fixture, rows[i].identity, rows[i].psk, GPOINTER_TO_UINT (data));

      fail_to_connect (client, profile);
      g_assert_cmpstr (sonde_session_get_error (client->session)->message, ==, rows[i].sentence);
      g_assert_error (sonde_session_get_error (client->session), SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS);
    }
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
  profile = make_profile (fixture, CLIENTS, SONDE_MQTT_5, "ca-cert.pem", "client");
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
  const char     *name;
  Listener        listener;
  const char     *ca, *client;
  gboolean        no_tls, no_passphrase;
  SondeStage      stage;
  SondeMqttError  code;
  const char     *sentence; /* ADDRESS stands for it */
  SondeTlsVersion max_version;
} BadCase;

/* clang-format off */
#define TLS SONDE_STAGE_TLS, SONDE_MQTT_ERROR_TLS

static const BadCase bad_cases[] = {
  { "wrong-ca", GOOD, "foreign-ca-cert.pem", NULL, FALSE, FALSE, TLS,
    "The broker’s certificate comes from an authority that is not trusted, “Test Authority”: choose its CA certificate." },
  { "no-ca", GOOD, "", NULL, FALSE, FALSE, TLS,
    "The broker’s certificate comes from an authority that is not trusted, “Test Authority”: choose its CA certificate." },
  { "wrong-host", ELSEWHERE, "ca-cert.pem", NULL, FALSE, FALSE, TLS,
    "The broker’s certificate is not for “127.0.0.1”, but for: broker.example." },
  { "expired", EXPIRED, "ca-cert.pem", NULL, FALSE, FALSE, TLS, "The broker’s certificate expired on 2020-01-02; this computer’s clock says TODAY." },
  { "no-client", CLIENTS, "ca-cert.pem", NULL, FALSE, FALSE, SONDE_STAGE_CONNECT, SONDE_MQTT_ERROR_TLS,
    "The broker demands a client certificate: choose one, with its key." },
  { "no-client-1.2", CLIENTS, "ca-cert.pem", NULL, FALSE, FALSE, TLS,
    "The broker ended the TLS handshake: it may demand a client certificate, a pre-shared key, or other ciphers.", SONDE_TLS_1_2 },
  { "stranger", CLIENTS, "ca-cert.pem", "stranger", FALSE, FALSE, SONDE_STAGE_CONNECT, SONDE_MQTT_ERROR_TLS,
    "The broker does not know the authority of the client certificate." },
  { "no-passphrase", CLIENTS, "ca-cert.pem", "client", FALSE, TRUE, TLS,
    "The client key is encrypted: type its passphrase." },
  { "missing-ca", GOOD, "missing.pem", NULL, FALSE, FALSE, TLS,
    "“FOLDER/missing.pem” cannot be read: No such file or directory." },
  { "tls-to-plain", PLAIN, "ca-cert.pem", NULL, FALSE, FALSE, SONDE_STAGE_TLS, SONDE_MQTT_ERROR_PROTOCOL,
    "The connection was closed during the TLS handshake: that port may not take TLS." },
  { "plain-to-tls", GOOD, "", NULL, TRUE, FALSE, SONDE_STAGE_CONNECT, SONDE_MQTT_ERROR_UNANSWERED,
    "ADDRESS closed the connection without an answer: it may not speak MQTT 5 (try 3.1.1), or expect TLS." },
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
  const GError    *error;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  profile = make_profile (fixture, row->listener, SONDE_MQTT_5, row->ca, row->client);
  profile->tls->use_tls = !row->no_tls;
  profile->tls->max_version = row->max_version;
  if (row->no_passphrase)
    sonde_secret_set (&profile->tls->key_passphrase, NULL);
  address = sonde_profile_dup_address (profile);
  g_string_replace (sentence, "ADDRESS", address, 0);
  g_string_replace (sentence, "FOLDER", fixture->folder, 0);
  test_replace_today (sentence);

  fail_to_connect (client, profile);
  error = sonde_session_get_error (client->session);
  g_assert_cmpstr (error->message, ==, sentence->str);
  g_assert_error (error, SONDE_MQTT_ERROR, (int) row->code);
  g_assert_cmpint (sonde_session_get_stage (client->session), ==, row->stage);
}

/* Takes connections, and says nothing. */
static void
test_stalled (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autofree char *sentence = NULL;

  fixture->ports[PLAIN] = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  client = test_client_new ();
  profile = make_profile (fixture, PLAIN, SONDE_MQTT_5, "ca-cert.pem", NULL);
  profile->connect_timeout = 1;
  fail_to_connect (client, profile);

  sentence = g_strdup_printf ("127.0.0.1:%u took the connection but did not complete the TLS handshake within 1 s: "
                              "that port may not take TLS.",
                              fixture->ports[PLAIN]);
  g_assert_cmpstr (sonde_session_get_error (client->session)->message, ==, sentence);
  g_assert_cmpint (sonde_session_get_stage (client->session), ==, SONDE_STAGE_TLS);

  /* The user need not wait for it. */
  profile->connect_timeout = 60;
  sonde_session_connect (client->session, profile, NULL);
  while (sonde_session_get_stage (client->session) != SONDE_STAGE_TLS)
    g_main_context_iteration (NULL, TRUE);
  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
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

static void
test_descriptors (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  guint before = 0;

  if (fixture->broker == NULL)
    return;

  client = test_client_new ();
  profile = make_profile (fixture, GOOD, SONDE_MQTT_5, "foreign-ca-cert.pem", NULL);
  for (guint i = 0; i < 200; i++)
    {
      fail_to_connect (client, profile);
      if (i == 10)
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
  g_autofree char *path = g_strconcat ("/tls-broker/", group, name, NULL);

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
  add ("psk/", "1.2", GUINT_TO_POINTER (SONDE_TLS_1_2), test_psk);
  add ("psk/", "1.3", GUINT_TO_POINTER (SONDE_TLS_1_3), test_psk);
  add ("psk/", "refused-1.2", GUINT_TO_POINTER (SONDE_TLS_1_2), test_psk_refused);
  add ("psk/", "refused-1.3", GUINT_TO_POINTER (SONDE_TLS_1_3), test_psk_refused);
  add ("reconnect", "", NULL, test_reconnect);
  add ("stalled", "", NULL, test_stalled);
  add ("no-descriptor-leaks", "", NULL, test_descriptors);

  return g_test_run ();
}
