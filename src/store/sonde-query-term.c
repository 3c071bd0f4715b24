/* sonde-query-term.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-query-term"

#include "sonde-query-term.h"

#include <string.h>

#include <glib/gi18n.h>

#include <sonde-format.h>
#include <sonde-topic.h>

/* Keeps a pattern such as (a+)+$ from running for years: what takes more steps from one
 * place of a payload does not match. */
#define MATCH_LIMIT "(*LIMIT_MATCH=20000)"

void
sonde_query_term_clear (SondeQueryTerm *self)
{
  g_clear_pointer (&self->text, g_free);
  sonde_needle_clear (&self->needle);
  g_clear_pointer (&self->byte_regex, g_regex_unref);
  g_clear_pointer (&self->utf8_regex, g_regex_unref);
}

void
sonde_query_term_set_text (SondeQueryTerm *self,
                           char           *text)
{
  self->text = text;
  if (self->type == SONDE_TERM_TEXT)
    sonde_needle_init (&self->needle, text);
}

static GRegex *
compile (const char        *pattern,
         GRegexCompileFlags flags,
         GError           **error)
{
  g_autofree char *limited = g_strconcat (MATCH_LIMIT, pattern, NULL);
  GRegex          *regex = g_regex_new (limited, flags | G_REGEX_OPTIMIZE, 0, error);

  /* GRegex makes its machine code at the first match; from then on it does not change,
   * so that threads can share it. */
  if (regex != NULL)
    g_regex_match (regex, "", 0, NULL);

  return regex;
}

gboolean
sonde_query_term_set_regex (SondeQueryTerm *self,
                            const char     *pattern,
                            gboolean        ignores_case,
                            GError        **error)
{
  GRegexCompileFlags flags = ignores_case ? G_REGEX_CASELESS : 0;
  g_autoptr (GRegex) check = NULL;
  g_autoptr (GRegex) raw_check = NULL;

  self->text = g_strdup_printf (ignores_case ? "/%s/i" : "/%s/", pattern);

  /* By itself first, for a message that shows what was typed. */
  check = g_regex_new (pattern, flags, 0, error);
  raw_check = check != NULL ? g_regex_new (pattern, flags | G_REGEX_RAW, 0, error) : NULL;
  if (raw_check == NULL)
    return FALSE;

  self->byte_regex = compile (pattern, flags | G_REGEX_RAW, error);
  if (self->byte_regex == NULL)
    return FALSE;

  self->utf8_regex = compile (pattern, flags, error);

  return self->utf8_regex != NULL;
}

/* ---- Described ---- */

static char *
describe_text (const SondeQueryTerm *self)
{
  gboolean is_exact = self->needle.mode == SONDE_NEEDLE_EXACT;

  if (self->payload_only && self->excludes)
    return g_strdup_printf (is_exact ? _ ("payload does not contain exactly “%s”") : _ ("payload does not contain “%s”"), self->text);
  if (self->payload_only)
    return g_strdup_printf (is_exact ? _ ("payload contains exactly “%s”") : _ ("payload contains “%s”"), self->text);
  if (self->excludes)
    return g_strdup_printf (is_exact ? _ ("does not contain exactly “%s”") : _ ("does not contain “%s”"), self->text);

  return g_strdup_printf (is_exact ? _ ("contains exactly “%s”") : _ ("contains “%s”"), self->text);
}

static char *
describe_regex (const SondeQueryTerm *self)
{
  if (self->payload_only)
    return g_strdup_printf (self->excludes ? _ ("payload does not match %s") : _ ("payload matches %s"), self->text);

  return g_strdup_printf (self->excludes ? _ ("does not match %s") : _ ("matches %s"), self->text);
}

static SondeComparison
get_opposite (SondeComparison comparison)
{
  switch (comparison)
    {
    case SONDE_COMPARISON_LESS:
      return SONDE_COMPARISON_AT_LEAST;
    case SONDE_COMPARISON_AT_MOST:
      return SONDE_COMPARISON_MORE;
    case SONDE_COMPARISON_AT_LEAST:
      return SONDE_COMPARISON_LESS;
    case SONDE_COMPARISON_MORE:
      return SONDE_COMPARISON_AT_MOST;
    case SONDE_COMPARISON_EQUAL:
    default:
      return SONDE_COMPARISON_EQUAL;
    }
}

static char *
describe_size (const SondeQueryTerm *self)
{
  g_autofree char *size = sonde_format_count (self->size);
  SondeComparison  comparison = self->excludes ? get_opposite (self->comparison) : self->comparison;

  switch (comparison)
    {
    case SONDE_COMPARISON_LESS:
      return g_strdup_printf (_ ("size below %s B"), size);
    case SONDE_COMPARISON_AT_MOST:
      return g_strdup_printf (_ ("size at most %s B"), size);
    case SONDE_COMPARISON_AT_LEAST:
      return g_strdup_printf (_ ("size at least %s B"), size);
    case SONDE_COMPARISON_MORE:
      return g_strdup_printf (_ ("size above %s B"), size);
    case SONDE_COMPARISON_EQUAL:
    default:
      return g_strdup_printf (self->excludes ? _ ("size not %s B") : _ ("size %s B"), size);
    }
}

