/* sonde-outbox.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-outbox"

#include "sonde-outbox.h"

/* Under way at QoS 1 and 2: messages, if the broker takes so many, and bytes, of which
 * libmosquitto keeps copies. */
#define FLIGHTS_MAXIMUM 1000
#define BYTES_MAXIMUM (1024 * 1024)

typedef struct
{
  guint  token;
  gsize  size;
  guint8 qos;
  guint8 reason;
} Flight;

struct _SondeOutbox
{
  GQueue      waiting; /* of SondeOutgoing */
  GHashTable *flights; /* packet id → Flight */
  GHashTable *asked;   /* packet id → token */
  gsize       bytes;
  guint       flights_maximum;
};

static void
outgoing_free (SondeOutgoing *outgoing)
{
  sonde_publish_free (outgoing->publish);
  g_free (outgoing);
}

SondeOutbox *
sonde_outbox_new (void)
{
  SondeOutbox *self = g_new0 (SondeOutbox, 1);

  g_queue_init (&self->waiting);
  self->flights = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->asked = g_hash_table_new (NULL, NULL);
  self->flights_maximum = FLIGHTS_MAXIMUM;

  return self;
}

void
sonde_outbox_free (SondeOutbox *self)
{
  if (self == NULL)
    return;

  g_queue_clear_full (&self->waiting, (GDestroyNotify) outgoing_free);
  g_hash_table_unref (self->flights);
  g_hash_table_unref (self->asked);
  g_free (self);
}

void
sonde_outbox_set_receive_maximum (SondeOutbox *self,
                                  guint        maximum)
{
  g_return_if_fail (self != NULL);

  self->flights_maximum = MIN (maximum, FLIGHTS_MAXIMUM);
}

void
sonde_outbox_push (SondeOutbox  *self,
                   guint         token,
                   SondePublish *publish)
{
  SondeOutgoing *outgoing;

  g_return_if_fail (self != NULL);

  outgoing = g_new0 (SondeOutgoing, 1);
  outgoing->token = token;
  outgoing->publish = publish;
  g_queue_push_tail (&self->waiting, outgoing);
}

static gboolean
may_send (const SondeOutbox *self)
{
  return self->bytes < BYTES_MAXIMUM && g_hash_table_size (self->flights) < self->flights_maximum;
}

gboolean
sonde_outbox_has_room (SondeOutbox *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return may_send (self) && g_queue_is_empty (&self->waiting);
}

const SondeOutgoing *
sonde_outbox_peek (SondeOutbox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return may_send (self) ? g_queue_peek_head (&self->waiting) : NULL;
}

void
sonde_outbox_sent (SondeOutbox *self,
                   guint16      packet_id)
{
  SondeOutgoing *outgoing;
  Flight        *flight;

  g_return_if_fail (self != NULL);

  outgoing = g_queue_pop_head (&self->waiting);
  g_return_if_fail (outgoing != NULL);

  if (outgoing->publish->qos > 0)
    {
      flight = g_new0 (Flight, 1);
      flight->token = outgoing->token;
      flight->size = g_bytes_get_size (outgoing->publish->payload);
      flight->qos = outgoing->publish->qos;
      self->bytes += flight->size;
      g_hash_table_insert (self->flights, GUINT_TO_POINTER (packet_id), flight);
    }
  outgoing_free (outgoing);
}

void
sonde_outbox_drop (SondeOutbox *self)
{
  SondeOutgoing *outgoing;

  g_return_if_fail (self != NULL);

  outgoing = g_queue_pop_head (&self->waiting);
  if (outgoing != NULL)
    outgoing_free (outgoing);
}

guint
sonde_outbox_received (SondeOutbox *self,
                       guint16      packet_id,
                       guint8       reason)
{
  Flight *flight;

  g_return_val_if_fail (self != NULL, 0);

  flight = g_hash_table_lookup (self->flights, GUINT_TO_POINTER (packet_id));
  if (flight == NULL || flight->qos != 2)
    return 0;

  flight->reason = reason;

  return flight->token;
}

guint
sonde_outbox_acked (SondeOutbox *self,
                    guint8       qos,
                    guint16      packet_id,
                    guint8      *reason)
{
  Flight *flight;
  guint   token;

  g_return_val_if_fail (self != NULL, 0);

  flight = g_hash_table_lookup (self->flights, GUINT_TO_POINTER (packet_id));
  if (flight == NULL || flight->qos != qos)
    return 0;

  token = flight->token;
  if (*reason == 0)
    *reason = flight->reason;
  self->bytes -= flight->size;
  g_hash_table_remove (self->flights, GUINT_TO_POINTER (packet_id));

  return token;
}

void
sonde_outbox_asked (SondeOutbox *self,
                    guint16      packet_id,
                    guint        token)
{
  g_return_if_fail (self != NULL);

  g_hash_table_insert (self->asked, GUINT_TO_POINTER (packet_id), GUINT_TO_POINTER (token));
}

guint
sonde_outbox_answered (SondeOutbox *self,
                       guint16      packet_id)
{
  gpointer token = NULL;

  g_return_val_if_fail (self != NULL, 0);

  g_hash_table_steal_extended (self->asked, GUINT_TO_POINTER (packet_id), NULL, &token);

  return GPOINTER_TO_UINT (token);
}

void
sonde_outbox_disconnected (SondeOutbox *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear_full (&self->waiting, (GDestroyNotify) outgoing_free);
  g_hash_table_remove_all (self->asked);
}

void
sonde_outbox_clear (SondeOutbox *self)
{
  g_return_if_fail (self != NULL);

  sonde_outbox_disconnected (self);
  g_hash_table_remove_all (self->flights);
  self->bytes = 0;
}
