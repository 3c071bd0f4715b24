/* sonde-alert-pace.h: how often one rule may call the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value and pure functions of it and of a clock, in µs, that only goes forward.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_ALERT_INTERVAL_US (5 * G_USEC_PER_SEC)

/* All zeros: nothing was told yet. */
typedef struct
{
  gboolean has_told;
  gint64   told_at;
  guint64  untold; /* messages that matched since */
} SondeAlertPace;

/* @n more match.
 * Returns: how long they have to wait; 0: to be told now */
gint64 sonde_alert_pace_add (SondeAlertPace *self,
                             guint           n,
                             gint64          now);

/* Returns: how many there are to tell, all since the last time; 0: none */
guint64 sonde_alert_pace_tell (SondeAlertPace *self,
                               gint64          now);

/* The user has seen them elsewhere. */
void sonde_alert_pace_forget (SondeAlertPace *self);

G_END_DECLS
