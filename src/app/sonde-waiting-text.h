/* sonde-waiting-text.h: what waits to be sent, as words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; texts are translated and newly allocated.
 */

#pragma once

#include "sonde-waiting-list.h"

G_BEGIN_DECLS

typedef struct
{
  guint of[SONDE_WAITING_VERDICT_ELSEWHERE + 1];
} SondeWaitingCounts;

/* "3 waiting to be sent, 1 expired", "" for none */
char *sonde_waiting_counts_to_text (const SondeWaitingCounts *counts);

/* 30 → "less than a minute", 300 → "5 minutes", 7200 → "2 hours", 172800 → "2 days"; rounded down */
char *sonde_waiting_span_to_text (gint64 seconds);

/* "22 B, QoS 1, retained, 5 minutes old, expires in 55 minutes" */
char *sonde_waiting_message_to_text (SondeWaitingMessage *message,
                                     SondeWaitingVerdict  verdict);

G_END_DECLS
