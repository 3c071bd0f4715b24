/* sonde-payload-typed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload"

#include "sonde-payload-typed.h"

#include "sonde-payload.h"

#include <glib/gi18n.h>

#include <string.h>

#define BYTES_A_LINE 16

static GBytes *
take_text (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
take_json (const char *text,
           char      **fault)
{
  g_autoptr (SondeDisplay) display = NULL;

  /* No payload is none that could be wrong. */
  if (*text != '\0')
    {
      display = sonde_payload_to_json ((const guint8 *) text, strlen (text), 0);
      *fault = g_steal_pointer (&display->fault);
    }

  return *fault == NULL ? take_text (text) : NULL;
}

static GBytes *
take_hex (const char *text,
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

/* GLib skips what is no Base64 in silence: so it is looked at first. */
static GBytes *
take_base64 (const char *text,
             char      **fault)
{
  g_autoptr (GString) packed = g_string_new (NULL);
  gsize   length;
  guchar *bytes;

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (packed, *p);

  length = strspn (packed->str, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  if (length < packed->len && packed->str[length] != '=')
    {
      *fault = g_strdup (_ ("Base64 holds letters, digits, + and / only."));
      return NULL;
    }
  if (packed->len % 4 != 0 || packed->len - length > 2 ||
      strspn (packed->str + length, "=") != packed->len - length)
    {
      *fault = g_strdup (_ ("This Base64 is not complete: its length is a multiple of four, filled up with =."));
      return NULL;
    }

  bytes = g_base64_decode (packed->str, &length);
  return g_bytes_new_take (bytes, length);
}

GBytes *
sonde_typed_to_bytes (SondeTypedFormat format,
                      const char      *text,
                      char           **fault)
{
  g_return_val_if_fail (text != NULL && fault != NULL, NULL);

  *fault = NULL;
  switch (format)
    {
    case SONDE_TYPED_JSON:
      return take_json (text, fault);
    case SONDE_TYPED_HEX:
      return take_hex (text, fault);
    case SONDE_TYPED_BASE64:
      return take_base64 (text, fault);
    case SONDE_TYPED_TEXT:
    default:
      return take_text (text);
    }
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
