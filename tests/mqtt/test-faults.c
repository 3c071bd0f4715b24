/* test-faults.c: what a network may do, in each state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All rows at once, each with a session of its own through a proxy to one mosquitto. While the
 * fault strikes each publishes a message and is sent one; a witness at the broker counts. What
 * is of QoS 2 comes once, of QoS 1 at least once and at most once more, whatever happens; what
 * was told is the sentence, and when.
 */

#define G_LOG_DOMAIN "test-faults"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-plain.h"
#include "test-weather.h"

#include <sonde-mqtt-error.h>
#include <string.h>

/* Two of these, and the second in which libmosquitto looks: the longest that a hole goes unseen. */
#define KEEP_ALIVE_S 5
#define CONNECT_TIMEOUT_S 2
#define PATIENCE_S 60

/* Generous, for a busy machine */
#define CUT_SEEN_US (20 * G_USEC_PER_SEC)
#define HOLE_SEEN_US (45 * G_USEC_PER_SEC)

/* How often the rows are looked at */
#define TURN_US (20 * 1000)

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  guint8           qos; /* of both messages */
  TestForecast     forecast;
  SondeMqttError   code; /* what is told; with fair weather: nothing */
  const char      *words;
  gboolean         clean; /* the session ends with the connection */
} Row;

#define V3 SONDE_MQTT_3_1_1
#define V5 SONDE_MQTT_5
#define UP(kind, type)                             \
  {                                                \
    TEST_WEATHER_##kind, TRUE, SONDE_PACKET_##type \
  }
#define DOWN(kind, type)                            \
  {                                                 \
    TEST_WEATHER_##kind, FALSE, SONDE_PACKET_##type \
  }
#define CUT SONDE_MQTT_ERROR_CUT, "closed the connection"
#define UNSEEN SONDE_MQTT_ERROR_LOST, "keep-alive ping unanswered"
#define UNANSWERED SONDE_MQTT_ERROR_UNANSWERED, "closed the connection without an answer"
#define LATE SONDE_MQTT_ERROR_TIMEOUT, "did not answer CONNECT within 2 s"

