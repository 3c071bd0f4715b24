/* packet-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "packet-feed"

#include "packet-feed.h"

typedef struct
{
  SondePacketRing *ring;
  gboolean         outgoing;
  gint64           monotonic;
} Way;

static void
packet_cb (const SondePacket *packet,
           gpointer           user_data)
{
  Way *way = user_data;

  sonde_packet_ring_append (way->ring, packet, way->outgoing, way->monotonic);
}

void
packet_feed (SondePacketRing *ring,
             gboolean         outgoing,
             gint64           monotonic,
             const void      *bytes,
             gsize            size)
{
  Way way = { ring, outgoing, monotonic };
  g_autoptr (SondeFramer) framer = sonde_framer_new (packet_cb, &way);

  g_assert_true (sonde_framer_feed (framer, bytes, size));
}
