/* test-requests.c: requests, as the transport sees them and the log has them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-transport.h"
#include "test-plain.h"

#include <sonde-mqtt-error.h>
#include <sonde-requests.h>

#include <string.h>

#define TOPIC "lamp/get"
#define RESPONSE "answers/1"
#define PATIENT_MS (60 * 1000)

typedef struct
{
  FakeTransport      *transport;
  SondeSession       *session;
  SondeProfile       *profile;
  SondeSubscriptions *subscriptions;
  SondeRequests      *requests;
  SondeSegmentWriter *writer;
  guint               n_taken;
  guint               n_left;
} Fixture;

static void
left_cb (SondeRequests *requests,
         const char    *filter,
         Fixture       *fixture)
{
  g_assert_cmpstr (filter, ==, RESPONSE);
  fixture->n_left++;
}

/* Online, with one subscription of the user's, to "user/#". */
static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->transport = fake_transport_new ();
  fixture->session = sonde_session_new (SONDE_TRANSPORT (fixture->transport));
  fixture->profile = sonde_profile_new ();
  fixture->profile->version = GPOINTER_TO_INT (data);
  fixture->profile->reconnect = FALSE;
  sonde_profile_want (fixture->profile, "user/#", 0, 0);
  fixture->subscriptions = sonde_subscriptions_new (fixture->session, fixture->profile);
  fixture->requests = sonde_requests_new (fixture->session, fixture->subscriptions);
  g_signal_connect (fixture->requests, "left", G_CALLBACK (left_cb), fixture);
  fixture->writer = sonde_segment_writer_new ();

  test_plain_subscribe (fixture->session, "user/#", 0);
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack (fixture->transport, 0, FALSE);
  fake_transport_suback (fixture->transport, 1, 0);
  fake_transport_assert_log (fixture->transport, "open subscribe:1:user/#:0");
}

static void
turn (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  if (sonde_session_get_state (fixture->session) != SONDE_STATE_IDLE)
    {
      sonde_session_disconnect (fixture->session);
      fake_transport_closed (fixture->transport, -1, FALSE);
      turn ();
    }
  g_assert_finalize_object (fixture->requests);
  sonde_segment_writer_free (fixture->writer);
  g_assert_finalize_object (fixture->subscriptions);
  g_assert_finalize_object (fixture->session);
  g_object_unref (fixture->transport);
  sonde_profile_free (fixture->profile);
}

static SondeRequest *
send_on (Fixture    *fixture,
         const char *response_topic,
         guint8      qos,
         guint       timeout_ms)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("?", 1);
  g_autoptr (SondePublish) message = sonde_publish_new (TOPIC, payload, qos, FALSE);

  g_free (message->response_topic);
  message->response_topic = g_strdup (response_topic);
  return sonde_requests_send (fixture->requests, message, timeout_ms);
}

static SondeRequest *
send_request (Fixture *fixture,
              guint8   qos)
{
  return send_on (fixture, RESPONSE, qos, PATIENT_MS);
}

static void
take_cb (SondeSegment *segment,
         guint         count,
         gpointer      user_data)
{
  Fixture *fixture = user_data;

  sonde_requests_take (fixture->requests, segment, fixture->n_taken, count);
  fixture->n_taken = count;
}

/* Returns: its serial */
static guint64
log_message (Fixture            *fixture,
             const SondeMessage *message)
{
  guint64 serial = sonde_segment_writer_append (fixture->writer, message);

  sonde_segment_writer_flush (fixture->writer, take_cb, fixture);
  return serial;
}

/* As the transport does when it has handed it to the socket. @time: µs */
static void
log_request (Fixture      *fixture,
             SondeRequest *request,
             guint         token,
             gint64        time)
{
  const SondePublish *message = sonde_request_get_message (request);
  g_autoptr (GBytes) properties = sonde_publish_dup_properties (message);
  SondeMessage sent = { .kind = SONDE_MESSAGE_SENT, .topic = TOPIC, .topic_length = strlen (TOPIC), .payload = "?", .payload_size = 1, .qos = message->qos, .time = time };

  if (fixture->profile->version == SONDE_MQTT_5)
    sent.properties = g_bytes_get_data (properties, &sent.properties_size);
  fake_transport_published (fixture->transport, token, log_message (fixture, &sent), time);
}

