/* test-session-filters.c: several filters a packet, their options, and how far a publish has come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-filters"

#include "fake-transport.h"
#include "sonde-session.h"
#include "test-plain.h"

#include <sonde-mqtt-error.h>

typedef struct
{
  FakeTransport *transport;
  SondeSession  *session;
  SondeProfile  *profile;
  GString       *states;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->transport = fake_transport_new ();
  fixture->session = sonde_session_new (SONDE_TRANSPORT (fixture->transport));
  fixture->profile = sonde_profile_new ();
  fixture->profile->session_expiry = 60;
  fixture->states = g_string_new (NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->transport);
  sonde_profile_free (fixture->profile);
  g_string_free (fixture->states, TRUE);
}

static void
go_online (Fixture *fixture)
{
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack (fixture->transport, 0, FALSE);
}

static void
come_back (Fixture *fixture)
{
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  sonde_session_retry_now (fixture->session);
  fake_transport_connack (fixture->transport, 0, TRUE);
}

static void
subscribe (Fixture            *fixture,
           const char         *filters,
           guint8              qos,
           guint32             id,
           SondeRetainHandling retain_handling)
{
  g_auto (GStrv) list = g_strsplit (filters, " ", -1);
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, qos);
  options.id = id;
  options.retain_handling = retain_handling;
  sonde_session_subscribe_many (fixture->session, list, &options);
}

static void
subscribe_no_local (Fixture    *fixture,
                    const char *filter)
{
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, 0);
  options.no_local = TRUE;
  sonde_session_subscribe (fixture->session, filter, &options);
}

static void
assert_grant (Fixture    *fixture,
              const char *filter,
              SondeGrant  grant,
              guint8      code)
{
  guint8 actual;

  g_assert_cmpint (sonde_session_get_grant (fixture->session, filter, &actual), ==, grant);
  g_assert_cmphex (actual, ==, code);
}

static void
test_share_a_packet (Fixture      *fixture,
                     gconstpointer data)
{
  static const guint8 codes[] = { 1, 0x87 };

  subscribe (fixture, "a b", 0, 0, SONDE_RETAIN_SEND);
  subscribe (fixture, "c", 1, 0, SONDE_RETAIN_SEND);
  subscribe (fixture, "d", 0, 0, SONDE_RETAIN_SEND);
  subscribe (fixture, "e", 0, 7, SONDE_RETAIN_SEND_NEW);
  subscribe (fixture, "f", 0, 8, SONDE_RETAIN_SEND_NEW);
  go_online (fixture);
  fake_transport_assert_log (fixture->transport, "open subscribe:1:a,b,d:0 subscribe:2:c:1 subscribe:3:e:0:h1#7 subscribe:4:f:0:h1#8");

  subscribe (fixture, "x y z", 1, 0, SONDE_RETAIN_SEND);
  fake_transport_assert_log (fixture->transport, "subscribe:5:x,y,z:1");
  /* Each code is for the filter at its place; one that has none was not granted. */
  fake_transport_suback_many (fixture->transport, 5, codes, G_N_ELEMENTS (codes));
  assert_grant (fixture, "x", SONDE_GRANT_GRANTED, 1);
  assert_grant (fixture, "y", SONDE_GRANT_REFUSED, 0x87);
  assert_grant (fixture, "z", SONDE_GRANT_REFUSED, 0x80);

  sonde_session_unsubscribe_many (fixture->session, (char *[]){ (char *) "x", (char *) "a", NULL });
  fake_transport_assert_log (fixture->transport, "unsubscribe:6:x,a");
  fake_transport_unsuback (fixture->transport, 6);
  g_assert_false (sonde_session_may_hold (fixture->session, "x"));
  g_assert_false (sonde_session_may_hold (fixture->session, "a"));
  g_assert_true (sonde_session_may_hold (fixture->session, "b"));
}

/* What MQTT 3 has no words for neither parts filters nor asks anew. */
static void
test_3_knows_only_qos (Fixture      *fixture,
                       gconstpointer data)
{
  static const guint8 codes[] = { 0, 0 };

  fixture->profile->version = SONDE_MQTT_3_1_1;
  fixture->profile->clean_start = FALSE;
  subscribe (fixture, "a", 0, 7, SONDE_RETAIN_SEND);
  subscribe (fixture, "b", 0, 0, SONDE_RETAIN_SEND);
  go_online (fixture);
  fake_transport_assert_log (fixture->transport, "open subscribe:1:a,b:0:#7");
  fake_transport_suback_many (fixture->transport, 1, codes, G_N_ELEMENTS (codes));
  come_back (fixture);
  fake_transport_assert_log (fixture->transport, "open-again");
}

