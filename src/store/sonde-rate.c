/* sonde-rate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-rate.h"

#define N_COUNTS G_N_ELEMENTS (((SondeRate *) NULL)->counts)

static guint32 *
get_count (SondeRate *self,
           gint64     second)
{
  return &self->counts[second % N_COUNTS];
}

/* Empties the slots between the newest second and @second, which becomes the newest. */
static void
advance (SondeRate *self,
         gint64     second)
{
  gint64 first = MAX (self->second, second - (gint64) N_COUNTS) + 1;

  for (gint64 i = first; i <= second; i++)
    *get_count (self, i) = 0;

  self->second = MAX (self->second, second);
}

void
sonde_rate_add (SondeRate *self,
                guint      n,
                gint64     now)
{
  guint32 *count;

  g_return_if_fail (self != NULL);
  g_return_if_fail (now >= 0);

  advance (self, now / G_USEC_PER_SEC);
  count = get_count (self, self->second);
  *count += MIN (n, G_MAXUINT32 - *count);
}

/**
 * sonde_rate_get:
 *
 * Counts exactly the last SONDE_RATE_SLOTS seconds: of the second that the
 * window only partly covers, as large a part.
 */
double
sonde_rate_get (const SondeRate *self,
                gint64           now)
{
  SondeRate rate;
  double    elapsed, sum;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (now >= 0, 0);

  rate = *self;
  advance (&rate, now / G_USEC_PER_SEC);
  elapsed = CLAMP (now - rate.second * G_USEC_PER_SEC, 0, G_USEC_PER_SEC) / (double) G_USEC_PER_SEC;

  sum = *get_count (&rate, rate.second);
  for (guint i = 1; i < SONDE_RATE_SLOTS && i <= rate.second; i++)
    sum += *get_count (&rate, rate.second - i);
  if (rate.second >= SONDE_RATE_SLOTS)
    sum += *get_count (&rate, rate.second - SONDE_RATE_SLOTS) * (1 - elapsed);

  return sum / SONDE_RATE_SLOTS;
}
