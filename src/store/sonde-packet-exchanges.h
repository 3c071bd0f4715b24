/* sonde-packet-exchanges.h: which packets belong together, and how long an answer took
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads packets in the order they passed. An exchange is a CONNECT and its CONNACK, a PUBLISH
 * up to its PUBACK or PUBCOMP, over reconnects where the session goes on, a SUBSCRIBE and
 * its SUBACK, a PINGREQ and its PINGRESP. A plain value for one thread at a time.
 */

#pragma once

#include <sonde-packet-ring.h>

G_BEGIN_DECLS

#define SONDE_PACKET_NO_ANSWER G_MAXUINT32

typedef struct
{
  guint32 exchange; /* its number; 0: of none */
  guint32 answer;   /* µs since the packet that it answers, or SONDE_PACKET_NO_ANSWER */
} SondePacketNote;

typedef struct _SondePacketExchanges SondePacketExchanges;

SondePacketExchanges *sonde_packet_exchanges_new (void);
void                  sonde_packet_exchanges_free (SondePacketExchanges *self);

SondePacketNote sonde_packet_exchanges_read (SondePacketExchanges    *self,
                                             const SondePacketRecord *record,
                                             const guint8            *bytes);

/* µs from the last PINGREQ that was answered to its PINGRESP; -1 before */
gint64 sonde_packet_exchanges_get_round_trip (const SondePacketExchanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePacketExchanges, sonde_packet_exchanges_free)

G_END_DECLS
