/* sonde-plot-frame.h: a plot laid out in a rectangle, and drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the screen and for pictures. In CSS pixels.
 */

#pragma once

#include "sonde-plot-scene.h"

#include <sonde-wanted.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Between a label and what it stands beside */
#define SONDE_PLOT_FRAME_GAP 6

typedef struct
{
  GdkRGBA text;
  GdkRGBA ground; /* of what lies over the lines */
  GdkRGBA colors[SONDE_N_COLORS];
} SondePlotStyle;

typedef struct
{
  const SondePlotScene *scene;
  const SondePlotStyle *style;
  PangoLayout          *layout;
  double                line_height;

  double   left, top, right, bottom; /* of the lines */
  gboolean is_empty;                 /* no value in this stretch of time */

  /* None without any value at all */
  gboolean        has_own_scales;
  SondePlotScale *scales; /* one for all lines, or one a line */
  GArray         *axes;
  GArray         *times; /* of SondeTick */
} SondePlotFrame;

/* Borrows all three; @layout has the font. The scene is up to date, @has_values is what that said. */
void sonde_plot_frame_init (SondePlotFrame       *self,
                            const SondePlotScene *scene,
                            gboolean              has_values,
                            const SondePlotStyle *style,
                            PangoLayout          *layout,
                            int                   width,
                            int                   height);
void sonde_plot_frame_clear (SondePlotFrame *self);

void sonde_plot_frame_draw (const SondePlotFrame *self,
                            cairo_t              *cr);

/* @line: any where one scale serves all */
const SondePlotScale *sonde_plot_frame_get_scale (const SondePlotFrame *self,
                                                  const SondePlotLine  *line);

double sonde_plot_frame_get_x (const SondePlotFrame *self,
                               gint64                time);
double sonde_plot_frame_get_y (const SondePlotFrame *self,
                               const SondePlotLine  *line,
                               double                value);
gint64 sonde_plot_frame_get_time (const SondePlotFrame *self,
                                  double                x);

/* Shows @text at @x, @y: the middle left of it where @align is 0, the middle right where it is 1 */
void sonde_plot_frame_draw_text (const SondePlotFrame *self,
                                 cairo_t              *cr,
                                 const char           *text,
                                 double                align,
                                 double                x,
                                 double                y);
int  sonde_plot_frame_measure_text (const SondePlotFrame *self,
                                    const char           *text);

G_END_DECLS
