/* sonde-plot-canvas.h: where the lines of a plot are drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a SondePlot that has the focus, the pointer and the keys.
 */

#pragma once

#include "sonde-plot-frame.h"

G_BEGIN_DECLS

/* Signals:
 *   moved: the user changed which time is shown, or whether that follows
 *   described: what is told of the lines is up to date; at most once a second */
#define SONDE_TYPE_PLOT_CANVAS (sonde_plot_canvas_get_type ())
G_DECLARE_FINAL_TYPE (SondePlotCanvas, sonde_plot_canvas, SONDE, PLOT_CANVAS, GtkWidget)

GtkWidget *sonde_plot_canvas_new (void);

/* Borrowed, to be changed; then tell it. */
SondePlotScene *sonde_plot_canvas_get_scene (SondePlotCanvas *self);
void            sonde_plot_canvas_changed (SondePlotCanvas *self);
void            sonde_plot_canvas_renamed (SondePlotCanvas *self); /* also which series there are */
void            sonde_plot_canvas_moved (SondePlotCanvas *self);   /* by the user */

/* As last drawn, or %NULL where there is nothing to point at */
const SondePlotFrame *sonde_plot_canvas_get_frame (SondePlotCanvas *self);

/* The time whose values are shown: of the value nearest to @time */
gboolean sonde_plot_canvas_get_pointed (SondePlotCanvas *self,
                                        gint64          *time);
void     sonde_plot_canvas_point (SondePlotCanvas *self,
                                  gint64           time);
void     sonde_plot_canvas_point_away (SondePlotCanvas *self);

/* The stretch that is being chosen, in pixels; none where both are the same */
void sonde_plot_canvas_set_choice (SondePlotCanvas *self,
                                   double           from,
                                   double           to);

G_END_DECLS