/* clang-format off */
static const Row rows[] = {
  /* Connecting */
  { "connect-cut",            V5, 2, UP (CUT, CONNECT),         UNANSWERED },
  { "connect-cut-3",          V3, 2, UP (CUT, CONNECT),         UNANSWERED },
  { "connect-cut-behind",     V5, 2, UP (CUT_AFTER, CONNECT),   UNANSWERED },
  { "connect-reset",          V5, 2, UP (RESET, CONNECT),       UNANSWERED },
  { "connect-hole",           V5, 2, UP (HOLE, CONNECT),        LATE },
  { "connect-hole-3",         V3, 2, UP (HOLE, CONNECT),        LATE },
  { "connack-cut",            V5, 2, DOWN (CUT, CONNACK),       UNANSWERED },
  { "connack-reset-3",        V3, 2, DOWN (RESET, CONNACK),     UNANSWERED },
  { "connack-hole",           V5, 2, DOWN (HOLE, CONNACK),      LATE },
  { "connack-cut-behind",     V5, 2, DOWN (CUT_AFTER, CONNACK), CUT },
  { "connack-cut-behind-3",   V3, 2, DOWN (CUT_AFTER, CONNACK), CUT },

  /* Subscribing */
  { "subscribe-cut",          V5, 2, UP (CUT, SUBSCRIBE),       CUT },
  { "subscribe-cut-3",        V3, 2, UP (CUT, SUBSCRIBE),       CUT },
  { "subscribe-cut-behind",   V5, 2, UP (CUT_AFTER, SUBSCRIBE), CUT },
  { "subscribe-reset",        V5, 2, UP (RESET, SUBSCRIBE),     CUT },
  { "suback-cut",             V5, 2, DOWN (CUT, SUBACK),        CUT },
  { "suback-cut-3",           V3, 2, DOWN (CUT, SUBACK),        CUT },
  { "suback-hole",            V5, 2, DOWN (HOLE, SUBACK),       UNSEEN },
  { "suback-hole-3",          V3, 2, DOWN (HOLE, SUBACK),       UNSEEN },

  /* Publishing, QoS 1 */
  { "publish-1-cut",          V5, 1, UP (CUT, PUBLISH),         CUT },
  { "publish-1-cut-3",        V3, 1, UP (CUT, PUBLISH),         CUT },
  { "publish-1-cut-behind",   V5, 1, UP (CUT_AFTER, PUBLISH),   CUT },
  { "publish-1-cut-behind-3", V3, 1, UP (CUT_AFTER, PUBLISH),   CUT },
  { "publish-1-reset",        V5, 1, UP (RESET, PUBLISH),       CUT },
  { "publish-1-hole",         V5, 1, UP (HOLE, PUBLISH),        UNSEEN },
  { "puback-cut",             V5, 1, DOWN (CUT, PUBACK),        CUT },
  { "puback-cut-3",           V3, 1, DOWN (CUT, PUBACK),        CUT },
  { "puback-hole",            V5, 1, DOWN (HOLE, PUBACK),       UNSEEN },
  { "publish-1-cut-clean",    V5, 1, UP (CUT, PUBLISH),         CUT, TRUE },
  { "publish-1-cut-clean-3",  V3, 1, UP (CUT, PUBLISH),         CUT, TRUE },

  /* Publishing, QoS 2 */
  { "publish-2-cut",          V5, 2, UP (CUT, PUBLISH),         CUT },
  { "publish-2-cut-behind",   V5, 2, UP (CUT_AFTER, PUBLISH),   CUT },
  { "publish-2-cut-behind-3", V3, 2, UP (CUT_AFTER, PUBLISH),   CUT },
  { "publish-2-reset",        V5, 2, UP (RESET, PUBLISH),       CUT },
  { "pubrec-in-cut",          V5, 2, DOWN (CUT, PUBREC),        CUT },
  { "pubrec-in-cut-3",        V3, 2, DOWN (CUT, PUBREC),        CUT },
  { "pubrec-in-hole",         V5, 2, DOWN (HOLE, PUBREC),       UNSEEN },
  { "pubrel-out-cut",         V5, 2, UP (CUT, PUBREL),          CUT },
  { "pubrel-out-cut-3",       V3, 2, UP (CUT, PUBREL),          CUT },
  { "pubrel-out-cut-behind",  V5, 2, UP (CUT_AFTER, PUBREL),    CUT },
  { "pubrel-out-cut-behind-3", V3, 2, UP (CUT_AFTER, PUBREL),   CUT },
  { "pubcomp-in-cut",         V5, 2, DOWN (CUT, PUBCOMP),       CUT },
  { "pubcomp-in-cut-3",       V3, 2, DOWN (CUT, PUBCOMP),       CUT },
  { "pubcomp-in-hole",        V5, 2, DOWN (HOLE, PUBCOMP),      UNSEEN },

  /* Receiving */
  { "in-0-cut",               V5, 0, DOWN (CUT, PUBLISH),       CUT },
  { "in-1-cut",               V5, 1, DOWN (CUT, PUBLISH),       CUT },
  { "in-1-cut-behind",        V5, 1, DOWN (CUT_AFTER, PUBLISH), CUT },
  { "in-1-cut-behind-3",      V3, 1, DOWN (CUT_AFTER, PUBLISH), CUT },
  { "in-1-reset",             V5, 1, DOWN (RESET, PUBLISH),     CUT },
  { "puback-out-cut",         V5, 1, UP (CUT, PUBACK),          CUT },
  { "puback-out-cut-3",       V3, 1, UP (CUT, PUBACK),          CUT },
  { "in-2-cut",               V5, 2, DOWN (CUT, PUBLISH),       CUT },
  { "in-2-cut-3",             V3, 2, DOWN (CUT, PUBLISH),       CUT },
  { "in-2-hole",              V5, 2, DOWN (HOLE, PUBLISH),      UNSEEN },
  { "pubrec-out-cut",         V5, 2, UP (CUT, PUBREC),          CUT },
  { "pubrec-out-cut-3",       V3, 2, UP (CUT, PUBREC),          CUT },
  { "pubrel-in-cut",          V5, 2, DOWN (CUT, PUBREL),        CUT },
  { "pubrel-in-cut-3",        V3, 2, DOWN (CUT, PUBREL),        CUT },
  { "pubcomp-out-cut",        V5, 2, UP (CUT, PUBCOMP),         CUT },
  { "pubcomp-out-cut-3",      V3, 2, UP (CUT, PUBCOMP),         CUT },

  /* Fair, but slow: a byte a millisecond, 200 ms a packet */
  { "byte-after-byte",        V5, 2, { .step = 1, .delay_us = 1000 } },
  { "byte-after-byte-3",      V3, 2, { .step = 1, .delay_us = 1000 } },
  { "far-away",               V5, 2, { .delay_us = 200000 } },
  { "far-away-3",             V3, 2, { .delay_us = 200000 } },
};
/* clang-format on */

