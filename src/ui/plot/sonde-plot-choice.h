/* sonde-plot-choice.h: which numbers of which topics a plot shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot.h"

#include <sonde-plot-source.h>

G_BEGIN_DECLS

/* A path that can be shown, or is */
typedef struct
{
  SondePlotSource *source; /* borrowed */
  const char      *path;   /* borrowed */
  char            *name;   /* that of the path; of another topic than the current one with the topic */
  SondeSeries     *series; /* borrowed; NULL where it is not chosen */
} SondePlotOption;

/**
 * SondePlotChoice:
 *
 * Adds to its plot what is chosen, and takes it away.
 *
 * Properties (notify, writable): keep (gboolean): what is chosen stays when another topic is shown
 * Signals:
 *   changed: options, or what is chosen of them, or whether it still looks for any
 */
#define SONDE_TYPE_PLOT_CHOICE (sonde_plot_choice_get_type ())
G_DECLARE_FINAL_TYPE (SondePlotChoice, sonde_plot_choice, SONDE, PLOT_CHOICE, GObject)

SondePlotChoice *sonde_plot_choice_new (SondePlot *plot);

/* Chooses of the topic what was chosen of the last one; where there is no such path, the first that
 * is no time and no number of a message. %NULL for no topic */
void sonde_plot_choice_set_topic (SondePlotChoice *self,
                                  SondeMessageLog *log,
                                  const char      *topic);
/* Chooses @path of the current topic too, as soon as it is found. */
void sonde_plot_choice_prefer (SondePlotChoice *self,
                               const char      *path);
/* Whether it reads what comes */
void sonde_plot_choice_set_active (SondePlotChoice *self,
                                   gboolean         active);

/* Of SondePlotOption: the current topic's, then what is kept */
GArray *sonde_plot_choice_list (SondePlotChoice *self);
void    sonde_plot_choice_choose (SondePlotChoice       *self,
                                  const SondePlotOption *option,
                                  gboolean               chosen);

const char *sonde_plot_choice_get_topic (SondePlotChoice *self); /* or NULL */
gboolean    sonde_plot_choice_get_reading (SondePlotChoice *self);
gboolean    sonde_plot_choice_get_has_options (SondePlotChoice *self);

G_END_DECLS
