/* test-tls-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-tls-fixture.h"

#include <sonde-mqtt-error.h>

#include <signal.h>

static TestIdentity *authority, *expired_authority, *foreign_authority;
static TestIdentity *identities[N_IDENTITIES];
static char         *folder;

/* clang-format off */
static const TestIdentityForm forms[N_IDENTITIES] = {
  [GOOD] = { "broker.example", "DNS:broker.example,DNS:mqtt.example,IP:192.0.2.7,IP:2001:db8::7" },
  [OTHER_CA] = { "broker.example", "DNS:broker.example" },
  [SELF_SIGNED] = { "broker.example", "DNS:broker.example" },
  [EXPIRED] = { "broker.example", "DNS:broker.example", NULL, "20190101000000Z", "20200102000000Z" },
  [EARLY] = { "broker.example", "DNS:broker.example", NULL, "20980102000000Z", "20990102000000Z" },
  [EXPIRED_CA] = { "broker.example", "DNS:broker.example" },
  [CLIENT_ONLY] = { "broker.example", "DNS:broker.example", "clientAuth" },
  [NAMELESS] = { "Some\x01thing", "email:a@b.example" },
  [WILD] = { "wild", "DNS:*.test.example" },
  [CLIENT] = { "client", "", "clientAuth" },
  [FOREIGN_CLIENT] = { "client", "", "clientAuth" },
};
/* clang-format on */

static const TestIdentity *
get_issuer (TestWho who)
{
  switch (who)
    {
    case OTHER_CA:
    case FOREIGN_CLIENT:
      return foreign_authority;
    case SELF_SIGNED:
      return NULL;
    case EXPIRED_CA:
      return expired_authority;
    default:
      return authority;
    }
}

static void
make_identities (void)
{
  authority = test_identity_new (&(TestIdentityForm){ "Test Authority" }, NULL);
  foreign_authority = test_identity_new (&(TestIdentityForm){ "Foreign Authority" }, NULL);
  expired_authority = test_identity_new (&(TestIdentityForm){ "Old Authority", .begins = "20190101000000Z", .ends = "20200102000000Z" }, NULL);
  for (guint i = 0; i < N_IDENTITIES; i++)
    identities[i] = test_identity_new (&forms[i], get_issuer (i));

  test_identity_write (authority, folder, "ca", NULL);
  test_identity_write (expired_authority, folder, "old-ca", NULL);
  test_identity_write (identities[SELF_SIGNED], folder, "self", NULL);
  test_identity_write (identities[CLIENT], folder, "client", NULL);
  test_identity_write (identities[CLIENT], folder, "encrypted", "open sesame");
  test_identity_write (identities[FOREIGN_CLIENT], folder, "foreign", NULL);
}

static void
free_identities (void)
{
  test_identity_free (authority);
  test_identity_free (foreign_authority);
  test_identity_free (expired_authority);
  for (guint i = 0; i < N_IDENTITIES; i++)
    test_identity_free (identities[i]);
}

/* @name "ca-cert.pem"; "" stays "" */
static char *
dup_path (const char *name)
{
  return name == NULL || *name == '\0' ? g_strdup ("") : g_build_filename (folder, name, NULL);
}

static void
set_path (char      **field,
          const char *name)
{
  g_free (*field);
  *field = dup_path (name);
}

void
test_tls_connected_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  TestResult *answer = user_data;

  answer->chain = sonde_tls_connect_dup_chain (result);
  answer->stream = sonde_tls_connect_finish (result, &answer->error);
  answer->done = TRUE;
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  TestResult *answer = user_data;

  answer->n_read = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &answer->error);
  answer->done = TRUE;
}

void
test_result_wait (TestResult *answer)
{
  while (!answer->done)
    g_main_context_iteration (NULL, TRUE);
  answer->done = FALSE;
}

void
test_result_clear (TestResult *answer)
{
  g_clear_object (&answer->stream);
  g_clear_pointer (&answer->chain, sonde_chain_unref);
  g_clear_error (&answer->error);
}

void
test_tls_connect (GIOStream             *base,
                  const SondeTlsOptions *options,
                  const char            *host,
                  TestResult            *answer)
{
  sonde_tls_connect_async (base, options, host, NULL, test_tls_connected_cb, answer);
  test_result_wait (answer);
}

SondeTlsOptions *
test_tls_make_options (const char *ca,
                       const char *certificate,
                       const char *key)
{
  SondeTlsOptions *options = sonde_tls_options_new ();

  options->use_tls = TRUE;
  set_path (&options->ca_file, ca);
  set_path (&options->client_certificate, certificate);
  set_path (&options->client_key, key);

  return options;
}

void
test_tls_check_error (const GError *error,
                      const char   *sentence)
{
  g_autoptr (GString) expected = g_string_new (sentence);

  test_replace_today (expected);
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, expected->str);
  if (g_str_has_prefix (sentence, "The connection was closed"))
    g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL);
  else if (g_str_has_prefix (sentence, "What answers there does not speak TLS"))
    g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_NO_TLS);
  else
    g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS);
}

void
test_tls_read (GInputStream *input,
               void         *buffer,
               gsize         size,
               TestResult   *result)
{
  g_input_stream_read_async (input, buffer, size, G_PRIORITY_DEFAULT, NULL, read_cb, result);
  test_result_wait (result);
}

void
test_tls_run_command (const char *command)
{
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  char *argv[] = { "/bin/sh", "-ec", (char *) command, NULL };
  int   status = 0;

  g_assert_true (g_spawn_sync (folder, argv, NULL, 0, NULL, NULL, NULL, &errors, &status, &error));
  if (status != 0)
    g_error ("%s: %s", command, errors);
}

const char *
test_tls_get_folder (void)
{
  return folder;
}

const TestIdentity *
test_tls_get_identity (TestWho who)
{
  return identities[who];
}

const TestIdentity *
test_tls_get_authority (void)
{
  return authority;
}

void
test_tls_init (int    *argc,
               char ***argv)
{
  g_test_init (argc, argv, NULL);
  signal (SIGPIPE, SIG_IGN); /* the servers write to who has gone */

  folder = g_dir_make_tmp ("sonde-tls-XXXXXX", NULL);
  g_assert_nonnull (folder);
  make_identities ();
}

int
test_tls_run (void)
{
  int status = g_test_run ();

  free_identities ();
  test_tls_run_command ("rm -r \"$PWD\"");
  g_free (folder);

  return status;
}
