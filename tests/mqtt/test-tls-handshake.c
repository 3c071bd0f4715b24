/* test-tls-handshake.c: who is let through, and what is said of the others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-tls-fixture.h"

typedef struct
{
  const char     *name;
  int             identity;
  const char     *host;
  const char     *ca;
  const char     *client; /* "client" is client-cert.pem and client-key.pem */
  gboolean        demands_client;
  gboolean        no_verify;
  int             server_min, server_max;
  SondeTlsVersion client_min, client_max;
  const char     *offered, *known; /* ALPN */
  const char     *plain;
  gsize           cut;
  const char     *handshake; /* the expected sentence; %NULL: it succeeds */
  const char     *reading;   /* then that of the first read; %NULL: no error */
} Case;

/* clang-format off */
#define HOST "broker.example", "ca-cert.pem"
#define V12 TLS1_2_VERSION, TLS1_2_VERSION
#define V13 TLS1_3_VERSION, TLS1_3_VERSION
#define NOT_TLS "What answers there does not speak TLS: switch TLS off, or use the port for it, often 8883."
#define CLOSED "The connection was closed during the TLS handshake: that port may not take TLS."

static const Case cases[] = {
  { "good", GOOD, HOST },
  { "good-1.2", GOOD, HOST, .server_min = TLS1_2_VERSION, .server_max = TLS1_2_VERSION },
  { "second-name", GOOD, "mqtt.example", "ca-cert.pem" },
  { "name-ends-in-a-dot", GOOD, "broker.example.", "ca-cert.pem" },
  { "address", GOOD, "192.0.2.7", "ca-cert.pem" },
  { "address-6", GOOD, "2001:db8::7", "ca-cert.pem" },
  { "address-6-zone", GOOD, "2001:db8::7%eth0", "ca-cert.pem" },
  { "wildcard", WILD, "any.test.example", "ca-cert.pem" },
  { "self-signed-chosen", SELF_SIGNED, "broker.example", "self-cert.pem" },
  { "not-verified", SELF_SIGNED, "other.example", "", .no_verify = TRUE },
  { "not-verified-expired", EXPIRED, HOST, .no_verify = TRUE },
  { "client", GOOD, HOST, "client", TRUE },
  { "client-1.2", GOOD, HOST, "client", TRUE, .server_min = TLS1_2_VERSION, .server_max = TLS1_2_VERSION },
  { "client-without-ca", GOOD, "broker.example", "", "client", TRUE, .no_verify = TRUE },
  { "alpn", GOOD, HOST, .offered = "mqtt, x-amzn-mqtt-ca", .known = "x-amzn-mqtt-ca" },

  { "unknown-authority", OTHER_CA, HOST,
    .handshake = "The broker’s certificate comes from an authority that is not trusted, “Foreign Authority”: choose its CA certificate." },
  { "system-authorities", GOOD, "broker.example", "",
    .handshake = "The broker’s certificate comes from an authority that is not trusted, “Test Authority”: choose its CA certificate." },
  { "self-signed", SELF_SIGNED, HOST,
    .handshake = "The broker’s certificate is self-signed: to trust it, choose it as the CA certificate." },
  { "expired", EXPIRED, HOST, .handshake = "The broker’s certificate expired on 2020-01-02; this computer’s clock says TODAY." },
  { "early", EARLY, HOST,
    .handshake = "The certificate of “broker.example” is valid only from 2098-01-02 on; this computer’s clock says TODAY: check it." },
  { "expired-authority", EXPIRED_CA, "broker.example", "old-ca-cert.pem",
    .handshake = "The certificate of the authority “Old Authority” expired on 2020-01-02; this computer’s clock says TODAY." },
  { "wrong-name", GOOD, "other.example", "ca-cert.pem",
    .handshake = "The broker’s certificate is not for “other.example”, but for: broker.example, mqtt.example, 192.0.2.7, 2001:db8::7." },
  { "wrong-address", GOOD, "192.0.2.8", "ca-cert.pem",
    .handshake = "The broker’s certificate is not for “192.0.2.8”, but for: broker.example, mqtt.example, 192.0.2.7, 2001:db8::7." },
  { "wildcard-one-level", WILD, "a.b.test.example", "ca-cert.pem",
    .handshake = "The broker’s certificate is not for “a.b.test.example”, but for: *.test.example." },
  { "nameless", NAMELESS, HOST,
    .handshake = "The broker’s certificate is not for “broker.example”, but for: Some thing." },
  { "purpose", CLIENT_ONLY, HOST, .handshake = "The broker’s certificate was not made for a server." },
  { "client-demanded-1.2", GOOD, HOST, NULL, TRUE, FALSE, V12,
    .handshake = "The broker ended the TLS handshake: it may demand a client certificate, a pre-shared key, or other ciphers." },
  { "client-demanded-1.3", GOOD, HOST, NULL, TRUE, FALSE, V13,
    .reading = "The broker demands a client certificate: choose one, with its key." },
  { "client-foreign-1.2", GOOD, HOST, "foreign", TRUE, FALSE, V12,
    .handshake = "The broker does not know the authority of the client certificate." },
  { "client-foreign-1.3", GOOD, HOST, "foreign", TRUE, FALSE, V13,
    .reading = "The broker does not know the authority of the client certificate." },
  { "too-old", GOOD, HOST, NULL, FALSE, FALSE, V12, .client_min = SONDE_TLS_1_3,
    .handshake = "The broker and Sonde have no version of TLS in common." },
  { "too-new", GOOD, HOST, NULL, FALSE, FALSE, V13, .client_max = SONDE_TLS_1_2,
    .handshake = "The broker and Sonde have no version of TLS in common." },
  { "no-common-alpn", GOOD, HOST, .offered = "mqtt", .known = "x-amzn-mqtt-ca",
    .handshake = "The broker knows none of the application protocols (ALPN) that were offered." },
  { "plain-mqtt", 0, HOST, .plain = "\x20\x02\x01\x01\x20\x02\x01\x01", .handshake = NOT_TLS },
  { "plain-ssh", 0, HOST, .plain = "SSH-2.0-OpenSSH_9.2\r\n", .handshake = NOT_TLS },
  { "plain-http", 0, HOST, .plain = "HTTP/1.1 400 Bad Request\r\n\r\n", .handshake = NOT_TLS },
  { "closed", 0, HOST, .plain = "", .handshake = CLOSED },
  { "cut-in-header", GOOD, HOST, .cut = 3, .handshake = CLOSED },
  { "cut-in-flight", GOOD, HOST, .cut = 200, .handshake = CLOSED },
};
/* clang-format on */

