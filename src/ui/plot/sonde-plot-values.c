/* sonde-plot-values.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-values"

#include "sonde-plot-values.h"

#include "sonde-plot-lines.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

#include <math.h>

#define PADDING 8
#define GAP 10
#define SWATCH 8
#define RADIUS 6
#define NAME_CHARS 40
#define MOST 16

#define LINE_ALPHA 0.5
#define BORDER_ALPHA 0.2
#define GROUND_ALPHA 0.94

typedef struct
{
  const SondePlotLine *line;
  SondeSample          sample;
  char                *name;
  char                *value;
} Value;

static void
value_clear (Value *self)
{
  g_free (self->name);
  g_free (self->value);
}

static GArray *
list_values (const SondePlotScene *scene,
             gint64                time)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (Value));

  g_array_set_clear_func (values, (GDestroyNotify) value_clear);
  for (guint i = 0; i < scene->lines->len && values->len < MOST; i++)
    {
      const SondePlotLine *line = sonde_plot_scene_get (scene, i);
      Value                value = { .line = line };

      if (!line->shown || !sonde_series_find_nearest (line->series, time, &value.sample))
        continue;

      value.name = sonde_plot_line_dup_name (line, NAME_CHARS);
      value.value = sonde_plot_scene_format (scene, value.sample.value);
      g_array_append_val (values, value);
    }

  return values;
}

/* With the day where that is not today's */
static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *clock = sonde_format_time (time);
  g_autofree char *day = NULL;

  if (local == NULL || (g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now) &&
                        g_date_time_get_year (local) == g_date_time_get_year (now)))
    return g_steal_pointer (&clock);

  day = g_date_time_format (local, "%x");
  return g_strdup_printf ("%s %s", day, clock);
}

static void
add_rounded (cairo_t *cr,
             double   x,
             double   y,
             double   width,
             double   height)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - RADIUS, y + RADIUS, RADIUS, -G_PI_2, 0);
  cairo_arc (cr, x + width - RADIUS, y + height - RADIUS, RADIUS, 0, G_PI_2);
  cairo_arc (cr, x + RADIUS, y + height - RADIUS, RADIUS, G_PI_2, G_PI);
  cairo_arc (cr, x + RADIUS, y + RADIUS, RADIUS, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
set_color (cairo_t       *cr,
           const GdkRGBA *color,
           double         alpha)
{
  gdk_cairo_set_source_rgba (cr, &(GdkRGBA){ color->red, color->green, color->blue, color->alpha * alpha });
}

static void
draw_box (const SondePlotFrame *self,
          cairo_t              *cr,
          double                x,
          double                y,
          double                width,
          double                height)
{
  cairo_set_line_width (cr, 1);
  add_rounded (cr, x + 0.5, y + 0.5, width - 1, height - 1);
  set_color (cr, &self->style->ground, GROUND_ALPHA);
  cairo_fill_preserve (cr);
  set_color (cr, &self->style->text, BORDER_ALPHA);
  cairo_stroke (cr);
}

static void
draw_rows (const SondePlotFrame *self,
           cairo_t              *cr,
           const GArray         *values,
           const char           *title,
           double                at)
{
  double row = self->line_height + 2;
  double height = 2 * PADDING + row * (values->len + 1);
  double inner = sonde_plot_frame_measure_text (self, title);
  double x, y, width;

  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);

      inner = MAX (inner, SWATCH + GAP + sonde_plot_frame_measure_text (self, value->name) + 2 * GAP +
                            sonde_plot_frame_measure_text (self, value->value));
    }
  width = inner + 2 * PADDING;
  x = at + GAP + width <= self->right ? at + GAP : at - GAP - width;
  x = round (CLAMP (x, 0, MAX (self->right - width, 0)));
  y = round (self->top + 2);

  draw_box (self, cr, x, y, width, height);
  y += PADDING + row / 2;
  set_color (cr, &self->style->text, 0.75);
  sonde_plot_frame_draw_text (self, cr, title, 0, x + PADDING, y);
  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);

      y += row;
      set_color (cr, &self->style->colors[value->line->color], 1);
      cairo_arc (cr, x + PADDING + SWATCH / 2.0, y, SWATCH / 2.0, 0, 2 * G_PI);
      cairo_fill (cr);
      set_color (cr, &self->style->text, 1);
      sonde_plot_frame_draw_text (self, cr, value->name, 0, x + PADDING + SWATCH + GAP, y);
      sonde_plot_frame_draw_text (self, cr, value->value, 1, x + width - PADDING, y);
    }
}

void
sonde_plot_values_draw (const SondePlotFrame *self,
                        cairo_t              *cr,
                        gint64                time)
{
  const SondePlotRange *range = &self->scene->range;
  g_autoptr (GArray) values = list_values (self->scene, time);
  g_autofree char *title = format_time (time);
  double           x = floor (sonde_plot_frame_get_x (self, time)) + 0.5;

  if (values->len == 0 || time < range->from || time > range->to)
    return;

  cairo_set_line_width (cr, 1);
  set_color (cr, &self->style->text, LINE_ALPHA);
  cairo_move_to (cr, x, self->top);
  cairo_line_to (cr, x, self->bottom);
  cairo_stroke (cr);
  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);

      if (value->sample.time >= range->from && value->sample.time <= range->to)
        sonde_plot_lines_draw_dot (self, cr, value->line, &value->sample);
    }

  draw_rows (self, cr, values, title, x);
}

char *
sonde_plot_values_dup_text (const SondePlotScene *scene,
                            gint64                time)
{
  g_autoptr (GArray) values = list_values (scene, time);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *title = format_time (time);

  for (guint i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", value->name, value->value);
    }

  return g_strdup_printf ("%s: %s", title, text->str);
}
