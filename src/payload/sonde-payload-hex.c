/* sonde-payload-hex.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-payload-hex.h"

#include "sonde-display-writer.h"

#include <string.h>

#define BYTES_PER_LINE SONDE_HEX_BYTES_PER_LINE
#define OFFSET_DIGITS 8
#define BYTES_COLUMN (OFFSET_DIGITS + 2)
#define TEXT_COLUMN (BYTES_COLUMN + 3 * BYTES_PER_LINE + 2)
#define LINE_LENGTH (TEXT_COLUMN + BYTES_PER_LINE + 2)

/* Column of a byte within the line: a blank between the two groups of eight. */
static gsize
get_column (gsize i)
{
  return BYTES_COLUMN + 3 * i + (i >= BYTES_PER_LINE / 2 ? 1 : 0);
}

/* Returns: bytes written to @line, which has room for LINE_LENGTH */
static gsize
write_line (char         *line,
            const guint8 *bytes,
            gsize         size,
            gsize         offset)
{
  static const char digits[] = "0123456789abcdef";
  char             *text = line + TEXT_COLUMN;

  memset (line, ' ', TEXT_COLUMN);
  for (gsize i = 0; i < OFFSET_DIGITS; i++)
    line[i] = digits[offset >> (4 * (OFFSET_DIGITS - 1 - i)) & 0xf];

  *text++ = '|';
  for (gsize i = 0; i < size; i++)
    {
      line[get_column (i)] = digits[bytes[i] >> 4];
      line[get_column (i) + 1] = digits[bytes[i] & 0xf];
      *text++ = bytes[i] >= 0x20 && bytes[i] < 0x7f ? bytes[i] : '.';
    }
  *text++ = '|';

  return text - line;
}

SondeDisplay *
sonde_payload_to_hex (const guint8 *payload,
                      gsize         size,
                      gsize         limit)
{
  SondeDisplayWriter writer;
  gsize              shown;

  g_return_val_if_fail (payload != NULL || size == 0, NULL);

  shown = limit == 0 ? size : MIN (size, limit);
  sonde_display_writer_init (&writer, (shown / BYTES_PER_LINE + 1) * (LINE_LENGTH + 1));

  for (gsize offset = 0; offset < shown; offset += BYTES_PER_LINE)
    {
      char  line[LINE_LENGTH];
      gsize length = write_line (line, payload + offset, MIN (BYTES_PER_LINE, shown - offset), offset);

      if (offset > 0)
        g_string_append_c (writer.text, '\n');
      g_string_append_len (writer.text, line, length);
    }

  return sonde_display_writer_finish (&writer, shown, shown == size);
}

void
sonde_payload_hex_get_columns (gsize  index,
                               guint *digits,
                               guint *character)
{
  *digits = get_column (index % BYTES_PER_LINE);
  *character = TEXT_COLUMN + 1 + index % BYTES_PER_LINE;
}

gboolean
sonde_payload_hex_find_byte (guint  column,
                             guint *byte)
{
  for (guint i = 0; i < BYTES_PER_LINE; i++)
    if (column == TEXT_COLUMN + 1 + i || (column >= get_column (i) && column <= get_column (i) + 1))
      {
        *byte = i;
        return TRUE;
      }

  return FALSE;
}
