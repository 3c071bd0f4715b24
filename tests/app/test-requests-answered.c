/* test-requests-answered.c: requests to a responder, by way of a real broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"
#include "test-broker-process.h"

#include <sonde-properties.h>
#include <sonde-requests.h>

#include <string.h>

#define TOPIC "lamp/get"
#define PATIENT_MS (60 * 1000)
#define N_REQUESTS 20

typedef struct
{
  ConnectionFixture fixture;
  TestBroker       *broker;
  SondeMqttVersion  version;
  SondeConnection  *asker;
  SondeConnection  *responder;
  const char       *known_topic; /* to answer on in MQTT 3 */
  guint             n_asked;     /* records seen by the responder */
  guint             n_answers;   /* to each request */
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  connection_fixture_set_up (&self->fixture);
  self->broker = test_broker_new (NULL);
  if (self->broker == NULL)
    return;

  self->version = GPOINTER_TO_INT (data);
  self->known_topic = "lamp/answers";
  self->n_answers = 1;
  self->asker = connection_fixture_add (&self->fixture, test_broker_get_port (self->broker), self->version, "asker", TRUE);
  self->responder = connection_fixture_add (&self->fixture, test_broker_get_port (self->broker), self->version, "responder", TRUE);
  connection_connect (self->asker);
  connection_connect (self->responder);
  connection_subscribe (self->responder, TOPIC, 2);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  connection_fixture_tear_down (&self->fixture);
  g_clear_pointer (&self->broker, test_broker_free);
}

/* ---- The responder ---- */

static void
replace_topic (char               **topic,
               const SondeProperty *property)
{
  g_free (*topic);
  *topic = g_strndup ((const char *) property->bytes, property->size);
}

/* "on 7" to "? 7", on the topic and with the data that came with it (5.0, 4.10). */
static void
answer (Fixture          *self,
        SondeMessageItem *item)
{
  gsize            size, n_properties;
  const guint8    *payload = sonde_message_item_get_payload (item, &size);
  const guint8    *properties = sonde_message_item_get_properties (item, &n_properties);
  g_autofree char *text = g_strdup_printf ("on%.*s", (int) size - 1, (const char *) payload + 1);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (SondePublish) message = sonde_publish_new (self->known_topic, bytes, 1, FALSE);
  SondeProperty property;

  if (sonde_properties_find (properties, n_properties, SONDE_PROPERTY_RESPONSE_TOPIC, &property))
    replace_topic (&message->topic, &property);
  if (sonde_properties_find (properties, n_properties, SONDE_PROPERTY_CORRELATION_DATA, &property))
    {
      g_bytes_unref (message->correlation_data);
      message->correlation_data = g_bytes_new (property.bytes, property.size);
    }
  for (guint i = 0; i < self->n_answers; i++)
    sonde_connection_publish_async (self->responder, message, NULL, NULL, NULL);
}

static void
respond (Fixture *self)
{
  g_autoptr (GPtrArray) asked = connection_get_received (self->responder, TOPIC);

  for (; self->n_asked < asked->len; self->n_asked++)
    answer (self, g_ptr_array_index (asked, self->n_asked));
}

/* ---- The asker ---- */

