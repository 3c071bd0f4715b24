/* sonde-pcapng.h: MQTT packets as a capture that Wireshark opens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was recorded is MQTT alone. It gets the TCP and IP headers that it may have had,
 * with numbers in sequence, so that it is read as a connection. Pure functions; any thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One connection of the capture. */
typedef struct
{
  GInetAddress *local, *remote; /* both of IPv4, or both of IPv6 */
  guint16       local_port, remote_port;
  guint32       sequence[2]; /* of the next byte received, and of the next byte sent */
} SondePcapngFlow;

/* @local, @remote: (nullable): as they were where they are of IP. @number: tells connections apart
 * that have no address. @wrapped: what is in it had TLS or WebSocket around, so that its port
 * would be taken for theirs: it is given MQTT's. */
void sonde_pcapng_flow_init (SondePcapngFlow *self,
                             GSocketAddress  *local,
                             GSocketAddress  *remote,
                             guint            number,
                             gboolean         wrapped);
void sonde_pcapng_flow_clear (SondePcapngFlow *self);

/* The blocks a file begins with. @comment: (nullable) */
void sonde_pcapng_append_head (GByteArray *file,
                               const char *comment);

/* @kept: how many of its @size bytes are there: the rest is marked as not captured.
 * @time: µs since the epoch. @comment: (nullable) */
void sonde_pcapng_append_packet (GByteArray      *file,
                                 SondePcapngFlow *flow,
                                 gint64           time,
                                 gboolean         outgoing,
                                 const guint8    *bytes,
                                 gsize            kept,
                                 gsize            size,
                                 const char      *comment);

G_END_DECLS