/* @to: (nullable): whose correlation data it has; of MQTT 5 */
static guint64
log_answer (Fixture      *fixture,
            SondeRequest *to,
            const char   *text,
            gboolean      retain,
            gint64        time)
{
  SondeMessage answer = { .kind = SONDE_MESSAGE_RECEIVED, .topic = RESPONSE, .topic_length = strlen (RESPONSE), .payload = text, .payload_size = strlen (text), .retain = retain, .time = time };
  g_autoptr (GByteArray) properties = g_byte_array_new ();

  if (to != NULL)
    {
      gsize         size;
      const guint8 *bytes = g_bytes_get_data (sonde_request_get_message (to)->correlation_data, &size);
      const guint8  head[] = { 9, 0, size };

      g_byte_array_append (properties, head, sizeof head);
      g_byte_array_append (properties, bytes, size);
      answer.properties = properties->data;
      answer.properties_size = properties->len;
    }
  return log_message (fixture, &answer);
}

static void
assert_text (SondeRequest *request,
             const char   *expected)
{
  g_autofree char *text = sonde_request_dup_text (request);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_failed (SondeRequest *request,
               const char   *expected)
{
  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_FAILED);
  assert_text (request, expected);
}

static void
assert_answered (SondeRequest *request,
                 const char   *text,
                 guint64       serial,
                 gint64        round_trip)
{
  GBytes *answer = sonde_request_get_answer (request);

  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_ANSWERED);
  g_assert_cmpmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), text, strlen (text));
  g_assert_cmpuint (sonde_request_get_serial (request), ==, serial);
  g_assert_cmpint (sonde_request_get_round_trip (request), ==, round_trip);
}

static void
assert_rows (Fixture *fixture,
             guint    n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->subscriptions)), ==, n);
}

static void
wait_for_end (SondeRequest *request)
{
  while (!sonde_request_get_ended (request))
    g_main_context_iteration (NULL, TRUE);
}

/* ---- Answers ---- */

static void
published_cb (SondeRequest       *request,
              SondePublishResult *result,
              GError             *error,
              guint              *reason)
{
  g_assert_no_error (error);
  *reason = result->reason;
}

static void
test_answered (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_request (fixture, 1);
  guint64 serial;
  guint   reason = G_MAXUINT;

  g_signal_connect (request, "published", G_CALLBACK (published_cb), &reason);
  g_assert_true (sonde_requests_get_last (fixture->requests) == request);
  g_assert_cmpuint (g_bytes_get_size (sonde_request_get_message (request)->correlation_data), ==, 16);
  fake_transport_assert_log (fixture->transport, "subscribe:2:" RESPONSE ":1:h2");
  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_LISTENING);
  fake_transport_suback (fixture->transport, 2, 1);
  fake_transport_assert_log (fixture->transport, "publish:1:" TOPIC ":1");
  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_SENDING);
  log_request (fixture, request, 1, 1000);
  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_WAITING);

  log_answer (fixture, NULL, "of another", FALSE, 1500);
  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_WAITING);
  serial = log_answer (fixture, request, "on", FALSE, 2500);
  log_answer (fixture, request, "too late", FALSE, 3500);
  assert_answered (request, "on", serial, 1500);
  assert_text (request, "Answered after 1.5 ms");
  g_assert_cmpuint (sonde_requests_get_n_waiting (fixture->requests), ==, 0);

  /* PUBACK after the answer; no row was made, none is left. */
  fake_transport_acked (fixture->transport, 1, 0, 9000);
  turn ();
  g_assert_cmpuint (reason, ==, 0);
  fake_transport_assert_log (fixture->transport, "unsubscribe:3:" RESPONSE);
  fake_transport_unsuback (fixture->transport, 3);
  assert_rows (fixture, 1);
  g_assert_cmpuint (fixture->n_left, ==, 0);
}

