/* sonde-plot-axes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-axes"

#include "sonde-plot-axes.h"

#include <sonde-ticks.h>

#include <math.h>

/* Between a label and what it stands beside */
#define GAP SONDE_PLOT_FRAME_GAP

/* Room for a label of an axis, of a large plot and of a compact one */
#define VALUE_ROOM 36
#define COMPACT_VALUE_ROOM 44
#define TIME_ROOM 96
#define COMPACT_TIME_ROOM 130

/* The part of the width that axes may take beyond the first; other lines do without. */
#define MOST_WIDTH 0.5

#define RULE_WIDTH 2
#define NAME_CHARS 60

#define GRID_ALPHA 0.12
#define AXIS_ALPHA 0.3
#define LABEL_ALPHA 0.75

/*
 * One at the left serves all lines; or each line has one, in turn at the left and at the right, from
 * the lines outward:
 *
 *   name 3 │ labels 3 ┃ name 1 │ labels 1 ┃ lines ┃ labels 2 │ name 2
 */
typedef struct
{
  const SondePlotLine *line; /* NULL: of all */
  gboolean             at_right;
  GArray              *ticks; /* of SondeTick */
  double               room;  /* for the labels */
  double               x;     /* of the rule */
} Axis;

static void
axis_clear (Axis *self)
{
  g_array_unref (self->ticks);
}

static double
get_width (const SondePlotFrame *frame,
           const Axis           *axis)
{
  return axis->room + GAP + (axis->line != NULL ? frame->line_height + 2 * GAP : 0);
}

static Axis
make_axis (const SondePlotFrame *frame,
           const SondePlotLine  *line,
           double                step)
{
  const SondePlotScale *scale = sonde_plot_frame_get_scale (frame, line);
  Axis                  axis = { .line = line, .ticks = sonde_ticks_list_values (scale->low, scale->high, step) };

  for (guint i = 0; i < axis.ticks->len; i++)
    axis.room = MAX (axis.room,
                     sonde_plot_frame_measure_text (frame, g_array_index (axis.ticks, SondeTick, i).label));

  return axis;
}

/* Returns: %FALSE where there is no more room */
static gboolean
add_axis (SondePlotFrame      *frame,
          const SondePlotLine *line,
          double               step,
          double               least_width)
{
  Axis     axis = make_axis (frame, line, step);
  double   width = get_width (frame, &axis);
  gboolean fits = frame->axes->len == 0 || frame->right - frame->left - width >= least_width;

  if (!fits)
    {
      axis_clear (&axis);
      return FALSE;
    }

  axis.at_right = frame->axes->len % 2 == 1;
  if (axis.at_right)
    frame->right -= width;
  else
    frame->left += width;
  g_array_append_val (frame->axes, axis);
  return TRUE;
}

/* Now that it is known how many there are at each side */
static void
place_axes (SondePlotFrame *frame)
{
  double left = frame->left;
  double right = frame->right;

  for (guint i = 0; i < frame->axes->len; i++)
    {
      Axis *axis = &g_array_index (frame->axes, Axis, i);

      axis->x = axis->at_right ? right : left;
      if (axis->at_right)
        right += get_width (frame, axis);
      else
        left -= get_width (frame, axis);
    }
}

static guint
get_most (const SondePlotFrame *frame)
{
  double room = frame->scene->compact ? COMPACT_VALUE_ROOM : VALUE_ROOM;

  return CLAMP ((frame->bottom - frame->top) / room, 1, 10);
}

static void
lay_out_shared (SondePlotFrame *frame)
{
  SondePlotScale *scale = frame->scales;
  double          step;

  *scale = SONDE_PLOT_SCALE_EMPTY;
  for (guint i = 0; i < frame->scene->lines->len; i++)
    sonde_plot_scale_add (scale, &sonde_plot_scene_get (frame->scene, i)->scale);

  /* Nothing in this stretch of time: the scale of times still tells where one is. */
  if (sonde_plot_scale_is_empty (scale))
    *scale = (SondePlotScale){ 0, 1 };
  if (frame->scene->from_zero)
    {
      sonde_plot_scale_add (scale, &(SondePlotScale){ 0, 0 });
      /* All 0 is at the bottom, not in the middle. */
      if (scale->low == scale->high)
        scale->high = 1;
    }

  step = sonde_ticks_round (&scale->low, &scale->high, get_most (frame));
  add_axis (frame, NULL, step, 0);
}

static void
lay_out_own (SondePlotFrame *frame)
{
  guint              n = frame->scene->lines->len;
  double             least_width = (frame->right - frame->left) * (1 - MOST_WIDTH);
  g_autofree double *steps = g_new0 (double, n);

  for (guint i = 0; i < n; i++)
    frame->scales[i] = sonde_plot_scene_get (frame->scene, i)->scale;
  sonde_plot_scales_fit (frame->scales, steps, n, MAX (get_most (frame), 2));

  for (guint i = 0; i < n; i++)
    if (steps[i] > 0 && !add_axis (frame, sonde_plot_scene_get (frame->scene, i), steps[i], least_width))
      break;
}

static void
lay_out_times (SondePlotFrame *frame)
{
  const SondePlotRange *range = &frame->scene->range;
  double                room = frame->scene->compact ? COMPACT_TIME_ROOM : TIME_ROOM;
  guint                 most = CLAMP ((frame->right - frame->left) / room, 2, 20);

  frame->times = sonde_ticks_list_times (range->from, range->to, most, sonde_ticks_get_offset (range->from));
}

