/* test-session-broker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-broker"

#include "test-broker-process.h"
#include "test-client.h"

#include <sonde-mqtt-error.h>
#include <string.h>

static void
test_connect (gconstpointer data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), GPOINTER_TO_INT (data));
  test_client_connect (client, profile, NULL);
  g_assert_false (sonde_session_get_session_present (client->session));

  test_client_subscribe (client, "test/#", 1, SONDE_GRANT_GRANTED, 1);
  for (guint qos = 0; qos <= 2; qos++)
    {
      SondePublishResult result;

      test_client_publish (client, "test/a", "hello", 5, qos, FALSE, &result);
      g_assert_cmpuint (result.reason, ==, 0);
      g_assert_true (qos == 0 ? result.round_trip == -1 : result.round_trip >= 0);
    }
  test_client_wait_received (client, 3);
  test_client_disconnect (client);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  g_test_add_data_func ("/session-broker/connect/3.1", GINT_TO_POINTER (SONDE_MQTT_3_1), test_connect);
  g_test_add_data_func ("/session-broker/connect/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_connect);
  g_test_add_data_func ("/session-broker/connect/5", GINT_TO_POINTER (SONDE_MQTT_5), test_connect);

  return g_test_run ();
}
