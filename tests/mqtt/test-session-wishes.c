/* test-session-wishes.c: what a profile says of connecting, and how the user ends it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-wishes"

#include "fake-transport.h"
#include "test-plain.h"
#include "sonde-mqtt-error.h"
#include "sonde-session.h"

#include <string.h>

typedef struct
{
  FakeTransport *transport;
  SondeSession  *session;
  SondeProfile  *profile;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->transport = fake_transport_new ();
  fixture->session = sonde_session_new (SONDE_TRANSPORT (fixture->transport));
  fixture->profile = sonde_profile_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->transport);
  sonde_profile_free (fixture->profile);
}

static void
go_online (Fixture *fixture,
           gboolean session_present)
{
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack (fixture->transport, 0, session_present);
  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_ONLINE);
  fake_transport_assert_log (fixture->transport, "open");
}

/* ---- Reconnecting ---- */

static void
test_gives_up (Fixture      *fixture,
               gconstpointer data)
{
  fixture->profile->attempts = 2;
  go_online (fixture, FALSE);

  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_WAITING);
      g_assert_null (strstr (sonde_session_get_error (fixture->session)->message, "Gave up"));
      sonde_session_retry_now (fixture->session);
      fake_transport_assert_log (fixture->transport, "open-again");
      fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_CONNECT, TRUE);
    }

  g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_IDLE);
  g_assert_error (sonde_session_get_error (fixture->session), SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT);
  g_assert_cmpstr (sonde_session_get_error (fixture->session)->message, ==, "because Gave up after 2 attempts.");
}

static void
test_first_delay (Fixture      *fixture,
                  gconstpointer data)
{
  gint64 now;

  fixture->profile->first_delay = 100;
  fixture->profile->greatest_delay = 1000;
  go_online (fixture, FALSE);
  now = g_get_monotonic_time ();
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  g_assert_cmpint (sonde_session_get_retry_at (fixture->session) - now, >=, 80 * G_USEC_PER_SEC);
  sonde_session_disconnect (fixture->session);
}

static void
published_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  sonde_session_publish_finish (SONDE_SESSION (object), result, NULL, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* ---- Subscribing by hand ---- */

static void
test_does_not_resubscribe (Fixture      *fixture,
                           gconstpointer data)
{
  fixture->profile->resubscribe = FALSE;
  test_plain_subscribe (fixture->session, "a", 1);
  test_plain_subscribe (fixture->session, "b", 0);
  go_online (fixture, FALSE);
  g_assert_cmpint (sonde_session_get_grant (fixture->session, "a", NULL), ==, SONDE_GRANT_NONE);

  /* by hand */
  test_plain_subscribe (fixture->session, "a", 1);
  fake_transport_assert_log (fixture->transport, "subscribe:1:a:1");
  fake_transport_suback (fixture->transport, 1, 1);
  g_assert_cmpint (sonde_session_get_grant (fixture->session, "a", NULL), ==, SONDE_GRANT_GRANTED);
  g_assert_cmpint (sonde_session_get_grant (fixture->session, "b", NULL), ==, SONDE_GRANT_NONE);

  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, FALSE);
}

/* What the broker's session holds stays held, and what is not wanted leaves it. */
static void
test_keeps_what_the_session_holds (Fixture      *fixture,
                                   gconstpointer data)
{
  fixture->profile->resubscribe = FALSE;
  fixture->profile->session_expiry = 60;
  go_online (fixture, FALSE);
  test_plain_subscribe (fixture->session, "a", 1);
  test_plain_subscribe (fixture->session, "b", 1);
  fake_transport_suback (fixture->transport, 1, 1);
  fake_transport_suback (fixture->transport, 2, 1);
  fake_transport_assert_log (fixture->transport, "subscribe:1:a:1 subscribe:2:b:1");

  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  sonde_session_unsubscribe (fixture->session, "b");
  test_plain_subscribe (fixture->session, "c", 0);
  sonde_session_retry_now (fixture->session);
  fake_transport_connack (fixture->transport, 0, TRUE);
  fake_transport_assert_log (fixture->transport, "open-again unsubscribe:3:b");
  g_assert_cmpint (sonde_session_get_grant (fixture->session, "a", NULL), ==, SONDE_GRANT_GRANTED);
  g_assert_cmpint (sonde_session_get_grant (fixture->session, "c", NULL), ==, SONDE_GRANT_NONE);

  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, FALSE);
}

