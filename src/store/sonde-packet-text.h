/* sonde-packet-text.h: a recorded packet in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. What comes from outside is made valid UTF-8.
 */

#pragma once

#include "sonde-packet-exchanges.h"

#include <sonde-packet-summary.h>

G_BEGIN_DECLS

/* "DUP, QoS 2, retain": what there is of it; "" for none */
char *sonde_packet_text_dup_flags (const SondePacketSummary *summary);

/* Valid UTF-8 on one line, at most @max_chars; "" for none */
char *sonde_packet_text_dup_topic (const SondePacketSummary *summary,
                                   guint                     max_chars);

/* "0x87 not authorized"; "" without a reason, and for success */
char *sonde_packet_text_dup_reason (const SondePacketSummary *summary,
                                    SondeMqttVersion          version);

/* "1.2 ms"; "" when it answers nothing */
char *sonde_packet_text_dup_answer (const SondePacketNote *note);

/* A line, and one for each field. */
void sonde_packet_text_append (GString                 *text,
                               const SondePacketRecord *record,
                               const guint8            *bytes,
                               const SondePacketNote   *note);

G_END_DECLS