static void
test_own_correlation_data (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("?", 1);
  g_autoptr (SondePublish) message = sonde_publish_new (TOPIC, payload, 0, FALSE);
  g_autoptr (SondeRequest) request = NULL;

  g_free (message->response_topic);
  message->response_topic = g_strdup ("user/answers");
  g_bytes_unref (message->correlation_data);
  message->correlation_data = g_bytes_new_static ("mine", 4);
  request = sonde_requests_send (fixture->requests, message, PATIENT_MS);
  g_assert_true (sonde_publish_equal (sonde_request_get_message (request), message));
}

/* What the user listens to already needs no subscription, and loses none. */
static void
test_covered (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_on (fixture, "user/answers", 0, PATIENT_MS);

  fake_transport_assert_log (fixture->transport, "publish:1:" TOPIC ":0");
  sonde_request_cancel (request);
  assert_failed (request, "Cancelled.");
  fake_transport_assert_log (fixture->transport, "");
  assert_rows (fixture, 1);
}

/* A shared subscription may bring the answer to another client. */
static void
test_shared_covers_nothing (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (SondeRequest) request = NULL;

  sonde_subscriptions_add (fixture->subscriptions, "$share/group/#", 0);
  test_plain_subscribe (fixture->session, "$share/group/#", 0);
  fake_transport_suback (fixture->transport, 2, 0);
  request = send_request (fixture, 0);
  fake_transport_assert_log (fixture->transport, "subscribe:2:$share/group/#:0:*0 subscribe:3:" RESPONSE ":0:h2");
}

static void
test_several_at_once (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (SondeRequest) one = send_request (fixture, 0);
  g_autoptr (SondeRequest) two = send_request (fixture, 0);
  gboolean correlated = fixture->profile->version == SONDE_MQTT_5;
  guint64  first, second;

  fake_transport_suback (fixture->transport, 2, 0);
  fake_transport_assert_log (fixture->transport, "subscribe:2:" RESPONSE ":0:h2 publish:1:" TOPIC ":0 publish:2:" TOPIC ":0");
  log_request (fixture, one, 1, 1000);
  log_request (fixture, two, 2, 2000);
  first = log_answer (fixture, correlated ? two : NULL, "first", FALSE, 5000);
  g_assert_cmpuint (sonde_requests_get_n_waiting (fixture->requests), ==, 1);
  fake_transport_assert_log (fixture->transport, "");
  second = log_answer (fixture, correlated ? one : NULL, "second", FALSE, 6000);
  fake_transport_assert_log (fixture->transport, "unsubscribe:3:" RESPONSE);
  assert_answered (correlated ? two : one, "first", first, correlated ? 3000 : 4000);
  assert_answered (correlated ? one : two, "second", second, correlated ? 5000 : 4000);
}

/* MQTT 3 has no correlation data: the first message is the answer, a retained one excepted, which is
 * of before. */
static void
test_first_message (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_request (fixture, 0);
  guint64 serial;

  g_assert_cmpuint (g_bytes_get_size (sonde_request_get_message (request)->correlation_data), ==, 0);
  fake_transport_suback (fixture->transport, 2, 0);
  log_answer (fixture, NULL, "before it was sent", FALSE, 500);
  log_request (fixture, request, 1, 1000);
  log_answer (fixture, NULL, "retained", TRUE, 1500);
  serial = log_answer (fixture, NULL, "on", FALSE, 2000);
  assert_answered (request, "on", serial, 1000);
}

/* ---- Failures ---- */

