/* sonde-query-parser.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-query-parser"

#include "sonde-query-parser.h"

#include "sonde-regex-fault.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n.h>

#include <sonde-topic.h>

typedef struct
{
  const char *text;
  const char *start; /* of the term that is read */
  const char *at;
} Parser;

static gboolean
is_end (const char *at)
{
  return *at == '\0' || g_unichar_isspace (g_utf8_get_char (at));
}

static const char *
find_end (const char *at)
{
  while (!is_end (at))
    at = g_utf8_next_char (at);

  return at;
}

static const char *
skip_space (const char *at)
{
  while (*at != '\0' && is_end (at))
    at = g_utf8_next_char (at);

  return at;
}

/* The term at fault ends where the next space is, or where the parser has come to.
 * @sentence: translated
 * Returns: %FALSE */
static gboolean
fail (Parser         *self,
      GError        **error,
      SondeQueryError code,
      const char     *sentence)
{
  g_autofree char *term = NULL;

  self->at = find_end (self->at);
  term = g_strndup (self->start, self->at - self->start);
  /* Translators: a condition of the filter as typed, and the sentence that says what is wrong with it */
  g_set_error (error, SONDE_QUERY_ERROR, code, _ ("%s: %s"), term, sentence);

  return FALSE;
}

/* ---- Values ---- */

/* Reads "two words"; \" and \\ stand for " and \. */
static gboolean
read_quoted (Parser  *self,
             char   **value,
             GError **error)
{
  g_autoptr (GString) read = g_string_new (NULL);
  const char *at = self->at + 1;

  for (; *at != '"' && *at != '\0'; at++)
    {
      if (at[0] == '\\' && (at[1] == '"' || at[1] == '\\'))
        at++;
      g_string_append_c (read, *at);
    }

  self->at = at;
  if (*at == '\0')
    return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, _ ("add the closing quote."));

  self->at++;
  if (!is_end (self->at))
    return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, _ ("leave a space after the closing quote."));
  if (read->len == 0)
    return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, _ ("type a text between the quotes."));

  *value = g_string_free (g_steal_pointer (&read), FALSE);

  return TRUE;
}

/* Reads a word or a "quoted text", either not empty. */
static gboolean
read_value (Parser     *self,
            char      **value,
            const char *empty,
            GError    **error)
{
  const char *start = self->at;

  if (*start == '"')
    return read_quoted (self, value, error);

  self->at = find_end (start);
  if (self->at == start)
    return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, empty);

  *value = g_strndup (start, self->at - start);

  return TRUE;
}

/* Reads /pattern/ or /pattern/i; \/ within is left to the regular expression. */
static gboolean
read_regex (Parser         *self,
            SondeQueryTerm *term,
            GError        **error)
{
  g_autofree char *pattern = NULL;
  g_autoptr (GError) fault = NULL;
  gboolean    ignores_case;
  const char *start = self->at + 1;
  const char *at = start;

  for (; *at != '/' && *at != '\0'; at++)
    if (at[0] == '\\' && at[1] != '\0')
      at++;

  self->at = at;
  if (*at == '\0')
    return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, _ ("add the closing /, or put the text in quotes."));

  pattern = g_strndup (start, at - start);
  self->at++;
  ignores_case = *self->at == 'i';
  if (ignores_case)
    self->at++;

  if (!is_end (self->at))
    return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, _ ("only an i may follow the closing /; write a / within as \\/, or put the text in quotes."));
  if (*pattern == '\0')
    return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, _ ("type a regular expression between the slashes."));

  /* These would undo the bound on matching, or its safety on any bytes. */
  if (g_str_has_prefix (pattern, "(*"))
    return fail (self, error, SONDE_QUERY_ERROR_REGEX, _ ("a regular expression does not begin with (* here."));

  term->type = SONDE_TERM_REGEX;
  if (!sonde_query_term_set_regex (term, pattern, ignores_case, &fault))
    {
      g_autofree char *sentence = sonde_regex_fault_to_string (fault, pattern);

      return fail (self, error, SONDE_QUERY_ERROR_REGEX, sentence);
    }

  return TRUE;
}

/* ---- Terms ---- */

static gboolean
read_text (Parser         *self,
           SondeQueryTerm *term,
           GError        **error)
{
  char *value;

  if (*self->at == '/')
    return read_regex (self, term, error);

  if (!read_value (self, &value, _ ("type a text after it, such as payload:hello."), error))
    return FALSE;

  term->type = SONDE_TERM_TEXT;
  sonde_query_term_set_text (term, value);

  return TRUE;
}

static gboolean
read_topic (Parser         *self,
            SondeQueryTerm *term,
            GError        **error)
{
  g_autofree char *value = NULL;
  SondeTopicFault  fault;

  if (!read_value (self, &value, _ ("type a topic filter after it, such as topic:a/+/b."), error))
    return FALSE;

  fault = sonde_topic_filter_check (value, strlen (value));
  if (fault != SONDE_TOPIC_FAULT_NONE)
    return fail (self, error, SONDE_QUERY_ERROR_VALUE, sonde_topic_fault_to_string (fault));

  term->type = SONDE_TERM_TOPIC;
  sonde_query_term_set_text (term, g_steal_pointer (&value));

  return TRUE;
}

static gboolean
read_qos (Parser         *self,
          SondeQueryTerm *term,
          GError        **error)
{
  char qos = *self->at;

  if (qos < '0' || qos > '2' || !is_end (self->at + 1))
    return fail (self, error, SONDE_QUERY_ERROR_VALUE, _ ("QoS is 0, 1 or 2."));

  self->at++;
  term->type = SONDE_TERM_QOS;
  term->qos = qos - '0';

  return TRUE;
}

