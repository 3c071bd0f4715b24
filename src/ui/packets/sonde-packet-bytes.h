/* sonde-packet-bytes.h: the bytes of a packet in hexadecimal, some of them marked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: "byte-picked" (guint offset): the user clicked on it. */
#define SONDE_TYPE_PACKET_BYTES (sonde_packet_bytes_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketBytes, sonde_packet_bytes, SONDE, PACKET_BYTES, AdwBin)

/* Copied; none is marked then. */
void sonde_packet_bytes_set (SondePacketBytes *self,
                             const guint8     *bytes,
                             gsize             size);

/* Marks @length bytes, and brings them into view; 0 for none. */
void sonde_packet_bytes_mark (SondePacketBytes *self,
                              gsize             offset,
                              gsize             length);

G_END_DECLS