/* MQTT 3.1 does not say whether there is a session: what can be lost is not given up. */
static void
test_hidden_session (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
  gboolean published = FALSE;

  fixture->profile->version = SONDE_MQTT_3_1;
  fixture->profile->clean_start = FALSE;
  go_online (fixture, FALSE);
  test_plain_subscribe (fixture->session, "a", 1);
  test_plain_subscribe (fixture->session, "b", 1);
  fake_transport_suback (fixture->transport, 1, 1);
  fake_transport_suback (fixture->transport, 2, 1);
  test_plain_publish (fixture->session, "t", payload, 1, FALSE, published_cb, &published);
  fake_transport_published (fixture->transport, 1, 7, 0);
  fake_transport_assert_log (fixture->transport, "subscribe:1:a:1 subscribe:2:b:1 publish:1:t:1");

  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, TRUE);
  sonde_session_unsubscribe (fixture->session, "b");
  sonde_session_retry_now (fixture->session);
  fake_transport_connack (fixture->transport, 0, FALSE);
  fake_transport_assert_log (fixture->transport, "open-again unsubscribe:3:b subscribe:4:a:1");
  fake_transport_unsuback (fixture->transport, 3);
  fake_transport_suback (fixture->transport, 4, 1);
  g_assert_cmpint (sonde_session_get_grant (fixture->session, "a", NULL), ==, SONDE_GRANT_GRANTED);

  fake_transport_acked (fixture->transport, 1, 0, 1000);
  while (!published)
    g_main_context_iteration (NULL, TRUE);
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, FALSE);
}

/* ---- Ends ---- */

static void
test_goodbyes (Fixture      *fixture,
               gconstpointer data)
{
  static const struct
  {
    SondeGoodbye goodbye;
    const char  *log;
  } cases[] = {
    /* clang-format off */
    { { 0 }, "close" },
    { { .drop = TRUE }, "drop" },
    { { .reason = 4 }, "close:4" },
    { { .reason = 0, .set_session_expiry = TRUE, .session_expiry = 60 }, "close:0:60" },
    /* clang-format on */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      go_online (fixture, FALSE);
      sonde_session_say_goodbye (fixture->session, &cases[i].goodbye);
      fake_transport_assert_log (fixture->transport, cases[i].log);
      fake_transport_closed (fixture->transport, -1, FALSE);
      g_assert_cmpint (sonde_session_get_state (fixture->session), ==, SONDE_STATE_IDLE);
    }

  /* Each end is one of its own: to connect anew says the normal one. */
  go_online (fixture, FALSE);
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_assert_log (fixture->transport, "close");
  fake_transport_closed (fixture->transport, -1, FALSE);
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_CONNECT, FALSE);
}

/* What the broker may still hold of the session is what is to be believed of the filters. */
static void
test_session_expiry (Fixture      *fixture,
                     gconstpointer data)
{
  static const guint8 an_hour[] = { 17, 0, 0, 0x0e, 0x10 };
  static const guint8 nothing[] = { 17, 0, 0, 0, 0 };
  static const struct
  {
    guint32       asked;
    const guint8 *connack;
    SondeGoodbye  goodbye;
    guint32       expiry;
    gboolean      held;
  } cases[] = {
    /* clang-format off */
    { 0, NULL, { 0 }, 0, FALSE },
    { 60, NULL, { 0 }, 60, TRUE },
    { 60, NULL, { .drop = TRUE }, 60, TRUE },
    { 60, an_hour, { 0 }, 3600, TRUE },
    { 60, nothing, { 0 }, 0, FALSE },
    { 0, an_hour, { 0 }, 3600, TRUE },
    { 60, NULL, { .set_session_expiry = TRUE }, 60, FALSE },
    { 60, NULL, { .set_session_expiry = TRUE, .session_expiry = 5 }, 60, TRUE },
    /* clang-format on */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeSession) session = NULL;
      g_autoptr (FakeTransport) transport = fake_transport_new ();

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      session = sonde_session_new (SONDE_TRANSPORT (transport));
      fixture->profile->session_expiry = cases[i].asked;
      sonde_session_connect (session, fixture->profile, NULL);
      fake_transport_connack_with_properties (transport, cases[i].connack, cases[i].connack != NULL ? 5 : 0);
      g_assert_cmpuint (sonde_session_get_expiry (session), ==, cases[i].expiry);
      test_plain_subscribe (session, "a", 1);
      fake_transport_suback (transport, 1, 1);
      sonde_session_say_goodbye (session, &cases[i].goodbye);
      fake_transport_closed (transport, -1, FALSE);
      g_assert_cmpint (sonde_session_get_grant (session, "a", NULL), ==,
                       cases[i].held ? SONDE_GRANT_GRANTED : SONDE_GRANT_NONE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/session-wishes/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("gives-up", test_gives_up);
  ADD ("first-delay", test_first_delay);
  ADD ("does-not-resubscribe", test_does_not_resubscribe);
  ADD ("keeps-what-the-session-holds", test_keeps_what_the_session_holds);
  ADD ("hidden-session", test_hidden_session);
  ADD ("goodbyes", test_goodbyes);
  ADD ("session-expiry", test_session_expiry);

  return g_test_run ();
}
