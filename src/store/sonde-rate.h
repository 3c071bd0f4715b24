/* sonde-rate.h: events a second over the last few seconds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value; pure. Times are monotonic µs.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_RATE_SLOTS 5

typedef struct
{
  guint32 counts[SONDE_RATE_SLOTS + 1]; /* one second each */
  gint64  second;                       /* of the newest slot */
} SondeRate;

void   sonde_rate_add (SondeRate *self,
                       guint      n,
                       gint64     now);
double sonde_rate_get (const SondeRate *self,
                       gint64           now);

G_END_DECLS
