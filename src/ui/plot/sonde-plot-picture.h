/* sonde-plot-picture.h: a plot as a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-scene.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of the scene, which is up to date; on white, title above and legend below. @font: what the text is set in */
GBytes *sonde_plot_picture_dup_svg (const SondePlotScene       *scene,
                                    gboolean                    has_values,
                                    const PangoFontDescription *font,
                                    int                         width,
                                    int                         height);
GBytes *sonde_plot_picture_dup_png (const SondePlotScene       *scene,
                                    gboolean                    has_values,
                                    const PangoFontDescription *font,
                                    int                         width,
                                    int                         height,
                                    int                         scale);

G_END_DECLS