char *
sonde_query_term_describe (const SondeQueryTerm *self)
{
  switch (self->type)
    {
    case SONDE_TERM_KIND:
      if (self->kind == SONDE_MESSAGE_SENT)
        return g_strdup (self->excludes ? _ ("not sent") : _ ("sent"));
      return g_strdup (self->excludes ? _ ("not received") : _ ("received"));

    case SONDE_TERM_QOS:
      return g_strdup_printf (self->excludes ? _ ("QoS not %u") : _ ("QoS %u"), self->qos);

    case SONDE_TERM_RETAINED:
      return g_strdup (self->excludes ? _ ("not retained") : _ ("retained"));

    case SONDE_TERM_SIZE:
      return describe_size (self);

    case SONDE_TERM_TOPIC:
      return g_strdup_printf (self->excludes ? _ ("topic does not match %s") : _ ("topic matches %s"), self->text);

    case SONDE_TERM_TEXT:
      return describe_text (self);

    case SONDE_TERM_REGEX:
      return describe_regex (self);

    default:
      g_return_val_if_reached (NULL);
    }
}

/* ---- Tested ---- */

static gboolean
compare_size (const SondeQueryTerm *self,
              guint64               size)
{
  switch (self->comparison)
    {
    case SONDE_COMPARISON_LESS:
      return size < self->size;
    case SONDE_COMPARISON_AT_MOST:
      return size <= self->size;
    case SONDE_COMPARISON_EQUAL:
      return size == self->size;
    case SONDE_COMPARISON_AT_LEAST:
      return size >= self->size;
    case SONDE_COMPARISON_MORE:
      return size > self->size;
    default:
      g_return_val_if_reached (FALSE);
    }
}

gboolean
sonde_query_term_holds_for_record (const SondeQueryTerm *self,
                                   const SondeRecord    *record)
{
  switch (self->type)
    {
    case SONDE_TERM_KIND:
      return sonde_record_get_kind (record) == self->kind;

    case SONDE_TERM_QOS:
      return sonde_record_get_qos (record) == self->qos;

    case SONDE_TERM_RETAINED:
      return (record->flags & SONDE_RECORD_RETAIN) != 0;

    case SONDE_TERM_SIZE:
      return compare_size (self, record->payload_size);

    case SONDE_TERM_TOPIC:
    case SONDE_TERM_TEXT:
    case SONDE_TERM_REGEX:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
is_ascii (const guint8 *bytes,
          gsize         length)
{
  guint8 all = 0;

  for (gsize i = 0; i < length; i++)
    all |= bytes[i];

  return all < 0x80;
}

/* Text is matched by characters; what is no UTF-8, or holds a NUL, by bytes. */
static gboolean
matches_regex (const SondeQueryTerm *self,
               const guint8         *bytes,
               gsize                 length,
               GMatchInfo          **info)
{
  const char *text = (const char *) bytes;
  GRegex     *regex = self->byte_regex;

  if (!is_ascii (bytes, length) && g_utf8_validate_len (text, length, NULL))
    regex = self->utf8_regex;

  return g_regex_match_full (regex, text, length, 0, 0, info, NULL);
}

static gboolean
find_regex (const SondeQueryTerm *self,
            const guint8         *bytes,
            gsize                 length,
            SondeQuerySpan       *span)
{
  g_autoptr (GMatchInfo) info = NULL;
  int start, end;

  if (!matches_regex (self, bytes, length, &info) || !g_match_info_fetch_pos (info, 0, &start, &end))
    return FALSE;

  span->start = start;
  span->end = end;
  return TRUE;
}

gboolean
sonde_query_term_holds_for_bytes (const SondeQueryTerm *self,
                                  const guint8         *bytes,
                                  gsize                 length)
{
  switch (self->type)
    {
    case SONDE_TERM_TOPIC:
      return sonde_topic_filter_matches (self->text, (const char *) bytes, length);

    case SONDE_TERM_TEXT:
      return sonde_needle_is_in (&self->needle, bytes, length);

    case SONDE_TERM_REGEX:
      return matches_regex (self, bytes, length, NULL);

    case SONDE_TERM_KIND:
    case SONDE_TERM_QOS:
    case SONDE_TERM_RETAINED:
    case SONDE_TERM_SIZE:
    default:
      g_return_val_if_reached (FALSE);
    }
}

gboolean
sonde_query_term_find (const SondeQueryTerm *self,
                       const guint8         *bytes,
                       gsize                 length,
                       SondeQuerySpan       *span)
{
  if (self->type == SONDE_TERM_TEXT)
    return sonde_needle_find (&self->needle, bytes, length, &span->start, &span->end);

  return self->type == SONDE_TERM_REGEX && find_regex (self, bytes, length, span);
}
