/* test-session-leaks.c: what failed or was cancelled leaves nothing behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-leaks"

#include "test-broker-process.h"
#include "test-census.h"
#include "test-failure.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#define N_ATTEMPTS 1000

/* ---- Failed ---- */

/* Each fails at once. */
/* clang-format off */
static const TestFailure ways[] = {
  { "slams", SONDE_MQTT_5, TEST_SERVER_SLAMS, NULL, 0 },
  { "hangs-up", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0 },
  { "refuses", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x03\x00\x87\x00") },
  { "resets", SONDE_MQTT_5, TEST_SERVER_RESETS, TEST_BYTES ("\x20\x03\x00\x00\x00") },
  { "takes-over", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x03\x00\x00\x00" "\xe0\x01\x8e") },
  { "malformed", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x05\x00\x00\x02\x7e\x01") },
  { "floods", SONDE_MQTT_5, TEST_SERVER_FLOODS, TEST_BYTES ("\x20\x03\x00\x00\x00" "\x20\x03\x00\x00\x00") },
  { "ssh", SONDE_MQTT_3_1_1, TEST_SERVER_ANSWERS, TEST_BYTES ("SSH-2.0-OpenSSH_9.2\r\n") },
  { "no-tls", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("\x20\x03\x00\x00\x00"), .use_tls = TRUE },
  { "tls-resets", SONDE_MQTT_5, TEST_SERVER_RESETS, NULL, 0, .use_tls = TRUE },
  { "no-websocket", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 404 Not Found\r\n\r\n"),
    .carrier = SONDE_CARRIER_WEBSOCKET },
  { "http-forbidden", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("HTTP/1.1 403 Forbidden\r\n\r\n"),
    .proxy = SONDE_PROXY_HTTP },
  { "http-hangs-up", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0, .proxy = SONDE_PROXY_HTTP },
  { "socks-refused", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x05\x00\x05\x05"), .proxy = SONDE_PROXY_SOCKS5 },
  { "socks-resets", SONDE_MQTT_5, TEST_SERVER_RESETS, TEST_BYTES ("\x05\x00"), .proxy = SONDE_PROXY_SOCKS5 },
  { "socket", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0, .carrier = SONDE_CARRIER_UNIX },
};
/* clang-format on */

static void
fail_once (TestClient         *client,
           const SondeProfile *profile)
{
  sonde_session_connect (client->session, profile, NULL);
  while (sonde_session_get_error (client->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
}

static void
fail_often (guint n)
{
  static guint16 nobody; /* there; one port for all, as each that is given keeps a descriptor */
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func ((GDestroyNotify) test_server_free);
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      TestServer   *server = test_server_new (ways[i].manner, ways[i].bytes, ways[i].size);
      SondeProfile *profile = test_failure_new_profile (&ways[i], test_server_get_port (server));

      /* They are to fail by themselves, however busy the machine is. */
      profile->connect_timeout = 60;
      g_free (profile->network->socket_path);
      profile->network->socket_path = g_strdup ("/nonexistent");
      g_ptr_array_add (servers, server);
      g_ptr_array_add (profiles, profile);
    }
  if (nobody == 0)
    nobody = test_free_port ();
  g_ptr_array_add (profiles, test_profile_new (nobody, SONDE_MQTT_5));

  for (guint i = 0; i < n; i++)
    fail_once (client, g_ptr_array_index (profiles, i % profiles->len));
}

static void
test_failed (void)
{
  TestCensus before;
  gint64     began;

  /* What lasts is made first, such as the network monitor's socket and the pool of workers. */
  fail_often (100);
  before = test_census_take ();

  began = g_get_monotonic_time ();
  fail_often (N_ATTEMPTS);
  g_test_message ("%u attempts in %.1f s; %u descriptors, %u threads", N_ATTEMPTS,
                  (g_get_monotonic_time () - began) / (double) G_USEC_PER_SEC, before.descriptors, before.threads);

  test_census_wait_back (&before);
  g_assert_cmpuint (test_census_take ().children, ==, 0);
}

/* ---- Cancelled ---- */

typedef struct
{
  TestFailure way;
  SondeStage  stage;
} Halt;

/* In every stage, and nothing is left. */
static void
test_cancelled (void)
{
  static const Halt halts[] = {
    { { .version = SONDE_MQTT_5, .manner = TEST_SERVER_NOT_TAKEN }, SONDE_STAGE_TCP },
    { { .version = SONDE_MQTT_5, .manner = TEST_SERVER_ANSWERS, .proxy = SONDE_PROXY_SOCKS5 }, SONDE_STAGE_PROXY },
    { { .version = SONDE_MQTT_5, .manner = TEST_SERVER_ANSWERS, .proxy = SONDE_PROXY_HTTP }, SONDE_STAGE_PROXY },
    { { .version = SONDE_MQTT_5, .manner = TEST_SERVER_ANSWERS, .use_tls = TRUE }, SONDE_STAGE_TLS },
    { { .version = SONDE_MQTT_5, .manner = TEST_SERVER_ANSWERS, .carrier = SONDE_CARRIER_WEBSOCKET }, SONDE_STAGE_WEBSOCKET },
    { { .version = SONDE_MQTT_5, .manner = TEST_SERVER_ANSWERS }, SONDE_STAGE_CONNECT },
  };
  TestCensus before;

  fail_often (G_N_ELEMENTS (ways));
  before = test_census_take ();
  for (guint i = 0; i < G_N_ELEMENTS (halts); i++)
    {
      g_autoptr (TestServer) server = test_server_new (halts[i].way.manner, NULL, 0);
      g_autoptr (TestClient) client = test_client_new ();
      g_autoptr (SondeProfile) profile = test_failure_new_profile (&halts[i].way, test_server_get_port (server));

      profile->connect_timeout = 60;
      sonde_session_connect (client->session, profile, NULL);
      while (sonde_session_get_stage (client->session) != halts[i].stage)
        g_main_context_iteration (NULL, TRUE);
      test_client_disconnect (client);
      g_assert_cmpuint (client->n_records, ==, 0);

      /* Gone in the middle of an attempt */
      sonde_session_connect (client->session, profile, NULL);
      while (sonde_session_get_stage (client->session) != halts[i].stage)
        g_main_context_iteration (NULL, TRUE);
    }
  test_census_wait_back (&before);
}

/* The private sockets lived here. */
static void
assert_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-test-runtime-XXXXXX", NULL);
  int              result;

  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  test_client_init (&argc, &argv);

  g_test_add_func ("/session-leaks/failed", test_failed);
  g_test_add_func ("/session-leaks/cancelled", test_cancelled);

  result = g_test_run ();
  assert_empty (folder);
  g_rmdir (folder);

  return result;
}
