/* sonde-plot-window.h: a plot beside the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PLOT_WINDOW (sonde_plot_window_get_type ())
G_DECLARE_FINAL_TYPE (SondePlotWindow, sonde_plot_window, SONDE, PLOT_WINDOW, AdwWindow)

/* In the window that @widget has opened before, or a new one: the numbers at @path of @topic, beside
 * what is chosen there of the same topic, or is kept. */
void sonde_plot_window_show (GtkWidget       *widget,
                             SondeConnection *connection,
                             const char      *topic,
                             const char      *path);

G_END_DECLS
