/* sonde-publishes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publishes"

#include "sonde-publishes.h"

#include "sonde-mqtt-error.h"
#include "sonde-reason.h"

#include <glib/gi18n.h>

#define FIRST_FAILURE 0x80

/* What may wait for an answer: a broker that stops answering must not eat our memory. A single
 * message may be larger. */
#define MAX_WAITING 20000
#define MAX_WAITING_BYTES ((gsize) 256 << 20)

typedef struct
{
  GTask        *task;
  guint         token; /* its place among all: it only grows */
  SondePublish *message;
  gsize         size; /* of what of it takes room */

  SondePublishWatch watch;
  gpointer          watch_data;

  gboolean sent; /* in the log, and handed to the socket */
  gint64   sent_at;
  guint64  serial;
} Publish;

struct _SondePublishes
{
  SondeTransport *transport;
  GHashTable     *by_token;
  guint           last_token;
  gsize           n_bytes; /* of packets, in by_token */
  gboolean        connected;
  SondeLimits     limits;
};

static void
publish_free (gpointer data)
{
  Publish *publish = data;

  g_clear_object (&publish->task);
  sonde_publish_free (publish->message);
  g_free (publish);
}

SondePublishes *
sonde_publishes_new (SondeTransport *transport)
{
  SondePublishes *self = g_new0 (SondePublishes, 1);

  self->transport = transport;
  self->by_token = g_hash_table_new_full (NULL, NULL, NULL, publish_free);

  return self;
}

static void
tell (const Publish    *publish,
      SondePublishState state,
      guint8            reason,
      gint64            round_trip)
{
  if (publish->watch != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (publish->task)))
    publish->watch (state, reason, round_trip, publish->watch_data);
}

static void
send_publish (SondePublishes *self,
              const Publish  *publish)
{
  sonde_transport_publish (self->transport, publish->token, publish->message);
}

static gboolean
check (SondePublishes     *self,
       const SondePublish *message,
       GError            **error)
{
  const char *sentence;

  if (!self->connected)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_OFFLINE, _ ("Not connected: the message was not sent."));
      return FALSE;
    }

  sentence = sonde_publish_check (message, self->limits.version);
  if (sentence != NULL)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);
      return FALSE;
    }

  return sonde_limits_check_publish (&self->limits, message, error);
}

static gboolean
check_room (SondePublishes *self,
            gsize           size,
            GError        **error)
{
  guint n_waiting = g_hash_table_size (self->by_token);

  if (n_waiting == 0 || (n_waiting < MAX_WAITING && self->n_bytes + size <= MAX_WAITING_BYTES))
    return TRUE;

  g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_BUSY,
                       _ ("Too many publishes wait for an answer of the broker: the message was not sent."));
  return FALSE;
}