typedef struct
{
  const Row    *row;
  TestWeather  *weather;
  TestClient   *client;
  SondeProfile *profile;
  char         *in, *out;
  gboolean      sent;       /* the first messages are under way */
  gboolean      sent_last;  /* and the last */
  guint         n_outcomes; /* of its publishes */
  GError       *outcome;    /* of the first */
  guint         n_errors;   /* told of */
  GError       *error;      /* the first */
  gint64        error_at;
} Trial;

static gboolean
is_hole (const Trial *trial)
{
  return trial->row->forecast.kind == TEST_WEATHER_HOLE;
}

static void
note_state_cb (Trial *trial)
{
  const GError *error = sonde_session_get_error (trial->client->session);
  SondeState    state = sonde_session_get_state (trial->client->session);

  if (error == NULL || (state != SONDE_STATE_WAITING && state != SONDE_STATE_IDLE))
    return;

  if (trial->n_errors++ == 0)
    {
      trial->error = g_error_copy (error);
      trial->error_at = g_get_monotonic_time ();
    }
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Trial             *trial = user_data;
  SondePublishResult answer;
  g_autoptr (GError) error = NULL;

  sonde_session_publish_finish (SONDE_SESSION (source), result, &answer, &error);
  if (trial->n_outcomes++ == 0)
    trial->outcome = g_steal_pointer (&error);
}

static void
ignore_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
}

static void
publish (SondeSession       *session,
         const char         *topic,
         const char         *text,
         guint8              qos,
         GAsyncReadyCallback callback,
         gpointer            user_data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static (text, strlen (text));

  test_plain_publish (session, topic, payload, qos, FALSE, callback, user_data);
}

/* How often that came */
static guint
count (TestClient *client,
       const char *topic,
       const char *text)
{
  guint n = 0;

  for (guint i = 0; i < client->segments->len; i++)
    {
      SondeSegment *segment = client->segments->pdata[i];

      for (guint j = 0; j < sonde_segment_get_count (segment); j++)
        {
          const SondeRecord *record = sonde_segment_get_record (segment, j);

          if (sonde_record_get_kind (record) == SONDE_MESSAGE_RECEIVED && record->payload_size == strlen (text) &&
              memcmp (sonde_segment_get_payload (segment, record), text, record->payload_size) == 0 && g_str_equal (sonde_segment_get_topic (segment, record)->name, topic))
            n++;
        }
    }

  return n;
}

/* ---- The acts ---- */

static void
begin (Trial     *trial,
       const Row *row,
       guint16    port)
{
  trial->row = row;
  trial->in = g_strconcat ("in/", row->name, NULL);
  trial->out = g_strconcat ("out/", row->name, NULL);
  trial->weather = test_weather_new (&row->forecast, port);
  trial->client = test_client_new ();
  trial->profile = test_profile_new (test_weather_get_port (trial->weather), row->version);
  trial->profile->clean_start = row->clean;
  trial->profile->session_expiry = row->clean ? 0 : 300;
  trial->profile->keep_alive = is_hole (trial) ? KEEP_ALIVE_S : 60;
  if (row->code == SONDE_MQTT_ERROR_TIMEOUT)
    trial->profile->connect_timeout = CONNECT_TIMEOUT_S;
  else
    trial->profile->connect_timeout = PATIENCE_S;
  trial->profile->first_delay = trial->profile->greatest_delay = 1;
  g_signal_connect_swapped (trial->client->session, "notify::state", G_CALLBACK (note_state_cb), trial);
  test_plain_subscribe (trial->client->session, trial->in, 2);
  sonde_session_connect (trial->client->session, trial->profile, NULL);
}

/* What fails at first is for the user to try again. */
static gboolean
is_ready (Trial *trial)
{
  SondeSession *session = trial->client->session;
  SondeState    state = sonde_session_get_state (session);
  guint8        code;

  if (state == SONDE_STATE_IDLE)
    {
      trial->profile->connect_timeout = PATIENCE_S;
      sonde_session_connect (session, trial->profile, NULL);
    }

  return state == SONDE_STATE_ONLINE && sonde_session_get_grant (session, trial->in, &code) == SONDE_GRANT_GRANTED;
}

static gboolean
is_through (Trial      *trial,
            TestClient *witness)
{
  const Row *row = trial->row;

  if (row->forecast.kind != TEST_WEATHER_FAIR && trial->n_errors == 0)
    return FALSE;
  if (!is_ready (trial) || trial->n_outcomes == 0)
    return FALSE;

  return row->qos == 0 || row->clean ||
         (count (witness, trial->out, "first") > 0 && count (trial->client, trial->in, "first") > 0);
}

