/* sonde-plot-scene.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-scene"

#include "sonde-plot-scene.h"

#include <sonde-format.h>
#include <sonde-ticks.h>
#include <sonde-wanted.h>

#include <glib/gi18n.h>

#include <math.h>

/* A topic may have 65,535 bytes; nobody listens so long. */
#define NAME_CHARS 200
#define VALUE_DIGITS 6

static void
line_clear (SondePlotLine *self)
{
  g_clear_object (&self->series);
}

void
sonde_plot_scene_init (SondePlotScene *self)
{
  *self = (SondePlotScene){ .lines = g_array_new (FALSE, FALSE, sizeof (SondePlotLine)) };
  g_array_set_clear_func (self->lines, (GDestroyNotify) line_clear);
  self->empty_text = g_strdup (_ ("No values yet"));
  sonde_plot_range_init (&self->range);
}

void
sonde_plot_scene_clear (SondePlotScene *self)
{
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->empty_text, g_free);
}

SondePlotLine *
sonde_plot_scene_get (const SondePlotScene *self,
                      guint                 index)
{
  return &g_array_index (self->lines, SondePlotLine, index);
}

SondePlotLine *
sonde_plot_scene_find (const SondePlotScene *self,
                       SondeSeries          *series)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (sonde_plot_scene_get (self, i)->series == series)
      return sonde_plot_scene_get (self, i);

  return NULL;
}

/* The first of those that the fewest have */
static guint
choose_color (const SondePlotScene *self)
{
  guint uses[SONDE_N_COLORS] = { 0 };
  guint color = 0;

  for (guint i = 0; i < self->lines->len; i++)
    uses[sonde_plot_scene_get (self, i)->color]++;
  for (guint i = 1; i < SONDE_N_COLORS; i++)
    if (uses[i] < uses[color])
      color = i;

  return color;
}

gboolean
sonde_plot_scene_add (SondePlotScene *self,
                      SondeSeries    *series)
{
  SondePlotLine line = { .series = series, .shown = TRUE, .scale = SONDE_PLOT_SCALE_EMPTY };

  if (sonde_plot_scene_find (self, series) != NULL)
    return FALSE;

  line.color = choose_color (self);
  g_object_ref (series);
  g_array_append_val (self->lines, line);
  return TRUE;
}

gboolean
sonde_plot_scene_remove (SondePlotScene *self,
                         SondeSeries    *series)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (sonde_plot_scene_get (self, i)->series == series)
      {
        g_array_remove_index (self->lines, i);
        return TRUE;
      }

  return FALSE;
}

/* The line enters and leaves the picture where its neighbours outside are. */
static void
add_neighbor (SondePlotLine *line,
              guint          index)
{
  double value = sonde_series_get (line->series, index)->value;

  if (!isnan (value))
    sonde_plot_scale_add (&line->scale, &(SondePlotScale){ value, value });
}

static void
measure_line (const SondePlotScene *self,
              SondePlotLine        *line)
{
  guint       first = sonde_series_find (line->series, self->range.from);
  guint       end = sonde_series_find (line->series, self->range.to + 1);
  SondeExtent extent;

  sonde_series_measure (line->series, self->range.from, self->range.to + 1, &extent);
  if (extent.n > 0)
    line->scale = (SondePlotScale){ extent.min, extent.max };
  if (first > 0)
    add_neighbor (line, first - 1);
  if (end < sonde_series_get_length (line->series))
    add_neighbor (line, end);
}

static void
measure (SondePlotScene *self)
{
  g_autofree SondePlotScale *scales = g_new (SondePlotScale, self->lines->len);
  guint                      n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      SondePlotLine *line = sonde_plot_scene_get (self, i);

      line->scale = SONDE_PLOT_SCALE_EMPTY;
      if (line->shown)
        measure_line (self, line);
      if (!sonde_plot_scale_is_empty (&line->scale))
        scales[n++] = line->scale;
    }

  self->has_own_scales = n > 1 && (self->scaling == SONDE_PLOT_SCALING_OWN ||
                                   (self->scaling == SONDE_PLOT_SCALING_AUTO &&
                                    sonde_plot_scales_differ (scales, n, self->has_own_scales)));
}

gboolean
sonde_plot_scene_update (SondePlotScene *self)
{
  gint64   first = G_MAXINT64, last = G_MININT64;
  gboolean found = FALSE;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const SondePlotLine *line = sonde_plot_scene_get (self, i);
      gint64               from, to;

      if (!line->shown || !sonde_series_get_span (line->series, &from, &to))
        continue;

      found = TRUE;
      first = MIN (first, from);
      last = MAX (last, to);
    }

  if (found)
    sonde_plot_range_set_data (&self->range, first, last);
  measure (self);
  return found;
}

gboolean
sonde_plot_scene_find_sample (const SondePlotScene *self,
                              gint64                time,
                              SondeSample          *sample)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const SondePlotLine *line = sonde_plot_scene_get (self, i);
      SondeSample          nearest;

      if (!line->shown || !sonde_series_find_nearest (line->series, time, &nearest))
        continue;
      if (!found || ABS (nearest.time - time) < ABS (sample->time - time))
        *sample = nearest;
      found = TRUE;
    }

  return found;
}

