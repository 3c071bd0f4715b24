/* sonde-plot-lines.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-lines"

#include "sonde-plot-lines.h"

#include <math.h>

#define LINE_WIDTH 1.5
#define DOT_RADIUS 2.5

/* So many samples a pixel, and each is drawn no more: columns from the least to the greatest. */
#define DENSE_PER_PIXEL 2
/* So many pixels a sample, and each is seen to be one. */
#define SPARSE_PIXELS 12

/* A column that is no part of a flat line */
#define TALL 4

/* Where a line that goes on outside is cut: cairo's numbers do not reach far. */
#define OUTSIDE 8

typedef struct
{
  double x, y;
} Point;

static Point
get_point (const SondePlotFrame *self,
           const SondePlotLine  *line,
           const SondeSample    *sample)
{
  return (Point){ sonde_plot_frame_get_x (self, sample->time), sonde_plot_frame_get_y (self, line, sample->value) };
}

/* On the way from @a to @b */
static Point
cut (Point  a,
     Point  b,
     double x)
{
  double part = (x - a.x) / (b.x - a.x);

  return (Point){ x, a.y + (b.y - a.y) * part };
}

static void
add_segment (const SondePlotFrame *self,
             cairo_t              *cr,
             const SondePlotLine  *line,
             const SondeSample    *from,
             const SondeSample    *to)
{
  Point  a = get_point (self, line, from);
  Point  b = get_point (self, line, to);
  double low = self->left - OUTSIDE;
  double high = self->right + OUTSIDE;
  Point  begin = a.x < low && b.x > low ? cut (a, b, low) : a;
  Point  end = b.x > high && a.x < high ? cut (a, b, high) : b;

  if (!cairo_has_current_point (cr))
    cairo_move_to (cr, begin.x, begin.y);
  cairo_line_to (cr, end.x, end.y);
}

/* Samples from @first up to @end, and the way to their neighbours */
static void
add_samples (const SondePlotFrame *self,
             cairo_t              *cr,
             const SondePlotLine  *line,
             guint                 first,
             guint                 end)
{
  guint stop = MIN (end + 1, sonde_series_get_length (line->series));

  for (guint i = first > 0 ? first : 1; i < stop; i++)
    {
      const SondeSample *from = sonde_series_get (line->series, i - 1);
      const SondeSample *to = sonde_series_get (line->series, i);

      if (isnan (from->value) || isnan (to->value))
        cairo_new_sub_path (cr);
      else
        add_segment (self, cr, line, from, to);
    }
}

