/* test-takeover.c: two clients with one client id do not fight for ever
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-takeover"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-server.h"

#include <sonde-mqtt-error.h>
#include <string.h>

static SondeProfile *
make_profile (guint16          port,
              SondeMqttVersion version)
{
  SondeProfile *profile = test_profile_new (port, version);

  g_free (profile->client_id);
  profile->client_id = g_strdup ("twin");
  profile->reconnect = TRUE;
  profile->first_delay = 1;
  profile->greatest_delay = 1;

  return profile;
}

static void
assert_taken_over (TestClient *client)
{
  const GError *error = sonde_session_get_error (client->session);

  g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TAKEN_OVER);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "client ID “twin”"));
}

/* Accepts, and closes without a word: twice, and no third time. */
static void
test_cut_twice (void)
{
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_HANGS_UP, "\x20\x02\x00\x00", 4);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = make_profile (test_server_get_port (server), SONDE_MQTT_3_1_1);

  sonde_session_connect (client->session, profile, NULL);
  test_client_wait_state (client, SONDE_STATE_WAITING);
  g_assert_error (sonde_session_get_error (client->session), SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CUT);

  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_assert_cmpuint (client->n_connacks, ==, 2);
  assert_taken_over (client);
}

static gboolean
is_settled (TestClient *client)
{
  return sonde_session_get_state (client->session) == SONDE_STATE_IDLE;
}

/* Each comes back when the other has taken its place, until one gives in and the other stays.
 * In MQTT 5 a broker may say why (0x8E), or close without a word as in MQTT 3. */
static void
test_fight (gconstpointer data)
{
  SondeMqttVersion version = GPOINTER_TO_INT (data);
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) a = NULL;
  g_autoptr (TestClient) b = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  TestClient *winner;

  if (broker == NULL)
    return;

  profile = make_profile (test_broker_get_port (broker), version);
  a = test_client_new ();
  b = test_client_new ();
  test_client_connect (a, profile, NULL);
  test_client_connect (b, profile, NULL);
  while (!is_settled (a) && !is_settled (b))
    g_main_context_iteration (NULL, TRUE);

  winner = is_settled (a) ? b : a;
  test_client_wait_state (winner, SONDE_STATE_ONLINE);
  assert_taken_over (is_settled (a) ? a : b);
  g_assert_cmpuint (a->n_connacks + b->n_connacks, <=, 6);
  test_client_disconnect (winner);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);
  g_test_add_func ("/takeover/cut-twice", test_cut_twice);
  g_test_add_data_func ("/takeover/fight-3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_fight);
  g_test_add_data_func ("/takeover/fight-5", GINT_TO_POINTER (SONDE_MQTT_5), test_fight);
  return g_test_run ();
}
