/* sonde-request.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-request"

#include "sonde-request-private.h"

#include "sonde-answer-match.h"
#include "sonde-subscriptions-own.h"

#include <sonde-format.h>
#include <sonde-reason.h>
#include <sonde-topic.h>

#include <glib/gi18n.h>

#include <string.h>

#define CORRELATION_WORDS 4        /* of 4 bytes */
#define NO_MATCHING_SUBSCRIBERS 16 /* 5.0, 3.4.2.1 */

struct _SondeRequest
{
  GObject parent_instance;

  SondeSession       *session;
  SondeSubscriptions *subscriptions;
  SondePublish       *message;
  guint               timeout_ms;

  SondeRequestState state;
  guint             timeout_source;
  gboolean          holds; /* the response topic */
  gboolean          left;
  gboolean          unheard;  /* the broker says that no one is subscribed to the topic */
  guint             n_strays; /* messages on the response topic that are no answer to it */
  char             *fault;

  gboolean logged;
  gint64   logged_at; /* µs since the epoch, on the network thread */
  guint64  serial;
  gint64   round_trip;
  GBytes  *answer;
};

enum
{
  CHANGED,
  PUBLISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeRequest, sonde_request, G_TYPE_OBJECT)

static SondeMqttVersion
get_version (SondeRequest *self)
{
  return sonde_session_get_version (self->session);
}

static gboolean
is_online (SondeRequest *self)
{
  return sonde_session_get_state (self->session) == SONDE_STATE_ONLINE;
}

/* ---- The end ---- */

static void
let_go (SondeRequest *self)
{
  const char *topic = self->message->response_topic;

  if (!self->holds)
    return;

  self->holds = FALSE;
  self->left = sonde_subscriptions_release (self->subscriptions, topic) && !is_online (self) &&
               sonde_session_may_hold (self->session, topic);
}

