/* sonde-display-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-display-writer.h"

#define UTF8_MAX 4

static gboolean
is_plain (guint8 byte)
{
  return byte >= 0x20 && byte < 0x7f;
}

static gboolean
is_line_end (guint8 byte)
{
  return byte == '\n' || byte == '\r';
}

gsize
sonde_display_measure_character (const guint8 *bytes,
                                 gsize         size)
{
  gunichar character;

  if (*bytes < 0x80)
    return is_plain (*bytes) || *bytes == '\t' || is_line_end (*bytes) ? 1 : 0;

  /* Errors lie above the last code point; U+0080 to U+009F are control characters. */
  character = g_utf8_get_char_validated ((const char *) bytes, MIN (size, UTF8_MAX));
  if (character > 0x10ffff || character < 0xa0)
    return 0;

  return g_unichar_to_utf8 (character, NULL);
}

gsize
sonde_display_cut (const guint8 *payload,
                   gsize         size,
                   gsize         limit)
{
  gsize start;

  if (limit == 0 || size <= limit)
    return size;

  for (start = limit; start > 0 && limit - start < UTF8_MAX - 1; start--)
    {
      if ((payload[start] & 0xc0) != 0x80)
        break;
    }

  if (start + sonde_display_measure_character (payload + start, size - start) > limit)
    return start;

  return limit;
}

void
sonde_display_writer_init (SondeDisplayWriter *self,
                           gsize               size_hint)
{
  *self = (SondeDisplayWriter){ .text = g_string_sized_new (size_hint + 1) };
}

static gsize
measure_plain_run (const guint8 *bytes,
                   gsize         size)
{
  gsize length = 0;

  while (length < size && is_plain (bytes[length]))
    length++;

  return length;
}

/* Writes a character, or a byte as \xNN, that must not be torn by the end of a line. */
static void
add_unit (SondeDisplayWriter *self,
          const char         *unit,
          gsize               length)
{
  if (self->line + length > SONDE_DISPLAY_LINE)
    {
      sonde_display_writer_new_line (self, 0);
      self->broken = TRUE;
    }

  g_string_append_len (self->text, unit, length);
  self->line += length;
}

/* Returns: how many bytes it took */
static gsize
add_character (SondeDisplayWriter *self,
               const guint8       *bytes,
               gsize               size)
{
  char  escape[] = { '\\', 'x', 0, 0, 0 };
  gsize length;

  if (is_line_end (*bytes))
    {
      g_string_append_c (self->text, *bytes);
      self->line = 0;
      return 1;
    }

  length = sonde_display_measure_character (bytes, size);
  if (length > 0)
    {
      add_unit (self, (const char *) bytes, length);
      return length;
    }

  escape[2] = "0123456789abcdef"[*bytes >> 4];
  escape[3] = "0123456789abcdef"[*bytes & 0xf];
  add_unit (self, escape, 4);
  self->escaped = TRUE;

  return 1;
}

void
sonde_display_writer_add (SondeDisplayWriter *self,
                          const void         *bytes,
                          gsize               size)
{
  const guint8 *next = bytes;
  const guint8 *end = next + size;

  while (next < end)
    {
      gsize room = SONDE_DISPLAY_LINE - self->line;
      gsize run = measure_plain_run (next, MIN ((gsize) (end - next), room));

      if (run > 0)
        {
          g_string_append_len (self->text, (const char *) next, run);
          self->line += run;
          next += run;
        }
      else
        next += add_character (self, next, end - next);
    }
}

void
sonde_display_writer_new_line (SondeDisplayWriter *self,
                               guint               indentation)
{
  g_string_append_c (self->text, '\n');
  for (guint i = 0; i < indentation; i++)
    g_string_append_c (self->text, ' ');
  self->line = indentation;
}

SondeDisplay *
sonde_display_writer_finish (SondeDisplayWriter *self,
                             gsize               shown,
                             gboolean            complete)
{
  SondeDisplay *display = g_new0 (SondeDisplay, 1);

  display->text = g_string_free (g_steal_pointer (&self->text), FALSE);
  display->shown = shown;
  display->complete = complete;
  display->broken = self->broken;
  display->escaped = self->escaped;

  return display;
}