void
sonde_plot_axes_lay_out (SondePlotFrame *frame)
{
  frame->has_own_scales = frame->scene->has_own_scales;
  frame->scales = g_new (SondePlotScale, MAX (frame->scene->lines->len, 1));
  frame->axes = g_array_new (FALSE, FALSE, sizeof (Axis));
  g_array_set_clear_func (frame->axes, (GDestroyNotify) axis_clear);

  if (frame->has_own_scales)
    lay_out_own (frame);
  else
    lay_out_shared (frame);
  frame->right = MAX (frame->right, frame->left + 1);
  place_axes (frame);
  lay_out_times (frame);
}

/* ---- Drawing ---- */

static void
set_text_color (const SondePlotFrame *frame,
                cairo_t              *cr,
                double                alpha)
{
  GdkRGBA color = frame->style->text;

  color.alpha *= alpha;
  gdk_cairo_set_source_rgba (cr, &color);
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

/* Along the axis, read from below at the left, from above at the right */
static void
draw_name (const SondePlotFrame *frame,
           cairo_t              *cr,
           const Axis           *axis)
{
  double           away = 2 * GAP + axis->room + frame->line_height / 2;
  double           height = frame->bottom - frame->top;
  g_autofree char *name = sonde_plot_line_dup_name (axis->line, NAME_CHARS);

  cairo_save (cr);
  cairo_translate (cr, axis->at_right ? axis->x + away : axis->x - away, (frame->top + frame->bottom) / 2);
  cairo_rotate (cr, axis->at_right ? G_PI_2 : -G_PI_2);
  pango_layout_set_width (frame->layout, height * PANGO_SCALE);
  pango_layout_set_ellipsize (frame->layout, PANGO_ELLIPSIZE_START);
  pango_layout_set_alignment (frame->layout, PANGO_ALIGN_CENTER);
  pango_layout_set_text (frame->layout, name, -1);
  cairo_move_to (cr, -height / 2, -frame->line_height / 2);
  pango_cairo_show_layout (cr, frame->layout);
  pango_layout_set_width (frame->layout, -1);
  pango_layout_set_ellipsize (frame->layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_alignment (frame->layout, PANGO_ALIGN_LEFT);
  cairo_restore (cr);
}

static void
draw_axis (const SondePlotFrame *frame,
           cairo_t              *cr,
           const Axis           *axis)
{
  set_text_color (frame, cr, LABEL_ALPHA);
  for (guint i = 0; i < axis->ticks->len; i++)
    {
      const SondeTick *tick = &g_array_index (axis->ticks, SondeTick, i);
      double           y = sonde_plot_frame_get_y (frame, axis->line, tick->value);

      sonde_plot_frame_draw_text (frame, cr, tick->label, axis->at_right ? 0 : 1,
                                  axis->at_right ? axis->x + GAP : axis->x - GAP, y);
    }

  if (axis->line == NULL)
    return;

  draw_name (frame, cr, axis);
  gdk_cairo_set_source_rgba (cr, &frame->style->colors[axis->line->color]);
  cairo_rectangle (cr, floor (axis->x) - (axis->at_right ? 0 : RULE_WIDTH), floor (frame->top), RULE_WIDTH,
                   ceil (frame->bottom - frame->top) + 1);
  cairo_fill (cr);
}

/* Where the first axis has its numbers have the others theirs. */
static void
draw_rules (const SondePlotFrame *frame,
            cairo_t              *cr)
{
  const Axis *axis = &g_array_index (frame->axes, Axis, 0);

  for (guint i = 0; i < axis->ticks->len; i++)
    {
      const SondeTick *tick = &g_array_index (axis->ticks, SondeTick, i);
      double           y = sonde_plot_frame_get_y (frame, axis->line, tick->value);

      set_text_color (frame, cr, tick->value == 0 && !frame->has_own_scales ? AXIS_ALPHA : GRID_ALPHA);
      draw_rule (cr, frame->left, y, frame->right, y);
    }
}

static void
draw_times (const SondePlotFrame *frame,
            cairo_t              *cr)
{
  double free_from = 0; /* labels do not lie on each other */

  for (guint i = 0; i < frame->times->len; i++)
    {
      const SondeTick *tick = &g_array_index (frame->times, SondeTick, i);
      double           x = sonde_plot_frame_get_x (frame, tick->time);
      double           width = sonde_plot_frame_measure_text (frame, tick->label);
      double           at = CLAMP (x - width / 2, 0, MAX (frame->right + 2 - width, 0));

      set_text_color (frame, cr, GRID_ALPHA);
      draw_rule (cr, x, frame->top, x, frame->bottom);
      if (at < free_from)
        continue;
      set_text_color (frame, cr, LABEL_ALPHA);
      sonde_plot_frame_draw_text (frame, cr, tick->label, 0, at, frame->bottom + GAP + frame->line_height / 2);
      free_from = at + width + GAP;
    }
}

void
sonde_plot_axes_draw (const SondePlotFrame *frame,
                      cairo_t              *cr)
{
  cairo_set_line_width (cr, 1);
  draw_rules (frame, cr);
  for (guint i = 0; i < frame->axes->len; i++)
    draw_axis (frame, cr, &g_array_index (frame->axes, Axis, i));
  draw_times (frame, cr);
}
