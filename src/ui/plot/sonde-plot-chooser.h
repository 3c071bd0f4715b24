/* sonde-plot-chooser.h: the numbers that a plot can show, to be ticked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-choice.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PLOT_CHOOSER (sonde_plot_chooser_get_type ())
G_DECLARE_FINAL_TYPE (SondePlotChooser, sonde_plot_chooser, SONDE, PLOT_CHOOSER, AdwBin)

/* Once; with @choice it goes. */
void sonde_plot_chooser_set_choice (SondePlotChooser *self,
                                    SondePlotChoice  *choice);

G_END_DECLS