/* 3.8.4: another SUBSCRIBE takes the place of the one before. */
static void
test_other_options (Fixture      *fixture,
                    gconstpointer data)
{
  static const guint8 codes[] = { 0, 0 };

  go_online (fixture);
  subscribe (fixture, "a b", 0, 0, SONDE_RETAIN_SEND);
  fake_transport_suback_many (fixture->transport, 1, codes, G_N_ELEMENTS (codes));
  subscribe (fixture, "a", 0, 5, SONDE_RETAIN_SEND);
  assert_grant (fixture, "a", SONDE_GRANT_PENDING, 0);
  fake_transport_suback (fixture->transport, 2, 0);
  assert_grant (fixture, "a", SONDE_GRANT_GRANTED, 0);
  fake_transport_assert_log (fixture->transport, "open subscribe:1:a,b:0 subscribe:2:a:0:#5");
  come_back (fixture);
  fake_transport_assert_log (fixture->transport, "open-again");

  /* Changed while offline */
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  subscribe (fixture, "b", 0, 0, SONDE_RETAIN_DO_NOT_SEND);
  sonde_session_retry_now (fixture->session);
  fake_transport_connack (fixture->transport, 0, TRUE);
  fake_transport_assert_log (fixture->transport, "open-again subscribe:3:b:0:h2");
}

/* ---- Copies of a message ---- */

/* Of filters with a topic in common all but one go with an identifier, of the user or of ours. */
static void
test_tells_copies_apart (Fixture      *fixture,
                         gconstpointer data)
{
  static const guint8 codes[] = { 0, 0 };

  subscribe (fixture, "a/# b", 0, 0, SONDE_RETAIN_SEND);
  subscribe (fixture, "a/b a/c a/d", 0, 0, SONDE_RETAIN_SEND);
  go_online (fixture);
  fake_transport_assert_log (fixture->transport, "open subscribe:1:a/#:0:*0 subscribe:2:b,a/b,a/c,a/d:0");

  /* The older one stays as it is. */
  subscribe (fixture, "+ other", 0, 0, SONDE_RETAIN_SEND);
  fake_transport_assert_log (fixture->transport, "subscribe:3:+:0:*1 subscribe:4:other:0");
  fake_transport_suback (fixture->transport, 1, 0);
  subscribe (fixture, "a/+", 1, 7, SONDE_RETAIN_SEND);
  subscribe (fixture, "$share/g/a/+", 1, 0, SONDE_RETAIN_SEND);
  fake_transport_assert_log (fixture->transport, "subscribe:5:a/+:1:#7 subscribe:6:$share/g/a/+:1:*2");

  /* It keeps its own, until the user gives one. */
  subscribe (fixture, "a/#", 1, 0, SONDE_RETAIN_SEND);
  fake_transport_suback (fixture->transport, 7, 1);
  subscribe (fixture, "a/#", 1, 9, SONDE_RETAIN_SEND);
  fake_transport_suback (fixture->transport, 8, 1);
  fake_transport_assert_log (fixture->transport, "subscribe:7:a/#:1:*0 subscribe:8:a/#:1:#9");
  fake_transport_suback (fixture->transport, 3, 0);
  fake_transport_suback (fixture->transport, 4, 0);
  fake_transport_suback (fixture->transport, 5, 1);
  fake_transport_suback (fixture->transport, 6, 1);
  fake_transport_suback_many (fixture->transport, 2, (const guint8[]){ 0, 0, 0, 0 }, 4);
  come_back (fixture);
  fake_transport_assert_log (fixture->transport, "open-again");
  subscribe (fixture, "b +", 0, 0, SONDE_RETAIN_SEND);
  fake_transport_suback_many (fixture->transport, 9, codes, 1);
  fake_transport_suback_many (fixture->transport, 10, codes, 1);
  fake_transport_assert_log (fixture->transport, "subscribe:9:b:0 subscribe:10:+:0:*1");
}

static void
test_tells_nothing_apart (Fixture      *fixture,
                          gconstpointer data)
{
  static const guint8 no_identifiers[] = { 41, 0 };
  static const guint8 small[] = { 39, 0, 0, 0, 20 };

  /* Of another broker it had one */
  subscribe (fixture, "a/# a/b", 0, 0, SONDE_RETAIN_SEND);
  go_online (fixture);
  fake_transport_assert_log (fixture->transport, "open subscribe:1:a/#:0:*0 subscribe:2:a/b:0");
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  sonde_session_retry_now (fixture->session);
  fake_transport_connack_with_properties (fixture->transport, no_identifiers, sizeof no_identifiers);
  fake_transport_assert_log (fixture->transport, "open-again subscribe:3:a/#,a/b:0");

  /* It would not fit in. */
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  sonde_session_retry_now (fixture->session);
  fake_transport_connack_with_properties (fixture->transport, small, sizeof small);
  fake_transport_assert_log (fixture->transport, "open-again subscribe:4:a/#:0 subscribe:5:a/b:0");

  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, FALSE);
  fixture->profile->version = SONDE_MQTT_3_1_1;
  go_online (fixture);
  fake_transport_assert_log (fixture->transport, "open subscribe:6:a/#,a/b:0");
}

