/* sonde-payload-image.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-payload.h"

#include <string.h>

static gboolean
has_at (const guint8 *payload,
        gsize         size,
        gsize         offset,
        const char   *magic,
        gsize         length)
{
  return size >= offset + length && memcmp (payload + offset, magic, length) == 0;
}

const char *
sonde_payload_get_image_type (const guint8 *payload,
                              gsize         size)
{
  g_return_val_if_fail (payload != NULL || size == 0, NULL);

  if (has_at (payload, size, 0, "\x89PNG\r\n\x1a\n", 8))
    return "png";
  if (has_at (payload, size, 0, "\xff\xd8\xff", 3))
    return "jpeg";
  if (has_at (payload, size, 0, "GIF87a", 6) || has_at (payload, size, 0, "GIF89a", 6))
    return "gif";
  if (has_at (payload, size, 0, "RIFF", 4) && has_at (payload, size, 8, "WEBP", 4))
    return "webp";

  return NULL;
}
