/* sonde-plot-frame.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-frame"

#include "sonde-plot-frame.h"

#include "sonde-plot-axes.h"
#include "sonde-plot-lines.h"

#include <math.h>

#define TEXT_ALPHA 0.75

int
sonde_plot_frame_measure_text (const SondePlotFrame *self,
                               const char           *text)
{
  int width;

  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, &width, NULL);
  return width;
}

void
sonde_plot_frame_draw_text (const SondePlotFrame *self,
                            cairo_t              *cr,
                            const char           *text,
                            double                align,
                            double                x,
                            double                y)
{
  int width, height;

  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_pixel_size (self->layout, &width, &height);
  cairo_move_to (cr, round (x - width * align), round (y - height / 2.0));
  pango_cairo_show_layout (cr, self->layout);
}

void
sonde_plot_frame_init (SondePlotFrame       *self,
                       const SondePlotScene *scene,
                       gboolean              has_values,
                       const SondePlotStyle *style,
                       PangoLayout          *layout,
                       int                   width,
                       int                   height)
{
  int line_height;

  *self = (SondePlotFrame){ .scene = scene, .style = style, .layout = layout };
  pango_layout_set_text (layout, "0", -1);
  pango_layout_get_pixel_size (layout, NULL, &line_height);
  self->line_height = line_height;

  self->left = 1;
  self->top = ceil (self->line_height / 2);
  self->right = MAX (width - 3, self->left + 1);
  self->bottom = MAX (height - self->line_height - SONDE_PLOT_FRAME_GAP, self->top + 1);
  self->is_empty = TRUE;
  for (guint i = 0; i < scene->lines->len && has_values; i++)
    self->is_empty &= sonde_plot_scale_is_empty (&sonde_plot_scene_get (scene, i)->scale);
  if (has_values)
    sonde_plot_axes_lay_out (self);
}

void
sonde_plot_frame_clear (SondePlotFrame *self)
{
  g_clear_pointer (&self->scales, g_free);
  g_clear_pointer (&self->axes, g_array_unref);
  g_clear_pointer (&self->times, g_array_unref);
}

double
sonde_plot_frame_get_x (const SondePlotFrame *self,
                        gint64                time)
{
  const SondePlotRange *range = &self->scene->range;

  return self->left + (self->right - self->left) * (double) (time - range->from) / (double) (range->to - range->from);
}

const SondePlotScale *
sonde_plot_frame_get_scale (const SondePlotFrame *self,
                            const SondePlotLine  *line)
{
  return &self->scales[self->has_own_scales ? line - sonde_plot_scene_get (self->scene, 0) : 0];
}

double
sonde_plot_frame_get_y (const SondePlotFrame *self,
                        const SondePlotLine  *line,
                        double                value)
{
  const SondePlotScale *scale = sonde_plot_frame_get_scale (self, line);
  double                part = (CLAMP (value, scale->low, scale->high) - scale->low) / (scale->high - scale->low);

  return self->bottom - (self->bottom - self->top) * part;
}

gint64
sonde_plot_frame_get_time (const SondePlotFrame *self,
                           double                x)
{
  const SondePlotRange *range = &self->scene->range;
  double                part = (x - self->left) / (self->right - self->left);

  return range->from + (gint64) ((range->to - range->from) * CLAMP (part, 0, 1));
}

void
sonde_plot_frame_draw (const SondePlotFrame *self,
                       cairo_t              *cr)
{
  GdkRGBA color = self->style->text;

  if (self->axes != NULL)
    sonde_plot_axes_draw (self, cr);

  if (self->is_empty)
    {
      color.alpha *= TEXT_ALPHA;
      gdk_cairo_set_source_rgba (cr, &color);
      sonde_plot_frame_draw_text (self, cr, self->scene->empty_text, 0.5, (self->left + self->right) / 2,
                                  (self->top + self->bottom) / 2);
      return;
    }

  sonde_plot_lines_draw (self, cr);
}
