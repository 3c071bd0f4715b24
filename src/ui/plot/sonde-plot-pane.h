/* sonde-plot-pane.h: the numbers of a topic, plotted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SondePlotPane:
 *
 * Finds the numbers in the payloads of a topic, those of the log and those that come, and plots
 * what is chosen of them. Lines that are kept stay when another topic is shown, also one of another
 * connection. Reads nothing while it is not mapped. Fills what room it gets; 280 × 240 is the least.
 */
#define SONDE_TYPE_PLOT_PANE (sonde_plot_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondePlotPane, sonde_plot_pane, SONDE, PLOT_PANE, AdwBin)

GtkWidget *sonde_plot_pane_new (void);

/* @connection and @topic: %NULL for none. The same again changes nothing. */
void sonde_plot_pane_set_topic (SondePlotPane   *self,
                                SondeConnection *connection,
                                const char      *topic);

/* Also plots the numbers at @path of the topic, as of sonde_json_tree_dup_path(). */
void sonde_plot_pane_choose (SondePlotPane *self,
                             const char    *path);

G_END_DECLS
