/* sonde-query.h: what the user wants to see of the log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions apart by spaces, all of which must hold:
 *
 *   text  "two words"     payload or topic contains it; case counts if it has a capital
 *   /regex/  /regex/i     payload or topic matches it (PCRE); a / within is written \/
 *   payload:text          only the payload; also payload:"two words" and payload:/regex/
 *   topic:a/+/b           the topic matches a topic filter
 *   qos:1  retained  sent  received
 *   size:>1000            of the payload in bytes; also < >= <= = and 10k, 2M
 *
 * A - before any of them excludes what it matches. \" and \\ stand within quotes.
 * Records of connection events match no condition, not even an excluding one.
 */

#pragma once

#include "sonde-scope.h"

#include <sonde-segment.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SondeQuery:
 *
 * Compiled, immutable and reference-counted; any thread.
 */
typedef struct _SondeQuery SondeQuery;

#define SONDE_QUERY_MAX_TERMS 60

#define SONDE_QUERY_ERROR (sonde_query_error_quark ())

typedef enum
{
  SONDE_QUERY_ERROR_SYNTAX,
  SONDE_QUERY_ERROR_VALUE,
  SONDE_QUERY_ERROR_REGEX,
  SONDE_QUERY_ERROR_TOO_MANY,
} SondeQueryError;

GQuark sonde_query_error_quark (void);

/* Bytes of the text, from @start up to @end. */
typedef struct
{
  gsize start;
  gsize end;
} SondeQuerySpan;

/**
 * sonde_query_parse:
 * @text: what the user typed
 * @fault: (out) (optional): where the term at fault stands in @text, on error only
 *
 * Returns: the query, with no term when @text is blank; %NULL and one translated
 *   sentence that names the term and says what is wrong with it
 */
SondeQuery *sonde_query_parse (const char     *text,
                               SondeQuerySpan *fault,
                               GError        **error);

/**
 * sonde_query_new_scoped:
 * @query: (nullable): its terms are those of the new one; %NULL: none
 *
 * Returns: matches what @query does and @scope leaves in view. Without terms that holds
 *   for connection events, too, unless some subscription is alone in view.
 */
SondeQuery *sonde_query_new_scoped (const SondeQuery *query,
                                    SondeScope       *scope);
SondeQuery *sonde_query_ref (SondeQuery *self);
void        sonde_query_unref (SondeQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeQuery, sonde_query_unref)

/* Terms stand in the order they were typed. */
guint          sonde_query_get_n_terms (const SondeQuery *self);
SondeQuerySpan sonde_query_get_term_span (const SondeQuery *self,
                                          guint             term);
gboolean       sonde_query_get_term_excludes (const SondeQuery *self,
                                              guint             term);

/* Whether it is more than a word: it has an operator that a chip can explain. */
gboolean sonde_query_get_term_is_operator (const SondeQuery *self,
                                           guint             term);

/* One translated phrase, such as: payload contains “x” */
char *sonde_query_dup_term_description (const SondeQuery *self,
                                        guint             term);

gboolean sonde_query_matches (const SondeQuery   *self,
                              const SondeSegment *segment,
                              const SondeRecord  *record);

/**
 * sonde_query_find:
 * @in_topic: whether @bytes are a topic name, in which conditions of the payload are not met
 * @span: (out): bytes; empty where a regular expression matches nothing
 *
 * Where the first of its texts and regular expressions that is in @bytes lies, for a view
 * that shows why a message matches. What excludes is not looked for.
 */
gboolean sonde_query_find (const SondeQuery *self,
                           gboolean          in_topic,
                           const guint8     *bytes,
                           gsize             length,
                           SondeQuerySpan   *span);

/**
 * sonde_query_scan:
 * @first: index of the first record to test
 * @end: index after the last one; published
 * @cancellable: (nullable): looked at before each record
 * @matches: (element-type guint32): gets the indexes of those that match, ascending
 *
 * The fast way for many: what depends on the topic alone is found once for each topic.
 */
void sonde_query_scan (const SondeQuery   *self,
                       const SondeSegment *segment,
                       guint               first,
                       guint               end,
                       GCancellable       *cancellable,
                       GArray             *matches);

G_END_DECLS
