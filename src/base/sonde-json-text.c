/* sonde-json-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-json-text"

#include "sonde-json-text.h"

#include <string.h>

#define REPLACEMENT 0xfffd

gboolean
sonde_json_is_text (const void *bytes,
                    gsize       length)
{
  return length == 0 || g_utf8_validate_len (bytes, length, NULL);
}

/* The letter after the backslash, or 0 where there is none. */
static char
get_short_escape (guint8 c)
{
  switch (c)
    {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
    }
}

void
sonde_json_append_string (GString    *out,
                          const void *text,
                          gsize       length)
{
  const guint8 *bytes = text;
  gsize         plain = 0; /* the first that is not yet written */

  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    {
      char letter = get_short_escape (bytes[i]);

      if (letter == 0 && bytes[i] >= 0x20)
        continue;

      g_string_append_len (out, (const char *) bytes + plain, i - plain);
      plain = i + 1;
      if (letter != 0)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, letter);
        }
      else
        g_string_append_printf (out, "\\u%04x", bytes[i]);
    }
  g_string_append_len (out, (const char *) bytes + plain, length - plain);
  g_string_append_c (out, '"');
}

/* Returns: %FALSE where four hexadecimal digits do not follow */
static gboolean
read_unit (const char **at,
           const char  *end,
           gunichar    *unit)
{
  *unit = 0;
  if (end - *at < 4)
    return FALSE;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value ((*at)[i]);

      if (digit < 0)
        return FALSE;
      *unit = *unit << 4 | digit;
    }
  *at += 4;

  return TRUE;
}

/* @at stands after \u; one escape, or the two of a surrogate pair. */
static gunichar
read_character (const char **at,
                const char  *end)
{
  const char *next;
  gunichar    unit, low;

  if (!read_unit (at, end, &unit))
    return REPLACEMENT;
  if (unit < 0xd800 || unit > 0xdfff)
    return unit != 0 ? unit : REPLACEMENT;

  next = *at;
  if (unit > 0xdbff || end - next < 2 || next[0] != '\\' || next[1] != 'u')
    return REPLACEMENT;
  next += 2;
  if (!read_unit (&next, end, &low) || low < 0xdc00 || low > 0xdfff)
    return REPLACEMENT;
  *at = next;

  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

static char
read_short_escape (char letter)
{
  switch (letter)
    {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default: /* " \ / */
      return letter;
    }
}

char *
sonde_json_dup_string (const char *token,
                       gsize       length)
{
  GString    *text = g_string_sized_new (length);
  const char *at = token;
  const char *end = token + length;

  g_return_val_if_fail (length >= 2, NULL);

  at++;
  end--;
  while (at < end)
    {
      const char *backslash = memchr (at, '\\', end - at);

      g_string_append_len (text, at, (backslash != NULL ? backslash : end) - at);
      if (backslash == NULL || backslash + 1 >= end)
        break;

      at = backslash + 2;
      if (backslash[1] == 'u')
        g_string_append_unichar (text, read_character (&at, end));
      else
        g_string_append_c (text, read_short_escape (backslash[1]));
    }

  return g_string_free (text, FALSE);
}
