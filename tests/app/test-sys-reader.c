/* test-sys-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-transport.h"

#include <sonde-mqtt-error.h>
#include <sonde-sys-reader.h>

#include <string.h>

#define CLIENTS "$SYS/broker/clients/connected"

typedef struct
{
  FakeTransport      *transport;
  SondeProfile       *profile;
  SondeSys           *sys;
  SondeSysTopics     *topics;
  SondeSysReader     *reader;
  SondeSegmentWriter *writer;
  guint               n_changed, n_rounds;
  gboolean            ended; /* by the broker */
} Fixture;

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (SondeSession) session = NULL;

  fixture->transport = fake_transport_new ();
  fixture->profile = sonde_profile_new ();
  fixture->sys = sonde_sys_new ();
  fixture->topics = sonde_sys_topics_new ();
  fixture->writer = sonde_segment_writer_new ();
  session = sonde_session_new (SONDE_TRANSPORT (fixture->transport));
  fixture->profile->reconnect = FALSE;
  fixture->profile->version = GPOINTER_TO_UINT (data);
  sonde_session_connect (session, fixture->profile, NULL);
  fixture->reader = sonde_sys_reader_new (g_steal_pointer (&session), fixture->sys, fixture->topics);
  g_signal_connect_swapped (fixture->reader, "changed", G_CALLBACK (count_cb), &fixture->n_changed);
  g_signal_connect_swapped (fixture->reader, "round", G_CALLBACK (count_cb), &fixture->n_rounds);
  fake_transport_assert_log (fixture->transport, "open");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_clear_object (&fixture->reader);
  if (!fixture->ended)
    fake_transport_closed (fixture->transport, -1, FALSE);
  g_assert_finalize_object (fixture->transport);
  g_assert_finalize_object (fixture->topics);
  sonde_sys_free (fixture->sys);
  sonde_segment_writer_free (fixture->writer);
  sonde_profile_free (fixture->profile);
}

static void
end (Fixture       *fixture,
     SondeMqttError error)
{
  fake_transport_closed (fixture->transport, error, TRUE);
  fixture->ended = TRUE;
}

static void
assert_state (Fixture      *fixture,
              SondeSysState state,
              const char   *reason,
              const char   *advice) /* a word of it */
{
  g_assert_cmpint (sonde_sys_reader_get_state (fixture->reader), ==, state);
  g_assert_cmpstr (sonde_sys_reader_get_reason (fixture->reader), ==, reason);
  if (advice == NULL)
    g_assert_null (sonde_sys_reader_get_advice (fixture->reader));
  else
    g_assert_nonnull (strstr (sonde_sys_reader_get_advice (fixture->reader), advice));
}

static void
subscribed (Fixture *fixture,
            guint8   code)
{
  fake_transport_connack (fixture->transport, 0, FALSE);
  fake_transport_assert_log (fixture->transport, "subscribe:1:$SYS/#:0");
  fake_transport_suback (fixture->transport, 1, code);
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      user_data)
{
  fake_transport_messages (((Fixture *) user_data)->transport, segment, count);
}

static void
receive (Fixture    *fixture,
         const char *topic,
         const char *payload,
         gsize       size)
{
  SondeMessage message = {
    .kind = SONDE_MESSAGE_RECEIVED,
    .topic = topic,
    .topic_length = strlen (topic),
    .payload = payload,
    .payload_size = size,
    .time = g_get_real_time (),
  };

  sonde_segment_writer_append (fixture->writer, &message);
}

static void
deliver (Fixture *fixture)
{
  sonde_segment_writer_flush (fixture->writer, progress_cb, fixture);
}

static void
test_reads (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *large = g_strnfill (200000, 'x');

  assert_state (fixture, SONDE_SYS_CONNECTING, NULL, NULL);
  subscribed (fixture, 0);
  assert_state (fixture, SONDE_SYS_WAITING, NULL, NULL);

  receive (fixture, CLIENTS, "3", 1);
  deliver (fixture);
  assert_state (fixture, SONDE_SYS_READING, NULL, NULL);

  /* One that has a segment of its own, and one that is no topic name */
  receive (fixture, "$SYS/broker/log", large, strlen (large));
  receive (fixture, "$SYS/\xff", "1", 1);
  receive (fixture, CLIENTS, "5", 1);
  deliver (fixture);
  deliver (fixture);
  g_assert_cmpuint (fixture->n_changed, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->topics)), ==, 2);

  while (fixture->n_rounds == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (sonde_sys_get_total (fixture->sys)->clients, ==, 5);

  /* It says good-bye. */
  g_clear_object (&fixture->reader);
  fake_transport_assert_log (fixture->transport, "close");
}

static void
test_not_authorized (Fixture      *fixture,
                     gconstpointer data)
{
  subscribed (fixture, 0x87);
  assert_state (fixture, SONDE_SYS_REFUSED, "The broker refused the subscription to “$SYS/#”: not authorized.", "EMQX");
  fake_transport_assert_log (fixture->transport, "close");
}

static void
test_failure (Fixture      *fixture,
              gconstpointer data)
{
  subscribed (fixture, 0x80);
  assert_state (fixture, SONDE_SYS_REFUSED, "The broker refused the subscription to “$SYS/#”: failure.", "EMQX");
}

static void
test_no_wildcards (Fixture      *fixture,
                   gconstpointer data)
{
  subscribed (fixture, 0xa2);
  assert_state (fixture, SONDE_SYS_REFUSED,
                "The broker refused the subscription to “$SYS/#”: wildcard subscriptions not supported.", NULL);
}

static void
test_no_second_connection (Fixture      *fixture,
                           gconstpointer data)
{
  end (fixture, SONDE_MQTT_ERROR_REFUSED);
  g_assert_nonnull (sonde_sys_reader_get_reason (fixture->reader));
  assert_state (fixture, SONDE_SYS_REFUSED, sonde_sys_reader_get_reason (fixture->reader), "second connection");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static void
test_hangs_up (Fixture      *fixture,
               gconstpointer data)
{
  fake_transport_connack (fixture->transport, 0, FALSE);
  end (fixture, SONDE_MQTT_ERROR_CUT);
  assert_state (fixture, SONDE_SYS_REFUSED, "The broker ended the connection when Sonde subscribed to “$SYS/#”.", "may not");
}

static void
test_lost (Fixture      *fixture,
           gconstpointer data)
{
  subscribed (fixture, 0);
  receive (fixture, CLIENTS, "3", 1);
  deliver (fixture);
  end (fixture, SONDE_MQTT_ERROR_LOST);
  g_assert_nonnull (sonde_sys_reader_get_reason (fixture->reader));
  assert_state (fixture, SONDE_SYS_REFUSED, sonde_sys_reader_get_reason (fixture->reader), NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, version, function) \
  g_test_add ("/sys-reader/" path, Fixture, GUINT_TO_POINTER (version), set_up, function, tear_down)

  ADD ("reads", SONDE_MQTT_5, test_reads);
  ADD ("not-authorized", SONDE_MQTT_5, test_not_authorized);
  ADD ("failure", SONDE_MQTT_3_1_1, test_failure);
  ADD ("no-wildcards", SONDE_MQTT_5, test_no_wildcards);
  ADD ("no-second-connection", SONDE_MQTT_5, test_no_second_connection);
  ADD ("hangs-up", SONDE_MQTT_5, test_hangs_up);
  ADD ("lost", SONDE_MQTT_5, test_lost);

  return g_test_run ();
}
