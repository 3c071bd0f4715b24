/* sonde-plot-source.h: the numbers that the messages of one topic bring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only; reads in a worker.
 */

#pragma once

#include <sonde-message-log.h>
#include <sonde-series.h>

G_BEGIN_DECLS

/**
 * SondePlotSource:
 *
 * Properties (notify):
 *   reading (gboolean): looks through what the log held before
 *   active (gboolean, FALSE, writable): goes on reading what comes; after a pause what came meanwhile,
 *     as far as the log still has it
 * Signals:
 *   paths-changed: there are more paths
 */
#define SONDE_TYPE_PLOT_SOURCE (sonde_plot_source_get_type ())
G_DECLARE_FINAL_TYPE (SondePlotSource, sonde_plot_source, SONDE, PLOT_SOURCE, GObject)

SondePlotSource *sonde_plot_source_new (SondeMessageLog *log,
                                        const char      *topic);

SondeMessageLog *sonde_plot_source_get_log (SondePlotSource *self); /* borrowed */
const char      *sonde_plot_source_get_topic (SondePlotSource *self);
gboolean         sonde_plot_source_get_reading (SondePlotSource *self);
void             sonde_plot_source_set_active (SondePlotSource *self,
                                               gboolean         active);

/* Of char *, in the order they were found, that of the newest payload first; borrowed. */
const GPtrArray *sonde_plot_source_list_paths (SondePlotSource *self);

/* The numbers at @path, from the messages of the log and from what comes. The same one until it is
 * no longer followed; its name is that of the path. Borrowed. */
SondeSeries *sonde_plot_source_follow (SondePlotSource *self,
                                       const char      *path);
void         sonde_plot_source_unfollow (SondePlotSource *self,
                                         const char      *path);
/* %NULL where it is not followed */
SondeSeries *sonde_plot_source_get_series (SondePlotSource *self,
                                           const char      *path);

G_END_DECLS
