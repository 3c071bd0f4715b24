/* sonde-ticks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-ticks"

#include "sonde-ticks.h"

#include "sonde-format.h"

#include <glib/gi18n.h>

#include <float.h>
#include <math.h>
#include <string.h>

#define MS ((gint64) 1000)
#define SECOND (1000 * MS)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* Whole numbers up to here are written out. */
#define WHOLE_MAX 1e9
/* Below, powers of ten are easier to read than zeros. */
#define PLAIN_MIN 1e-4

/* What differs by less is the same: a step stays a number that can be divided by. */
#define VALUE_MIN 1e-290

/* Where a range is 10¹² times as far from 0 as it is long, a double is off by as much of a step. */
#define STEP_SLACK 0.01

/* clang-format off */
static const gint64 time_steps[] = {
  1, 2, 5, 10, 20, 50, 100, 200, 500,
  1 * MS, 2 * MS, 5 * MS, 10 * MS, 20 * MS, 50 * MS, 100 * MS, 200 * MS, 500 * MS,
  1 * SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  1 * MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  1 * HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  1 * DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 3650 * DAY, 36500 * DAY,
};
/* clang-format on */

double
sonde_ticks_get_step (double length,
                      guint  most)
{
  double least, power;

  g_return_val_if_fail (length > 0 && most > 0, 1);

  least = MAX (length / most, DBL_MIN);
  power = pow (10, floor (log10 (least)));
  /* A hair less than a power of ten has the logarithm of that power. */
  for (guint i = 0; i < 2; i++, power *= 10)
    {
      static const double factors[] = { 1, 2, 5 };

      for (guint j = 0; j < G_N_ELEMENTS (factors); j++)
        if (factors[j] * power >= least * (1 - 1e-9))
          return factors[j] * power;
    }

  return power;
}

double
sonde_ticks_round (double *low,
                   double *high,
                   guint   most)
{
  double step;

  g_return_val_if_fail (low != NULL && high != NULL, 1);

  *low = CLAMP (*low, -SONDE_TICKS_VALUE_MAX, SONDE_TICKS_VALUE_MAX);
  *high = CLAMP (*high, *low, SONDE_TICKS_VALUE_MAX);

  /* So near together that a double can hardly tell */
  if (*high - *low <= MAX (MAX (fabs (*low), fabs (*high)) * 1e-12, VALUE_MIN))
    {
      double around = fabs (*low) * 0.1 > VALUE_MIN ? fabs (*low) * 0.1 : 1;

      *low -= around;
      *high += around;
    }

  step = sonde_ticks_get_step (*high - *low, most);
  *low = floor (*low / step + 1e-9) * step;
  *high = ceil (*high / step - 1e-9) * step;

  return step;
}

static void
tick_clear (SondeTick *self)
{
  g_free (self->label);
}

static GArray *
ticks_new (void)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (SondeTick));

  g_array_set_clear_func (ticks, (GDestroyNotify) tick_clear);
  return ticks;
}

/* @number as printf has it: with a minus for people, and thousands grouped where no power follows */
static char *
tidy (char *number)
{
  g_autofree char *text = number;
  gboolean         is_negative = *text == '-';
  const char      *digits = text + is_negative;
  gsize            n = strspn (digits, "0123456789");
  g_autofree char *whole = NULL;

  if (n < 4 || n > 10)
    return g_strconcat (is_negative ? "−" : "", digits, NULL);

  whole = sonde_format_count (g_ascii_strtoull (digits, NULL, 10));
  return g_strconcat (is_negative ? "−" : "", whole, digits + n, NULL);
}

/* As many decimals as the step has, so that labels stand alike. */
static char *
format_tick (double value,
             double step)
{
  double size = MAX (fabs (value), step);
  int    decimals = CLAMP (-(int) floor (log10 (step) + 1e-9), 0, 9);

  if (size >= WHOLE_MAX || step < PLAIN_MIN)
    return tidy (g_strdup_printf ("%.*g", CLAMP ((int) ceil (log10 (size / step)) + 1, 1, 12), value));

  return tidy (g_strdup_printf ("%.*f", decimals, value));
}

GArray *
sonde_ticks_list_values (double low,
                         double high,
                         double step)
{
  GArray *ticks = ticks_new ();
  double  first;

  g_return_val_if_fail (step > 0, ticks);

  first = ceil (low / step - STEP_SLACK);
  for (guint i = 0; (first + i) * step <= high + step * STEP_SLACK && i < 1000; i++)
    {
      SondeTick tick = { .value = (first + i) * step };

      /* No -0 */
      if (fabs (tick.value) < step * 1e-6)
        tick.value = 0;
      tick.label = format_tick (tick.value, step);
      g_array_append_val (ticks, tick);
    }

  return ticks;
}

gint64
sonde_ticks_get_offset (gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time / SECOND);

  return local != NULL ? g_date_time_get_utc_offset (local) : 0;
}

/* As if @local, of the local clock, were UTC: the offset is in it already */
static char *
format_local (gint64 local,
              gint64 step)
{
  gint64 since_midnight = local - (local >= 0 ? local / DAY : (local - DAY + 1) / DAY) * DAY;
  guint  s = since_midnight / SECOND;
  guint  us = since_midnight % SECOND;

  if (step % DAY == 0 || since_midnight == 0)
    {
      g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (local / SECOND);

      if (day == NULL)
        return g_strdup ("");
      /* Translators: a day on the scale of a plot; strftime's letters */
      return g_date_time_format (day, step >= 365 * DAY ? "%Y" : _ ("%-d %b"));
    }
  if (step >= MINUTE)
    return g_strdup_printf ("%02u:%02u", s / 3600, s / 60 % 60);
  if (step >= SECOND)
    return g_strdup_printf ("%02u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
  if (step >= MS)
    return g_strdup_printf ("%02u:%02u.%03u", s / 60 % 60, s % 60, us / 1000);

  return g_strdup_printf ("%02u.%06u", s % 60, us);
}

GArray *
sonde_ticks_list_times (gint64 from,
                        gint64 to,
                        guint  most,
                        gint64 offset)
{
  GArray *ticks = ticks_new ();
  gint64  step = time_steps[G_N_ELEMENTS (time_steps) - 1];
  gint64  local;

  g_return_val_if_fail (from <= to && most > 0, ticks);

  for (guint i = 0; i < G_N_ELEMENTS (time_steps); i++)
    if ((to - from) / time_steps[i] < most)
      {
        step = time_steps[i];
        break;
      }

  local = (from + offset) / step * step;
  if (local < from + offset)
    local += step;
  for (; local <= to + offset && ticks->len < most; local += step)
    {
      SondeTick tick = { .time = local - offset, .label = format_local (local, step) };

      g_array_append_val (ticks, tick);
    }

  return ticks;
}

char *
sonde_ticks_format_value (double value,
                          guint  digits)
{
  double size = fabs (value);

  if (size >= 1 && size < WHOLE_MAX)
    digits = MAX (digits, (guint) log10 (size) + 1);

  return tidy (g_strdup_printf ("%.*g", (int) digits, value));
}
