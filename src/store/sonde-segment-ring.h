/* sonde-segment-ring.h: the segments that a log keeps, oldest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value, inside this layer only. An ordinal counts the records that ever came
 * into the log: it goes on without a gap where serials may have one.
 *
 *   slot                 0            1        2
 *   first          0           40           70     ordinal of its record 0
 *   records        |━━━━━━━━━━━|━━━━━━━━━━━━|━━━━→
 *   first serial   100         140          200
 */

#pragma once

#include "sonde-message-log.h"

G_BEGIN_DECLS

typedef struct
{
  SondeSegment *segment;
  guint64       first;
  guint         count; /* records the log was told of */
  gsize         cost;
  GArray       *acks; /* sorted by index, or %NULL; they leave with the segment */
} SondeSegmentSlot;

typedef struct
{
  GArray *slots;
} SondeSegmentRing;

void  sonde_segment_ring_init (SondeSegmentRing *self);
void  sonde_segment_ring_destroy (SondeSegmentRing *self);
guint sonde_segment_ring_get_length (const SondeSegmentRing *self);
gsize sonde_segment_ring_get_cost (const SondeSegmentRing *self);

/* Valid until the ring changes; %NULL when it has none there */
SondeSegmentSlot *sonde_segment_ring_get (const SondeSegmentRing *self,
                                          guint                   index);
SondeSegmentSlot *sonde_segment_ring_get_newest (const SondeSegmentRing *self);
SondeSegmentSlot *sonde_segment_ring_find_ordinal (const SondeSegmentRing *self,
                                                   guint64                 ordinal);
SondeSegmentSlot *sonde_segment_ring_find_serial (const SondeSegmentRing *self,
                                                  guint64                 serial);

SondeSegmentSlot *sonde_segment_ring_push (SondeSegmentRing *self,
                                           SondeSegment     *segment,
                                           guint64           first,
                                           guint             count);

/* Lets the oldest @n go.
 * Returns: what they cost */
gsize sonde_segment_ring_drop (SondeSegmentRing *self,
                               guint             n);

void     sonde_segment_slot_set_ack (SondeSegmentSlot           *self,
                                     guint                       index,
                                     const SondeAcknowledgement *ack);
gboolean sonde_segment_slot_get_ack (const SondeSegmentSlot *self,
                                     guint                   index,
                                     SondeAcknowledgement   *ack);

G_END_DECLS
