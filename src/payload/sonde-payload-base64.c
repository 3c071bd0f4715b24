/* sonde-payload-base64.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-display-writer.h"

/* Of payload; 76 characters, as MIME has it (RFC 2045, 6.8) */
#define BYTES_PER_LINE 57

SondeDisplay *
sonde_payload_to_base64 (const guint8 *payload,
                         gsize         size,
                         gsize         limit)
{
  SondeDisplayWriter writer;
  gsize              shown;

  g_return_val_if_fail (payload != NULL || size == 0, NULL);

  /* Lines that are whole, so that nothing is padded but the end. */
  shown = limit == 0 ? size : MIN (size, limit);
  if (shown < size && shown > BYTES_PER_LINE)
    shown -= shown % BYTES_PER_LINE;
  sonde_display_writer_init (&writer, (shown / BYTES_PER_LINE + 1) * 77);

  for (gsize offset = 0; offset < shown; offset += BYTES_PER_LINE)
    {
      g_autofree char *line = g_base64_encode (payload + offset, MIN (BYTES_PER_LINE, shown - offset));

      if (offset > 0)
        g_string_append_c (writer.text, '\n');
      g_string_append (writer.text, line);
    }

  return sonde_display_writer_finish (&writer, shown, shown == size);
}
