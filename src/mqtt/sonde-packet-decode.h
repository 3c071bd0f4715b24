/* sonde-packet-decode.h: every field of a control packet, with its bytes and its clause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. MQTT 3.1, 3.1.1 and 5.0.
 */

#pragma once

#include "sonde-packet.h"
#include "sonde-packet-clause.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;                             /* the specification's; translated, static */
  char       *value;                            /* valid UTF-8, cut where it is long; %NULL for one that only holds others */
  const char *note;                             /* what the value means; translated, static; or %NULL */
  char        clause[SONDE_PACKET_CLAUSE_SIZE]; /* of the specification of that version: "3.3.1.2" */
  guint32     offset, length;
  guint8      prefix; /* bytes of the length that say what, and how long, the value is */
  guint8      level;  /* 0: of the packet; the bits and parts of a field lie one below it */
  gboolean    secret; /* the value is nobody's business */
} SondePacketField;

typedef struct
{
  SondeMqttVersion version; /* of a CONNECT what it says itself */
  GPtrArray       *fields;  /* SondePacketField, in the order of their bytes */
  char            *fault;   /* why it is against the rules, a translated sentence; or %NULL */
  guint8           reason;  /* with a fault: what a DISCONNECT says of it (5.0, 4.13) */
  gsize            end;     /* up to here it could be read: with a fault, where that is */
  gboolean         cut;     /* more is needed than is at hand */
} SondePacketFields;

/**
 * sonde_packet_decode:
 * @bytes: a whole packet, fixed header included, or its first @at_hand bytes
 * @size: of the whole packet
 *
 * What was read before a fault is there in any case.
 */
SondePacketFields *sonde_packet_decode (const guint8    *bytes,
                                        gsize            at_hand,
                                        gsize            size,
                                        SondeMqttVersion version);
void               sonde_packet_fields_free (SondePacketFields *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePacketFields, sonde_packet_fields_free)

G_END_DECLS
