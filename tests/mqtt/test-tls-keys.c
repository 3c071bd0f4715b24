/* test-tls-keys.c: pre-shared keys, ciphers, protocols, and the log of keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-tls-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char     *name;
  gboolean        certificate;          /* the server has one, too */
  const char     *known;                /* its identity, with TEST_PSK */
  const char     *identity, *psk;       /* ours */
  SondeTlsVersion min_version, version; /* ours; version is the highest */
  const char     *ciphers, *alpn;
  const char     *server_ciphers;
  gboolean        no_verify;
  const char     *sentence, *described; /* begin so */
} Case;

/* clang-format off */
#define FIFTY "01234567890123456789012345678901234567890123456789"
#define LONGEST FIFTY FIFTY FIFTY FIFTY FIFTY "01234"
#define KEYED(version) "TLSv1." #version " with the pre-shared key of “bci”"

static const Case cases[] = {
  { "psk", FALSE, "bci", "bci", TEST_PSK, .described = KEYED (3) },
  { "psk-1.2", FALSE, "bci", "bci", "00AFF1", .version = SONDE_TLS_1_2, .described = KEYED (2) },
  { "psk-before-certificate", TRUE, "bci", "bci", TEST_PSK, .described = KEYED (3) },
  { "psk-before-certificate-1.2", TRUE, "bci", "bci", TEST_PSK, .version = SONDE_TLS_1_2, .described = KEYED (2) },
  { "psk-longest-identity", FALSE, LONGEST, LONGEST, TEST_PSK, .described = "TLSv1.3 with the pre-shared key of “01234" },
  { "psk-longest-identity-1.2", FALSE, LONGEST, LONGEST, TEST_PSK, .version = SONDE_TLS_1_2,
    .described = "TLSv1.2 with the pre-shared key of “01234" },
  { "psk-identity-too-long", FALSE, LONGEST "5", LONGEST "5", TEST_PSK, .sentence = "The identity is longer than 255 bytes." },
  { "psk-cipher", FALSE, "bci", "bci", TEST_PSK, .version = SONDE_TLS_1_2, .ciphers = "PSK-AES128-CBC-SHA", .described = KEYED (2) },
  { "cipher", TRUE, .version = SONDE_TLS_1_2, .ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256", .described = "TLSv1.2 with “broker.example”" },
  { "alpn-not-chosen", TRUE, .alpn = "mqtt",
    .described = "TLSv1.3 with “broker.example”, certified by “Test Authority” until " },

  { "psk-wrong-key", FALSE, "bci", "bci", "00aff2", .sentence = "The broker has another pre-shared key for “bci”" },
  { "psk-wrong-key-1.2", FALSE, "bci", "bci", "00aff2", .version = SONDE_TLS_1_2,
    .sentence = "The broker has another pre-shared key for “bci”" },
  { "psk-unknown", FALSE, "other", "bci", TEST_PSK, .sentence = "The broker has no pre-shared key for “bci”" },
  { "psk-unknown-1.2", FALSE, "other", "bci", TEST_PSK, .version = SONDE_TLS_1_2,
    .sentence = "The broker has no pre-shared key for “bci”" },
  { "psk-passed-over", TRUE, NULL, "bci", TEST_PSK, .sentence = "The broker takes no pre-shared key on this port" },
  { "psk-passed-over-not-verified", TRUE, NULL, "bci", TEST_PSK, .no_verify = TRUE,
    .sentence = "The broker takes no pre-shared key on this port" },
  { "psk-passed-over-1.2", TRUE, NULL, "bci", TEST_PSK, .version = SONDE_TLS_1_2,
    .sentence = "The broker has no pre-shared key for “bci”, or takes none" },
  { "psk-missing", FALSE, "bci", "bci", NULL, .sentence = "The pre-shared key of “bci” is missing" },
  { "psk-not-hexadecimal", FALSE, "bci", "bci", "secret", .sentence = "The key is hexadecimal" },
  { "psk-demanded", FALSE, "bci", .sentence = "The broker ended the TLS handshake: it may demand a client certificate, a pre-shared key" },
  { "cipher-unknown", TRUE, .ciphers = "HIGH:NONSENSE",
    .sentence = "The profile’s ciphers cannot be used: “NONSENSE” names no cipher of TLS 1.2." },
  { "cipher-not-common", TRUE, .version = SONDE_TLS_1_2, .ciphers = "ECDHE-RSA-AES128-GCM-SHA256",
    .sentence = "The broker ended the TLS handshake: it may demand" },
  /* It proves nothing, neither by a certificate nor by a key. */
  { "anonymous", FALSE, .version = SONDE_TLS_1_2, .ciphers = "aNULL@SECLEVEL=0", .server_ciphers = "aNULL@SECLEVEL=0",
    .sentence = "The broker presented no certificate, so it cannot be verified" },
  { "anonymous-not-verified", FALSE, .version = SONDE_TLS_1_2, .ciphers = "aNULL@SECLEVEL=0", .server_ciphers = "aNULL@SECLEVEL=0",
    .no_verify = TRUE, .described = "TLSv1.2" },
  { "versions", TRUE, .min_version = SONDE_TLS_1_3, .version = SONDE_TLS_1_2,
    .sentence = "The lowest version of TLS is above the highest." },
  { "alpn-empty", TRUE, .alpn = "mqtt,,", .sentence = "There is nothing between two commas" },
};
/* clang-format on */

static void
set (char      **field,
     const char *text)
{
  g_free (*field);
  *field = g_strdup (text != NULL ? text : "");
}

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("ca-cert.pem", NULL, NULL);
  g_autoptr (GIOStream) base = NULL;
  g_autofree char *text = NULL;
  TestTlsScript    script = { row->certificate ? test_tls_get_identity (GOOD) : NULL, .psk_identity = row->known, .ciphers = row->server_ciphers, .truncate = TRUE };
  TestTlsServer   *server = test_tls_server_new (&script, &base);
  TestResult       answer = { FALSE };

  options->verify = !row->no_verify;
  options->min_version = row->min_version;
  options->max_version = row->version;
  set (&options->psk_identity, row->identity);
  options->psk = g_strdup (row->psk);
  set (&options->ciphers, row->ciphers);
  set (&options->alpn, row->alpn);
  test_tls_connect (base, options, "broker.example", &answer);

  g_test_message ("%s", answer.error != NULL ? answer.error->message : "connected");
  if (row->sentence != NULL)
    {
      g_assert_nonnull (answer.error);
      g_assert_true (g_str_has_prefix (answer.error->message, row->sentence));
      g_assert_true (row->psk == NULL || strstr (answer.error->message, row->psk) == NULL);
    }
  else
    {
      g_assert_no_error (answer.error);
      text = sonde_tls_stream_describe (answer.stream);
      g_test_message ("%s", text);
      g_assert_true (g_str_has_prefix (text, row->described));
      g_assert_cmpint (g_str_has_suffix (text, "; the broker chose no application protocol (ALPN)"), ==, row->alpn != NULL);
    }

  test_result_clear (&answer);
  g_io_stream_close (base, NULL, NULL);
  test_tls_server_free (server);
}

/* Of TLS 1.2: one line each */
static const Case logged = { "logged", TRUE, .version = SONDE_TLS_1_2, .described = "TLSv1.2 with “broker.example”" };

static void
test_keylog (void)
{
  g_autofree char *path = g_build_filename (test_tls_get_folder (), "keys", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GStatBuf info;

  g_setenv ("SSLKEYLOGFILE", path, TRUE);
  for (guint i = 0; i < 2; i++)
    test_case (&logged);
  g_unsetenv ("SSLKEYLOGFILE");
  test_case (&logged);

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpint (g_strv_length (lines), ==, 3);
  for (guint i = 0; i < 2; i++)
    g_assert_true (g_str_has_prefix (lines[i], "CLIENT_RANDOM "));
}

/* What cannot be written must not keep anybody from connecting. */
static void
test_no_keylog (void)
{
  g_setenv ("SSLKEYLOGFILE", "/nowhere/keys", TRUE);
  test_case (&logged);
  g_unsetenv ("SSLKEYLOGFILE");
}

int
main (int   argc,
      char *argv[])
{
  test_tls_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/tls-keys/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/tls-keys/log", test_keylog);
  g_test_add_func ("/tls-keys/log-not-writable", test_no_keylog);

  return test_tls_run ();
}
