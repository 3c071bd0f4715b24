/* sonde-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-format"

#include "sonde-format.h"

#include <string.h>
#include <time.h>

/*
 * Divides @value by thousands until at most three digits stand before the point.
 * One decimal is worth showing below @fine, and never of the smallest unit.
 *
 * Returns: the unit it is then in
 */
static const char *
scale (double            *value,
       double             fine,
       const char *const *units,
       int               *decimals)
{
  gboolean scaled = FALSE;

  /* 999.5 would be shown as 1000 */
  while (*value >= 999.5 && units[1] != NULL)
    {
      *value /= 1000;
      units++;
      scaled = TRUE;
    }

  *decimals = scaled && *value < fine - 0.05 ? 1 : 0;
  return *units;
}

char *
sonde_format_size (guint64 bytes)
{
  static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB", NULL };
  double                   value = bytes;
  int                      decimals;
  const char              *unit = scale (&value, 100, units, &decimals);

  return g_strdup_printf ("%.*f %s", decimals, value, unit);
}

char *
sonde_format_count_short (guint64 count)
{
  static const char *const units[] = { "", "k", "M", "G", "T", "P", "E", NULL };
  double                   value = count;
  int                      decimals;
  const char              *unit = scale (&value, 10, units, &decimals);

  return g_strdup_printf ("%.*f%s", decimals, value, unit);
}

static char *
group_by_commas (const char *digits)
{
  gsize    length = strlen (digits);
  GString *grouped = g_string_sized_new (length + length / 3 + 1);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, digits[i]);
    }

  return g_string_free (grouped, FALSE);
}

char *
sonde_format_count (guint64 count)
{
  g_autofree char *grouped = g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
  g_autofree char *digits = NULL;

  if (count < 1000)
    return g_steal_pointer (&grouped);

  /* A locale need not group (C does not), nor have a separator that is UTF-8. */
  digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  if (g_str_equal (grouped, digits) || !g_utf8_validate (grouped, -1, NULL))
    return group_by_commas (digits);

  return g_steal_pointer (&grouped);
}

char *
sonde_format_rate (double per_second)
{
  g_autofree char *count = NULL;

  /* also what is not a number */
  if (!(per_second >= 0.05))
    return g_strdup ("");

  if (per_second < 9.95)
    return g_strdup_printf ("%.1f/s", per_second);

  count = sonde_format_count_short ((guint64) MIN (per_second + 0.5, 1e19));
  return g_strdup_printf ("%s/s", count);
}

/* Returns: the microseconds beyond whole seconds */
static int
split_time (gint64     real_time_us,
            struct tm *local)
{
  gint64 us = real_time_us % G_USEC_PER_SEC;
  time_t seconds = real_time_us / G_USEC_PER_SEC;

  /* before 1970 the remainder is negative */
  if (us < 0)
    {
      us += G_USEC_PER_SEC;
      seconds--;
    }

  *local = (struct tm){ 0 };
  localtime_r (&seconds, local);
  return us;
}

char *
sonde_format_time (gint64 real_time_us)
{
  struct tm local;
  int       us = split_time (real_time_us, &local);

  return g_strdup_printf ("%02d:%02d:%02d.%03d", local.tm_hour, local.tm_min, local.tm_sec, us / 1000);
}

char *
sonde_format_day_and_time (gint64 real_time_us)
{
  g_autofree char *time = sonde_format_time (real_time_us);
  struct tm        local;

  split_time (real_time_us, &local);
  return g_strdup_printf ("%02d-%02d %s", local.tm_mon + 1, local.tm_mday, time);
}

gboolean
sonde_format_is_same_day (gint64 a_us,
                          gint64 b_us)
{
  struct tm a, b;

  split_time (a_us, &a);
  split_time (b_us, &b);
  return a.tm_yday == b.tm_yday && a.tm_year == b.tm_year;
}

char *
sonde_format_full_time (gint64 real_time_us)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_local (real_time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = NULL;

  if (seconds == NULL)
    return NULL;
  time = g_date_time_add (seconds, real_time_us % G_USEC_PER_SEC);
  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%f%:z") : NULL;
}

char *
sonde_format_elapsed (gint64 us)
{
  const char *sign = us < 0 ? "−" : "+";
  guint64     ms = (us < 0 ? -(guint64) us : (guint64) us) / 1000;
  guint64     s = ms / 1000;

  if (s < 60)
    return g_strdup_printf ("%s%u.%03u s", sign, (guint) s, (guint) (ms % 1000));
  if (s < 3600)
    return g_strdup_printf ("%s%u:%02u.%03u", sign, (guint) (s / 60), (guint) (s % 60), (guint) (ms % 1000));
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ":%02u:%02u.%03u", sign, s / 3600, (guint) (s / 60 % 60),
                          (guint) (s % 60), (guint) (ms % 1000));
}

char *
sonde_format_duration (gint64 us)
{
  static const char *const units[] = { "µs", "ms", "s", NULL };
  double                   value = MAX (us, 0);
  int                      decimals;
  const char              *unit = scale (&value, 10, units, &decimals);

  return g_strdup_printf ("%.*f %s", decimals, value, unit);
}

char *
sonde_format_line (const char *text,
                   guint       max_chars)
{
  GString *line;
  guint    n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  line = g_string_new (NULL);
  for (const char *at = text; *at != '\0' && n < max_chars; at = g_utf8_next_char (at), n++)
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (line, g_unichar_isprint (c) ? c : ' ');
    }

  return g_strstrip (g_string_free (line, FALSE));
}
