/* sonde-plot-frame.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-frame"

#include "sonde-plot-frame.h"

#include "sonde-plot-lines.h"

#include <sonde-ticks.h>

#include <math.h>

/* Between a label and what it stands beside */
#define GAP 6

/* Room for a label of an axis, of a large plot and of a compact one */
#define VALUE_ROOM 36
#define COMPACT_VALUE_ROOM 44
#define TIME_ROOM 96
#define COMPACT_TIME_ROOM 130

#define GRID_ALPHA 0.12
#define AXIS_ALPHA 0.3
#define LABEL_ALPHA 0.75

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

static void
set_text_color (const SondePlotFrame *self,
                cairo_t              *cr,
                double                alpha)
{
  GdkRGBA color = self->style->text;

  color.alpha *= alpha;
  gdk_cairo_set_source_rgba (cr, &color);
}

static void
lay_out_values (SondePlotFrame *self)
{
  gboolean compact = self->scene->compact;
  double   room = compact ? COMPACT_VALUE_ROOM : VALUE_ROOM;
  guint    most = CLAMP ((self->bottom - self->top) / room, 1, 10);
  double   step;
  int      widest = 0;

  if (self->scene->from_zero)
    {
      self->low = MIN (self->low, 0);
      self->high = MAX (self->high, 0);
      /* All 0 is at the bottom, not in the middle. */
      if (self->low == self->high)
        self->high = 1;
    }
  step = sonde_ticks_round (&self->low, &self->high, most);
  self->values = sonde_ticks_list_values (self->low, self->high, step);

  for (guint i = 0; i < self->values->len; i++)
    widest = MAX (widest, sonde_plot_frame_measure_text (self, g_array_index (self->values, SondeTick, i).label));
  self->left += widest + GAP;
}

static void
lay_out_times (SondePlotFrame *self)
{
  const SondePlotRange *range = &self->scene->range;
  double                room = self->scene->compact ? COMPACT_TIME_ROOM : TIME_ROOM;
  guint                 most = CLAMP ((self->right - self->left) / room, 2, 20);

  self->times = sonde_ticks_list_times (range->from, range->to, most, sonde_ticks_get_offset (range->from));
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
  self->bottom = MAX (height - self->line_height - GAP, self->top + 1);
  self->is_empty = !has_values || !sonde_plot_scene_measure (scene, &self->low, &self->high);
  if (self->is_empty && !has_values)
    return;

  /* Nothing in this stretch of time: the scale of times still tells where one is. */
  if (self->is_empty)
    {
      self->low = 0;
      self->high = 1;
    }
  lay_out_values (self);
  self->right = MAX (self->right, self->left + 1);
  lay_out_times (self);
}

void
sonde_plot_frame_clear (SondePlotFrame *self)
{
  g_clear_pointer (&self->values, g_array_unref);
  g_clear_pointer (&self->times, g_array_unref);
}

double
sonde_plot_frame_get_x (const SondePlotFrame *self,
                        gint64                time)
{
  const SondePlotRange *range = &self->scene->range;

  return self->left + (self->right - self->left) * (double) (time - range->from) / (double) (range->to - range->from);
}

double
sonde_plot_frame_get_y (const SondePlotFrame *self,
                        double                value)
{
  double part = (CLAMP (value, self->low, self->high) - self->low) / (self->high - self->low);

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

static void
draw_rule (cairo_t *cr,
           double   x1,
           double   y1,
           double   x2,
           double   y2)
{
  cairo_move_to (cr, floor (x1) + 0.5, floor (y1) + 0.5);
  cairo_line_to (cr, floor (x2) + 0.5, floor (y2) + 0.5);
  cairo_stroke (cr);
}

static void
draw_values (const SondePlotFrame *self,
             cairo_t              *cr)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      const SondeTick *tick = &g_array_index (self->values, SondeTick, i);
      double           y = sonde_plot_frame_get_y (self, tick->value);

      set_text_color (self, cr, tick->value == 0 ? AXIS_ALPHA : GRID_ALPHA);
      draw_rule (cr, self->left, y, self->right, y);
      set_text_color (self, cr, LABEL_ALPHA);
      sonde_plot_frame_draw_text (self, cr, tick->label, 1, self->left - GAP, y);
    }
}

static void
draw_times (const SondePlotFrame *self,
            cairo_t              *cr)
{
  double free_from = 0; /* labels do not lie on each other */

  for (guint i = 0; i < self->times->len; i++)
    {
      const SondeTick *tick = &g_array_index (self->times, SondeTick, i);
      double           x = sonde_plot_frame_get_x (self, tick->time);
      double           width = sonde_plot_frame_measure_text (self, tick->label);
      double           at = CLAMP (x - width / 2, 0, MAX (self->right + 2 - width, 0));

      set_text_color (self, cr, GRID_ALPHA);
      draw_rule (cr, x, self->top, x, self->bottom);
      if (at < free_from)
        continue;
      set_text_color (self, cr, LABEL_ALPHA);
      sonde_plot_frame_draw_text (self, cr, tick->label, 0, at, self->bottom + GAP + self->line_height / 2);
      free_from = at + width + GAP;
    }
}

void
sonde_plot_frame_draw (const SondePlotFrame *self,
                       cairo_t              *cr)
{
  cairo_set_line_width (cr, 1);
  if (self->values != NULL)
    {
      draw_values (self, cr);
      draw_times (self, cr);
    }

  if (self->is_empty)
    {
      set_text_color (self, cr, LABEL_ALPHA);
      sonde_plot_frame_draw_text (self, cr, self->scene->empty_text, 0.5, (self->left + self->right) / 2,
                                  (self->top + self->bottom) / 2);
      return;
    }

  sonde_plot_lines_draw (self, cr);
}