void
sonde_publishes_send (SondePublishes     *self,
                      GTask              *task,
                      const SondePublish *message,
                      SondePublishWatch   watch,
                      gpointer            watch_data)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GError) error = NULL;
  Publish *publish;
  gsize    size;

  g_return_if_fail (self != NULL);
  g_return_if_fail (message != NULL);

  size = sonde_publish_get_packet_size (message, self->limits.version);
  if (!check (self, message, &error) || !check_room (self, size, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (++self->last_token == SONDE_REPEAT_TOKENS)
    self->last_token = 1;
  publish = g_new0 (Publish, 1);
  publish->task = g_steal_pointer (&owned);
  publish->token = self->last_token;
  publish->message = sonde_publish_copy (message);
  publish->size = size;
  publish->watch = watch;
  publish->watch_data = watch_data;
  self->n_bytes += size;
  g_hash_table_insert (self->by_token, GUINT_TO_POINTER (publish->token), publish);
  tell (publish, SONDE_PUBLISH_QUEUED, 0, 0);
  send_publish (self, publish);
}

static Publish *
steal (SondePublishes *self,
       guint           token)
{
  gpointer publish = NULL;

  if (g_hash_table_steal_extended (self->by_token, GUINT_TO_POINTER (token), NULL, &publish))
    self->n_bytes -= ((Publish *) publish)->size;

  return publish;
}

static void
complete (Publish                  *publish,
          const SondePublishResult *result)
{
  g_task_set_task_data (publish->task, g_memdup2 (result, sizeof *result), g_free);
  g_task_return_boolean (publish->task, TRUE);
  publish_free (publish);
}

void
sonde_publishes_sent (SondePublishes *self,
                      guint           token,
                      guint64         serial,
                      gint64          time)
{
  Publish *publish;

  g_return_if_fail (self != NULL);

  publish = g_hash_table_lookup (self->by_token, GUINT_TO_POINTER (token));
  if (publish == NULL)
    return;

  publish->sent = TRUE;
  publish->sent_at = time;
  publish->serial = serial;
  tell (publish, SONDE_PUBLISH_SENT, 0, 0);
  if (publish->message->qos == 0)
    complete (steal (self, token), &(SondePublishResult){ .serial = serial, .round_trip = -1 });
}

void
sonde_publishes_received (SondePublishes *self,
                          guint           token,
                          guint8          reason,
                          gint64          time)
{
  const Publish *publish;

  g_return_if_fail (self != NULL);

  publish = g_hash_table_lookup (self->by_token, GUINT_TO_POINTER (token));
  if (publish != NULL && publish->sent)
    tell (publish, SONDE_PUBLISH_RECEIVED, reason, time - publish->sent_at);
}

gboolean
sonde_publishes_acked (SondePublishes     *self,
                       guint               token,
                       guint8              reason,
                       gint64              time,
                       SondePublishResult *result)
{
  Publish *publish;

  g_return_val_if_fail (self != NULL, FALSE);

  publish = steal (self, token);
  if (publish == NULL)
    return FALSE;

  result->serial = publish->serial;
  result->reason = reason;
  result->round_trip = publish->sent ? time - publish->sent_at : -1;
  if (reason < FIRST_FAILURE)
    {
      complete (publish, result);
    }
  else
    {
      g_task_return_new_error (publish->task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_REFUSED,
                               _ ("The broker refused the message: %s."),
                               sonde_reason_to_string (self->limits.version, SONDE_REASON_IN_PUBACK, reason));
      publish_free (publish);
    }

  return TRUE;
}

static int
compare_tokens (gconstpointer a,
                gconstpointer b)
{
  const Publish *one = *(const Publish *const *) a;
  const Publish *other = *(const Publish *const *) b;

  return (one->token > other->token) - (one->token < other->token);
}

static GPtrArray *
list_in_order (SondePublishes *self)
{
  GPtrArray     *publishes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, self->by_token);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (publishes, value);
  g_ptr_array_sort (publishes, compare_tokens);

  return publishes;
}

/* Fails what cannot come to an end any more. */
static void
lose (SondePublishes *self,
      gboolean        session_goes_on)
{
  g_autoptr (GPtrArray) publishes = list_in_order (self);

  for (guint i = 0; i < publishes->len; i++)
    {
      Publish *publish = publishes->pdata[i];

      if (session_goes_on && publish->message->qos > 0)
        continue;

      steal (self, publish->token);
      g_task_return_new_error (publish->task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                               _ ("The connection ended before the broker had the message."));
      publish_free (publish);
    }
}

void
sonde_publishes_free (SondePublishes *self)
{
  if (self == NULL)
    return;

  lose (self, FALSE);
  g_hash_table_unref (self->by_token);
  g_free (self);
}

void
sonde_publishes_connected (SondePublishes    *self,
                           const SondeLimits *limits,
                           gboolean           session_present)
{
  g_autoptr (GPtrArray) publishes = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (limits != NULL);

  self->limits = *limits;
  self->connected = TRUE;

  if (!session_present)
    lose (self, FALSE);

  /* The transport remembers what it sent, and nothing else. */
  publishes = list_in_order (self);
  for (guint i = 0; i < publishes->len; i++)
    if (!((Publish *) publishes->pdata[i])->sent)
      send_publish (self, publishes->pdata[i]);
}

void
sonde_publishes_refuse (SondePublishes *self)
{
  g_return_if_fail (self != NULL);

  self->connected = FALSE;
}

void
sonde_publishes_disconnected (SondePublishes *self,
                              gboolean        session_goes_on)
{
  g_return_if_fail (self != NULL);

  self->connected = FALSE;
  lose (self, session_goes_on);
}

const SondePublishResult *
sonde_publishes_get_result (GTask *task)
{
  return g_task_get_task_data (task);
}