static void
end (SondeRequest     *self,
     SondeRequestState state)
{
  self->state = state;
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->session, self);
  let_go (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fail (SondeRequest *self,
      char         *sentence) /* (transfer full) */
{
  self->fault = sentence;
  end (self, SONDE_REQUEST_FAILED);
}

static char *
dup_timeout_text (SondeRequest *self)
{
  g_autofree char *duration = sonde_format_duration ((gint64) self->timeout_ms * 1000);
  const char      *topic = self->message->response_topic;

  if (self->state == SONDE_REQUEST_LISTENING)
    return g_strdup_printf (_ ("The broker did not answer the subscription to “%s” within %s: the request was not sent."),
                            topic, duration);
  if (self->state == SONDE_REQUEST_SENDING)
    return g_strdup_printf (_ ("The request did not leave within %s: it waits behind other messages."), duration);
  if (self->unheard)
    return g_strdup_printf (_ ("No answer within %s: no one is subscribed to “%s”."), duration, self->message->topic);
  /* Of MQTT 3 they are retained ones. */
  if (self->n_strays > 0 && get_version (self) == SONDE_MQTT_5)
    return g_strdup_printf (g_dngettext (NULL,
                                         "No answer within %s: %u message came on “%s”, without the correlation data of the request.",
                                         "No answer within %s: %u messages came on “%s”, without the correlation data of the request.",
                                         self->n_strays),
                            duration, self->n_strays, topic);
  return g_strdup_printf (_ ("No answer within %s."), duration);
}

static gboolean
timeout_cb (gpointer user_data)
{
  SondeRequest *self = user_data;

  self->timeout_source = 0;
  fail (self, dup_timeout_text (self));
  return G_SOURCE_REMOVE;
}

static void
arm (SondeRequest *self)
{
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  self->timeout_source = g_timeout_add (self->timeout_ms, timeout_cb, self);
}

/* ---- Sending ---- */

static void
set_state (SondeRequest     *self,
           SondeRequestState state)
{
  self->state = state;
  arm (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
watch_cb (SondePublishState state,
          guint8            reason,
          gint64            round_trip,
          gpointer          user_data)
{
  SondeRequest *self = user_data;

  if (state == SONDE_PUBLISH_SENT && self->state == SONDE_REQUEST_SENDING)
    set_state (self, SONDE_REQUEST_WAITING);
}

static void
published_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SondeRequest) self = user_data;
  g_autoptr (GError) error = NULL;
  SondePublishResult answer;
  gboolean           done = sonde_session_publish_finish (SONDE_SESSION (object), result, &answer, &error);

  g_signal_emit (self, signals[PUBLISHED], 0, done ? &answer : NULL, error);
  if (sonde_request_get_ended (self))
    return;

  if (!done)
    {
      fail (self, g_strdup (error->message));
    }
  else if (answer.reason == NO_MATCHING_SUBSCRIBERS)
    {
      self->unheard = TRUE;
      g_signal_emit (self, signals[CHANGED], 0);
    }
}

static void
send (SondeRequest *self)
{
  set_state (self, SONDE_REQUEST_SENDING);
  sonde_session_publish_watched_async (self->session, self->message, watch_cb, self, NULL, published_cb,
                                       g_object_ref (self));
}

/* ---- Listening ---- */

static void
look_at_grant (SondeRequest *self)
{
  const char *topic = self->message->response_topic;
  guint8      code;

  if (self->state != SONDE_REQUEST_LISTENING)
    return;

  switch (sonde_session_get_grant (self->session, topic, &code))
    {
    case SONDE_GRANT_GRANTED:
      send (self);
      break;

    case SONDE_GRANT_REFUSED:
      /* Translators: a topic, and the name of a reason code */
      fail (self, g_strdup_printf (_ ("The broker refused the subscription to “%s”: %s."), topic,
                                   sonde_reason_to_string (get_version (self), SONDE_REASON_IN_SUBACK, code)));
      break;

    case SONDE_GRANT_NONE:
    case SONDE_GRANT_PENDING:
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
filter_changed_cb (SondeSession *session,
                   const char   *filter,
                   SondeRequest *self)
{
  if (strcmp (filter, self->message->response_topic) == 0)
    look_at_grant (self);
}

static void
state_cb (SondeRequest *self)
{
  if (!is_online (self))
    fail (self, g_strdup (_ ("The connection ended before the answer came.")));
}

void
sonde_request_start (SondeRequest *self)
{
  g_auto (SondeSubscribeOptions) options = { 0 };
  const char *topic = self->message->response_topic;
  const char *fault = sonde_request_check_topic (topic, self->message->topic);

  if (fault != NULL || !is_online (self))
    {
      fail (self, g_strdup (fault != NULL ? fault : _ ("Not connected: the request was not sent.")));
      return;
    }

  g_signal_connect (self->session, "filter-changed", G_CALLBACK (filter_changed_cb), self);
  g_signal_connect_swapped (self->session, "notify::state", G_CALLBACK (state_cb), self);
  if (sonde_subscriptions_hear (self->subscriptions, topic))
    {
      send (self);
      return;
    }

  /* What is retained there is an answer of before. */
  sonde_subscribe_options_init (&options, self->message->qos);
  options.retain_handling = SONDE_RETAIN_DO_NOT_SEND;
  arm (self);
  self->holds = TRUE;
  sonde_subscriptions_hold (self->subscriptions, topic, &options);
  look_at_grant (self);
}

void
sonde_request_cancel (SondeRequest *self)
{
  g_return_if_fail (SONDE_IS_REQUEST (self));

  if (!sonde_request_get_ended (self))
    fail (self, g_strdup (_ ("Cancelled.")));
}

/* ---- What comes in the log ---- */

static gboolean
take_answer (SondeRequest       *self,
             const SondeSegment *segment,
             guint               index)
{
  const SondeRecord *record = sonde_segment_get_record (segment, index);
  SondeAnswerMatch   match = sonde_answer_match (self->message, get_version (self), segment, index);

  self->n_strays += match == SONDE_ANSWER_STRAY;
  if (match != SONDE_ANSWER_FOUND)
    return FALSE;

  self->serial = segment->first_serial + index;
  self->round_trip = MAX (segment->began_at + record->time - self->logged_at, 0);
  self->answer = g_bytes_new (sonde_segment_get_payload (segment, record), record->payload_size);
  end (self, SONDE_REQUEST_ANSWERED);
  return TRUE;
}

gboolean
sonde_request_take (SondeRequest       *self,
                    const SondeSegment *segment,
                    guint               index)
{
  const SondeRecord *record = sonde_segment_get_record (segment, index);

  if (self->state != SONDE_REQUEST_SENDING && self->state != SONDE_REQUEST_WAITING)
    return FALSE;
  if (sonde_record_get_kind (record) == SONDE_MESSAGE_RECEIVED)
    return self->logged && take_answer (self, segment, index);
  if (sonde_record_get_kind (record) != SONDE_MESSAGE_SENT || self->logged ||
      !sonde_answer_match_request (self->message, get_version (self), segment, index))
    return FALSE;

  self->logged = TRUE;
  self->logged_at = segment->began_at + record->time;
  return TRUE;
}

/* ---- GObject ---- */

static void
sonde_request_finalize (GObject *object)
{
  SondeRequest *self = SONDE_REQUEST (object);

  g_clear_handle_id (&self->timeout_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->session, self);
  let_go (self);
  g_clear_object (&self->subscriptions);
  g_clear_object (&self->session);
  sonde_publish_free (self->message);
  g_free (self->fault);
  g_clear_pointer (&self->answer, g_bytes_unref);

  G_OBJECT_CLASS (sonde_request_parent_class)->finalize (object);
}

static void
sonde_request_class_init (SondeRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_request_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[PUBLISHED] = g_signal_new ("published", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
}

static void
sonde_request_init (SondeRequest *self)
{
}

SondeRequest *
sonde_request_new (SondeSession       *session,
                   SondeSubscriptions *subscriptions,
                   const SondePublish *message,
                   guint               timeout_ms)
{
  SondeRequest *self = g_object_new (SONDE_TYPE_REQUEST, NULL);

  self->session = g_object_ref (session);
  self->subscriptions = g_object_ref (subscriptions);
  self->message = sonde_publish_copy (message);
  self->timeout_ms = timeout_ms;
  if (get_version (self) == SONDE_MQTT_5 && g_bytes_get_size (message->correlation_data) == 0)
    {
      guint32 words[CORRELATION_WORDS];

      for (guint i = 0; i < CORRELATION_WORDS; i++)
        words[i] = g_random_int ();
      g_bytes_unref (self->message->correlation_data);
      self->message->correlation_data = g_bytes_new (words, sizeof words);
    }
  return self;
}

const char *
sonde_request_check_topic (const char *response_topic,
                           const char *topic)
{
  SondeTopicFault fault;

  g_return_val_if_fail (response_topic != NULL && topic != NULL, NULL);

  fault = sonde_topic_name_check (response_topic, strlen (response_topic));
  if (fault != SONDE_TOPIC_FAULT_NONE)
    return sonde_topic_fault_to_string (fault);

  /* It would be its own answer. */
  return strcmp (response_topic, topic) == 0 ? _ ("Choose a response topic other than the topic of the request.") : NULL;
}

const SondePublish *
sonde_request_get_message (SondeRequest *self)
{
  g_return_val_if_fail (SONDE_IS_REQUEST (self), NULL);

  return self->message;
}

SondeRequestState
sonde_request_get_state (SondeRequest *self)
{
  g_return_val_if_fail (SONDE_IS_REQUEST (self), SONDE_REQUEST_FAILED);

  return self->state;
}

gboolean
sonde_request_get_ended (SondeRequest *self)
{
  g_return_val_if_fail (SONDE_IS_REQUEST (self), TRUE);

  return self->state == SONDE_REQUEST_ANSWERED || self->state == SONDE_REQUEST_FAILED;
}

char *
sonde_request_dup_text (SondeRequest *self)
{
  g_autofree char *duration = NULL;

  g_return_val_if_fail (SONDE_IS_REQUEST (self), NULL);

  switch (self->state)
    {
    case SONDE_REQUEST_LISTENING:
      return g_strdup (_ ("Subscribing to the response topic…"));
    case SONDE_REQUEST_SENDING:
      return g_strdup (_ ("Sending the request…"));
    case SONDE_REQUEST_WAITING:
      return g_strdup (self->unheard ? _ ("Sent, but no one is subscribed to the topic. Waiting for an answer…")
                                     : _ ("Sent. Waiting for the answer…"));
    case SONDE_REQUEST_ANSWERED:
      duration = sonde_format_duration (self->round_trip);
      return g_strdup_printf (_ ("Answered after %s"), duration);
    case SONDE_REQUEST_FAILED:
      return g_strdup (self->fault);
    default:
      g_return_val_if_reached (NULL);
    }
}

guint64
sonde_request_get_serial (SondeRequest *self)
{
  g_return_val_if_fail (SONDE_IS_REQUEST (self), 0);

  return self->serial;
}

gint64
sonde_request_get_round_trip (SondeRequest *self)
{
  g_return_val_if_fail (SONDE_IS_REQUEST (self), 0);

  return self->round_trip;
}

GBytes *
sonde_request_get_answer (SondeRequest *self)
{
  g_return_val_if_fail (SONDE_IS_REQUEST (self), NULL);

  return self->answer;
}

gboolean
sonde_request_get_left (SondeRequest *self)
{
  return self->left;
}
