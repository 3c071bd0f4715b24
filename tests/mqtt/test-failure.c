/* test-failure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-failure"

#include "test-failure.h"

#include <string.h>

/* Generous: what is meant is a stall of seconds, not a busy machine. */
#define LONGEST_STALL_US (500 * 1000)

/* After the connect timeout, of a machine that does other things, too. */
#define GRACE_US (5 * G_USEC_PER_SEC)

SondeProfile *
test_failure_new_profile (const TestFailure *self,
                          guint16            port)
{
  SondeProfile        *profile = test_profile_new (port, self->version);
  SondeNetworkOptions *network = profile->network;

  profile->connect_timeout = TEST_FAILURE_TIMEOUT;
  profile->maximum_packet_size = self->maximum_packet_size;
  profile->tls->use_tls = self->use_tls;
  network->carrier = self->carrier;
  network->proxy = self->proxy;
  if (self->proxy == SONDE_PROXY_NONE)
    return profile;

  g_free (profile->host);
  profile->host = g_strdup ("broker.invalid");
  profile->port = 1883;
  g_free (network->proxy_host);
  network->proxy_host = g_strdup ("127.0.0.1");
  network->proxy_port = port;

  return profile;
}

static void
note_stage_cb (SondeSession *session,
               int           stage,
               const char   *detail,
               gint64        time,
               gpointer      user_data)
{
  g_assert_cmpint (time, >, 0);
  *(int *) user_data = stage;
}

void
test_failure_expect (const TestFailure  *self,
                     TestClient         *client,
                     const SondeProfile *profile)
{
  gint64        began = g_get_monotonic_time ();
  int           stage = -1;
  const GError *error;

  g_signal_connect (client->session, "stage", G_CALLBACK (note_stage_cb), &stage);
  sonde_session_connect (client->session, profile, NULL);
  while ((error = sonde_session_get_error (client->session)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_test_message ("%s", error->message);
  g_assert_error (error, SONDE_MQTT_ERROR, (int) self->code);
  g_assert_nonnull (strstr (error->message, self->words));
  g_assert_cmpint (stage, ==, self->stage);
  g_assert_cmpint (sonde_session_get_state (client->session), ==, self->then);
  g_assert_cmpint (client->max_stall, <, LONGEST_STALL_US);
  if (stage != SONDE_STAGE_ONLINE)
    g_assert_cmpint (g_get_monotonic_time () - began, <, profile->connect_timeout * G_USEC_PER_SEC + GRACE_US);

  sonde_session_disconnect (client->session);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_signal_handlers_disconnect_by_func (client->session, note_stage_cb, &stage);
}

void
test_failure_run (const TestFailure *self)
{
  g_autoptr (TestServer) server = test_server_new (self->manner, self->bytes, self->size);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_failure_new_profile (self, test_server_get_port (server));

  test_failure_expect (self, client, profile);
}
