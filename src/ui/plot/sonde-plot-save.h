/* sonde-plot-save.h: what a plot shows, into a file the user chooses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-series-table.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Ask where, write without blocking, and say in a toast of the window how it went. @name and
 * @extension make the suggested name, as of sonde_save_dup_topic_name(). */
void sonde_plot_save_picture (GtkWidget  *widget,
                              GBytes     *picture,
                              const char *name,
                              const char *extension);
void sonde_plot_save_csv (GtkWidget        *widget,
                          SondeSeriesTable *table, /* (transfer full) */
                          const char       *name);

G_END_DECLS
