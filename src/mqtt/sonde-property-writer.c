/* sonde-property-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-property-writer"

#include "sonde-property-writer.h"

#include "sonde-pairs.h"

#include <string.h>

static void
put_number (GByteArray *self,
            guint32     number,
            guint       n_bytes)
{
  for (guint i = n_bytes; i > 0; i--)
    {
      guint8 byte = (guint8) (number >> (8 * (i - 1)));

      g_byte_array_append (self, &byte, 1);
    }
}

static void
put_string (GByteArray *self,
            const void *bytes,
            gsize       size)
{
  put_number (self, size, 2);
  if (size > 0)
    g_byte_array_append (self, bytes, size);
}

static void
put_fixed (GByteArray     *self,
           SondePropertyId id,
           guint32         number,
           guint           n_bytes)
{
  if (number == 0)
    return;

  put_number (self, id, 1);
  put_number (self, number, n_bytes);
}

void
sonde_property_put_byte (GByteArray     *self,
                         SondePropertyId id,
                         guint8          number)
{
  put_fixed (self, id, number, 1);
}

void
sonde_property_put_short (GByteArray     *self,
                          SondePropertyId id,
                          guint16         number)
{
  put_fixed (self, id, number, 2);
}

void
sonde_property_put_int (GByteArray     *self,
                        SondePropertyId id,
                        guint32         number)
{
  put_fixed (self, id, number, 4);
}

void
sonde_property_put_varint (GByteArray     *self,
                           SondePropertyId id,
                           guint32         number)
{
  if (number == 0)
    return;

  put_number (self, id, 1);
  for (; number >= 0x80; number >>= 7)
    put_number (self, (number & 0x7f) | 0x80, 1);
  put_number (self, number, 1);
}

void
sonde_property_put_text (GByteArray     *self,
                         SondePropertyId id,
                         const char     *text)
{
  if (*text == '\0')
    return;

  put_number (self, id, 1);
  put_string (self, text, strlen (text));
}

void
sonde_property_put_data (GByteArray     *self,
                         SondePropertyId id,
                         GBytes         *data)
{
  gsize       size;
  const void *bytes = g_bytes_get_data (data, &size);

  if (size == 0)
    return;

  put_number (self, id, 1);
  put_string (self, bytes, size);
}

void
sonde_property_put_pairs (GByteArray      *self,
                          const GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const SondePair *pair = g_ptr_array_index (pairs, i);

      if (*pair->name == '\0')
        continue;

      put_number (self, SONDE_PROPERTY_USER_PROPERTY, 1);
      put_string (self, pair->name, strlen (pair->name));
      put_string (self, pair->value, strlen (pair->value));
    }
}

gsize
sonde_varint_get_size (guint32 number)
{
  gsize size = 1;

  for (; number >= 0x80; number >>= 7)
    size++;

  return size;
}
