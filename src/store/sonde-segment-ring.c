/* sonde-segment-ring.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-segment-ring"

#include "sonde-segment-ring.h"

/* To give a gigabyte back to the system takes 80 ms. */
#define FREE_AT_ONCE_MAX (16 * 1024 * 1024)

typedef struct
{
  guint32 index;
  guint8  reason;
  gint64  round_trip;
} Ack;

G_STATIC_ASSERT (sizeof (Ack) <= 16);

static void
slot_clear (gpointer data)
{
  SondeSegmentSlot *slot = data;

  g_clear_pointer (&slot->acks, g_array_unref);
  g_clear_pointer (&slot->segment, sonde_segment_unref);
}

static GArray *
slots_new (void)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (SondeSegmentSlot));

  g_array_set_clear_func (slots, slot_clear);

  return slots;
}

void
sonde_segment_ring_init (SondeSegmentRing *self)
{
  self->slots = slots_new ();
}

void
sonde_segment_ring_destroy (SondeSegmentRing *self)
{
  g_clear_pointer (&self->slots, g_array_unref);
}

guint
sonde_segment_ring_get_length (const SondeSegmentRing *self)
{
  return self->slots->len;
}

gsize
sonde_segment_ring_get_cost (const SondeSegmentRing *self)
{
  gsize cost = 0;

  for (guint i = 0; i < self->slots->len; i++)
    cost += sonde_segment_ring_get (self, i)->cost;

  return cost;
}

SondeSegmentSlot *
sonde_segment_ring_get (const SondeSegmentRing *self,
                        guint                   index)
{
  return index < self->slots->len ? &g_array_index (self->slots, SondeSegmentSlot, index) : NULL;
}

SondeSegmentSlot *
sonde_segment_ring_get_newest (const SondeSegmentRing *self)
{
  return sonde_segment_ring_get (self, self->slots->len - 1);
}

static int
compare_ordinal (gconstpointer a,
                 gconstpointer b)
{
  const SondeSegmentSlot *slot = a;
  guint64                 ordinal = *(const guint64 *) b;

  if (ordinal < slot->first)
    return 1;

  return ordinal - slot->first < slot->count ? 0 : -1;
}

static int
compare_serial (gconstpointer a,
                gconstpointer b)
{
  const SondeSegmentSlot *slot = a;
  guint64                 serial = *(const guint64 *) b;

  if (serial < slot->segment->first_serial)
    return 1;

  return serial - slot->segment->first_serial < slot->count ? 0 : -1;
}

static SondeSegmentSlot *
find (const SondeSegmentRing *self,
      guint64                 key,
      GCompareFunc            compare)
{
  guint low = 0, high = self->slots->len;

  while (low < high)
    {
      guint             middle = low + (high - low) / 2;
      SondeSegmentSlot *slot = sonde_segment_ring_get (self, middle);
      int               order = compare (slot, &key);

      if (order == 0)
        return slot;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

SondeSegmentSlot *
sonde_segment_ring_find_ordinal (const SondeSegmentRing *self,
                                 guint64                 ordinal)
{
  return find (self, ordinal, compare_ordinal);
}

SondeSegmentSlot *
sonde_segment_ring_find_serial (const SondeSegmentRing *self,
                                guint64                 serial)
{
  return find (self, serial, compare_serial);
}

SondeSegmentSlot *
sonde_segment_ring_push (SondeSegmentRing *self,
                         SondeSegment     *segment,
                         guint64           first,
                         guint             count)
{
  SondeSegmentSlot slot = {
    .segment = sonde_segment_ref (segment),
    .first = first,
    .count = count,
    .cost = sonde_segment_get_cost (segment),
  };

  g_array_append_val (self->slots, slot);

  return sonde_segment_ring_get_newest (self);
}

static gpointer
free_slots_worker (gpointer slots)
{
  g_array_unref (slots);

  return NULL;
}

gsize
sonde_segment_ring_drop (SondeSegmentRing *self,
                         guint             n)
{
  GArray *rest;
  gsize   cost = 0;

  g_assert (n <= self->slots->len);

  for (guint i = 0; i < n; i++)
    cost += sonde_segment_ring_get (self, i)->cost;

  if (cost <= FREE_AT_ONCE_MAX)
    {
      g_array_remove_range (self->slots, 0, n);
      return cost;
    }

  /* The few that stay move out, and the many go where no window waits for them. */
  rest = slots_new ();
  g_array_append_vals (rest, &g_array_index (self->slots, SondeSegmentSlot, n), self->slots->len - n);
  g_array_set_clear_func (self->slots, NULL);
  g_array_set_size (self->slots, n);
  g_array_set_clear_func (self->slots, slot_clear);
  g_thread_unref (g_thread_new ("sonde-free", free_slots_worker, self->slots));
  self->slots = rest;

  return cost;
}

/* Returns: whether there is one at @index; @position is its place or where it would be. */
static gboolean
find_ack (GArray *acks,
          guint   index,
          guint  *position)
{
  guint low = 0, high = acks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (acks, Ack, middle).index < index)
        low = middle + 1;
      else
        high = middle;
    }

  *position = low;
  return low < acks->len && g_array_index (acks, Ack, low).index == index;
}

void
sonde_segment_slot_set_ack (SondeSegmentSlot           *self,
                            guint                       index,
                            const SondeAcknowledgement *ack)
{
  Ack   entry = { .index = index, .reason = ack->reason, .round_trip = ack->round_trip };
  guint position;

  if (self->acks == NULL)
    self->acks = g_array_new (FALSE, FALSE, sizeof (Ack));

  if (find_ack (self->acks, index, &position))
    g_array_index (self->acks, Ack, position) = entry;
  else
    g_array_insert_val (self->acks, position, entry);
}

gboolean
sonde_segment_slot_get_ack (const SondeSegmentSlot *self,
                            guint                   index,
                            SondeAcknowledgement   *ack)
{
  const Ack *entry;
  guint      position;

  if (self->acks == NULL || !find_ack (self->acks, index, &position))
    return FALSE;

  entry = &g_array_index (self->acks, Ack, position);
  *ack = (SondeAcknowledgement){ .reason = entry->reason, .round_trip = entry->round_trip };

  return TRUE;
}
