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
 * Belongs to a connection, so that each comes back as it was left, and knows the scope of
 * its subscriptions. A text at fault leaves the last good one in force.
 *
 * Properties (notify, all but "text" read-only):
 *   text (string)
 *   fault (string: one sentence, or NULL)
 *   model (GListModel): what a view shows: the log, or what matches or is in the scope, once
 *     there is an answer
 *   n-shown (guint): how many there are in a filtered model
 *   n-matches (guint), scanning (gboolean): of the text
 *   highlights (gboolean, writable): the model is without the text, and a view marks
 *     what matches
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

SondeQuery *sonde_log_filter_get_query (SondeLogFilter *self); /* of the text; borrowed, nullable */

/* What the subscriptions leave in view: within it the text looks for matches. NULL: all. */
void        sonde_log_filter_set_scope (SondeLogFilter *self,
                                        SondeScope     *scope);
SondeScope *sonde_log_filter_get_scope (SondeLogFilter *self); /* borrowed, nullable */

/* Text and scope in one, as they are shown; NULL: the log. */
SondeQuery *sonde_log_filter_dup_shown_query (SondeLogFilter *self);

/* The text of that query, which is not the text of the filter where this is at fault; nullable. */
const char *sonde_log_filter_get_query_text (SondeLogFilter *self);
GListModel *sonde_log_filter_get_model (SondeLogFilter *self); /* borrowed */
gboolean    sonde_log_filter_get_filtered (SondeLogFilter *self);
guint       sonde_log_filter_get_n_matches (SondeLogFilter *self);
gboolean    sonde_log_filter_get_scanning (SondeLogFilter *self);

/* The row of a serial in the model. */
gboolean sonde_log_filter_get_position (SondeLogFilter *self,
                                        guint64         serial,
                                        guint          *position);

gboolean sonde_log_filter_get_highlights (SondeLogFilter *self);
void     sonde_log_filter_set_highlights (SondeLogFilter *self,
                                          gboolean        highlights);

/* Whether a message is to be marked: not when only matches are shown. */
gboolean sonde_log_filter_is_marked (SondeLogFilter *self,
                                     guint64         serial);

/* Which of the matches, from 0, the message of a serial is; %FALSE when it is none. */
gboolean sonde_log_filter_get_match (SondeLogFilter *self,
                                     guint64         serial,
                                     guint          *match);

typedef enum
{
  SONDE_MATCH_NONE,
  SONDE_MATCH_FOUND,
  SONDE_MATCH_WRAPPED, /* found from the other end on */
} SondeMatchFind;

/**
 * sonde_log_filter_find_match:
 * @from: (nullable): a message, be it a match or not; %NULL: from the end on that is
 *   behind when one goes that way
 * @serial: (out): of the match that is next in that direction
 */
SondeMatchFind sonde_log_filter_find_match (SondeLogFilter   *self,
                                            SondeMessageItem *from,
                                            gboolean          forward,
                                            guint64          *serial);

G_END_DECLS
