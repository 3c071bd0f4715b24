/* packet-feed.h: packets for a ring, from their bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-packet-ring.h>

G_BEGIN_DECLS

/* @bytes: of whole packets */
void packet_feed (SondePacketRing *ring,
                  gboolean         outgoing,
                  gint64           monotonic,
                  const void      *bytes,
                  gsize            size);

G_END_DECLS
