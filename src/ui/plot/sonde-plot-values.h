/* sonde-plot-values.h: the values of a plot at a time, over its lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-frame.h"

G_BEGIN_DECLS

/* A line down at @time, and a box beside it with what each line is there */
void sonde_plot_values_draw (const SondePlotFrame *self,
                             cairo_t              *cr,
                             gint64                time);

/* "12:34:44.091: rpm 1,420, temperature 21.5" */
char *sonde_plot_values_dup_text (const SondePlotScene *scene,
                                  gint64                time);

G_END_DECLS
