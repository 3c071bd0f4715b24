/* test-session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session"

#include "fake-transport.h"
#include "test-plain.h"

#include <sonde-mqtt-error.h>
#include <sonde-session.h>

typedef struct
{
  FakeTransport *transport;
  SondeSession  *session;
  SondeProfile  *profile;
  GString       *changed; /* filters, as told */
  guint          n_acked;
} Fixture;

static void
filter_changed_cb (Fixture    *fixture,
                   const char *filter)
{
  g_string_append_printf (fixture->changed, "%s ", filter);
}

static void
acked_cb (Fixture *fixture)
{
  fixture->n_acked++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->transport = fake_transport_new ();
  fixture->session = sonde_session_new (SONDE_TRANSPORT (fixture->transport));
  fixture->profile = sonde_profile_new ();
  fixture->changed = g_string_new (NULL);
  g_signal_connect_swapped (fixture->session, "filter-changed", G_CALLBACK (filter_changed_cb), fixture);
  g_signal_connect_swapped (fixture->session, "acked", G_CALLBACK (acked_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->transport);
  sonde_profile_free (fixture->profile);
  g_string_free (fixture->changed, TRUE);
}

static void
go_online (Fixture *fixture,
           gboolean session_present)
{
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_assert_log (fixture->transport, "open");
  fake_transport_connack (fixture->transport, 0, session_present);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_ONLINE);
}

/* Ends a session that a test left connected. */
static void
hang_up (Fixture *fixture)
{
  sonde_session_disconnect (fixture->session);
  fake_transport_closed (fixture->transport, -1, FALSE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_IDLE);
}

static void
assert_error (Fixture *fixture,
              int      code)
{
  g_assert_error (sonde_session_get_error (fixture->session), SONDE_MQTT_ERROR, code);
}

/* ---- Connecting ---- */

static void
test_connects (Fixture      *fixture,
               gconstpointer data)
{
  sonde_session_connect (fixture->session, fixture->profile, "secret");
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_CONNECTING);
  fake_transport_stage (fixture->transport, SONDE_STAGE_TCP);
  g_assert_cmpint (sonde_session_get_stage (fixture->session), ==, SONDE_STAGE_TCP);
  fake_transport_connack (fixture->transport, 0, TRUE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_ONLINE);
  g_assert_true (sonde_session_get_session_present (fixture->session));

  hang_up (fixture);
  g_assert_no_error (sonde_session_get_error (fixture->session));
  fake_transport_assert_log (fixture->transport, "open close");
}

static void
test_refused_stays_idle (Fixture      *fixture,
                         gconstpointer data)
{
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack (fixture->transport, 0x87, FALSE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_CONNECTING);
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_REFUSED, FALSE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_IDLE);
  assert_error (fixture, SONDE_MQTT_ERROR_REFUSED);

  /* The next attempt forgets the last one's error. */
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  g_assert_no_error (sonde_session_get_error (fixture->session));
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_CONNECT, TRUE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_IDLE);
}

static void
test_lost_waits_and_retries (Fixture      *fixture,
                             gconstpointer data)
{
  go_online (fixture, FALSE);
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_WAITING);
  g_assert_cmpint (sonde_session_get_retry_at (fixture->session), >, g_get_monotonic_time ());
  assert_error (fixture, SONDE_MQTT_ERROR_LOST);

  while (sonde_session_get_state (fixture->session) == SONDE_STATE_WAITING)
    g_main_context_iteration (NULL, TRUE);
  fake_transport_assert_log (fixture->transport, "open-again");
  g_assert_cmpint (sonde_session_get_retry_at (fixture->session), ==, 0);
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_CONNECT, TRUE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_WAITING);

  sonde_session_retry_now (fixture->session);
  fake_transport_assert_log (fixture->transport, "open-again");
  fake_transport_connack (fixture->transport, 0, FALSE);
  g_assert_no_error (sonde_session_get_error (fixture->session));

  /* Waiting can be stopped. */
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  sonde_session_disconnect (fixture->session);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_IDLE);
  fake_transport_assert_log (fixture->transport, "");
}

