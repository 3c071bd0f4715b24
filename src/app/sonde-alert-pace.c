/* sonde-alert-pace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alert"

#include "sonde-alert-pace.h"

gint64
sonde_alert_pace_add (SondeAlertPace *self,
                      guint           n,
                      gint64          now)
{
  gint64 due = self->told_at + SONDE_ALERT_INTERVAL_US;

  self->untold += n;

  return self->has_told && due > now ? due - now : 0;
}

guint64
sonde_alert_pace_tell (SondeAlertPace *self,
                       gint64          now)
{
  guint64 n = self->untold;

  if (n == 0)
    return 0;

  self->has_told = TRUE;
  self->told_at = now;
  self->untold = 0;

  return n;
}

void
sonde_alert_pace_forget (SondeAlertPace *self)
{
  self->untold = 0;
}
