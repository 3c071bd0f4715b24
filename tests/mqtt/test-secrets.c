/* test-secrets.c: no secret in what is logged, told of a stage, or said of an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sessions run in a process of their own, with all that debug messages tell, and
 * print each stage and error; the parent looks for the secrets in all that came out.
 */

#define G_LOG_DOMAIN "test-secrets"

#include "test-broker-process.h"
#include "test-failure.h"
#include "test-identity.h"
#include "test-proxy.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sonde-secret.h>
#include <stdio.h>
#include <string.h>

/* Each holds it; as a pre-shared key, which is hexadecimal, it reads otherwise. */
#define MARKER "correct-horse"
#define MARKER_HEX "c0ffee0ddba11"
#define MARKER_BASE64 "Y29ycmVjdC1ob3JzZ" /* of the marker where it begins at a multiple of 3, as in "ab:" */

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
print_stage_cb (SondeSession *session,
                int           stage,
                const char   *detail,
                gint64        time,
                gpointer      user_data)
{
  g_print ("stage %d: %s\n", stage, detail);
}

/* Connected, or failed: @fails */
static void
run_session (const SondeProfile *profile,
             gboolean            fails)
{
  g_autoptr (TestClient) client = test_client_new ();
  const GError *error;

  g_signal_connect (client->session, "stage", G_CALLBACK (print_stage_cb), NULL);
  sonde_session_connect (client->session, profile, MARKER);
  while ((error = sonde_session_get_error (client->session)) == NULL &&
         sonde_session_get_state (client->session) != SONDE_STATE_ONLINE)
    g_main_context_iteration (NULL, TRUE);

  g_print ("error: %s\n", error != NULL ? error->message : "none");
  g_assert_true ((error != NULL) == fails);
  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
}

/* All of them at once, whether used or not */
static SondeProfile *
make_profile (guint16 port)
{
  SondeProfile *profile = test_profile_new (port, SONDE_MQTT_5);

  profile->connect_timeout = 30;
  replace (&profile->user_name, "ab");
  replace (&profile->network->proxy_user, "ab");
  sonde_secret_set (&profile->network->proxy_password, MARKER);
  sonde_secret_set (&profile->tls->key_passphrase, MARKER);
  sonde_secret_set (&profile->tls->psk, MARKER_HEX "0");

  return profile;
}

static void
use_proxy (SondeProfile *profile,
           SondeProxy    kind,
           guint16       port)
{
  profile->network->proxy = kind;
  replace (&profile->network->proxy_host, "127.0.0.1");
  profile->network->proxy_port = port;
}

static void
run_proxies (void)
{
  static const SondeProxy kinds[] = { SONDE_PROXY_HTTP, SONDE_PROXY_SOCKS5 };
  g_autoptr (TestServer) broker = test_server_new (TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x03\x00\x00\x00"));
  g_autoptr (TestServer) refuses = test_server_new (TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x03\x00\x86\x00"));
  g_autoptr (TestProxy) open = test_proxy_new ("ab:" MARKER, test_server_get_port (broker));
  g_autoptr (TestProxy) refused = test_proxy_new ("ab:" MARKER, test_server_get_port (refuses));
  g_autoptr (TestProxy) locked = test_proxy_new ("ab:other", test_server_get_port (broker));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (1883);

      use_proxy (profile, kinds[i], test_proxy_get_port (open));
      run_session (profile, FALSE);
      use_proxy (profile, kinds[i], test_proxy_get_port (refused));
      run_session (profile, TRUE);
      use_proxy (profile, kinds[i], test_proxy_get_port (locked));
      run_session (profile, TRUE);
      use_proxy (profile, kinds[i], test_free_port ());
      run_session (profile, TRUE);
    }
}

/* The passphrase is right or wrong; the other side ends the handshake in any case. */
static void
run_tls (void)
{
  static const char *const passphrases[] = { MARKER, "other" };
  g_autofree char         *folder = g_dir_make_tmp ("sonde-secrets-XXXXXX", NULL);
  g_autofree char         *certificate = g_build_filename (folder, "client-cert.pem", NULL);
  g_autofree char         *key = g_build_filename (folder, "client-key.pem", NULL);
  g_autoptr (TestIdentity) client = test_identity_new (&(TestIdentityForm){ "client", "", "clientAuth" }, NULL);
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_RESETS, NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (passphrases); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (test_server_get_port (server));

      test_identity_write (client, folder, "client", passphrases[i]);
      profile->tls->use_tls = TRUE;
      replace (&profile->tls->client_certificate, certificate);
      replace (&profile->tls->client_key, key);
      run_session (profile, TRUE);
    }
  g_unlink (certificate);
  g_unlink (key);
  g_rmdir (folder);
}

/* A key that is one, and one that is none */
static void
run_psk (void)
{
  static const char *const keys[] = { MARKER_HEX "0", MARKER_HEX, MARKER };
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_RESETS, NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (SondeProfile) profile = make_profile (test_server_get_port (server));

      profile->tls->use_tls = TRUE;
      replace (&profile->tls->psk_identity, "ab");
      sonde_secret_set (&profile->tls->psk, keys[i]);
      run_session (profile, TRUE);
    }
}

static void
test_secrets (void)
{
  static const char *const secrets[] = { "*" MARKER "*", "*" MARKER_HEX "*", "*" MARKER_BASE64 "*" };

  if (g_test_subprocess ())
    {
      run_proxies ();
      run_tls ();
      run_psk ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();

  /* Each part was there … */
  g_test_trap_assert_stdout ("*stage 6: 127.0.0.1:1883*");
  g_test_trap_assert_stdout ("*refused the user name or password*");
  g_test_trap_assert_stdout ("*bad user name or password*");
  g_test_trap_assert_stdout ("*passphrase*");
  g_test_trap_assert_stdout ("*GLib-GIO-DEBUG*");

  /* … and no secret */
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_test_trap_assert_stdout_unmatched (secrets[i]);
      g_test_trap_assert_stderr_unmatched (secrets[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  test_client_init (&argc, &argv);
  g_test_add_func ("/secrets", test_secrets);

  return g_test_run ();
}
