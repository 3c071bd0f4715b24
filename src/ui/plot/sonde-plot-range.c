/* sonde-plot-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-range"

#include "sonde-plot-range.h"

/* No more is shown in detail than this, and no less than a little beyond all there is. */
#define LENGTH_MIN 100
#define LENGTH_MAX_PART 2

/* Around samples that are all of one time */
#define LONELY_US G_USEC_PER_SEC

static gint64
get_data_length (const SondePlotRange *self)
{
  return MAX (self->last - self->first, LONELY_US);
}

static void
settle (SondePlotRange *self)
{
  if (!self->follow)
    return;

  self->to = self->last;
  self->from = self->length > 0 ? self->last - self->length : MIN (self->first, self->last - LENGTH_MIN);

  /* A lone sample stands in the middle. */
  if (self->length == 0 && self->first == self->last)
    {
      self->from = self->last - LONELY_US;
      self->to = self->last + LONELY_US;
    }
}

/* Some of what there is stays in sight. */
static void
keep_in_sight (SondePlotRange *self)
{
  gint64 half = (self->to - self->from) / 2;
  gint64 low = self->first - half;
  gint64 high = MAX (self->last - half, low);
  gint64 from = CLAMP (self->from, low, high);

  self->to += from - self->from;
  self->from = from;
}

void
sonde_plot_range_init (SondePlotRange *self)
{
  *self = (SondePlotRange){ .to = LONELY_US, .last = LONELY_US, .follow = TRUE };
}

void
sonde_plot_range_set_data (SondePlotRange *self,
                           gint64          first,
                           gint64          last)
{
  g_return_if_fail (first <= last);

  self->first = first;
  self->last = last;
  settle (self);
}

void
sonde_plot_range_zoom (SondePlotRange *self,
                       double          factor,
                       double          anchor)
{
  gint64 length = self->to - self->from;
  double wanted;
  gint64 at;

  g_return_if_fail (factor > 0);

  wanted = CLAMP (length / factor, LENGTH_MIN, (double) get_data_length (self) * LENGTH_MAX_PART);
  if (self->follow)
    {
      self->length = wanted < get_data_length (self) ? (gint64) wanted : 0;
      settle (self);
      return;
    }

  at = self->from + (gint64) (length * anchor);
  self->from = at - (gint64) (wanted * anchor);
  self->to = self->from + (gint64) wanted;
  keep_in_sight (self);
}

void
sonde_plot_range_pan (SondePlotRange *self,
                      double          fraction)
{
  gint64 length = self->to - self->from;
  double most = (double) length + get_data_length (self);
  gint64 by = CLAMP (length * fraction, -most, most);

  if (self->follow && fraction >= 0)
    return;

  self->follow = FALSE;
  self->from += by;
  self->to += by;
  keep_in_sight (self);
}

void
sonde_plot_range_set (SondePlotRange *self,
                      gint64          from,
                      gint64          to)
{
  g_return_if_fail (from <= to);

  self->follow = FALSE;
  self->from = from;
  self->to = MAX (to, from + LENGTH_MIN);
}

void
sonde_plot_range_set_follow (SondePlotRange *self,
                             gboolean        follow)
{
  if (self->follow == follow)
    return;

  /* As much time as is shown, unless that is all */
  if (follow && self->to - self->from < get_data_length (self))
    self->length = self->to - self->from;
  else if (follow)
    self->length = 0;
  self->follow = follow;
  settle (self);
}

void
sonde_plot_range_set_length (SondePlotRange *self,
                             gint64          length)
{
  g_return_if_fail (length >= 0);

  self->length = length > 0 ? MAX (length, LENGTH_MIN) : 0;
  self->follow = TRUE;
  settle (self);
}