void
sonde_plot_lines_draw_dot (const SondePlotFrame *self,
                           cairo_t              *cr,
                           const SondePlotLine  *line,
                           const SondeSample    *sample)
{
  Point point = get_point (self, line, sample);

  gdk_cairo_set_source_rgba (cr, &self->style->colors[line->color]);
  cairo_arc (cr, point.x, point.y, DOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

static gboolean
is_alone (SondeSeries *series,
          guint        index)
{
  guint last = sonde_series_get_length (series) - 1;

  return (index == 0 || isnan (sonde_series_get (series, index - 1)->value)) &&
         (index == last || isnan (sonde_series_get (series, index + 1)->value));
}

static void
draw_samples (const SondePlotFrame *self,
              cairo_t              *cr,
              const SondePlotLine  *line,
              guint                 first,
              guint                 end)
{
  gboolean is_sparse = (end - first) * SPARSE_PIXELS <= self->right - self->left;

  gdk_cairo_set_source_rgba (cr, &self->style->colors[line->color]);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_new_path (cr);
  add_samples (self, cr, line, first, end);
  cairo_stroke (cr);

  for (guint i = first; i < end; i++)
    {
      const SondeSample *sample = sonde_series_get (line->series, i);

      if (!isnan (sample->value) && (is_sparse || is_alone (line->series, i)))
        sonde_plot_lines_draw_dot (self, cr, line, sample);
    }
}

/*
 * Buckets begin at multiples of their length, so that a picture that moves does not shimmer:
 *
 *   range.from                                 range.to
 *   start │ bucket 0 │ bucket 1 │ … │ bucket n-1 │
 */
typedef struct
{
  const SondePlotFrame *frame;
  const SondePlotLine  *line;
  SondeExtent          *extents;
  guint                 n;
  gint64                start, length;
} Buckets;

static void
buckets_init (Buckets              *self,
              const SondePlotFrame *frame,
              const SondePlotLine  *line)
{
  const SondePlotRange *range = &frame->scene->range;
  guint                 pixels = ceil (frame->right - frame->left);

  self->frame = frame;
  self->line = line;
  self->length = (range->to - range->from + pixels - 1) / pixels;
  self->start = range->from / self->length * self->length;
  self->n = (range->to - self->start) / self->length + 1;
  self->extents = g_new (SondeExtent, self->n);
  sonde_series_reduce (line->series, self->start, self->start + self->length * self->n, self->extents, self->n);
}

static double
get_edge (const Buckets *self,
          guint          index)
{
  return floor (sonde_plot_frame_get_x (self->frame, self->start + self->length * index));
}

/* A column a bucket, from the least to the greatest, and as far as the last value of the one before.
 * On whole pixels cairo fills them many times faster; low ones would be seen to jump. */
static void
draw_columns (const Buckets *self,
              cairo_t       *cr,
              gboolean       tall)
{
  double next_x = get_edge (self, 0);

  for (guint i = 0; i < self->n; i++)
    {
      const SondeExtent *extent = &self->extents[i];
      gboolean           joins = i > 0 && extent[-1].n > 0 && extent[-1].n_gaps == 0;
      double             x = next_x;
      double             low, high;

      next_x = get_edge (self, i + 1);
      if (extent->n == 0)
        continue;

      low = sonde_plot_frame_get_y (self->frame, self->line, joins ? MIN (extent->min, extent[-1].last) : extent->min);
      high = sonde_plot_frame_get_y (self->frame, self->line, joins ? MAX (extent->max, extent[-1].last) : extent->max);
      low += LINE_WIDTH / 2;
      high -= LINE_WIDTH / 2;
      if ((low - high >= TALL) != tall)
        continue;

      /* The first one begins outside. */
      if (tall)
        cairo_rectangle (cr, MAX (x, self->frame->left), round (high), MAX (next_x - x, 1), round (low) - round (high));
      else
        cairo_rectangle (cr, MAX (x, self->frame->left), high, MAX (next_x - x, 1), low - high);
    }
  cairo_fill (cr);
}

/* The way to the bucket that begins at @at, across those before it that are empty */
static void
add_bridge (const Buckets *self,
            cairo_t       *cr,
            gint64         at)
{
  SondeSeries       *series = self->line->series;
  guint              index = sonde_series_find (series, at);
  const SondeSample *from, *to;

  if (index == 0 || index == sonde_series_get_length (series))
    return;

  from = sonde_series_get (series, index - 1);
  to = sonde_series_get (series, index);
  cairo_new_sub_path (cr);
  if (!isnan (from->value) && !isnan (to->value))
    add_segment (self->frame, cr, self->line, from, to);
}

static void
draw_bridges (const Buckets *self,
              cairo_t       *cr)
{
  gboolean is_after_none = TRUE;

  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_new_path (cr);
  for (guint i = 0; i < self->n; i++)
    {
      gboolean is_none = self->extents[i].n + self->extents[i].n_gaps == 0;

      if (!is_none && is_after_none)
        add_bridge (self, cr, self->start + self->length * i);
      is_after_none = is_none;
    }
  add_bridge (self, cr, self->start + self->length * self->n);
  cairo_stroke (cr);
}

static void
draw_buckets (const SondePlotFrame *self,
              cairo_t              *cr,
              const SondePlotLine  *line)
{
  Buckets buckets;

  buckets_init (&buckets, self, line);
  gdk_cairo_set_source_rgba (cr, &self->style->colors[line->color]);
  draw_columns (&buckets, cr, TRUE);
  draw_columns (&buckets, cr, FALSE);
  draw_bridges (&buckets, cr);
  g_free (buckets.extents);
}

static void
draw_line (const SondePlotFrame *self,
           cairo_t              *cr,
           const SondePlotLine  *line)
{
  const SondePlotRange *range = &self->scene->range;
  guint                 first = sonde_series_find (line->series, range->from);
  guint                 end = sonde_series_find (line->series, range->to + 1);

  if (end - first > (self->right - self->left) * DENSE_PER_PIXEL)
    draw_buckets (self, cr, line);
  else
    draw_samples (self, cr, line, first, end);
}

void
sonde_plot_lines_draw (const SondePlotFrame *self,
                       cairo_t              *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, self->left, self->top - DOT_RADIUS, self->right - self->left + DOT_RADIUS,
                   self->bottom - self->top + 2 * DOT_RADIUS);
  cairo_clip (cr);
  for (guint i = 0; i < self->scene->lines->len; i++)
    {
      const SondePlotLine *line = sonde_plot_scene_get (self->scene, i);

      if (line->shown)
        draw_line (self, cr, line);
    }
  cairo_restore (cr);
}