static void
test_connect_while_online (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (SondeProfile) other = sonde_profile_copy (fixture->profile);

  go_online (fixture, FALSE);
  other->version = SONDE_MQTT_3_1_1;
  sonde_session_connect (fixture->session, other, NULL);
  fake_transport_assert_log (fixture->transport, "close");
  g_assert_cmpint (sonde_session_get_version (fixture->session), ==, SONDE_MQTT_5);
  fake_transport_closed (fixture->transport, -1, FALSE);
  fake_transport_assert_log (fixture->transport, "open");
  g_assert_cmpint (sonde_session_get_version (fixture->session), ==, SONDE_MQTT_3_1_1);
  hang_up (fixture);
}

static void
test_disposes_in_any_state (Fixture      *fixture,
                            gconstpointer data)
{
  SondeState state = GPOINTER_TO_INT (data);

  if (state != SONDE_STATE_IDLE)
    sonde_session_connect (fixture->session, fixture->profile, NULL);
  if (state == SONDE_STATE_ONLINE || state == SONDE_STATE_WAITING || state == SONDE_STATE_DISCONNECTING)
    fake_transport_connack (fixture->transport, 0, FALSE);
  if (state == SONDE_STATE_WAITING)
    fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  if (state == SONDE_STATE_DISCONNECTING)
    sonde_session_disconnect (fixture->session);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, state);
  /* tear_down asserts that nothing holds it, and closes what is open. */
}

/* ---- Subscriptions ---- */

static void
assert_grant (Fixture    *fixture,
              const char *filter,
              SondeGrant  grant,
              guint8      code)
{
  guint8 actual;

  g_assert_cmpint (sonde_session_get_grant (fixture->session, filter, &actual), ==, grant);
  if (grant == SONDE_GRANT_GRANTED || grant == SONDE_GRANT_REFUSED)
    g_assert_cmpuint (actual, ==, code);
}

static void
test_subscribes (Fixture      *fixture,
                 gconstpointer data)
{
  test_plain_subscribe (fixture->session, "early", 2);
  assert_grant (fixture, "early", SONDE_GRANT_NONE, 0);
  test_plain_subscribe (fixture->session, "wanted", 1);

  go_online (fixture, FALSE);
  fake_transport_assert_log (fixture->transport, "subscribe:1:early:2 subscribe:2:wanted:1");
  assert_grant (fixture, "early", SONDE_GRANT_PENDING, 0);

  test_plain_subscribe (fixture->session, "late/#", 0);
  fake_transport_assert_log (fixture->transport, "subscribe:3:late/#:0");
  /* Answers may come in any order. */
  fake_transport_suback (fixture->transport, 3, 0);
  fake_transport_suback (fixture->transport, 1, 1);
  fake_transport_suback (fixture->transport, 2, 0x87);
  assert_grant (fixture, "early", SONDE_GRANT_GRANTED, 1);
  assert_grant (fixture, "wanted", SONDE_GRANT_REFUSED, 0x87);
  assert_grant (fixture, "late/#", SONDE_GRANT_GRANTED, 0);
  g_assert_true (g_str_has_suffix (fixture->changed->str, "late/# early wanted "));

  sonde_session_unsubscribe (fixture->session, "early");
  assert_grant (fixture, "early", SONDE_GRANT_NONE, 0);
  fake_transport_assert_log (fixture->transport, "unsubscribe:4:early");
  fake_transport_unsuback (fixture->transport, 4);
  hang_up (fixture);
}

static void
test_last_command_counts (Fixture      *fixture,
                          gconstpointer data)
{
  go_online (fixture, FALSE);
  test_plain_subscribe (fixture->session, "a", 0);
  sonde_session_unsubscribe (fixture->session, "a");
  test_plain_subscribe (fixture->session, "a", 2);
  fake_transport_assert_log (fixture->transport, "subscribe:1:a:0 unsubscribe:2:a subscribe:3:a:2");
  fake_transport_suback (fixture->transport, 1, 0);
  assert_grant (fixture, "a", SONDE_GRANT_PENDING, 0);
  fake_transport_unsuback (fixture->transport, 2);
  assert_grant (fixture, "a", SONDE_GRANT_PENDING, 0);
  fake_transport_suback (fixture->transport, 3, 2);
  assert_grant (fixture, "a", SONDE_GRANT_GRANTED, 2);
  hang_up (fixture);
}

