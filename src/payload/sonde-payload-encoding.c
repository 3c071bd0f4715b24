/* sonde-payload-encoding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-payload-encoding.h"

#include "sonde-display-writer.h"

#include <errno.h>

#define PIECE 4096

/* The longest character in bytes, of all encodings */
#define CHARACTER_MAX 4

static const struct
{
  const char *name;
  const char *charset; /* as iconv knows it */
} encodings[] = {
  [SONDE_ENCODING_UTF_8] = { "UTF-8", "UTF-8" },
  [SONDE_ENCODING_LATIN_1] = { "Latin-1", "ISO-8859-1" },
  [SONDE_ENCODING_GB18030] = { "GB18030", "GB18030" },
  [SONDE_ENCODING_UTF_16LE] = { "UTF-16LE", "UTF-16LE" },
  [SONDE_ENCODING_UTF_16BE] = { "UTF-16BE", "UTF-16BE" },
};

const char *
sonde_encoding_to_name (SondeEncoding encoding)
{
  g_return_val_if_fail (encoding < SONDE_N_ENCODINGS, NULL);

  return encodings[encoding].name;
}

/* A byte that is no part of a character. ASCII, too: in UTF-16 it is half of one. */
static void
add_stray (SondeDisplayWriter *writer,
           guint8              byte)
{
  char escape[] = { '\\', 'x', "0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 0xf] };

  sonde_display_writer_add (writer, escape, sizeof escape);
  writer->escaped = TRUE;
}

/* Returns: bytes of @payload that were written; the end of a part may cut a character in two,
 * and then it is left out */
static gsize
convert (SondeDisplayWriter *writer,
         GIConv              converter,
         const guint8       *payload,
         gsize               size,
         gboolean            is_part)
{
  char *in = (char *) payload;
  gsize left = size;

  while (left > 0)
    {
      char  text[PIECE];
      char *out = text;
      gsize room = sizeof text;
      gsize result = g_iconv (converter, &in, &left, &out, &room);
      int   error = errno;

      sonde_display_writer_add (writer, text, out - text);
      if (result != (gsize) -1 || error == E2BIG)
        continue;
      if (is_part && error == EINVAL && left < CHARACTER_MAX)
        break;

      add_stray (writer, *in++);
      left--;
      g_iconv (converter, NULL, NULL, NULL, NULL);
    }

  return size - left;
}

SondeDisplay *
sonde_payload_to_text_of (const guint8 *payload,
                          gsize         size,
                          gsize         limit,
                          SondeEncoding encoding)
{
  SondeDisplayWriter writer;
  GIConv             converter;
  gboolean           is_part = limit > 0 && size > limit;
  gsize              shown;

  g_return_val_if_fail (payload != NULL || size == 0, NULL);
  g_return_val_if_fail (encoding < SONDE_N_ENCODINGS, NULL);

  if (encoding == SONDE_ENCODING_UTF_8)
    return sonde_payload_to_text (payload, size, limit);

  converter = g_iconv_open ("UTF-8", encodings[encoding].charset);
  /* A system without its tables: glibc has them in a package of their own. */
  if (converter == (GIConv) -1)
    return sonde_payload_to_text (payload, size, limit);

  shown = is_part ? limit : size;
  sonde_display_writer_init (&writer, shown);
  shown = convert (&writer, converter, payload, shown, is_part);
  g_iconv_close (converter);

  return sonde_display_writer_finish (&writer, shown, shown == size);
}
