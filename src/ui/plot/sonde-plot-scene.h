/* sonde-plot-scene.h: what a plot shows, however it is drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-plot-range.h"
#include "sonde-plot-scale.h"

#include <sonde-series.h>

G_BEGIN_DECLS

typedef struct
{
  SondeSeries   *series; /* owned */
  guint          color;  /* place in the palette */
  gboolean       shown;
  SondePlotScale scale; /* as of the last update: of its values in the range and just outside */
} SondePlotLine;

typedef struct
{
  GArray          *lines; /* of SondePlotLine */
  SondePlotRange   range;
  SondePlotScaling scaling;
  gboolean         has_own_scales; /* what came of it with the last update */

  gboolean compact;
  gboolean from_zero;
  char    *unit;       /* or NULL */
  char    *title;      /* or NULL */
  char    *empty_text; /* never NULL */
} SondePlotScene;

void sonde_plot_scene_init (SondePlotScene *self);
void sonde_plot_scene_clear (SondePlotScene *self);

/* With the first colour that no other has. Returns: %FALSE where it is there already */
gboolean       sonde_plot_scene_add (SondePlotScene *self,
                                     SondeSeries    *series);
gboolean       sonde_plot_scene_remove (SondePlotScene *self,
                                        SondeSeries    *series);
SondePlotLine *sonde_plot_scene_find (const SondePlotScene *self, /* or NULL */
                                      SondeSeries          *series);
SondePlotLine *sonde_plot_scene_get (const SondePlotScene *self,
                                     guint                 index);

/* The name for a place of so many characters: its beginning and its end, for that has the path in a payload. */
char *sonde_plot_line_dup_name (const SondePlotLine *self,
                                guint                max_chars);

/* Lets the range know what the series hold now, and measures them. Returns: %FALSE while there is no value to show */
gboolean sonde_plot_scene_update (SondePlotScene *self);

/* The value nearest to @time, of all lines that are shown. Returns: %FALSE where there is none */
gboolean sonde_plot_scene_find_sample (const SondePlotScene *self,
                                       gint64                time,
                                       SondeSample          *sample);

/* The time of the next value after @time, or before it; @time where there is none */
gint64 sonde_plot_scene_step (const SondePlotScene *self,
                              gint64                time,
                              gboolean              forward);

/* "1,420 msg/s" */
char *sonde_plot_scene_format (const SondePlotScene *self,
                               double                value);

/* "1,380 – 1,502": its values in the range. %NULL where one scale serves all, or there is no value */
char *sonde_plot_scene_dup_span (const SondePlotScene *self,
                                 const SondePlotLine  *line);

/* A line for each that is shown; the empty text where there is nothing. */
char *sonde_plot_scene_dup_summary (const SondePlotScene *self);

G_END_DECLS