static void
test_keeps_to_limits (Fixture      *fixture,
                      gconstpointer data)
{
  /* Maximum Packet Size 24, no identifiers, no shared subscriptions */
  static const guint8 limits[] = { 39, 0, 0, 0, 24, 41, 0, 42, 0 };

  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack_with_properties (fixture->transport, limits, sizeof limits);
  subscribe (fixture, "a b c d e", 0, 0, SONDE_RETAIN_SEND);
  fake_transport_assert_log (fixture->transport, "open subscribe:1:a,b,c:0 subscribe:2:d,e:0");
  subscribe (fixture, "f", 0, 9, SONDE_RETAIN_SEND);
  assert_grant (fixture, "f", SONDE_GRANT_REFUSED, 0xa1);
  subscribe (fixture, "$share/g/f h", 0, 0, SONDE_RETAIN_SEND);
  assert_grant (fixture, "$share/g/f", SONDE_GRANT_REFUSED, 0x9e);
  subscribe (fixture, "much/too/long/a/filter", 0, 0, SONDE_RETAIN_SEND);
  assert_grant (fixture, "much/too/long/a/filter", SONDE_GRANT_REFUSED, 0x8f);
  subscribe_no_local (fixture, "$share/g/l");
  assert_grant (fixture, "$share/g/l", SONDE_GRANT_REFUSED, 0x8f);
  fake_transport_assert_log (fixture->transport, "subscribe:3:h:0");
}

/* ---- Publishing ---- */

static void
watch_cb (SondePublishState state,
          guint8            reason,
          gint64            round_trip,
          gpointer          user_data)
{
  static const char *const names[] = { "queued", "sent", "received" };
  Fixture                 *fixture = user_data;

  g_string_append_printf (fixture->states, "%s:%x:%d ", names[state], reason, (int) round_trip);
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Fixture           *fixture = user_data;
  SondePublishResult answer;

  if (sonde_session_publish_finish (SONDE_SESSION (source), result, &answer, NULL))
    g_string_append_printf (fixture->states, "done:%x:%d ", answer.reason, (int) answer.round_trip);
  else
    g_string_append (fixture->states, "failed ");
}

static void
publish (Fixture *fixture,
         guint8   qos,
         guint16  topic_alias)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
  g_autoptr (SondePublish) message = sonde_publish_new ("t", payload, qos, FALSE);

  message->topic_alias = topic_alias;
  sonde_session_publish_watched_async (fixture->session, message, watch_cb, fixture, NULL, published_cb, fixture);
}

static void
assert_states (Fixture    *fixture,
               const char *expected)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (fixture->states->str, ==, expected);
  g_string_truncate (fixture->states, 0);
}

static void
test_states (Fixture      *fixture,
             gconstpointer data)
{
  go_online (fixture);
  publish (fixture, 2, 0);
  assert_states (fixture, "queued:0:0 ");
  fake_transport_published (fixture->transport, 1, 1, 100);
  fake_transport_received (fixture->transport, 1, 0x10, 150);
  assert_states (fixture, "sent:0:0 received:10:50 ");
  fake_transport_acked (fixture->transport, 1, 0x10, 180);
  assert_states (fixture, "done:10:80 ");

  publish (fixture, 0, 0);
  fake_transport_published (fixture->transport, 2, 2, 200);
  assert_states (fixture, "queued:0:0 sent:0:0 done:0:-1 ");

  /* Where the broker names no Topic Alias Maximum it takes none. */
  publish (fixture, 0, 1);
  assert_states (fixture, "failed ");
}

#define ADD(path, func) g_test_add ("/session-filters/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("share-a-packet", test_share_a_packet);
  ADD ("3-knows-only-qos", test_3_knows_only_qos);
  ADD ("other-options", test_other_options);
  ADD ("tells-copies-apart", test_tells_copies_apart);
  ADD ("tells-nothing-apart", test_tells_nothing_apart);
  ADD ("keeps-to-limits", test_keeps_to_limits);
  ADD ("publish-states", test_states);

  return g_test_run ();
}