static void
test_timeouts (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SondeRequest) unsubscribed = send_on (fixture, RESPONSE, 1, 1);
  g_autoptr (SondeRequest) unsent = NULL;
  g_autoptr (SondeRequest) unanswered = NULL;
  g_autoptr (SondeRequest) unheard = NULL;
  g_autoptr (SondeRequest) astray = NULL;

  wait_for_end (unsubscribed);
  assert_failed (unsubscribed, "The broker did not answer the subscription to “answers/1” within 1.0 ms: the request was not sent.");
  fake_transport_assert_log (fixture->transport, "subscribe:2:" RESPONSE ":1:h2 unsubscribe:3:" RESPONSE);
  assert_rows (fixture, 1);

  unsent = send_on (fixture, "user/answers", 1, 1);
  wait_for_end (unsent);
  assert_failed (unsent, "The request did not leave within 1.0 ms: it waits behind other messages.");

  unanswered = send_on (fixture, "user/answers", 1, 200);
  log_request (fixture, unanswered, 2, 1000);
  wait_for_end (unanswered);
  assert_failed (unanswered, "No answer within 200 ms.");

  unheard = send_on (fixture, "user/answers", 1, 200);
  log_request (fixture, unheard, 3, 1000);
  fake_transport_acked (fixture->transport, 3, 16, 2000);
  wait_for_end (unheard);
  assert_failed (unheard, "No answer within 200 ms: no one is subscribed to “lamp/get”.");

  astray = send_on (fixture, RESPONSE, 1, 200);
  fake_transport_suback (fixture->transport, 4, 0);
  log_request (fixture, astray, 4, 1000);
  log_answer (fixture, NULL, "no correlation data", FALSE, 1000);
  wait_for_end (astray);
  assert_failed (astray, "No answer within 200 ms: 1 message came on “answers/1”, without the correlation data of the request.");
}

/* MQTT 3 has no correlation data that a message could lack. */
static void
test_retained_only (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_on (fixture, RESPONSE, 0, 200);

  fake_transport_suback (fixture->transport, 2, 0);
  log_request (fixture, request, 1, 1000);
  log_answer (fixture, NULL, "retained", TRUE, 1500);
  wait_for_end (request);
  assert_failed (request, "No answer within 200 ms.");
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_request (fixture, 0);

  sonde_request_cancel (request);
  assert_failed (request, "Cancelled.");
  fake_transport_suback (fixture->transport, 2, 0);
  fake_transport_unsuback (fixture->transport, 3);
  fake_transport_assert_log (fixture->transport, "subscribe:2:" RESPONSE ":0:h2 unsubscribe:3:" RESPONSE);
  assert_rows (fixture, 1);
}

static void
test_refused (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (SondeRequest) unsubscribed = send_request (fixture, 0);
  g_autoptr (SondeRequest) unpublished = NULL;

  fake_transport_suback (fixture->transport, 2, 0x87);
  assert_failed (unsubscribed, "The broker refused the subscription to “answers/1”: not authorized.");
  assert_rows (fixture, 1);

  unpublished = send_on (fixture, "user/answers", 1, PATIENT_MS);
  log_request (fixture, unpublished, 1, 1000);
  fake_transport_acked (fixture->transport, 1, 0x87, 2000);
  turn ();
  assert_failed (unpublished, "The broker refused the message: not authorized.");
}

/* The broker may keep the session, so that it is to be unsubscribed from next time. */
static void
test_lost (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_request (fixture, 0);
  g_autoptr (SondeRequest) after = NULL;

  fake_transport_suback (fixture->transport, 2, 0);
  log_request (fixture, request, 1, 1000);
  fake_transport_closed (fixture->transport, SONDE_MQTT_ERROR_LOST, FALSE);
  assert_failed (request, "The connection ended before the answer came.");
  g_assert_cmpuint (fixture->n_left, ==, 1);

  after = send_request (fixture, 0);
  assert_failed (after, "Not connected: the request was not sent.");
  g_assert_cmpuint (sonde_requests_get_n_waiting (fixture->requests), ==, 0);

  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack (fixture->transport, 0, TRUE);
  fake_transport_assert_log (fixture->transport, "subscribe:2:" RESPONSE ":0:h2 publish:1:" TOPIC ":0 open "
                                                 "unsubscribe:3:" RESPONSE " subscribe:4:user/#:0");
  assert_rows (fixture, 1);
}

