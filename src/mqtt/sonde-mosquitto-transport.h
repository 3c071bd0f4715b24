/* sonde-mosquitto-transport.h: the transport that talks to a real broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-network.h"
#include "sonde-packet-ring.h"
#include "sonde-transport.h"

G_BEGIN_DECLS

#define SONDE_TYPE_MOSQUITTO_TRANSPORT (sonde_mosquitto_transport_get_type ())
G_DECLARE_FINAL_TYPE (SondeMosquittoTransport, sonde_mosquitto_transport, SONDE, MOSQUITTO_TRANSPORT, GObject)

/* Its events reach the thread-default context of the thread that makes it.
 * @packets: (nullable): where all that passes is recorded, in each attempt */
SondeMosquittoTransport *sonde_mosquitto_transport_new_recording (SondeNetwork    *network,
                                                                  SondePacketRing *packets);

/* Records nothing. */
SondeMosquittoTransport *sonde_mosquitto_transport_new (SondeNetwork *network);

G_END_DECLS