static SondeRequest *
ask (Fixture    *self,
     guint       number,
     const char *response_topic,
     guint8      qos,
     guint       timeout_ms)
{
  g_autofree char *text = g_strdup_printf ("? %u", number);
  g_autoptr (GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr (SondePublish) message = sonde_publish_new (TOPIC, payload, qos, FALSE);

  g_free (message->response_topic);
  message->response_topic = g_strdup (response_topic);
  return sonde_requests_send (sonde_connection_get_requests (self->asker), message, timeout_ms);
}

typedef struct
{
  Fixture      *fixture;
  SondeRequest *request;
} Wait;

static gboolean
has_ended (gpointer data)
{
  Wait *wait = data;

  respond (wait->fixture);
  return sonde_request_get_ended (wait->request);
}

static void
wait_for_end (Fixture      *self,
              SondeRequest *request)
{
  Wait wait = { self, request };

  connection_wait ("the end of a request", has_ended, &wait);
}

/* The answer is a row of the log. */
static void
assert_answered (Fixture      *self,
                 SondeRequest *request,
                 const char   *expected)
{
  SondeMessageLog *log = sonde_connection_get_log (self->asker);
  g_autoptr (SondeMessageItem) item = NULL;
  g_autofree char *text = sonde_request_dup_text (request);
  const guint8    *payload;
  guint            position;
  gsize            size;

  g_test_message ("%s", text);
  g_assert_cmpint (sonde_request_get_state (request), ==, SONDE_REQUEST_ANSWERED);
  g_assert_cmpint (sonde_request_get_round_trip (request), >, 0);
  g_assert_true (sonde_message_log_get_position (log, sonde_request_get_serial (request), &position));
  item = g_list_model_get_item (G_LIST_MODEL (log), position);
  payload = sonde_message_item_get_payload (item, &size);
  g_assert_cmpmem (payload, size, expected, strlen (expected));
}

static gboolean
is_given_up (gpointer data)
{
  Fixture    *self = data;
  GListModel *log = G_LIST_MODEL (sonde_connection_get_log (self->asker));
  g_autoptr (SondeMessageItem) last = g_list_model_get_item (log, g_list_model_get_n_items (log) - 1);

  return sonde_message_item_get_kind (last) == SONDE_MESSAGE_EVENT &&
         sonde_message_item_get_packet_id (last) == SONDE_LOG_EVENT_UNSUBSCRIBED;
}

/* Neither a row nor a subscription is left: what comes later does not arrive. */
static void
assert_silent (Fixture    *self,
               const char *response_topic)
{
  g_autoptr (GPtrArray) received = NULL;
  guint n;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->asker))), ==, 0);
  received = connection_get_received (self->asker, response_topic);
  n = received->len;
  connection_publish_text (self->responder, response_topic, "late", 1, FALSE);
  connection_subscribe (self->asker, "end", 1);
  connection_publish_text (self->responder, "end", "", 1, FALSE);
  connection_wait_for_received (self->asker, "end", 1);
  g_clear_pointer (&received, g_ptr_array_unref);
  received = connection_get_received (self->asker, response_topic);
  g_assert_cmpuint (received->len, ==, n);
}

static void
assert_given_up (Fixture    *self,
                 const char *response_topic)
{
  connection_wait ("UNSUBACK", is_given_up, self);
  assert_silent (self, response_topic);
}

static void
test_answered (Fixture      *self,
               gconstpointer data)
{
  for (guint qos = 0; self->broker != NULL && qos <= 2; qos++)
    {
      g_autofree char *expected = g_strdup_printf ("on %u", qos);
      g_autoptr (SondeRequest) request = ask (self, qos, self->known_topic, qos, PATIENT_MS);

      wait_for_end (self, request);
      assert_answered (self, request, expected);
      assert_given_up (self, self->known_topic);
      connection_disconnect (self->asker);
      sonde_connection_unsubscribe (self->asker, "end");
      sonde_message_log_clear (sonde_connection_get_log (self->asker));
      connection_connect (self->asker);
    }
}

static void
test_covered (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (SondeRequest) request = NULL;
  SondeSubscription *mine;

  if (self->broker == NULL)
    return;

  mine = connection_subscribe (self->asker, "lamp/+", 1);
  request = ask (self, 1, self->known_topic, 1, PATIENT_MS);
  wait_for_end (self, request);
  assert_answered (self, request, "on 1");
  g_assert_cmpint (sonde_subscription_get_grant (mine), ==, SONDE_GRANT_GRANTED);

  /* Still subscribed to. */
  connection_publish_text (self->responder, "lamp/more", "", 1, FALSE);
  connection_wait_for_received (self->asker, "lamp/more", 1);
}