static void
lose_and_come_back (Fixture *fixture,
                    gboolean session_present)
{
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  sonde_session_retry_now (fixture->session);
  fake_transport_assert_log (fixture->transport, "open-again");
  fake_transport_connack (fixture->transport, 0, session_present);
}

/* Three filters granted, tokens 1 to 3, in a session that lasts. */
static void
subscribe_three (Fixture *fixture)
{
  fixture->profile->session_expiry = 60;
  go_online (fixture, FALSE);
  test_plain_subscribe (fixture->session, "a", 0);
  test_plain_subscribe (fixture->session, "b", 1);
  test_plain_subscribe (fixture->session, "c", 2);
  fake_transport_suback (fixture->transport, 1, 0);
  fake_transport_suback (fixture->transport, 2, 1);
  fake_transport_suback (fixture->transport, 3, 2);
  fake_transport_assert_log (fixture->transport, "subscribe:1:a:0 subscribe:2:b:1 subscribe:3:c:2");
}

static void
test_session_gone_subscribes_all (Fixture      *fixture,
                                  gconstpointer data)
{
  subscribe_three (fixture);
  lose_and_come_back (fixture, FALSE);
  fake_transport_assert_log (fixture->transport, "subscribe:4:a:0 subscribe:5:b:1 subscribe:6:c:2");
  assert_grant (fixture, "a", SONDE_GRANT_PENDING, 0);
  hang_up (fixture);
}

static void
test_session_present_sends_difference (Fixture      *fixture,
                                       gconstpointer data)
{
  subscribe_three (fixture);
  lose_and_come_back (fixture, TRUE);
  fake_transport_assert_log (fixture->transport, "");
  assert_grant (fixture, "c", SONDE_GRANT_GRANTED, 2);

  /* What changed meanwhile is made up for, unsubscribes first. */
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  assert_grant (fixture, "a", SONDE_GRANT_GRANTED, 0);
  sonde_session_unsubscribe (fixture->session, "b");
  test_plain_subscribe (fixture->session, "a", 1);
  test_plain_subscribe (fixture->session, "d", 0);
  sonde_session_retry_now (fixture->session);
  fake_transport_connack (fixture->transport, 0, TRUE);
  fake_transport_assert_log (fixture->transport, "open-again unsubscribe:4:b subscribe:5:a:1 subscribe:6:d:0");
  hang_up (fixture);
}

/* What was asked for and not answered may be held, or not. */
static void
test_unanswered_is_asked_again (Fixture      *fixture,
                                gconstpointer data)
{
  subscribe_three (fixture);
  test_plain_subscribe (fixture->session, "d", 0);
  test_plain_subscribe (fixture->session, "e", 0);
  sonde_session_unsubscribe (fixture->session, "a");
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  assert_grant (fixture, "d", SONDE_GRANT_NONE, 0);
  sonde_session_unsubscribe (fixture->session, "e");
  fake_transport_assert_log (fixture->transport, "subscribe:4:d:0 subscribe:5:e:0 unsubscribe:6:a");
  sonde_session_retry_now (fixture->session);
  fake_transport_connack (fixture->transport, 0, TRUE);
  fake_transport_assert_log (fixture->transport, "open-again unsubscribe:7:a,e subscribe:8:d:0");
  hang_up (fixture);
}

static void
test_other_broker_holds_nothing (Fixture      *fixture,
                                 gconstpointer data)
{
  subscribe_three (fixture);
  hang_up (fixture);
  fake_transport_assert_log (fixture->transport, "close");
  assert_grant (fixture, "b", SONDE_GRANT_GRANTED, 1);
  fixture->profile->port++;
  go_online (fixture, TRUE);
  fake_transport_assert_log (fixture->transport, "subscribe:4:a:0 subscribe:5:b:1 subscribe:6:c:2");
  hang_up (fixture);
}

/* ---- Publishing ---- */

typedef struct
{
  gboolean           done;
  GError            *error;
  SondePublishResult result;
} Outcome;

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Outcome *outcome = user_data;

  g_assert_false (outcome->done);
  outcome->done = TRUE;
  sonde_session_publish_finish (SONDE_SESSION (source), result, &outcome->result, &outcome->error);
}

