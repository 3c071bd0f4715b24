/* sonde-pace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-pace"

#include "sonde-pace.h"

void
sonde_pace_start (SondePace *self,
                  gint64     now,
                  gint64     interval)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (interval >= 0);

  self->due = now;
  self->interval = interval;
  self->skipped = 0;
}

void
sonde_pace_step (SondePace *self,
                 gint64     delay)
{
  g_return_if_fail (self != NULL);

  self->due += self->interval > 0 ? self->interval : MAX (delay, 0);
}

static void
skip (SondePace *self,
      guint64    n)
{
  self->skipped += n;
  self->due += (gint64) n * self->interval;
}

void
sonde_pace_catch_up (SondePace *self,
                     gint64     now)
{
  gint64 late;

  g_return_if_fail (self != NULL);

  late = now - self->due - SONDE_PACE_CATCH_UP_US;
  if (late <= 0)
    return;

  /* Where each message has a time of its own all of them are put off. */
  if (self->interval > 0)
    skip (self, late / self->interval);
  else
    self->due = now;
}

void
sonde_pace_resume (SondePace *self,
                   gint64     now)
{
  gint64 late;

  g_return_if_fail (self != NULL);

  late = now - self->due;
  if (late <= 0)
    return;

  if (self->interval > 0)
    skip (self, (late + self->interval - 1) / self->interval);
  else
    self->due = now;
}
