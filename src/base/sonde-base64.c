/* sonde-base64.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-base64"

#include "sonde-base64.h"

#include <string.h>

#define ALPHABET G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+/"

GBytes *
sonde_base64_decode (const char *text)
{
  gsize   length;
  gsize   n_padding;
  guchar *bytes;

  g_return_val_if_fail (text != NULL, NULL);

  length = strlen (text);
  n_padding = length - strspn (text, ALPHABET);
  if (length % 4 != 0 || n_padding > 2 || strspn (text + length - n_padding, "=") != n_padding)
    return NULL;

  bytes = g_base64_decode (text, &length);

  return g_bytes_new_take (bytes, length);
}