static void
test_several_at_once (Fixture      *self,
                      gconstpointer data)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->broker == NULL)
    return;

  for (guint i = 0; i < N_REQUESTS; i++)
    g_ptr_array_add (requests, ask (self, i, self->known_topic, 1, PATIENT_MS));
  for (guint i = 0; i < N_REQUESTS; i++)
    {
      g_autofree char *expected = g_strdup_printf ("on %u", i);

      wait_for_end (self, g_ptr_array_index (requests, i));
      assert_answered (self, g_ptr_array_index (requests, i), expected);
    }
  assert_given_up (self, self->known_topic);
}

/* The first is the answer; the others are messages like any. */
static void
test_several_answers (Fixture      *self,
                      gconstpointer data)
{
  g_autoptr (SondeRequest) request = NULL;

  if (self->broker == NULL)
    return;

  self->n_answers = 3;
  connection_subscribe (self->asker, "lamp/answers", 1);
  request = ask (self, 1, self->known_topic, 1, PATIENT_MS);
  wait_for_end (self, request);
  assert_answered (self, request, "on 1");
  connection_wait_for_received (self->asker, "lamp/answers", 3);
}

static void
test_fails (Fixture      *self,
            gconstpointer data)
{
  g_autoptr (SondeRequest) unanswered = NULL;
  g_autoptr (SondeRequest) lost = NULL;
  g_autofree char *text = NULL;

  if (self->broker == NULL)
    return;

  self->n_answers = 0;
  connection_disconnect (self->responder);
  unanswered = ask (self, 1, "nobody/answers", 1, 100);
  wait_for_end (self, unanswered);
  text = sonde_request_dup_text (unanswered);
  /* MQTT 3's PUBACK has no reason code. */
  g_assert_cmpstr (text, ==, self->version == SONDE_MQTT_5 ? "No answer within 100 ms: no one is subscribed to “lamp/get”." : "No answer within 100 ms.");

  lost = ask (self, 2, "nobody/answers", 0, PATIENT_MS);
  test_broker_kill (self->broker);
  wait_for_end (self, lost);
  g_clear_pointer (&text, g_free);
  text = sonde_request_dup_text (lost);
  g_assert_cmpstr (text, ==, "The connection ended before the answer came.");
  g_assert_cmpuint (sonde_requests_get_n_waiting (sonde_connection_get_requests (self->asker)), ==, 0);
}

static gboolean
has_dropped_none (gpointer data)
{
  return sonde_connection_get_profile (data)->dropped->len == 0;
}

/* A session that outlasts the connection holds no subscription of ours for ever. */
static void
test_session_is_left_clean (Fixture      *self,
                            gconstpointer data)
{
  g_autoptr (SondeRequest) request = NULL;
  SondeConnection *keeper;

  if (self->broker == NULL)
    return;

  self->n_answers = 0;
  keeper = connection_fixture_add (&self->fixture, test_broker_get_port (self->broker), self->version, "keeper", FALSE);
  connection_connect (keeper);
  self->asker = keeper;
  request = ask (self, 1, self->known_topic, 0, PATIENT_MS);
  connection_wait_for_received (self->responder, TOPIC, 1);
  connection_disconnect (keeper);
  g_assert_true (sonde_request_get_ended (request));
  /* In MQTT 5 the session ends with the connection, unless an expiry is asked for. */
  g_assert_cmpuint (sonde_connection_get_profile (keeper)->dropped->len, ==, self->version == SONDE_MQTT_5 ? 0 : 1);

  connection_connect (keeper);
  connection_wait ("the broker to forget it", has_dropped_none, keeper);
  assert_silent (self, self->known_topic);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                                                      \
  g_test_add ("/requests-answered/" path, Fixture, GINT_TO_POINTER (SONDE_MQTT_5), set_up, func, tear_down); \
  g_test_add ("/requests-answered/3.1.1/" path, Fixture, GINT_TO_POINTER (SONDE_MQTT_3_1_1), set_up, func, tear_down)
  ADD ("answered", test_answered);
  ADD ("covered", test_covered);
  ADD ("several-at-once", test_several_at_once);
  ADD ("several-answers", test_several_answers);
  ADD ("fails", test_fails);
  ADD ("session-is-left-clean", test_session_is_left_clean);
#undef ADD
  return g_test_run ();
}
