/* sonde-packet-clause.h: where the specifications speak of a field
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include "sonde-profile.h"

G_BEGIN_DECLS

#define SONDE_PACKET_CLAUSE_SIZE 12

typedef enum
{
  SONDE_PACKET_CLAUSE_VARIABLE_HEADER, /* where a field of it has no clause of its own: a packet id */
  SONDE_PACKET_CLAUSE_REASON,
  SONDE_PACKET_CLAUSE_PAYLOAD,
} SondePacketClause;

/* "3.4": of the control packet @type, a number from 1 to 15. Static. */
const char *sonde_packet_clause_of_type (guint8 type);

/* "3.4.2": static; in MQTT 3.1 that of the type, whose specification numbers no deeper. */
const char *sonde_packet_clause_of_part (guint8            type,
                                         SondeMqttVersion  version,
                                         SondePacketClause part);

/* Of the properties of a packet, or of the will in a CONNECT. "3.3.2.3": static */
const char *sonde_packet_clause_of_properties (guint8   type,
                                               gboolean will);

/* Returns: the number behind the clause of the properties, "3.3.2.3.4"; 0 where @id does not belong */
guint sonde_packet_clause_of_property (guint8   type,
                                       gboolean will,
                                       guint8   id);

G_END_DECLS
