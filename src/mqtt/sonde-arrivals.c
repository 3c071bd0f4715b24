/* sonde-arrivals.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-arrivals"

#include "sonde-arrivals.h"

#include <string.h>

#define N_PACKET_IDS 65536

/* What a message takes in libmosquitto beside its packet, about */
#define MESSAGE_OVERHEAD 256

/* In the queue, followed by its properties. */
typedef struct
{
  guint32 properties_size;
  guint16 packet_id;
  guint16 dup;
} Entry;

/* A QoS 2 message between PUBLISH and PUBREL. */
typedef struct
{
  guint8 *properties;
  guint32 properties_size;
  guint32 room;
  guint32 next_free;
  guint32 n_more;
  guint64 n_bytes;
  guint32 connection; /* on which it came last */
  guint8  dup;
} Slot;

struct _SondeArrivals
{
  guint8 *queue;
  gsize   begin, end, room;

  guint32 *by_packet_id; /* slot + 1; pages that no id falls into cost nothing */
  GArray  *slots;        /* of Slot */
  guint32  first_free;   /* slot + 1 */
  guint32  connection;
  guint    n_waiting; /* of those that came on it */
  guint64  n_bytes;   /* of all */
};

SondeArrivals *
sonde_arrivals_new (void)
{
  SondeArrivals *self = g_new0 (SondeArrivals, 1);

  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));

  return self;
}

void
sonde_arrivals_free (SondeArrivals *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->slots->len; i++)
    g_free (g_array_index (self->slots, Slot, i).properties);
  g_array_unref (self->slots);
  g_free (self->by_packet_id);
  g_free (self->queue);
  g_free (self);
}

static gsize
entry_size (gsize properties_size)
{
  return (sizeof (Entry) + properties_size + 3) & ~(gsize) 3;
}

static guint8 *
queue_reserve (SondeArrivals *self,
               gsize          size)
{
  if (self->end + size > self->room && self->begin > 0)
    {
      memmove (self->queue, self->queue + self->begin, self->end - self->begin);
      self->end -= self->begin;
      self->begin = 0;
    }
  if (self->end + size > self->room)
    {
      self->room = MAX (4096, (self->end + size) * 2);
      self->queue = g_realloc (self->queue, self->room);
    }

  return self->queue + self->end;
}

static void
queue_add (SondeArrivals      *self,
           const SondeArrival *arrival)
{
  gsize   size = entry_size (arrival->properties_size);
  guint8 *place = queue_reserve (self, size);
  Entry   entry = { arrival->properties_size, arrival->packet_id, arrival->dup };

  memcpy (place, &entry, sizeof entry);
  if (arrival->properties_size > 0)
    memcpy (place + sizeof entry, arrival->properties, arrival->properties_size);
  self->end += size;
}

static gboolean
queue_take (SondeArrivals *self,
            SondeArrival  *arrival)
{
  Entry entry;

  if (self->begin == self->end)
    return FALSE;

  memcpy (&entry, self->queue + self->begin, sizeof entry);
  arrival->dup = entry.dup;
  arrival->packet_id = entry.packet_id;
  arrival->properties_size = entry.properties_size;
  arrival->properties = entry.properties_size > 0 ? self->queue + self->begin + sizeof entry : NULL;

  self->begin += entry_size (entry.properties_size);
  if (self->begin == self->end)
    self->begin = self->end = 0;

  return TRUE;
}

static guint32
slot_for (SondeArrivals *self,
          guint16        packet_id)
{
  guint32 slot;

  if (self->by_packet_id == NULL)
    self->by_packet_id = g_new0 (guint32, N_PACKET_IDS);

  slot = self->by_packet_id[packet_id];
  if (slot == 0 && self->first_free != 0)
    {
      slot = self->first_free;
      self->first_free = g_array_index (self->slots, Slot, slot - 1).next_free;
    }
  else if (slot == 0)
    {
      g_array_set_size (self->slots, self->slots->len + 1);
      slot = self->slots->len;
    }

  return self->by_packet_id[packet_id] = slot;
}

static void
slot_set (SondeArrivals      *self,
          const SondeArrival *arrival)
{
  gboolean known = self->by_packet_id != NULL && self->by_packet_id[arrival->packet_id] != 0;
  guint32  index = slot_for (self, arrival->packet_id); /* may move the slots */
  Slot    *slot = &g_array_index (self->slots, Slot, index - 1);

  slot->n_more = known ? slot->n_more + 1 : 0;
  slot->n_bytes = (known ? slot->n_bytes : 0) + arrival->size + MESSAGE_OVERHEAD;
  self->n_waiting += known && slot->connection == self->connection ? 0 : 1;
  slot->connection = self->connection;
  self->n_bytes += arrival->size + MESSAGE_OVERHEAD;
  slot->dup = arrival->dup;
  slot->properties_size = arrival->properties_size;
  if (slot->room < arrival->properties_size)
    {
      slot->properties = g_realloc (slot->properties, arrival->properties_size);
      slot->room = arrival->properties_size;
    }
  if (arrival->properties_size > 0)
    memcpy (slot->properties, arrival->properties, arrival->properties_size);
}

static gboolean
slot_take (SondeArrivals *self,
           guint16        packet_id,
           SondeArrival  *arrival)
{
  guint32 index;
  Slot   *slot;

  if (self->by_packet_id == NULL || self->by_packet_id[packet_id] == 0)
    return FALSE;

  index = self->by_packet_id[packet_id];
  slot = &g_array_index (self->slots, Slot, index - 1);
  arrival->dup = slot->dup;
  arrival->packet_id = packet_id;
  arrival->properties_size = slot->properties_size;
  arrival->properties = slot->properties_size > 0 ? slot->properties : NULL;

  self->n_waiting -= slot->connection == self->connection ? 1 : 0;
  self->n_bytes -= slot->n_bytes;
  self->by_packet_id[packet_id] = 0;
  slot->next_free = self->first_free;
  self->first_free = index;

  return TRUE;
}

void
sonde_arrivals_add (SondeArrivals      *self,
                    guint8              qos,
                    const SondeArrival *arrival)
{
  g_return_if_fail (self != NULL);

  if (qos == 2)
    slot_set (self, arrival);
  else
    queue_add (self, arrival);
}

gboolean
sonde_arrivals_take (SondeArrivals *self,
                     guint8         qos,
                     guint16        packet_id,
                     SondeArrival  *arrival)
{
  g_return_val_if_fail (self != NULL, FALSE);

  memset (arrival, 0, sizeof *arrival);

  return qos == 2 ? slot_take (self, packet_id, arrival) : queue_take (self, arrival);
}

guint
sonde_arrivals_count_again (SondeArrivals *self,
                            guint16        packet_id)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->by_packet_id == NULL || self->by_packet_id[packet_id] == 0)
    return 0;

  return g_array_index (self->slots, Slot, self->by_packet_id[packet_id] - 1).n_more;
}

guint
sonde_arrivals_count_waiting (SondeArrivals *self,
                              guint64       *n_bytes)
{
  g_return_val_if_fail (self != NULL, 0);

  *n_bytes = self->n_bytes;

  return self->n_waiting;
}

void
sonde_arrivals_reset (SondeArrivals *self)
{
  g_return_if_fail (self != NULL);

  self->begin = self->end = 0;
  self->connection++;
  self->n_waiting = 0;
}
