/* sonde-traffic-plot.h: messages a second, in and out, over the last minutes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-statistics.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_TRAFFIC_PLOT (sonde_traffic_plot_get_type ())
G_DECLARE_FINAL_TYPE (SondeTrafficPlot, sonde_traffic_plot, SONDE, TRAFFIC_PLOT, GtkWidget)

/* Draws @statistics as they are at @now (monotonic µs). */
void sonde_traffic_plot_set (SondeTrafficPlot      *self,
                             const SondeStatistics *statistics,
                             gint64                 now);

/* The most messages of a second, of either way; 0 for none */
guint64 sonde_traffic_plot_get_peak (SondeTrafficPlot *self);

G_END_DECLS
