/* test-tls-files.c: certificates and keys from all kinds of files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-tls-fixture.h"
#include <sonde-secret.h>

typedef struct
{
  const char *name;
  const char *ca, *certificate, *key, *passphrase;
  const char *sentence; /* FOLDER stands for the folder; %NULL: good */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "pem", "ca-cert.pem", "client-cert.pem", "client-key.pem" },
  { "encrypted", "", "encrypted-cert.pem", "encrypted-key.pem", "open sesame" },
  { "key-in-certificate", "", "both.pem" },
  { "ca-folder", "authorities" },
  { "ca-der", "ca.der" },
  { "pkcs12", "", "client.p12", NULL, "open sesame" },
  { "pkcs12-legacy", "", "legacy.PFX", NULL, "open sesame" },
  { "pkcs12-open", "", "open.p12" },

  { "ca-missing", "none.pem", .sentence = "“FOLDER/none.pem” cannot be read: No such file or directory." },
  { "ca-not-pem", "noise.bin", .sentence = "“FOLDER/noise.bin” holds no CA certificate: choose a PEM file." },
  { "ca-is-key", "client-key.pem", .sentence = "“FOLDER/client-key.pem” holds no CA certificate: choose a PEM file." },
  { "ca-folder-empty", "empty", .sentence = "“FOLDER/empty” holds no CA certificate: choose a PEM file." },
  { "ca-pipe", "pipe", .sentence = "“FOLDER/pipe” is not a file." },
  { "certificate-missing", "", "none.pem", "client-key.pem", NULL, "“FOLDER/none.pem” cannot be read: No such file or directory." },
  { "certificate-is-key", "", "client-key.pem", "client-key.pem", NULL, "“FOLDER/client-key.pem” holds no certificate: choose a PEM or PKCS#12 file." },
  { "certificate-is-folder", "", "empty", NULL, NULL, "“FOLDER/empty” is not a file." },
  { "key-missing", "", "client-cert.pem", "none.pem", NULL, "“FOLDER/none.pem” cannot be read: No such file or directory." },
  { "key-is-certificate", "", "client-cert.pem", "client-cert.pem", NULL, "“FOLDER/client-cert.pem” holds no private key: choose a PEM file." },
  { "key-of-another", "", "client-cert.pem", "foreign-key.pem", NULL, "The client key does not belong to the client certificate." },
  { "key-locked", "", "encrypted-cert.pem", "encrypted-key.pem", NULL, "The client key is encrypted: type its passphrase." },
  { "key-wrong-passphrase", "", "encrypted-cert.pem", "encrypted-key.pem", "sesame", "The passphrase does not open the client key." },
  { "pkcs12-locked", "", "client.p12", NULL, NULL, "The client certificate’s file is encrypted: type its passphrase." },
  { "pkcs12-wrong-passphrase", "", "client.p12", NULL, "sesame", "The passphrase does not open the client certificate’s file." },
  { "pkcs12-noise", "", "noise.p12", NULL, NULL, "“FOLDER/noise.p12” is no PKCS#12 file." },
};
/* clang-format on */

static void
make_files (void)
{
  g_autofree char *pkcs12 = g_build_filename (test_tls_get_folder (), "client.p12", NULL);
  g_autofree char *open = g_build_filename (test_tls_get_folder (), "open.p12", NULL);

  test_identity_write_pkcs12 (test_tls_get_identity (CLIENT), pkcs12, "open sesame");
  test_identity_write_pkcs12 (test_tls_get_identity (CLIENT), open, "");
  test_tls_run_command ("cat client-cert.pem client-key.pem > both.pem;"
                        "mkdir authorities empty; cp ca-cert.pem authorities/a.crt; echo hello > authorities/README;"
                        "openssl x509 -in ca-cert.pem -outform DER -out ca.der;"
                        "openssl pkcs12 -export -legacy -in client-cert.pem -inkey client-key.pem -passout 'pass:open sesame' -out legacy.PFX;"
                        "head -c 4096 /dev/zero > noise.bin; cp noise.bin noise.p12; mkfifo pipe");
}

static void
built_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  TestResult      *answer = user_data;
  SondeTlsContext *context = sonde_tls_context_build_finish (result, &answer->error);

  if (context != NULL)
    sonde_tls_context_unref (context);
  answer->done = TRUE;
}

static void
test_files (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (SondeTlsOptions) options = test_tls_make_options (row->ca, row->certificate, row->key);
  TestResult answer = { FALSE };

  sonde_secret_set (&options->key_passphrase, row->passphrase);
  sonde_tls_context_build_async (options, NULL, built_cb, &answer);
  test_result_wait (&answer);
  if (row->sentence != NULL)
    {
      g_autoptr (GString) sentence = g_string_new (row->sentence);

      g_string_replace (sentence, "FOLDER", test_tls_get_folder (), 0);
      test_tls_check_error (answer.error, sentence->str);
    }
  else
    {
      g_assert_no_error (answer.error);
    }
  test_result_clear (&answer);
}

int
main (int   argc,
      char *argv[])
{
  test_tls_init (&argc, &argv);

  make_files ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/tls-files/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_files);
    }

  return test_tls_run ();
}
