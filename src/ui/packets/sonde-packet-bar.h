/* sonde-packet-bar.h: which packets are to be shown, as the user says it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-packet-filter.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signal: "changed": what sonde_packet_bar_get_filter() says is another. */
#define SONDE_TYPE_PACKET_BAR (sonde_packet_bar_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketBar, sonde_packet_bar, SONDE, PACKET_BAR, AdwBin)

/* Type, packet id and topic; a packet id that is none is named there and left out. */
const SondePacketFilter *sonde_packet_bar_get_filter (SondePacketBar *self);

G_END_DECLS