/* With the last one of each all that comes late has come. */
static gboolean
is_over (Trial      *trial,
         TestClient *witness)
{
  return is_ready (trial) && trial->n_outcomes == 2 &&
         count (witness, trial->out, "last") > 0 && count (trial->client, trial->in, "last") > 0;
}

static void
check_told (const Trial *trial)
{
  const Row *row = trial->row;
  gint64     seen = trial->error_at - test_weather_get_struck_at (trial->weather);

  if (row->forecast.kind == TEST_WEATHER_FAIR)
    {
      g_assert_no_error (trial->error);
      return;
    }

  g_test_message ("%s: after %.1f s: %s", row->name, (double) seen / G_USEC_PER_SEC, trial->error->message);
  g_assert_cmpint (test_weather_get_struck_at (trial->weather), >, 0);
  g_assert_cmpuint (trial->n_errors, ==, 1);
  g_assert_error (trial->error, SONDE_MQTT_ERROR, (int) row->code);
  g_assert_nonnull (strstr (trial->error->message, row->words));
  g_assert_cmpint (seen, <, is_hole (trial) ? HOLE_SEEN_US : CUT_SEEN_US);
}

static void
check_times (const char *name,
             guint       n,
             guint8      qos,
             gboolean    may_miss)
{
  static const guint most[] = { 1, 2, 1 };

  g_test_message ("%s: %u times at QoS %u", name, n, qos);
  g_assert_cmpuint (n, <=, most[qos]);
  if (qos > 0 && !may_miss)
    g_assert_cmpuint (n, >, 0);
}

static void
check (const Trial *trial,
       TestClient  *witness)
{
  const Row *row = trial->row;

  check_told (trial);
  check_times (trial->out, count (witness, trial->out, "first"), row->qos, row->clean);
  check_times (trial->in, count (trial->client, trial->in, "first"), row->qos, row->clean);
  /* What is lost is said to be: that of a session which ended with its connection. */
  if (row->clean)
    g_assert_error (trial->outcome, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST);
  else if (row->qos > 0)
    g_assert_no_error (trial->outcome);
}

static void
end (Trial *trial)
{
  g_signal_handlers_disconnect_by_data (trial->client->session, trial);
  test_client_disconnect (trial->client);
  test_client_free (trial->client);
  test_weather_free (trial->weather);
  sonde_profile_free (trial->profile);
  g_clear_error (&trial->error);
  g_clear_error (&trial->outcome);
  g_free (trial->in);
  g_free (trial->out);
}

static void
send_both (Trial      *trial,
           TestClient *witness,
           const char *text,
           guint8      qos)
{
  publish (trial->client->session, trial->out, text, qos, published_cb, trial);
  publish (witness->session, trial->in, text, qos, ignore_cb, NULL);
}

/* Each goes on by itself, however long the others take. Returns: whether all are through */
static gboolean
turn (Trial      *trials,
      TestClient *witness)
{
  guint n_over = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Trial *trial = &trials[i];

      if (!trial->sent && is_ready (trial))
        {
          trial->sent = TRUE;
          send_both (trial, witness, "first", rows[i].qos);
        }
      else if (trial->sent && !trial->sent_last && is_through (trial, witness))
        {
          trial->sent_last = TRUE;
          send_both (trial, witness, "last", 2);
        }
      else if (trial->sent_last && is_over (trial, witness))
        {
          n_over++;
        }
    }

  return n_over == G_N_ELEMENTS (rows);
}

static void
test_network (void)
{
  g_autoptr (TestBroker) broker = test_broker_new ("max_inflight_messages 0\n");
  g_autoptr (TestClient) witness = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  Trial trials[G_N_ELEMENTS (rows)] = { 0 };

  if (broker == NULL)
    return;

  witness = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  test_client_connect (witness, profile, NULL);
  test_client_subscribe (witness, "out/#", 2, SONDE_GRANT_GRANTED, 2);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    begin (&trials[i], &rows[i], test_broker_get_port (broker));

  while (!turn (trials, witness))
    for (gint64 next = g_get_monotonic_time () + TURN_US; g_get_monotonic_time () < next;)
      g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check (&trials[i], witness);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    end (&trials[i]);
  test_client_disconnect (witness);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);
  g_test_add_func ("/faults/network", test_network);
  return g_test_run ();
}
