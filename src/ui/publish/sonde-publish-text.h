/* sonde-publish-text.h: a form as words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-history-entry.h>
#include <sonde-session.h>

G_BEGIN_DECLS

/* "QoS 1 · retain · Hex" */
char *sonde_publish_form_to_text (const SondePublishForm *form);

/* "Sent, no PUBACK yet…"; @round_trip: µs to PUBREC */
char *sonde_publish_state_to_text (SondePublishState state,
                                   guint8            qos,
                                   gint64            round_trip);

/* "✓ acknowledged 1.2 ms", or why it failed */
char *sonde_history_entry_to_text (const SondeHistoryEntry *entry);

/* "12:34:44" today, else "11-23 12:34:44" */
char *sonde_history_entry_dup_time (const SondeHistoryEntry *entry);

G_END_DECLS
