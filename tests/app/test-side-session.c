/* test-side-session.c: Sonde's own connection beside the user's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"

#include "test-broker-process.h"

#include <sonde-session-beside.h>
#include <sonde-side-session.h>

#include <string.h>

static const SondeMqttVersion versions[] = { SONDE_MQTT_3_1, SONDE_MQTT_3_1_1, SONDE_MQTT_5 };

static gboolean
has_settled (gpointer session)
{
  SondeState state = sonde_session_get_state (session);

  return state == SONDE_STATE_ONLINE || state == SONDE_STATE_IDLE;
}

static gboolean
is_gone (gpointer session)
{
  return *(gpointer *) session == NULL;
}

static gboolean
has_messages (gpointer n)
{
  return *(guint *) n > 0;
}

static void
messages_cb (SondeSession *session,
             SondeSegment *segment,
             guint         count,
             guint        *n)
{
  for (guint i = 0; i < count; i++)
    if (sonde_record_get_kind (sonde_segment_get_record (segment, i)) == SONDE_MESSAGE_RECEIVED)
      *n = i + 1;
}

static SondeConnection *
connect_with_will (ConnectionFixture *fixture,
                   TestBroker        *broker,
                   SondeMqttVersion   version)
{
  SondeConnection *connection =
    connection_fixture_add (fixture, test_broker_get_port (broker), version, "bci_123456", FALSE);
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));

  g_free (profile->will->topic);
  profile->will->topic = g_strdup ("will");
  sonde_connection_set_profile (connection, profile);
  connection_connect (connection);

  return connection;
}

/* It hears what it asks for; the user's connection, session and log know nothing of it, and no
 * will is sent when it goes. */
static void
test_apart (ConnectionFixture *fixture,
            gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);

  if (broker == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      SondeConnection *connection = connect_with_will (fixture, broker, versions[i]);
      g_auto (SondeSubscribeOptions) options = { 0 };
      g_autoptr (GPtrArray) received = NULL;
      SondeSession *side;
      guint         n = 0;

      sonde_subscribe_options_init (&options, 0);
      connection_subscribe (connection, "#", 1);
      side = sonde_side_session_open (connection);
      g_assert_nonnull (side);
      g_object_add_weak_pointer (G_OBJECT (side), (gpointer *) &side);
      g_signal_connect (side, "messages", G_CALLBACK (messages_cb), &n);
      connection_wait ("a connection beside", has_settled, side);
      g_assert_no_error (sonde_session_get_error (side));
      g_assert_cmpstr (sonde_session_get_profile (side)->client_id, !=, "bci_123456");

      sonde_session_subscribe (side, "$SYS/broker/version", &options);
      connection_wait ("a retained message", has_messages, &n);

      sonde_session_close_beside (side);
      connection_wait ("its end", is_gone, &side);
      connection_publish_text (connection, "after", "", 1, FALSE);
      connection_wait_for_received (connection, "after", 1);
      received = connection_get_received (connection, "#");
      g_assert_cmpuint (received->len, ==, 1);
      g_assert_true (sonde_connection_get_online (connection));
      connection_disconnect (connection);
    }
}

static void
test_offline (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeConnection *connection = connection_fixture_add (fixture, test_free_port (), SONDE_MQTT_5, "x", TRUE);

  g_assert_null (sonde_side_session_open (connection));
}

static void
test_not_let_in (ConnectionFixture *fixture,
                 gconstpointer      data)
{
  g_autoptr (TestBroker) broker = test_broker_new ("clientid_prefixes only-\n");
  SondeConnection *connection;
  SondeSession    *side;

  if (broker == NULL)
    return;

  connection = connection_fixture_add (fixture, test_broker_get_port (broker), SONDE_MQTT_5, "only-such", TRUE);
  connection_connect (connection);
  side = sonde_side_session_open (connection);
  connection_wait ("the refusal", has_settled, side);
  g_assert_cmpint (sonde_session_get_state (side), ==, SONDE_STATE_IDLE);
  g_assert_nonnull (sonde_session_get_error (side));
  sonde_session_close_beside (side);
  g_assert_true (sonde_connection_get_online (connection));
}

static void
set_up (ConnectionFixture *fixture,
        gconstpointer      data)
{
  connection_fixture_set_up (fixture);
}

static void
tear_down (ConnectionFixture *fixture,
           gconstpointer      data)
{
  connection_fixture_tear_down (fixture);
}

static void
add (const char *path,
     void (*test) (ConnectionFixture *, gconstpointer))
{
  g_test_add (path, ConnectionFixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/side-session/apart", test_apart);
  add ("/side-session/offline", test_offline);
  add ("/side-session/not-let-in", test_not_let_in);

  return g_test_run ();
}
