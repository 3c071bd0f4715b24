/* sonde-packet-summary.h: what a line says of a recorded packet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions that allocate nothing; any thread.
 */

#pragma once

#include "sonde-packet-ring.h"

G_BEGIN_DECLS

typedef struct
{
  guint8      type;
  guint8      qos; /* of a PUBLISH */
  gboolean    dup, retain;
  guint16     packet_id; /* 0: none */
  const char *topic;     /* name, or first filter; borrows from the packet; not NUL-terminated */
  guint16     topic_length;
  gboolean    has_reason;
  guint8      reason; /* of several the first that is an error */
  gboolean    session_present;
} SondePacketSummary;

/* The packet itself, as sonde-packet.h reads it. Borrows from @bytes. */
SondePacket sonde_packet_record_to_packet (const SondePacketRecord *record,
                                           const guint8            *bytes);

/* What cannot be read is left 0. */
void sonde_packet_summarize (const SondePacketRecord *record,
                             const guint8            *bytes,
                             SondePacketSummary      *summary);

/* "not authorized": the reason in words, translated; %NULL without one */
const char *sonde_packet_summary_get_reason (const SondePacketSummary *self,
                                             SondeMqttVersion          version);

G_END_DECLS
