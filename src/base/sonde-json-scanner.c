/* sonde-json-scanner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-json-scanner"

#include "sonde-json-scanner.h"

#include <string.h>

#include <glib/gi18n.h>

/* What may come next; the grammar of RFC 8259 as a table of one column. */
typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END, /* after [ */
  EXPECT_KEY,          /* after a comma in an object */
  EXPECT_KEY_OR_END,   /* after { */
  EXPECT_COLON,
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING, /* after the whole value */
} Expected;

struct _SondeJsonScanner
{
  const char *start, *end;
  const char *at;
  Expected    expected;
  gboolean    is_first; /* the next element or key begins its container */
  guint       depth;
  guint       max_depth;
  guint8     *objects; /* one bit a level: an object, or an array */
  gsize       n_objects;
  const char *error; /* and then @at is its place */
};

SondeJsonScanner *
sonde_json_scanner_new (const char *bytes,
                        gsize       length,
                        guint       max_depth)
{
  SondeJsonScanner *self;

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  self = g_new0 (SondeJsonScanner, 1);
  self->start = bytes != NULL ? bytes : "";
  self->at = self->start;
  self->end = self->start + length;
  self->max_depth = max_depth;
  self->is_first = TRUE;

  return self;
}

void
sonde_json_scanner_free (SondeJsonScanner *self)
{
  if (self == NULL)
    return;

  g_free (self->objects);
  g_free (self);
}

static SondeJsonTokenType
fail (SondeJsonScanner *self,
      const char       *at,
      const char       *error)
{
  self->at = at;
  self->error = error;

  return SONDE_JSON_TOKEN_ERROR;
}

static gboolean
in_object (SondeJsonScanner *self)
{
  guint level = self->depth - 1;

  return self->depth > 0 && (self->objects[level / 8] >> level % 8 & 1) != 0;
}

/* The token is read: @end is the byte after it, @expected what follows it. */
static SondeJsonTokenType
finish (SondeJsonScanner  *self,
        SondeJsonTokenType type,
        const char        *end,
        Expected           expected)
{
  self->at = end;
  self->expected = expected;
  self->is_first = FALSE;

  return type;
}

static SondeJsonTokenType
finish_value (SondeJsonScanner  *self,
              SondeJsonTokenType type,
              const char        *end)
{
  return finish (self, type, end, self->depth > 0 ? EXPECT_COMMA_OR_END : EXPECT_NOTHING);
}

static SondeJsonTokenType
open_container (SondeJsonScanner *self,
                gboolean          is_object)
{
  gsize  byte = self->depth / 8;
  guint8 bit = 1 << self->depth % 8;

  if ((self->max_depth > 0 && self->depth >= self->max_depth) || self->depth == G_MAXUINT)
    return fail (self, self->at, _ ("The brackets are nested too deeply here."));

  if (byte == self->n_objects)
    {
      self->n_objects = MAX (16, 2 * self->n_objects);
      self->objects = g_realloc (self->objects, self->n_objects);
    }
  if (is_object)
    self->objects[byte] |= bit;
  else
    self->objects[byte] &= ~bit;
  self->depth++;

  finish (self,
          SONDE_JSON_TOKEN_OBJECT_START,
          self->at + 1,
          is_object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END);
  self->is_first = TRUE;

  return is_object ? SONDE_JSON_TOKEN_OBJECT_START : SONDE_JSON_TOKEN_ARRAY_START;
}

static SondeJsonTokenType
close_container (SondeJsonScanner *self)
{
  gboolean was_object = in_object (self);

  self->depth--;

  return finish_value (self,
                       was_object ? SONDE_JSON_TOKEN_OBJECT_END : SONDE_JSON_TOKEN_ARRAY_END,
                       self->at + 1);
}

/* Returns: the length of the one character at @at (Unicode 15, table 3-7), 0 where there is none */
static gsize
get_utf8_length (const char *at,
                 const char *end)
{
  const guint8 *p = (const guint8 *) at;
  gsize         left = end - at;
  guint8        low = 0x80, high = 0xbf;
  gsize         n;

  if (p[0] < 0x80)
    return 1;
  if (p[0] < 0xc2 || p[0] > 0xf4)
    return 0;

  n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3
                                    : 4;
  if (p[0] == 0xe0)
    low = 0xa0; /* overlong */
  else if (p[0] == 0xed)
    high = 0x9f; /* surrogates */
  else if (p[0] == 0xf0)
    low = 0x90; /* overlong */
  else if (p[0] == 0xf4)
    high = 0x8f; /* beyond U+10FFFF */

  if (left < n || p[1] < low || p[1] > high)
    return 0;
  for (gsize i = 2; i < n; i++)
    {
      if ((p[i] & 0xc0) != 0x80)
        return 0;
    }

  return n;
}

