/* sonde-connection-packets.h: the control packets of a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-connection.h"

#include <sonde-packet-ring.h>

G_BEGIN_DECLS

/* Always recording, over all attempts to connect. Borrowed */
SondePacketRing *sonde_connection_get_packets (SondeConnection *self);

G_END_DECLS