static SondeComparison
read_comparison (Parser *self)
{
  gboolean is_less = *self->at == '<';
  gboolean is_more = *self->at == '>';
  gboolean has_equal;

  if (is_less || is_more)
    self->at++;
  has_equal = *self->at == '=';
  if (has_equal)
    self->at++;

  if (is_less)
    return has_equal ? SONDE_COMPARISON_AT_MOST : SONDE_COMPARISON_LESS;
  if (is_more)
    return has_equal ? SONDE_COMPARISON_AT_LEAST : SONDE_COMPARISON_MORE;

  return SONDE_COMPARISON_EQUAL;
}

/* Reads 1000, 1k or 2M. */
static gboolean
read_bytes (Parser  *self,
            guint64 *size)
{
  guint64 unit = 1;
  char   *end;

  /* strtoull() would take a sign, too. */
  if (!g_ascii_isdigit (*self->at))
    return FALSE;

  errno = 0;
  *size = g_ascii_strtoull (self->at, &end, 10);
  if (errno != 0)
    return FALSE;

  if (*end == 'k' || *end == 'K')
    unit = 1000;
  else if (*end == 'M')
    unit = 1000 * 1000;
  self->at = unit != 1 ? end + 1 : end;

  return is_end (self->at) && g_uint64_checked_mul (size, *size, unit);
}

static gboolean
read_size (Parser         *self,
           SondeQueryTerm *term,
           GError        **error)
{
  term->type = SONDE_TERM_SIZE;
  term->comparison = read_comparison (self);
  if (!read_bytes (self, &term->size))
    return fail (self, error, SONDE_QUERY_ERROR_VALUE, _ ("give a size in bytes, such as size:>1000 or size:<=10k."));

  return TRUE;
}

/* Returns: whether @word is all that stands here, which it then moves over */
static gboolean
skip_word (Parser     *self,
           const char *word)
{
  gsize length = strlen (word);

  if (strncmp (self->at, word, length) != 0 || !is_end (self->at + length))
    return FALSE;

  self->at += length;

  return TRUE;
}

static gboolean
skip_prefix (Parser     *self,
             const char *prefix)
{
  if (!g_str_has_prefix (self->at, prefix))
    return FALSE;

  self->at += strlen (prefix);

  return TRUE;
}

static gboolean
read_flag (Parser         *self,
           SondeQueryTerm *term)
{
  term->type = SONDE_TERM_KIND;
  if (skip_word (self, "retained"))
    term->type = SONDE_TERM_RETAINED;
  else if (skip_word (self, "sent"))
    term->kind = SONDE_MESSAGE_SENT;
  else if (skip_word (self, "received"))
    term->kind = SONDE_MESSAGE_RECEIVED;
  else
    return FALSE;

  return TRUE;
}

static gboolean
read_term (Parser         *self,
           SondeQueryTerm *term,
           GError        **error)
{
  if (*self->at == '-')
    {
      term->excludes = TRUE;
      self->at++;
      if (is_end (self->at))
        return fail (self, error, SONDE_QUERY_ERROR_SYNTAX, _ ("type what to exclude right after it."));
    }

  if (skip_prefix (self, "topic:"))
    return read_topic (self, term, error);
  if (skip_prefix (self, "qos:"))
    return read_qos (self, term, error);
  if (skip_prefix (self, "size:"))
    return read_size (self, term, error);
  if (read_flag (self, term))
    return TRUE;

  term->payload_only = skip_prefix (self, "payload:");

  return read_text (self, term, error);
}

/* Returns: %FALSE with the span of the fault */
static gboolean
read_terms (Parser  *self,
            GArray  *terms,
            GError **error)
{
  for (self->start = skip_space (self->at); *self->start != '\0'; self->start = skip_space (self->at))
    {
      SondeQueryTerm term = { 0 };

      self->at = self->start;
      if (terms->len == SONDE_QUERY_MAX_TERMS)
        {
          self->at += strlen (self->at);
          g_set_error (error, SONDE_QUERY_ERROR, SONDE_QUERY_ERROR_TOO_MANY,
                       ngettext ("A filter has at most %d condition: remove the rest.", "A filter has at most %d conditions: remove the rest.", SONDE_QUERY_MAX_TERMS),
                       SONDE_QUERY_MAX_TERMS);
          return FALSE;
        }

      if (!read_term (self, &term, error))
        {
          sonde_query_term_clear (&term);
          return FALSE;
        }

      term.span.start = self->start - self->text;
      term.span.end = self->at - self->text;
      g_array_append_val (terms, term);
    }

  return TRUE;
}

gboolean
sonde_query_parse_terms (const char     *text,
                         GArray         *terms,
                         SondeQuerySpan *fault,
                         GError        **error)
{
  Parser self = { .text = text, .start = text, .at = text };

  if (!g_utf8_validate (text, -1, NULL))
    {
      self.at += strlen (text);
      g_set_error_literal (error, SONDE_QUERY_ERROR, SONDE_QUERY_ERROR_SYNTAX, _ ("The filter is not valid UTF-8: type it anew."));
    }
  else if (read_terms (&self, terms, error))
    {
      return TRUE;
    }

  if (fault != NULL)
    *fault = (SondeQuerySpan){ self.start - text, self.at - text };

  return FALSE;
}
