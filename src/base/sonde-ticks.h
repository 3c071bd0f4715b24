/* sonde-ticks.h: round numbers and round times along an axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double value; /* of a scale of numbers, */
  gint64 time;  /* or of one of times: µs since the epoch */
  char  *label;
} SondeTick;

/* Beyond, a scale does not reach: the difference of two values stays a number. */
#define SONDE_TICKS_VALUE_MAX 1e300

/* 1, 2 or 5 times a power of ten, so that at most @most steps cover @length (more than 0) */
double sonde_ticks_get_step (double length,
                             guint  most);

/* Widens @low and @high to the next multiples of a step; where they are the same, around them.
 * Returns: the step */
double sonde_ticks_round (double *low,
                          double *high,
                          guint   most);

/* Of SondeTick: each multiple of @step from @low to @high */
GArray *sonde_ticks_list_values (double low,
                                 double high,
                                 double step);

/* Of SondeTick, at most @most: round times of the day, days from midnight, where the local time is
 * ahead of UTC by @offset (µs). The day is told where one begins. */
GArray *sonde_ticks_list_times (gint64 from,
                                gint64 to,
                                guint  most,
                                gint64 offset);

/* How far the local time is ahead of UTC at @time, in µs */
gint64 sonde_ticks_get_offset (gint64 time);

/* 1420 → "1,420", 0.25 → "0.25", 1.5e12 → "1.5e+12": at most @digits that count, or all of a whole
 * number below a billion; made for people, in the locale's way */
char *sonde_ticks_format_value (double value,
                                guint  digits);

G_END_DECLS
