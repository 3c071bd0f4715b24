/* sonde-plot-gestures.h: what the pointer and the keys do to a plot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-canvas.h"

G_BEGIN_DECLS

void sonde_plot_gestures_add (SondePlotCanvas *canvas);
void sonde_plot_gestures_add_keys (GtkWidgetClass *canvas_class);

G_END_DECLS