/* @at: the backslash. Returns: the byte after the escape, or %NULL after fail() */
static const char *
skip_escape (SondeJsonScanner *self,
             const char       *at)
{
  if (at + 1 == self->end)
    {
      fail (self, self->end, _ ("The text ends within a string."));
      return NULL;
    }

  if (at[1] == 'u')
    {
      for (int i = 2; i < 6; i++)
        {
          if (at + i >= self->end || !g_ascii_isxdigit (at[i]))
            {
              fail (self, at, _ ("Four hexadecimal digits must follow \\u."));
              return NULL;
            }
        }
      return at + 6;
    }

  if (at[1] == '\0' || strchr ("\"\\/bfnrt", at[1]) == NULL)
    {
      fail (self, at, _ ("JSON does not know this escape: a backslash itself is written \\\\."));
      return NULL;
    }

  return at + 2;
}

/* Returns: the byte after the closing quote, or %NULL after fail() */
static const char *
skip_string (SondeJsonScanner *self)
{
  const char *at = self->at + 1;

  while (at != NULL && at < self->end)
    {
      guint8 byte = *at;
      gsize  n;

      if (byte == '"')
        return at + 1;

      if (byte == '\\')
        at = skip_escape (self, at);
      else if (byte >= 0x20 && byte < 0x80)
        at++;
      else if (byte < 0x20)
        {
          fail (self, at, _ ("A control character stands in this string: write it as an escape, such as \\n."));
          return NULL;
        }
      else
        {
          n = get_utf8_length (at, self->end);
          if (n == 0)
            {
              fail (self, at, _ ("This byte is not UTF-8."));
              return NULL;
            }
          at += n;
        }
    }

  if (at != NULL)
    fail (self, self->end, _ ("The text ends within a string."));
  return NULL;
}

static SondeJsonTokenType
read_string (SondeJsonScanner  *self,
             SondeJsonTokenType type)
{
  const char *end = skip_string (self);

  if (end == NULL)
    return SONDE_JSON_TOKEN_ERROR;
  if (type == SONDE_JSON_TOKEN_KEY)
    return finish (self, type, end, EXPECT_COLON);

  return finish_value (self, type, end);
}

static const char *
skip_digits (SondeJsonScanner *self,
             const char       *at)
{
  while (at < self->end && g_ascii_isdigit (*at))
    at++;

  return at;
}

static SondeJsonTokenType
read_number (SondeJsonScanner *self)
{
  const char *at = self->at;
  const char *digits;

  if (*at == '-')
    at++;

  digits = at;
  at = skip_digits (self, digits);
  if (at == digits)
    return fail (self, at, _ ("A digit is missing here."));
  if (*digits == '0' && at - digits > 1)
    return fail (self, digits, _ ("A number does not begin with a needless 0."));

  if (at < self->end && *at == '.')
    {
      digits = at + 1;
      at = skip_digits (self, digits);
      if (at == digits)
        return fail (self, at, _ ("A digit is missing here."));
    }

  if (at < self->end && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (at < self->end && (*at == '+' || *at == '-'))
        at++;
      digits = at;
      at = skip_digits (self, digits);
      if (at == digits)
        return fail (self, at, _ ("A digit is missing here."));
    }

  return finish_value (self, SONDE_JSON_TOKEN_NUMBER, at);
}

static SondeJsonTokenType
read_word (SondeJsonScanner  *self,
           const char        *word,
           SondeJsonTokenType type)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, self->at, _ ("A value is missing here: only true, false and null stand without quotes."));

  return finish_value (self, type, self->at + length);
}

static SondeJsonTokenType
read_value (SondeJsonScanner *self)
{
  switch (*self->at)
    {
    case '{':
      return open_container (self, TRUE);
    case '[':
      return open_container (self, FALSE);
    case '"':
      return read_string (self, SONDE_JSON_TOKEN_STRING);
    case 't':
      return read_word (self, "true", SONDE_JSON_TOKEN_TRUE);
    case 'f':
      return read_word (self, "false", SONDE_JSON_TOKEN_FALSE);
    case 'n':
      return read_word (self, "null", SONDE_JSON_TOKEN_NULL);
    case ']':
    case '}':
      return fail (self, self->at, _ ("A value is missing before this bracket."));
    default:
      if (*self->at == '-' || g_ascii_isdigit (*self->at))
        return read_number (self);
      if (self->at == self->start && self->end - self->at >= 3 && memcmp (self->at, "\xef\xbb\xbf", 3) == 0)
        return fail (self, self->at, _ ("A byte order mark stands before the JSON: remove it."));
      return fail (self, self->at, _ ("A value is missing here."));
    }
}

