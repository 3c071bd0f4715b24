/* sonde-json-scan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-json-scan.h"

#include <string.h>

static gsize
skip_space (const char *text,
            gsize       size)
{
  gsize length = 0;

  while (length < size && strchr (" \t\n\r", text[length]) != NULL && text[length] != '\0')
    length++;

  return length;
}

/* @text begins with a quote. An escape that is wrong is told when its string is whole. */
static gboolean
is_open_string (const char *text,
                gsize       size)
{
  for (gsize i = 1; i < size; i++)
    {
      if (text[i] == '"' || (guint8) text[i] < 0x20)
        return FALSE;
      if (text[i] == '\\')
        i++;
    }

  return TRUE;
}

static gboolean
is_open_word (const char *text,
              gsize       size)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (size < strlen (words[i]) && strncmp (text, words[i], size) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_open_number (const char *text,
                gsize       size)
{
  for (gsize i = 0; i < size; i++)
    {
      if (!g_ascii_isdigit (text[i]) && strchr ("+-.eE", text[i]) == NULL)
        return FALSE;
    }

  return g_ascii_isdigit (*text) || *text == '-';
}

gboolean
sonde_json_scan_is_cut (const char *rest,
                        gsize       size,
                        gsize      *token)
{
  gsize start = skip_space (rest, size);

  if (start < size && (rest[start] == ',' || rest[start] == ':'))
    {
      start++;
      start += skip_space (rest + start, size - start);
    }

  *token = start;
  rest += start;
  size -= start;

  return size == 0 ||
         (*rest == '"' && is_open_string (rest, size)) ||
         is_open_word (rest, size) ||
         is_open_number (rest, size);
}

int
sonde_json_scan_get_step (SondeJsonTokenType type)
{
  switch (type)
    {
    case SONDE_JSON_TOKEN_OBJECT_START:
    case SONDE_JSON_TOKEN_ARRAY_START:
      return 1;

    case SONDE_JSON_TOKEN_OBJECT_END:
    case SONDE_JSON_TOKEN_ARRAY_END:
      return -1;

    default:
      return 0;
    }
}

gboolean
sonde_json_scan_check (const char *bytes,
                       gsize       size,
                       gboolean    is_part)
{
  g_autoptr (SondeJsonScanner) scanner = sonde_json_scanner_new (bytes, size, 0);
  SondeJsonToken     token;
  SondeJsonTokenType type;
  gsize              done = 0;
  guint              depth = 0;

  while ((type = sonde_json_scanner_next (scanner, &token)) > SONDE_JSON_TOKEN_ERROR)
    {
      done = token.start + token.length - bytes;
      depth += sonde_json_scan_get_step (type);
    }

  if (type == SONDE_JSON_TOKEN_END)
    return TRUE;

  return is_part && (depth > 0 || done == 0) && sonde_json_scan_is_cut (bytes + done, size - done, &done);
}
