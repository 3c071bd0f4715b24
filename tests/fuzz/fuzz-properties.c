/* fuzz-properties.c: hostile lists end, and their values are text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-properties.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  SondePropertyIter  iter;
  SondeProperty      property, found;
  gsize              n = 0;

  sonde_property_iter_init (&iter, bytes, size);
  while (sonde_property_iter_next (&iter, &property))
    {
      g_autofree char *value = sonde_property_dup_value (&property);

      g_assert_true (g_utf8_validate (value, -1, NULL));
      g_assert_nonnull (sonde_property_to_name (property.id));
      g_assert_true (sonde_properties_find (bytes, size, property.id, &found));
      g_assert_cmpuint (++n, <=, size / 2);
    }

  /* the end is no error, and an error is not passed over */
  g_assert_false (sonde_property_iter_next (&iter, &property));

  return 0;
}
