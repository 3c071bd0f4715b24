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

/* Its place among all is its token, which only grows. */
typedef struct
{
  SondePublish public;
  GTask *task;
} Publish;

struct _SondePublishes
{
  GHashTable *by_token;
};

static void
publish_free (gpointer data)
{
  Publish *publish = data;

  g_clear_object (&publish->task);
  g_free (publish->public.topic);
  g_bytes_unref (publish->public.payload);
  g_free (publish);
}

SondePublishes *
sonde_publishes_new (void)
{
  SondePublishes *self = g_new0 (SondePublishes, 1);

  self->by_token = g_hash_table_new_full (NULL, NULL, NULL, publish_free);

  return self;
}

void
sonde_publishes_free (SondePublishes *self)
{
  if (self == NULL)
    return;

  sonde_publishes_lose (self, FALSE);
  g_hash_table_unref (self->by_token);
  g_free (self);
}

void
sonde_publishes_add (SondePublishes *self,
                     GTask          *task,
                     guint           token,
                     const char     *topic,
                     GBytes         *payload,
                     guint8          qos,
                     gboolean        retain)
{
  Publish *publish;

  g_return_if_fail (self != NULL);

  publish = g_new0 (Publish, 1);
  publish->task = task;
  publish->public.token = token;
  publish->public.topic = g_strdup (topic);
  publish->public.payload = g_bytes_ref (payload);
  publish->public.qos = qos;
  publish->public.retain = retain;
  g_hash_table_insert (self->by_token, GUINT_TO_POINTER (token), publish);
}

static Publish *
steal (SondePublishes *self,
       guint           token)
{
  gpointer publish = NULL;

  g_hash_table_steal_extended (self->by_token, GUINT_TO_POINTER (token), NULL, &publish);

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

  publish->public.sent = TRUE;
  publish->public.sent_at = time;
  publish->public.serial = serial;
  if (publish->public.qos == 0)
    complete (steal (self, token), &(SondePublishResult){ .serial = serial, .round_trip = -1 });
}

gboolean
sonde_publishes_acked (SondePublishes     *self,
                       guint               token,
                       guint8              reason,
                       gint64              time,
                       SondeMqttVersion    version,
                       SondePublishResult *result)
{
  Publish *publish;

  g_return_val_if_fail (self != NULL, FALSE);

  publish = steal (self, token);
  if (publish == NULL)
    return FALSE;

  result->serial = publish->public.serial;
  result->reason = reason;
  result->round_trip = publish->public.sent ? time - publish->public.sent_at : -1;
  if (reason < FIRST_FAILURE)
    {
      complete (publish, result);
    }
  else
    {
      g_task_return_new_error (publish->task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_REFUSED,
                               _ ("The broker refused the message: %s."),
                               sonde_reason_to_string (version, SONDE_REASON_IN_PUBACK, reason));
      publish_free (publish);
    }

  return TRUE;
}

static int
compare_tokens (gconstpointer a,
                gconstpointer b)
{
  const SondePublish *one = *(const SondePublish *const *) a;
  const SondePublish *other = *(const SondePublish *const *) b;

  return (one->token > other->token) - (one->token < other->token);
}

static GPtrArray *
list_in_order (SondePublishes *self)
{
  GPtrArray *publishes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_token);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (publishes, value);
  g_ptr_array_sort (publishes, compare_tokens);

  return publishes;
}

GPtrArray *
sonde_publishes_list_unsent (SondePublishes *self)
{
  GPtrArray *publishes;

  g_return_val_if_fail (self != NULL, NULL);

  publishes = list_in_order (self);
  for (guint i = publishes->len; i > 0; i--)
    if (((SondePublish *) publishes->pdata[i - 1])->sent)
      g_ptr_array_remove_index (publishes, i - 1);

  return publishes;
}

void
sonde_publishes_lose (SondePublishes *self,
                      gboolean        session_goes_on)
{
  g_autoptr (GPtrArray) publishes = NULL;

  g_return_if_fail (self != NULL);

  publishes = list_in_order (self);
  for (guint i = 0; i < publishes->len; i++)
    {
      Publish *publish = publishes->pdata[i];

      if (session_goes_on && publish->public.qos > 0)
        continue;

      g_hash_table_steal (self->by_token, GUINT_TO_POINTER (publish->public.token));
      g_task_return_new_error (publish->task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                               _ ("The connection ended before the broker had the message."));
      publish_free (publish);
    }
}

const SondePublishResult *
sonde_publishes_get_result (GTask *task)
{
  return g_task_get_task_data (task);
}
