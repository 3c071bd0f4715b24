/* sonde-plot-range.h: which stretch of time a plot shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value; pure. Times are µs since the epoch.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64   from, to;    /* what is shown, to > from */
  gint64   first, last; /* what there is */
  gint64   length;      /* to show while following; 0 for all there is */
  gboolean follow;      /* @to stays at @last */
} SondePlotRange;

void sonde_plot_range_init (SondePlotRange *self);

/* More came, or less is left. */
void sonde_plot_range_set_data (SondePlotRange *self,
                                gint64          first,
                                gint64          last);

/* Shows @factor times less; the time at @anchor (0: left, 1: right edge) stays where it is, while
 * following the right edge. */
void sonde_plot_range_zoom (SondePlotRange *self,
                            double          factor,
                            double          anchor);

/* To the right by @fraction of what is shown; to the left is less than 0. Ends following, except
 * to the right, where there is nothing more. */
void sonde_plot_range_pan (SondePlotRange *self,
                           double          fraction);

void sonde_plot_range_set (SondePlotRange *self, /* follows no more */
                           gint64          from,
                           gint64          to);
void sonde_plot_range_set_follow (SondePlotRange *self,
                                  gboolean        follow);
void sonde_plot_range_set_length (SondePlotRange *self, /* follows */
                                  gint64          length);

G_END_DECLS