static void
test_topics (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (SondeRequest) to_itself = send_on (fixture, TOPIC, 0, PATIENT_MS);
  g_autoptr (SondeRequest) wildcard = send_on (fixture, "answers/#", 0, PATIENT_MS);

  assert_failed (to_itself, "Choose a response topic other than the topic of the request.");
  g_assert_cmpint (sonde_request_get_state (wildcard), ==, SONDE_REQUEST_FAILED);
  g_assert_null (sonde_request_check_topic (RESPONSE, TOPIC));
  fake_transport_assert_log (fixture->transport, "");
}

/* ---- The user's own subscriptions ---- */

static void
test_user_wants_it_too (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_request (fixture, 0);

  fake_transport_suback (fixture->transport, 2, 0);
  sonde_subscriptions_add (fixture->subscriptions, RESPONSE, 2);
  test_plain_subscribe (fixture->session, RESPONSE, 2);
  fake_transport_suback (fixture->transport, 3, 2);
  sonde_request_cancel (request);
  fake_transport_assert_log (fixture->transport, "subscribe:2:" RESPONSE ":0:h2 publish:1:" TOPIC ":0 subscribe:3:" RESPONSE ":2");
  assert_rows (fixture, 2);
}

static void
test_user_unsubscribes (Fixture      *fixture,
                        gconstpointer data)
{
  g_autoptr (SondeRequest) request = send_request (fixture, 0);

  fake_transport_suback (fixture->transport, 2, 0);
  sonde_subscriptions_add (fixture->subscriptions, RESPONSE, 2);
  test_plain_subscribe (fixture->session, RESPONSE, 2);
  sonde_session_unsubscribe (fixture->session, RESPONSE);
  sonde_subscriptions_remove (fixture->subscriptions, RESPONSE);
  fake_transport_assert_log (fixture->transport, "subscribe:2:" RESPONSE ":0:h2 publish:1:" TOPIC ":0 subscribe:3:" RESPONSE ":2 "
                                                 "unsubscribe:4:" RESPONSE " subscribe:5:" RESPONSE ":0:h2");
  fake_transport_suback (fixture->transport, 5, 0);
  log_request (fixture, request, 1, 1000);
  log_answer (fixture, request, "on", FALSE, 2000);
  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_ANSWERED);
  fake_transport_assert_log (fixture->transport, "unsubscribe:6:" RESPONSE);
  assert_rows (fixture, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(version, path, func) \
  g_test_add ("/requests/" path, Fixture, GINT_TO_POINTER (version), set_up, func, tear_down)
  ADD (SONDE_MQTT_5, "answered", test_answered);
  ADD (SONDE_MQTT_5, "own-correlation-data", test_own_correlation_data);
  ADD (SONDE_MQTT_5, "covered", test_covered);
  ADD (SONDE_MQTT_5, "shared-covers-nothing", test_shared_covers_nothing);
  ADD (SONDE_MQTT_5, "several-at-once", test_several_at_once);
  ADD (SONDE_MQTT_3_1_1, "several-at-once-3", test_several_at_once);
  ADD (SONDE_MQTT_3_1_1, "first-message", test_first_message);
  ADD (SONDE_MQTT_5, "timeouts", test_timeouts);
  ADD (SONDE_MQTT_3_1_1, "retained-only", test_retained_only);
  ADD (SONDE_MQTT_5, "cancelled", test_cancelled);
  ADD (SONDE_MQTT_5, "refused", test_refused);
  ADD (SONDE_MQTT_5, "lost", test_lost);
  ADD (SONDE_MQTT_5, "topics", test_topics);
  ADD (SONDE_MQTT_5, "user-wants-it-too", test_user_wants_it_too);
  ADD (SONDE_MQTT_5, "user-unsubscribes", test_user_unsubscribes);
#undef ADD
  return g_test_run ();
}
