/* sonde-log-filter.h: what the user typed to see less of a log, and what it leaves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>
#include <sonde-message-results.h>

G_BEGIN_DECLS

/**
 * SondeLogFilter:
 *
 * Belongs to a connection, so that each comes back as it was left. A text at fault
 * leaves the last good one in force.
 *
 * Properties (notify, all but "text" read-only):
 *   text (string)
 *   fault (string: one sentence, or NULL)
 *   model (GListModel): what a view shows: the log, or what matches once there is an answer
 *   n-matches (guint), scanning (gboolean)
 * Signal: "query-changed" when another query is in force, or none.
 */
#define SONDE_TYPE_LOG_FILTER (sonde_log_filter_get_type ())
G_DECLARE_FINAL_TYPE (SondeLogFilter, sonde_log_filter, SONDE, LOG_FILTER, GObject)

/* The one filter of @connection; borrowed from it. */
SondeLogFilter *sonde_log_filter_get_for (SondeConnection *connection);

SondeLogFilter *sonde_log_filter_new (SondeMessageLog *log);

const char *sonde_log_filter_get_text (SondeLogFilter *self);
void        sonde_log_filter_set_text (SondeLogFilter *self,
                                       const char     *text);

/* @span: (out) (optional): the bytes of the text that are at fault */
const char *sonde_log_filter_get_fault (SondeLogFilter *self,
                                        SondeQuerySpan *span);

SondeQuery *sonde_log_filter_get_query (SondeLogFilter *self); /* borrowed, nullable */
GListModel *sonde_log_filter_get_model (SondeLogFilter *self); /* borrowed */
gboolean    sonde_log_filter_get_filtered (SondeLogFilter *self);
guint       sonde_log_filter_get_n_matches (SondeLogFilter *self);
gboolean    sonde_log_filter_get_scanning (SondeLogFilter *self);

/* The row of a serial in the model. */
gboolean sonde_log_filter_get_position (SondeLogFilter *self,
                                        guint64         serial,
                                        guint          *position);

G_END_DECLS
