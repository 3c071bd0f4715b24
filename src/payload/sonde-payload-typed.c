/* sonde-payload-typed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload"

#include "sonde-payload-typed.h"

#include <sonde-json-scanner.h>

#include <glib/gi18n.h>

#include <string.h>

#define BYTES_A_LINE 16

static GBytes *
take_text (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

/* Only looked at: it goes out as it is typed. */
static GBytes *
take_json (const char *text,
           gsize      *place,
           char      **fault)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (text, strlen (text), 0);
  SondeJsonToken token;
  const char    *error;
  guint          line, column;

  /* No payload is none that could be wrong. */
  if (*text == '\0')
    return take_text (text);

  while (sonde_json_scanner_next (scanner, &token) > SONDE_JSON_TOKEN_ERROR)
    ;
  if (token.type == SONDE_JSON_TOKEN_END)
    return take_text (text);

  error = sonde_json_scanner_get_error (scanner, &line, &column);
  *place = token.start - text;
  /* Translators: where a text breaks the rules of JSON, then a sentence that tells how */
  *fault = g_strdup_printf (_ ("Not JSON, line %u, column %u: %s"), line, column, error);
  return NULL;
}

static GBytes *
take_hex (const char *text,
          gsize      *place,
          char      **fault)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int high = -1;

  for (const char *p = text; *p != '\0'; p++)
    {
      int    digit = g_ascii_xdigit_value (*p);
      guint8 byte;

      if (g_ascii_isspace (*p) && high < 0)
        continue;
      *place = p - text;
      if (digit < 0)
        {
          *fault = g_strdup (_ ("Type each byte as two digits from 0 to 9 and a to f."));
          return NULL;
        }
      if (high < 0)
        {
          high = digit;
          continue;
        }
      byte = high << 4 | digit;
      g_byte_array_append (bytes, &byte, 1);
      high = -1;
    }

  if (high >= 0)
    {
      *fault = g_strdup (_ ("The last byte has one digit: each has two."));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
is_base64_digit (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/';
}

/* GLib skips what is no Base64 in silence: so it is looked at first. */
static GBytes *
take_base64 (const char *text,
             gsize      *place,
             char      **fault)
{
  gsize   n_digits = 0, n_filled = 0, length;
  guchar *bytes;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        continue;
      *place = p - text;
      if (!is_base64_digit (*p) && *p != '=')
        {
          *fault = g_strdup (_ ("Base64 holds letters, digits, + and / only."));
          return NULL;
        }
      if (*p != '=' && n_filled > 0)
        break;
      if (*p == '=')
        n_filled++;
      else
        n_digits++;
    }

  if ((n_digits + n_filled) % 4 != 0 || n_filled > 2 || (n_filled > 0 && is_base64_digit (text[*place])))
    {
      *fault = g_strdup (_ ("This Base64 is not complete: its length is a multiple of four, filled up with =."));
      return NULL;
    }

  bytes = g_base64_decode (text, &length);
  return g_bytes_new_take (bytes, length);
}

GBytes *
sonde_typed_parse (SondeTypedFormat format,
                   const char      *text,
                   gsize           *place,
                   char           **fault)
{
  g_return_val_if_fail (text != NULL && place != NULL && fault != NULL, NULL);

  *fault = NULL;
  *place = 0;
  switch (format)
    {
    case SONDE_TYPED_JSON:
      return take_json (text, place, fault);
    case SONDE_TYPED_HEX:
      return take_hex (text, place, fault);
    case SONDE_TYPED_BASE64:
      return take_base64 (text, place, fault);
    case SONDE_TYPED_TEXT:
    default:
      return take_text (text);
    }
}

GBytes *
sonde_typed_to_bytes (SondeTypedFormat format,
                      const char      *text,
                      char           **fault)
{
  gsize place;

  return sonde_typed_parse (format, text, &place, fault);
}

static char *
to_hex (const guint8 *bytes,
        gsize         size)
{
  GString *text = g_string_sized_new (size * 3);

  for (gsize i = 0; i < size; i++)
    {
      if (i > 0)
        g_string_append_c (text, i % BYTES_A_LINE == 0 ? '\n' : ' ');
      g_string_append_printf (text, "%02x", bytes[i]);
    }
  return g_string_free (text, FALSE);
}

char *
sonde_typed_from_bytes (SondeTypedFormat format,
                        GBytes          *bytes)
{
  gsize         size;
  const guint8 *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  switch (format)
    {
    case SONDE_TYPED_HEX:
      return to_hex (data, size);
    case SONDE_TYPED_BASE64:
      return g_base64_encode (data, size);
    case SONDE_TYPED_TEXT:
    case SONDE_TYPED_JSON:
    default:
      /* An explicit length makes U+0000 invalid; of no bytes there is no address. */
      if (size == 0)
        return g_strdup ("");
      return g_utf8_validate_len ((const char *) data, size, NULL) ? g_strndup ((const char *) data, size) : NULL;
    }
}

char *
sonde_typed_convert (SondeTypedFormat from,
                     SondeTypedFormat to,
                     const char      *text)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *fault = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  /* JSON that is not right is text. */
  bytes = sonde_typed_to_bytes (from == SONDE_TYPED_JSON ? SONDE_TYPED_TEXT : from, text, &fault);
  return bytes != NULL ? sonde_typed_from_bytes (to, bytes) : g_strdup (text);
}
