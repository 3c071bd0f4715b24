/* sonde-query-term.h: one condition of a query
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value, inside this layer only. Immutable once made: any thread.
 */

#pragma once

#include "sonde-needle.h"
#include "sonde-query.h"

G_BEGIN_DECLS

/* In the order of what a test costs. */
typedef enum
{
  SONDE_TERM_KIND,
  SONDE_TERM_QOS,
  SONDE_TERM_RETAINED,
  SONDE_TERM_SIZE,
  SONDE_TERM_TOPIC,
  SONDE_TERM_TEXT,
  SONDE_TERM_REGEX,
} SondeTermType;

typedef enum
{
  SONDE_COMPARISON_LESS,
  SONDE_COMPARISON_AT_MOST,
  SONDE_COMPARISON_EQUAL,
  SONDE_COMPARISON_AT_LEAST,
  SONDE_COMPARISON_MORE,
} SondeComparison;

typedef struct
{
  SondeTermType  type;
  gboolean       excludes;
  gboolean       payload_only; /* TEXT, REGEX: not the topic too */
  SondeQuerySpan span;
  char          *text; /* TOPIC, TEXT, REGEX: the value as typed, without quotes */

  SondeNeedle      needle;     /* TEXT */
  GRegex          *byte_regex; /* REGEX, and the same over characters */
  GRegex          *utf8_regex;
  SondeMessageKind kind;       /* KIND */
  guint8           qos;        /* QOS */
  SondeComparison  comparison; /* SIZE */
  guint64          size;       /* SIZE */
} SondeQueryTerm;

void sonde_query_term_clear (SondeQueryTerm *self);

/* Takes the value of a TEXT, TOPIC or REGEX term (@text), which must be as it should.
 * Returns: %FALSE and an error when @text is no regular expression */
void     sonde_query_term_set_text (SondeQueryTerm *self,
                                    char           *text);
gboolean sonde_query_term_set_regex (SondeQueryTerm *self,
                                     const char     *pattern,
                                     gboolean        ignores_case,
                                     GError        **error);

/* One translated phrase, such as: payload contains “x” */
char *sonde_query_term_describe (const SondeQueryTerm *self);

/* Each says whether the condition is met, its negation apart. KIND to SIZE look at
 * the record alone, TOPIC to REGEX at these bytes. */
gboolean sonde_query_term_holds_for_record (const SondeQueryTerm *self,
                                            const SondeRecord    *record);
gboolean sonde_query_term_holds_for_bytes (const SondeQueryTerm *self,
                                           const guint8         *bytes,
                                           gsize                 length);

/* Where TEXT and REGEX hold for the first time. */
gboolean sonde_query_term_find (const SondeQueryTerm *self,
                                const guint8         *bytes,
                                gsize                 length,
                                SondeQuerySpan       *span);

G_END_DECLS
