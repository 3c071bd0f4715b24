/* sonde-topic-sort.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-sort"

#include "sonde-topic-sort.h"

#include <string.h>

static gsize
measure_digits (const char *text,
                gsize       length)
{
  gsize n = 0;

  while (n < length && g_ascii_isdigit (text[n]))
    n++;

  return n;
}

static gsize
count_zeros (const char *digits,
             gsize       length)
{
  gsize n = 0;

  while (n + 1 < length && digits[n] == '0')
    n++;

  return n;
}

static int
compare_numbers (const char *a,
                 gsize       a_length,
                 const char *b,
                 gsize       b_length)
{
  gsize a_zeros = count_zeros (a, a_length);
  gsize b_zeros = count_zeros (b, b_length);

  a_length -= a_zeros;
  b_length -= b_zeros;
  if (a_length != b_length)
    return a_length < b_length ? -1 : 1;

  return memcmp (a + a_zeros, b + b_zeros, a_length);
}

static int
compare_bytes (const char *a,
               gsize       a_length,
               const char *b,
               gsize       b_length)
{
  int order = memcmp (a, b, MIN (a_length, b_length));

  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

int
sonde_topic_name_compare (const char *a,
                          gsize       a_length,
                          const char *b,
                          gsize       b_length)
{
  gsize i = 0, j = 0;

  while (i < a_length && j < b_length)
    {
      gsize a_digits = measure_digits (a + i, a_length - i);
      gsize b_digits = measure_digits (b + j, b_length - j);
      int   order;

      if (a_digits > 0 && b_digits > 0)
        order = compare_numbers (a + i, a_digits, b + j, b_digits);
      else
        order = (guint8) a[i] - (guint8) b[j];
      if (order != 0)
        return order;

      i += MAX (a_digits, 1);
      j += MAX (b_digits, 1);
    }

  if (i < a_length || j < b_length)
    return i < a_length ? 1 : -1;

  /* 01 and 1 are the same number, and not the same name. */
  return compare_bytes (a, a_length, b, b_length);
}
