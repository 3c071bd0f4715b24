/* sonde-packet-details.h: the fields of a packet beside its bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-packet-item.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: item (SondePacketItem, nullable). */
#define SONDE_TYPE_PACKET_DETAILS (sonde_packet_details_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketDetails, sonde_packet_details, SONDE, PACKET_DETAILS, AdwBin)

G_END_DECLS
