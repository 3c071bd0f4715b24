/* sonde-payload-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-display-writer.h"

SondeDisplay *
sonde_payload_to_text (const guint8 *payload,
                       gsize         size,
                       gsize         limit)
{
  SondeDisplayWriter writer;
  gsize              shown;

  g_return_val_if_fail (payload != NULL || size == 0, NULL);

  shown = sonde_display_cut (payload, size, limit);
  sonde_display_writer_init (&writer, shown);
  sonde_display_writer_add (&writer, payload, shown);

  return sonde_display_writer_finish (&writer, shown, shown == size);
}
