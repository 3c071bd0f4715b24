/* sonde-plot.h: series as lines over time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-scale.h"

#include <sonde-series.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SondePlot:
 *
 * Draws when a series changed and it is shown. Scroll, pinch, + and - zoom; drag and the arrow
 * keys pan; Shift and drag zooms to what is chosen; a double click, or 0, fits. The pointer, or
 * Shift and the arrow keys, shows the values at a time.
 *
 * Properties (all notify, read and write):
 *   follow (gboolean, TRUE): the right edge stays at the last sample; panning or zooming
 *     to a part ends that, coming back does not begin it
 *   compact (gboolean, FALSE): for a dashboard: no legend, few ticks, the wheel is the page's
 *   unit (string, NULL): after the values, as "msg/s"; translated
 *   title (string, NULL): what it shows; its accessible name. With NULL: the names of its series
 *   from-zero (gboolean, FALSE): the scale always begins at 0
 *   empty-text (string): instead of lines while there is no value
 */
#define SONDE_TYPE_PLOT (sonde_plot_get_type ())
G_DECLARE_FINAL_TYPE (SondePlot, sonde_plot, SONDE, PLOT, GtkWidget)

GtkWidget *sonde_plot_new (void);

/* Colours are given in turn, those of removed series first. One that it has stays as it is. */
void         sonde_plot_add_series (SondePlot   *self,
                                    SondeSeries *series);
void         sonde_plot_remove_series (SondePlot   *self,
                                       SondeSeries *series);
void         sonde_plot_remove_all (SondePlot *self);
guint        sonde_plot_get_n_series (SondePlot *self);
SondeSeries *sonde_plot_get_series (SondePlot *self, /* borrowed */
                                    guint      index);

/* Switched off in the legend, it keeps its colour and its place. */
void     sonde_plot_set_shown (SondePlot   *self,
                               SondeSeries *series,
                               gboolean     shown);
gboolean sonde_plot_get_shown (SondePlot   *self,
                               SondeSeries *series);

/* The place of its colour in the palette, for what stands beside the plot: CSS class
 * "sonde-color-0" …; SONDE_NO_COLOR for a series that is not its own */
guint sonde_plot_get_color (SondePlot   *self,
                            SondeSeries *series);

void     sonde_plot_set_follow (SondePlot *self,
                                gboolean   follow);
gboolean sonde_plot_get_follow (SondePlot *self);
void     sonde_plot_set_compact (SondePlot *self,
                                 gboolean   compact);
void     sonde_plot_set_scaling (SondePlot       *self, /* SONDE_PLOT_SCALING_SHARED, until told otherwise */
                                 SondePlotScaling scaling);
void     sonde_plot_set_unit (SondePlot  *self,
                              const char *unit);
void     sonde_plot_set_title (SondePlot  *self,
                               const char *title);

/* All samples; follows again. */
void sonde_plot_fit (SondePlot *self);
/* @factor > 1 shows less time; around the middle, or, when following, the right edge */
void sonde_plot_zoom (SondePlot *self,
                      double     factor);
/* Shows the last @length µs at most, following; 0: all of it */
void sonde_plot_set_span (SondePlot *self,
                          gint64     length);
/* What is shown, in µs since the epoch. Returns: %FALSE while there is nothing */
gboolean sonde_plot_get_range (SondePlot *self,
                               gint64    *from,
                               gint64    *to);
void     sonde_plot_set_range (SondePlot *self, /* follows no more */
                               gint64     from,
                               gint64     to);

/* "rpm: 1,420 now, least 1,380, greatest 1,502, 312 samples over 5 minutes": of what is shown, a
 * line a series. It is the description that a screen reader gets. */
char *sonde_plot_dup_summary (SondePlot *self);

/* A picture of what is shown, on white, with a legend, in CSS pixels of its own size. */
GBytes *sonde_plot_dup_svg (SondePlot *self,
                            int        width,
                            int        height);
GBytes *sonde_plot_dup_png (SondePlot *self,
                            int        width,
                            int        height,
                            int        scale);

G_END_DECLS
