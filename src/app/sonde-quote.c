/* sonde-quote.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-quote"

#include "sonde-quote.h"

#include <sonde-json-text.h>

#include <string.h>

static gboolean
is_control (guchar byte)
{
  return byte < 0x20 || byte == 0x7f;
}

gboolean
sonde_quote_is_plain (const char *bytes,
                      gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (is_control (bytes[i]) && bytes[i] != '\n' && bytes[i] != '\t')
      return FALSE;

  return sonde_json_is_text (bytes, length);
}

/* Words of these characters alone stand in a shell as they are. */
static gboolean
is_bare_word (const char *bytes,
              gsize       length)
{
  if (length == 0 || *bytes == '-')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (bytes[i]) && (bytes[i] == '\0' || strchr ("._-/:@%", bytes[i]) == NULL))
      return FALSE;

  return TRUE;
}

static void
append_single_quoted (GString    *out,
                      const char *bytes,
                      gsize       length)
{
  g_string_append_c (out, '\'');
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\'')
      g_string_append (out, "'\\''");
    else
      g_string_append_c (out, bytes[i]);
  g_string_append_c (out, '\'');
}

static void
append_octal (GString *out,
              guchar   byte)
{
  char escape[] = { '\\', '0' + (byte >> 6), '0' + (byte >> 3 & 7), '0' + (byte & 7) };

  g_string_append_len (out, escape, sizeof escape);
}

/* Octal, since not every printf knows \x; a - at the beginning is no option. */
static void
append_printf_format (GString    *out,
                      const char *bytes,
                      gsize       length)
{
  gboolean text = sonde_json_is_text (bytes, length);

  g_string_append_c (out, '\'');
  for (gsize i = 0; i < length; i++)
    {
      guchar byte = bytes[i];

      if (byte == '%')
        g_string_append (out, "%%");
      else if (is_control (byte) || byte == '\\' || byte == '\'' || (byte >= 0x80 && !text) || (byte == '-' && i == 0))
        append_octal (out, byte);
      else
        g_string_append_c (out, byte);
    }
  g_string_append_c (out, '\'');
}

char *
sonde_quote_for_printf (const char *bytes,
                        gsize       length)
{
  GString *out = g_string_sized_new (length + 2);

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  append_printf_format (out, bytes, length);
  return g_string_free (out, FALSE);
}

char *
sonde_quote_for_shell (const char *bytes,
                       gsize       length)
{
  g_autoptr (GString) word = g_string_sized_new (length);
  GString *out;
  gsize    end;

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  for (gsize i = 0; i < length; i++)
    if (bytes[i] != '\0')
      g_string_append_c (word, bytes[i]);
  if (is_bare_word (word->str, word->len))
    return g_strndup (word->str, word->len);

  out = g_string_sized_new (word->len + 2);
  if (sonde_quote_is_plain (word->str, word->len))
    {
      append_single_quoted (out, word->str, word->len);
      return g_string_free (out, FALSE);
    }

  /* $(…) takes line feeds from the end: they stand after it. */
  for (end = word->len; end > 0 && word->str[end - 1] == '\n';)
    end--;
  g_string_append (out, "\"$(printf ");
  append_printf_format (out, word->str, end);
  g_string_append (out, ")\"");
  if (end < word->len)
    append_single_quoted (out, word->str + end, word->len - end);
  return g_string_free (out, FALSE);
}

static void
append_hex (GString    *out,
            const char *bytes,
            gsize       length)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < length; i++)
    {
      g_string_append_c (out, digits[(guchar) bytes[i] >> 4]);
      g_string_append_c (out, digits[(guchar) bytes[i] & 15]);
    }
}

char *
sonde_quote_for_python (const char *bytes,
                        gsize       length)
{
  GString *out = g_string_sized_new (length + 2);

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (!sonde_json_is_text (bytes, length))
    {
      g_string_append (out, "bytes.fromhex(\"");
      append_hex (out, bytes, length);
      g_string_append (out, "\")");
      return g_string_free (out, FALSE);
    }

  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '"' || bytes[i] == '\\')
      g_string_append_printf (out, "\\%c", bytes[i]);
    else if (bytes[i] == '\n')
      g_string_append (out, "\\n");
    else if (is_control (bytes[i]))
      g_string_append_printf (out, "\\x%02x", (guchar) bytes[i]);
    else
      g_string_append_c (out, bytes[i]);
  g_string_append_c (out, '"');
  return g_string_free (out, FALSE);
}