/* The nearest value of @series on the other side of @time, or %NULL */
static const SondeSample *
find_beyond (SondeSeries *series,
             gint64       time,
             gboolean     forward)
{
  guint length = sonde_series_get_length (series);
  guint at = sonde_series_find (series, forward ? time + 1 : time);

  while (forward ? at < length : at > 0)
    {
      const SondeSample *sample = sonde_series_get (series, forward ? at++ : --at);

      if (!isnan (sample->value))
        return sample;
    }

  return NULL;
}

gint64
sonde_plot_scene_step (const SondePlotScene *self,
                       gint64                time,
                       gboolean              forward)
{
  gint64 next = time;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const SondePlotLine *line = sonde_plot_scene_get (self, i);
      const SondeSample   *sample = line->shown ? find_beyond (line->series, time, forward) : NULL;

      if (sample != NULL && (next == time || (forward ? sample->time < next : sample->time > next)))
        next = sample->time;
    }

  return next;
}

char *
sonde_plot_line_dup_name (const SondePlotLine *self,
                          guint                max_chars)
{
  const char      *name = sonde_series_get_name (self->series);
  glong            length = g_utf8_strlen (name, -1);
  g_autofree char *begin = NULL;
  g_autofree char *shown = NULL;

  if (length <= (glong) max_chars)
    return g_strdup (name);

  begin = g_utf8_substring (name, 0, max_chars / 2);
  shown = g_strconcat (begin, "…", g_utf8_offset_to_pointer (name, length - (max_chars - max_chars / 2 - 1)), NULL);
  return sonde_format_line (shown, max_chars);
}

char *
sonde_plot_scene_format (const SondePlotScene *self,
                         double                value)
{
  char *text = sonde_ticks_format_value (value, VALUE_DIGITS);
  char *with_unit;

  if (self->unit == NULL || *self->unit == '\0')
    return text;

  /* Translators: a value and its unit, such as “1,420 msg/s” */
  with_unit = g_strdup_printf (C_ ("value and unit", "%s %s"), text, self->unit);
  g_free (text);
  return with_unit;
}

char *
sonde_plot_scene_dup_span (const SondePlotScene *self,
                           const SondePlotLine  *line)
{
  g_autofree char *least = NULL;
  g_autofree char *greatest = NULL;
  SondeExtent      extent;

  if (!self->has_own_scales || !line->shown)
    return NULL;

  sonde_series_measure (line->series, self->range.from, self->range.to + 1, &extent);
  if (extent.n == 0)
    return NULL;

  least = sonde_plot_scene_format (self, extent.min);
  if (extent.min == extent.max)
    return g_steal_pointer (&least);

  greatest = sonde_plot_scene_format (self, extent.max);
  /* Translators: the least and the greatest value of a line, such as “1,380 – 1,502” */
  return g_strdup_printf (C_ ("values", "%s – %s"), least, greatest);
}

static char *
format_span (gint64 us)
{
  gint64 s = (us + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;

  if (s < 1)
    return sonde_format_duration (us);
  if (s < 120)
    return g_strdup_printf (g_dngettext (NULL, "%d second", "%d seconds", s), (int) s);
  if (s < 120 * 60)
    return g_strdup_printf (g_dngettext (NULL, "%d minute", "%d minutes", (s + 30) / 60), (int) ((s + 30) / 60));
  if (s < 48 * 3600)
    return g_strdup_printf (g_dngettext (NULL, "%d hour", "%d hours", (s + 1800) / 3600), (int) ((s + 1800) / 3600));

  return g_strdup_printf (g_dngettext (NULL, "%d day", "%d days", (s + 43200) / 86400), (int) ((s + 43200) / 86400));
}

static char *
describe_line (const SondePlotScene *self,
               const SondePlotLine  *line)
{
  g_autofree char *name = sonde_plot_line_dup_name (line, NAME_CHARS);
  SondeExtent      extent;
  g_autofree char *last = NULL;
  g_autofree char *least = NULL;
  g_autofree char *greatest = NULL;
  g_autofree char *count = NULL;
  g_autofree char *span = NULL;

  sonde_series_measure (line->series, self->range.from, self->range.to + 1, &extent);
  if (extent.n == 0)
    /* Translators: a name of a line in a plot */
    return g_strdup_printf (_ ("%s: no values in this time"), name);

  last = sonde_plot_scene_format (self, extent.last);
  least = sonde_plot_scene_format (self, extent.min);
  greatest = sonde_plot_scene_format (self, extent.max);
  count = sonde_format_count (extent.n);
  span = format_span (extent.last_at - extent.first_at);

  if (extent.n == 1)
    /* Translators: of a line in a plot: its name, its only value */
    return g_strdup_printf (_ ("%s: %s, one sample"), name, last);
  if (self->range.follow)
    /* Translators: of a line in a plot: its name, three values, a number of samples, “5 minutes” */
    return g_strdup_printf (_ ("%s: %s now, least %s, greatest %s, %s samples over %s"), name, last, least, greatest,
                            count, span);

  return g_strdup_printf (_ ("%s: %s at the end, least %s, greatest %s, %s samples over %s"), name, last, least,
                          greatest, count, span);
}

char *
sonde_plot_scene_dup_summary (const SondePlotScene *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const SondePlotLine *line = sonde_plot_scene_get (self, i);
      g_autofree char     *described = NULL;

      if (!line->shown || sonde_series_get_length (line->series) == 0)
        continue;

      described = describe_line (self, line);
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, described);
    }

  if (text->len == 0)
    return g_strdup (self->empty_text);

  if (self->has_own_scales)
    g_string_append_printf (text, "\n%s", _ ("Each line has a scale of its own."));
  return g_strdup (text->str);
}