static SondeTlsOptions *
make_case_options (const Case *row)
{
  g_autofree char *certificate = row->client != NULL ? g_strconcat (row->client, "-cert.pem", NULL) : NULL;
  g_autofree char *key = row->client != NULL ? g_strconcat (row->client, "-key.pem", NULL) : NULL;
  SondeTlsOptions *options = test_tls_make_options (row->ca, certificate, key);

  options->verify = !row->no_verify;
  options->min_version = row->client_min;
  options->max_version = row->client_max;
  if (row->offered != NULL)
    {
      g_free (options->alpn);
      options->alpn = g_strdup (row->offered);
    }

  return options;
}

static TestTlsServer *
start_case_server (const Case *row,
                   GIOStream **base)
{
  TestTlsScript script = {
    .identity = test_tls_get_identity (row->identity),
    .client_authority = row->demands_client ? test_tls_get_authority () : NULL,
    .min_version = row->server_min,
    .max_version = row->server_max,
    .protocol = row->known,
    .plain = row->plain,
    .cut = row->cut,
    .truncate = !row->demands_client && row->reading == NULL,
  };

  return test_tls_server_new (&script, base);
}

/* The end without a mark reads as an end; a demand for a certificate comes instead of it. */
static void
check_reading (const Case *row,
               TestResult *answer)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (answer->stream));
  char          buffer[16];

  if (row->demands_client && row->reading == NULL)
    return;

  test_tls_read (input, buffer, sizeof buffer, answer);
  if (row->reading != NULL)
    {
      test_tls_check_error (answer->error, row->reading);
      return;
    }

  g_assert_no_error (answer->error);
  g_assert_cmpint (answer->n_read, ==, 3);
  test_tls_read (input, buffer, sizeof buffer, answer);
  g_assert_no_error (answer->error);
  g_assert_cmpint (answer->n_read, ==, 0);
}

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (SondeTlsOptions) options = make_case_options (row);
  g_autoptr (GIOStream) base = NULL;
  TestTlsServer *server = start_case_server (row, &base);
  TestResult     answer = { FALSE };

  test_tls_connect (base, options, row->host, &answer);
  if (row->handshake != NULL)
    {
      g_assert_null (answer.stream);
      test_tls_check_error (answer.error, row->handshake);
    }
  else
    {
      g_assert_no_error (answer.error);
      check_reading (row, &answer);
    }

  test_result_clear (&answer);
  g_io_stream_close (base, NULL, NULL);
  test_tls_server_free (server);
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
test_descriptors (void)
{
  guint before = 0;

  for (guint i = 0; i < 200; i++)
    {
      test_case (&cases[15 + i % (G_N_ELEMENTS (cases) - 15)]);
      if (i == 0)
        before = count_descriptors ();
    }
  g_assert_cmpuint (count_descriptors (), <=, before);
}

int
main (int   argc,
      char *argv[])
{
  test_tls_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/tls-handshake/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/tls-handshake/no-descriptor-leaks", test_descriptors);

  return test_tls_run ();
}
