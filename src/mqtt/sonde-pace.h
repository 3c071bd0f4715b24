/* sonde-pace.h: when the next message of a repeat is due
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each time is reckoned from the one before it, not from when that came about: so nothing drifts.
 * A plain value; pure. Times are monotonic µs.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is at most caught up on; what is later than that does not come in a flood. */
#define SONDE_PACE_CATCH_UP_US (G_USEC_PER_SEC / 10)

typedef struct
{
  gint64  due;      /* of the next */
  gint64  interval; /* 0: each says how long after the last one it follows */
  guint64 skipped;  /* intervals for which there was no message */
} SondePace;

/* The first is due at @now. */
void sonde_pace_start (SondePace *self,
                       gint64     now,
                       gint64     interval);

/* The one that was due has gone. @delay: until the next, where there is no interval */
void sonde_pace_step (SondePace *self,
                      gint64     delay);

/* It is @now: leaves out what is too late to be caught up on. */
void sonde_pace_catch_up (SondePace *self,
                          gint64     now);

/* The same after a pause: nothing is caught up on; what is due next is so in its own time. */
void sonde_pace_resume (SondePace *self,
                        gint64     now);

G_END_DECLS
