/* sonde-format.h: numbers and times as a person reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All functions are pure, run in any thread and return newly allocated text.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 22 → "22 B", 1500 → "1.5 kB", 10485760 → "10.5 MB" */
char *sonde_format_size (guint64 bytes);

/* 12 → "12", 1253404 → "1.3M"; at most five characters */
char *sonde_format_count_short (guint64 count);

/* 1253404 → "1,253,404", grouped as the locale does (by commas where it does not) */
char *sonde_format_count (guint64 count);

/* messages a second: 0 → "", 0.4 → "0.4/s", 12.3 → "12/s", 1234 → "1.2k/s" */
char *sonde_format_rate (double per_second);

/* microseconds since the epoch → "12:34:44.091" in local time */
char *sonde_format_time (gint64 real_time_us);

/* the same with the day: "11-23 12:34:44.091" */
char *sonde_format_day_and_time (gint64 real_time_us);

/* whether both lie on one day in local time */
gboolean sonde_format_is_same_day (gint64 a_us,
                                   gint64 b_us);

/* the same with the year and the offset to UTC → "2026-11-23T12:34:44.091234+01:00" */
char *sonde_format_full_time (gint64 real_time_us);

/* microseconds → "+0.049 s", "+2:03.456", "+1:02:03.456", and "−" before what is negative */
char *sonde_format_elapsed (gint64 us);

/* microseconds → "850 µs", "1.2 ms", "31 ms", "2.4 s" */
char *sonde_format_duration (gint64 us);

/* Somebody else's words, valid UTF-8, fit for a line of ours: at most @max_chars
 * characters, each that cannot be seen a space, none at the ends */
char *sonde_format_line (const char *text,
                         guint       max_chars);

G_END_DECLS