static void
publish (Fixture    *fixture,
         const char *topic,
         guint8      qos,
         Outcome    *outcome)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("payload", 7);

  *outcome = (Outcome){ 0 };
  test_plain_publish (fixture->session, topic, payload, qos, FALSE, published_cb, outcome);
}

static void
assert_outcome (Outcome *outcome,
                int      code)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (outcome->done);
  if (code < 0)
    g_assert_no_error (outcome->error);
  else
    g_assert_error (outcome->error, SONDE_MQTT_ERROR, code);
  g_clear_error (&outcome->error);
}

static void
test_publishes (Fixture      *fixture,
                gconstpointer data)
{
  Outcome zero, one, two, bad;

  publish (fixture, "a", 0, &bad);
  assert_outcome (&bad, SONDE_MQTT_ERROR_OFFLINE);
  go_online (fixture, FALSE);
  publish (fixture, "a/+", 0, &bad);
  assert_outcome (&bad, SONDE_MQTT_ERROR_INVALID);
  fake_transport_assert_log (fixture->transport, "");

  publish (fixture, "a", 0, &zero);
  publish (fixture, "b", 1, &one);
  publish (fixture, "c", 2, &two);
  fake_transport_assert_log (fixture->transport, "publish:1:a:0 publish:2:b:1 publish:3:c:2");
  fake_transport_published (fixture->transport, 1, 10, 1000);
  fake_transport_published (fixture->transport, 2, 11, 1000);
  fake_transport_published (fixture->transport, 3, 12, 1000);
  assert_outcome (&zero, -1);
  g_assert_cmpuint (zero.result.serial, ==, 10);
  g_assert_cmpint (zero.result.round_trip, ==, -1);
  g_assert_false (one.done);

  fake_transport_acked (fixture->transport, 3, 0x97, 4000);
  fake_transport_acked (fixture->transport, 2, 0x10, 1250);
  assert_outcome (&one, -1);
  g_assert_cmpuint (one.result.serial, ==, 11);
  g_assert_cmpuint (one.result.reason, ==, 0x10);
  g_assert_cmpint (one.result.round_trip, ==, 250);
  assert_outcome (&two, SONDE_MQTT_ERROR_REFUSED);
  g_assert_cmpuint (fixture->n_acked, ==, 2);

  /* An answer nobody waits for */
  fake_transport_acked (fixture->transport, 2, 0, 9000);
  g_assert_cmpuint (fixture->n_acked, ==, 2);
  hang_up (fixture);
}

static void
test_publishes_survive_a_reconnect (Fixture      *fixture,
                                    gconstpointer data)
{
  Outcome zero, sent, unsent, lost;

  fixture->profile->session_expiry = 60;
  go_online (fixture, FALSE);
  publish (fixture, "a", 0, &zero);
  publish (fixture, "b", 1, &sent);
  publish (fixture, "c", 1, &unsent);
  fake_transport_published (fixture->transport, 2, 5, 1000);
  fake_transport_assert_log (fixture->transport, "publish:1:a:0 publish:2:b:1 publish:3:c:1");

  lose_and_come_back (fixture, TRUE);
  assert_outcome (&zero, SONDE_MQTT_ERROR_LOST);
  fake_transport_assert_log (fixture->transport, "publish:3:c:1");
  fake_transport_acked (fixture->transport, 2, 0, 2000);
  assert_outcome (&sent, -1);
  fake_transport_published (fixture->transport, 3, 9, 3000);
  fake_transport_acked (fixture->transport, 3, 0, 4000);
  assert_outcome (&unsent, -1);

  /* Without the session they are lost. */
  publish (fixture, "d", 2, &lost);
  fake_transport_assert_log (fixture->transport, "publish:4:d:2");
  lose_and_come_back (fixture, FALSE);
  assert_outcome (&lost, SONDE_MQTT_ERROR_LOST);

  /* And when the session is given up */
  publish (fixture, "e", 2, &lost);
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, FALSE);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_IDLE);
  assert_outcome (&lost, SONDE_MQTT_ERROR_LOST);
}

