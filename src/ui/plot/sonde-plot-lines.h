/* sonde-plot-lines.h: the lines of a plot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-frame.h"

G_BEGIN_DECLS

void sonde_plot_lines_draw (const SondePlotFrame *self,
                            cairo_t              *cr);

/* A dot where @sample of @line lies */
void sonde_plot_lines_draw_dot (const SondePlotFrame *self,
                                cairo_t              *cr,
                                const SondePlotLine  *line,
                                const SondeSample    *sample);

G_END_DECLS
