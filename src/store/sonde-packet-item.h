/* sonde-packet-item.h: one recorded packet, while a view shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Holds a reference to its chunk, so it may outlive its place in the ring.
 */

#pragma once

#include "sonde-packet-exchanges.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PACKET_ITEM (sonde_packet_item_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketItem, sonde_packet_item, SONDE, PACKET_ITEM, GObject)

SondePacketItem *sonde_packet_item_new (SondePacketChunk      *chunk,
                                        guint                  index,
                                        const SondePacketNote *note);

guint64                  sonde_packet_item_get_serial (SondePacketItem *self);
const SondePacketRecord *sonde_packet_item_get_record (SondePacketItem *self); /* borrowed */
const guint8            *sonde_packet_item_get_bytes (SondePacketItem *self);  /* borrowed: record->kept of them */
const SondePacketNote   *sonde_packet_item_get_note (SondePacketItem *self);   /* borrowed */

G_END_DECLS
