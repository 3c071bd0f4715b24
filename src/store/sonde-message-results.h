/* sonde-message-results.h: the messages of a log that match a query
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-message-log.h"
#include "sonde-query.h"

G_BEGIN_DECLS

/**
 * SondeMessageResults:
 *
 * A GListModel of #SondeMessageItem, the log's own objects, oldest first. A change of
 * the query scans the log in a thread, newest first, so that the end that is shown is
 * right at once; what is appended then is tested as it comes, what leaves the log
 * leaves here. Without a query it is empty: show the log itself.
 *
 * Properties (notify): scanning (gboolean), n-matches (guint).
 */
#define SONDE_TYPE_MESSAGE_RESULTS (sonde_message_results_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageResults, sonde_message_results, SONDE, MESSAGE_RESULTS, GObject)

SondeMessageResults *sonde_message_results_new (SondeMessageLog *log);

/* The matches of the last query stay until the first ones of this one are known. */
void sonde_message_results_set_query (SondeMessageResults *self,
                                      SondeQuery          *query);

SondeQuery *sonde_message_results_get_query (SondeMessageResults *self); /* borrowed, nullable */

/* Whether messages that were there before the query remain to be tested. */
gboolean sonde_message_results_get_scanning (SondeMessageResults *self);
guint    sonde_message_results_get_n_matches (SondeMessageResults *self);

/* The row of a serial, or %FALSE when it is not among them. */
gboolean sonde_message_results_get_position (SondeMessageResults *self,
                                             guint64              serial,
                                             guint               *position);

/* The match nearest to @serial, which need not be one, after it or before it.
 * Returns: %FALSE when there is none that side */
gboolean sonde_message_results_find (SondeMessageResults *self,
                                     guint64              serial,
                                     gboolean             after,
                                     guint               *position);

guint64 sonde_message_results_get_serial (SondeMessageResults *self,
                                          guint                position);

G_END_DECLS
