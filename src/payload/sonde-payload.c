/* sonde-payload.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-payload.h"

#include "sonde-display-writer.h"
#include "sonde-json-scan.h"

#include <string.h>

#define GUESS_WHOLE_MAX (1000 * 1000)
#define GUESS_PART (64 * 1024)
#define PREVIEW_BYTES_PER_CHARACTER 4
#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS "…"

void
sonde_display_free (SondeDisplay *self)
{
  g_free (self->text);
  g_free (self->fault);
  g_free (self);
}

static gboolean
begins_container (const guint8 *payload,
                  gsize         size)
{
  gsize i = 0;

  while (i < size && g_ascii_isspace (payload[i]))
    i++;

  return i < size && (payload[i] == '{' || payload[i] == '[');
}

static gboolean
is_text (const guint8 *payload,
         gsize         size)
{
  gsize i = 0;

  while (i < size)
    {
      gsize length = sonde_display_measure_character (payload + i, size - i);

      if (length == 0)
        return FALSE;
      i += length;
    }

  return TRUE;
}

SondePayloadFormat
sonde_payload_guess (const guint8 *payload,
                     gsize         size)
{
  gboolean is_part = size > GUESS_WHOLE_MAX;
  gsize    part;

  g_return_val_if_fail (payload != NULL || size == 0, SONDE_PAYLOAD_TEXT);

  part = sonde_display_cut (payload, size, is_part ? GUESS_PART : 0);
  if (begins_container (payload, part) && is_text (payload, part) &&
      sonde_json_scan_check ((const char *) payload, part, is_part))
    return SONDE_PAYLOAD_JSON;

  part = sonde_display_cut (payload, size, GUESS_WHOLE_MAX);
  return is_text (payload, part) ? SONDE_PAYLOAD_TEXT : SONDE_PAYLOAD_HEX;
}

/* Writes the character at @bytes as it stands in a row.
 * Returns: its length there; @unit is what to show */
static gsize
get_row_character (const guint8 *bytes,
                   gsize         size,
                   const char  **unit,
                   gsize        *unit_length)
{
  gsize length = sonde_display_measure_character (bytes, size);

  *unit = (const char *) bytes;
  *unit_length = length;

  if (*bytes < 0x80 ? g_ascii_isspace (*bytes) : length > 0 && g_unichar_isspace (g_utf8_get_char (*unit)))
    {
      *unit = " ";
      *unit_length = 1;
    }
  else if (length == 0)
    {
      *unit = REPLACEMENT;
      *unit_length = strlen (REPLACEMENT);
    }

  return MAX (length, 1);
}

char *
sonde_payload_preview (const guint8 *payload,
                       gsize         size,
                       guint         max_chars)
{
  gsize window, written = 0, last = 0, i = 0;
  guint n_chars = 0;
  char *text;

  g_return_val_if_fail (payload != NULL || size == 0, NULL);

  if (max_chars == 0)
    return g_strdup ("");

  window = sonde_display_cut (payload, size, (gsize) max_chars * PREVIEW_BYTES_PER_CHARACTER);
  max_chars = MIN (max_chars, window);
  text = g_malloc ((gsize) max_chars * PREVIEW_BYTES_PER_CHARACTER + sizeof ELLIPSIS);

  while (i < window)
    {
      const char *unit;
      gsize       unit_length;
      gsize       length = get_row_character (payload + i, size - i, &unit, &unit_length);

      if (*unit != ' ' || written == 0 || text[written - 1] != ' ')
        {
          if (n_chars == max_chars)
            break;
          n_chars++;
          last = written;
          memcpy (text + written, unit, unit_length);
          written += unit_length;
        }
      i += length;
    }

  if (i < size)
    {
      if (n_chars == max_chars)
        written = last;
      memcpy (text + written, ELLIPSIS, strlen (ELLIPSIS));
      written += strlen (ELLIPSIS);
    }
  text[written] = '\0';

  return text;
}
