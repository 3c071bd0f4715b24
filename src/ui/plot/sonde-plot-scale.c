/* sonde-plot-scale.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-scale"

#include "sonde-plot-scale.h"

#include <sonde-ticks.h>

#include <math.h>

/* What takes less of the height is flat; what takes more of it no longer is. */
#define FLAT (1 / 20.0)
#define NOT_FLAT (1 / 10.0)

gboolean
sonde_plot_scale_is_empty (const SondePlotScale *self)
{
  return self->low > self->high;
}

void
sonde_plot_scale_add (SondePlotScale       *self,
                      const SondePlotScale *other)
{
  self->low = MIN (self->low, other->low);
  self->high = MAX (self->high, other->high);
}

SondePlotScale
sonde_plot_scales_join (const SondePlotScale *scales,
                        guint                 n)
{
  SondePlotScale joint = SONDE_PLOT_SCALE_EMPTY;

  for (guint i = 0; i < n; i++)
    sonde_plot_scale_add (&joint, &scales[i]);

  return joint;
}

/* Halves, for the difference of two numbers may be none. */
static double
get_half_length (const SondePlotScale *self)
{
  return self->high / 2 - self->low / 2;
}

gboolean
sonde_plot_scales_differ (const SondePlotScale *scales,
                          guint                 n,
                          gboolean              did)
{
  SondePlotScale joint = sonde_plot_scales_join (scales, n);
  double         least = get_half_length (&joint) * (did ? NOT_FLAT : FLAT);

  for (guint i = 0; i < n; i++)
    {
      double length = get_half_length (&scales[i]);

      if (length > 0 && length < least)
        return TRUE;
    }

  return FALSE;
}

double
sonde_plot_scale_fit (SondePlotScale *self,
                      guint           n_steps)
{
  double low = self->low;
  double high = self->high;
  double step = sonde_ticks_round (&low, &high, n_steps);
  double missing;

  g_return_val_if_fail (n_steps >= 2, step);

  /* Both ends went outward, which may be a step too many. The next one is 2 or 2.5 times as long. */
  while (round (high / step - low / step) > n_steps)
    {
      step = sonde_ticks_get_step (step * 1.5, 1);
      low = floor (low / step + 1e-9) * step;
      high = ceil (high / step - 1e-9) * step;
    }

  missing = n_steps - round (high / step - low / step);
  low -= floor (missing / 2) * step;
  self->low = self->low >= 0 ? MAX (low, 0) : low;
  self->high = self->low + n_steps * step;
  return step;
}

/* What part of the height is left to the one that has the least */
static double
get_least_part (const SondePlotScale *scales,
                guint                 n,
                guint                 n_steps)
{
  double least = 1;

  for (guint i = 0; i < n; i++)
    {
      SondePlotScale scale = scales[i];
      double         step;

      if (scale.low >= scale.high)
        continue;

      step = sonde_plot_scale_fit (&scale, n_steps);
      least = MIN (least, get_half_length (&scales[i]) * 2 / (step * n_steps));
    }

  return least;
}

void
sonde_plot_scales_fit (SondePlotScale *scales,
                       double         *steps,
                       guint           n,
                       guint           most)
{
  guint  best = most;
  double best_part = 0;

  for (guint n_steps = most; n_steps >= MAX (most / 2, 2); n_steps--)
    {
      double part = get_least_part (scales, n, n_steps);

      if (part <= best_part)
        continue;
      best = n_steps;
      best_part = part;
    }

  for (guint i = 0; i < n; i++)
    if (!sonde_plot_scale_is_empty (&scales[i]))
      steps[i] = sonde_plot_scale_fit (&scales[i], best);
}
