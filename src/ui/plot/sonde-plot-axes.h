/* sonde-plot-axes.h: the numbers beside the lines of a plot, and the times below
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-frame.h"

G_BEGIN_DECLS

/* Finds the scales, from where to where the lines go, and what stands at the axes. */
void sonde_plot_axes_lay_out (SondePlotFrame *frame);

void sonde_plot_axes_draw (const SondePlotFrame *frame,
                           cairo_t              *cr);

G_END_DECLS
