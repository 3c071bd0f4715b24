/* sonde-packet-list.h: the packets of a ring that match a filter, for a view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GListModel of SondePacketItem, oldest first, that reads the ring when it is told to,
 * and then in slices: nothing is done for a page that is not shown. Main thread.
 */

#pragma once

#include "sonde-packet-filter.h"
#include "sonde-packet-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PACKET_LIST (sonde_packet_list_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketList, sonde_packet_list, SONDE, PACKET_LIST, GObject)

SondePacketList *sonde_packet_list_new (SondePacketRing *ring);

/* Lets go of what has left the ring, then reads on for some milliseconds.
 * Returns: whether there is more to read */
gboolean sonde_packet_list_update (SondePacketList *self);

/* The list is empty then until the next update. @filter: %NULL for all packets */
void                     sonde_packet_list_set_filter (SondePacketList         *self,
                                                       const SondePacketFilter *filter);
const SondePacketFilter *sonde_packet_list_get_filter (SondePacketList *self);

gboolean sonde_packet_list_get_position (SondePacketList *self,
                                         guint64          serial,
                                         guint           *position);

/* As sonde_packet_exchanges_get_round_trip(). */
gint64 sonde_packet_list_get_round_trip (SondePacketList *self);

/* What is to be exported: a chunk, with the serials of those of its packets that are listed. */
typedef struct
{
  SondePacketChunk *chunk;
  GArray           *indices; /* of guint */
  GArray           *notes;   /* SondePacketNote of each of them */
} SondePacketStretch;

void    sonde_packet_stretch_clear (SondePacketStretch *self);
GArray *sonde_packet_list_dup_stretches (SondePacketList *self); /* of SondePacketStretch, oldest first */

G_END_DECLS