static SondeJsonTokenType
read_key (SondeJsonScanner *self)
{
  if (*self->at == '"')
    return read_string (self, SONDE_JSON_TOKEN_KEY);
  if (*self->at == '}')
    return fail (self, self->at, _ ("No comma stands before a closing bracket: remove it."));

  return fail (self, self->at, _ ("A key in double quotes is missing here."));
}

static void
skip_space (SondeJsonScanner *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

/* Whether the next byte ends the container at a place where it may. */
static gboolean
at_end_of_container (SondeJsonScanner *self)
{
  switch (self->expected)
    {
    case EXPECT_VALUE_OR_END:
      return *self->at == ']';
    case EXPECT_KEY_OR_END:
      return *self->at == '}';
    case EXPECT_COMMA_OR_END:
      return *self->at == (in_object (self) ? '}' : ']');
    default:
      return FALSE;
    }
}

/* Commas and colons are no tokens: they are skipped, with the space after them. */
static gboolean
skip_separator (SondeJsonScanner *self)
{
  gboolean    is_object = in_object (self);
  const char *missing = NULL;

  if (self->expected == EXPECT_COLON)
    {
      if (*self->at != ':')
        missing = _ ("A colon is missing here, between key and value.");
      self->expected = EXPECT_VALUE;
    }
  else if (self->expected == EXPECT_COMMA_OR_END)
    {
      if (*self->at != ',')
        missing = is_object ? _ ("A comma or } is missing here.") : _ ("A comma or ] is missing here.");
      self->expected = is_object ? EXPECT_KEY : EXPECT_VALUE;
    }
  else
    return TRUE;

  if (missing != NULL)
    {
      fail (self, self->at, missing);
      return FALSE;
    }

  self->at++;
  skip_space (self);

  return TRUE;
}

static SondeJsonTokenType
read_end (SondeJsonScanner *self)
{
  if (self->expected == EXPECT_NOTHING)
    return SONDE_JSON_TOKEN_END;
  if (self->expected == EXPECT_VALUE && self->depth == 0)
    return fail (self, self->at, _ ("There is no JSON value here."));

  return fail (self, self->at, _ ("The text ends before the JSON value is complete."));
}

static SondeJsonTokenType
read_token (SondeJsonScanner *self)
{
  if (self->at == self->end)
    return read_end (self);
  if (at_end_of_container (self))
    return close_container (self);

  switch (self->expected)
    {
    case EXPECT_NOTHING:
      return fail (self, self->at, _ ("Something follows the end of the JSON value: remove it."));
    case EXPECT_KEY:
    case EXPECT_KEY_OR_END:
      return read_key (self);
    default:
      return read_value (self);
    }
}

SondeJsonTokenType
sonde_json_scanner_next (SondeJsonScanner *self,
                         SondeJsonToken   *token)
{
  g_return_val_if_fail (self != NULL, SONDE_JSON_TOKEN_ERROR);
  g_return_val_if_fail (token != NULL, SONDE_JSON_TOKEN_ERROR);

  if (self->error == NULL)
    {
      skip_space (self);
      if (self->at < self->end && !at_end_of_container (self))
        skip_separator (self);
    }

  token->start = self->at;
  token->is_first = self->is_first;
  token->depth = self->depth;
  token->type = self->error == NULL ? read_token (self) : SONDE_JSON_TOKEN_ERROR;
  /* both brackets stand in the container around them */
  token->depth = MIN (token->depth, self->depth);
  if (token->type == SONDE_JSON_TOKEN_ERROR)
    token->start = self->at;
  token->length = self->at - token->start;

  return token->type;
}

static gboolean
begins_character (char byte)
{
  return ((guint8) byte & 0xc0) != 0x80;
}

const char *
sonde_json_scanner_get_error (SondeJsonScanner *self,
                              guint            *line,
                              guint            *column)
{
  guint n_lines = 1, n_characters = 1;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->error == NULL)
    return NULL;

  for (const char *p = self->start; p < self->at; p++)
    {
      /* the two bytes of a CR LF end one line */
      if (*p == '\n' || (*p == '\r' && (p + 1 == self->end || p[1] != '\n')))
        {
          n_lines++;
          n_characters = 1;
        }
      else if (begins_character (*p))
        n_characters++;
    }

  if (line != NULL)
    *line = n_lines;
  if (column != NULL)
    *column = n_characters;

  return self->error;
}
