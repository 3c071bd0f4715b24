/* sonde-plot-legend.h: which colour is what, and which lines are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-scene.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal: toggled (SondeSeries *series, gboolean shown) */
#define SONDE_TYPE_PLOT_LEGEND (sonde_plot_legend_get_type ())
G_DECLARE_FINAL_TYPE (SondePlotLegend, sonde_plot_legend, SONDE, PLOT_LEGEND, GtkWidget)

GtkWidget *sonde_plot_legend_new (void);

/* Makes its buttons anew: one a line. */
void sonde_plot_legend_set_scene (SondePlotLegend      *self,
                                  const SondePlotScene *scene);

/* The same lines have other values: shows what they are where not one scale serves all. */
void sonde_plot_legend_update (SondePlotLegend      *self,
                               const SondePlotScene *scene);

G_END_DECLS