static void
test_disconnect_fails_what_waits (Fixture      *fixture,
                                  gconstpointer data)
{
  Outcome waiting, late;

  go_online (fixture, FALSE);
  publish (fixture, "a", 1, &waiting);
  sonde_session_disconnect (fixture->session);
  publish (fixture, "b", 1, &late);
  assert_outcome (&late, SONDE_MQTT_ERROR_OFFLINE);
  fake_transport_closed (fixture->transport, -1, FALSE);
  assert_outcome (&waiting, SONDE_MQTT_ERROR_LOST);
}

static void
test_keeps_to_limits (Fixture      *fixture,
                      gconstpointer data)
{
  /* Maximum Packet Size 18, Maximum QoS 1, no retained messages */
  static const guint8 limits[] = { 39, 0, 0, 0, 18, 36, 1, 37, 0 };
  g_autoptr (GBytes) payload = g_bytes_new_static ("payload", 7);
  Outcome outcome;

  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack_with_properties (fixture->transport, limits, sizeof limits);
  fake_transport_assert_log (fixture->transport, "open");

  publish (fixture, "ab", 0, &outcome);
  assert_outcome (&outcome, SONDE_MQTT_ERROR_TOO_LARGE);
  publish (fixture, "a", 2, &outcome);
  assert_outcome (&outcome, SONDE_MQTT_ERROR_INVALID);
  outcome = (Outcome){ 0 };
  test_plain_publish (fixture->session, "a", payload, 0, TRUE, published_cb, &outcome);
  assert_outcome (&outcome, SONDE_MQTT_ERROR_INVALID);
  fake_transport_assert_log (fixture->transport, "");

  publish (fixture, "a", 1, &outcome);
  fake_transport_assert_log (fixture->transport, "publish:1:a:1");
  fake_transport_acked (fixture->transport, 1, 0, 0);
  assert_outcome (&outcome, -1);
  hang_up (fixture);
}

/* Refused on this side of the socket: no row of the log was sent, so none has an answer. */
static void
test_refused_unsent (Fixture      *fixture,
                     gconstpointer data)
{
  Outcome outcome = { 0 };

  go_online (fixture, FALSE);
  publish (fixture, "a", 1, &outcome);
  fake_transport_assert_log (fixture->transport, "publish:1:a:1");
  fake_transport_acked (fixture->transport, 1, 0x90, 1000);
  assert_outcome (&outcome, SONDE_MQTT_ERROR_REFUSED);
  g_assert_cmpuint (fixture->n_acked, ==, 0);
  hang_up (fixture);
}

#define ADD(path, func) g_test_add ("/session/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  static const char *const states[] = { "idle", "connecting", "online", "waiting", "disconnecting" };

  g_test_init (&argc, &argv, NULL);

  ADD ("connects", test_connects);
  ADD ("refused-stays-idle", test_refused_stays_idle);
  ADD ("lost-waits-and-retries", test_lost_waits_and_retries);
  ADD ("connect-while-online", test_connect_while_online);
  for (int state = 0; state < (int) G_N_ELEMENTS (states); state++)
    {
      g_autofree char *path = g_strconcat ("/session/disposes/", states[state], NULL);

      g_test_add (path, Fixture, GINT_TO_POINTER (state), set_up, test_disposes_in_any_state, tear_down);
    }
  ADD ("subscribes", test_subscribes);
  ADD ("last-command-counts", test_last_command_counts);
  ADD ("session-gone-subscribes-all", test_session_gone_subscribes_all);
  ADD ("session-present-sends-difference", test_session_present_sends_difference);
  ADD ("unanswered-is-asked-again", test_unanswered_is_asked_again);
  ADD ("other-broker-holds-nothing", test_other_broker_holds_nothing);
  ADD ("publishes", test_publishes);
  ADD ("publishes-survive-a-reconnect", test_publishes_survive_a_reconnect);
  ADD ("disconnect-fails-what-waits", test_disconnect_fails_what_waits);
  ADD ("keeps-to-limits", test_keeps_to_limits);
  ADD ("refused-unsent", test_refused_unsent);

  return g_test_run ();
}
