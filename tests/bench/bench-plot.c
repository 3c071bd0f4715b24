/* bench-plot.c: a plot of a million samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Usage: bench-plot [--json] [COUNT]
 *
 * Without a window: what a frame draws, onto an image. Then a log of as many messages of JSON,
 * from which the samples are read, and the longest turn of the main loop meanwhile.
 */

#include "sonde-plot-frame.h"
#include "sonde-plot-source.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_RUNS 9
#define N_LINES 3
#define WIDTH 1200
#define HEIGHT 600
#define START (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)
#define STEP_US 1000

typedef struct
{
  double append_ns, whole, lines, part, fill, turn;
} Figures;

static double
get_ms (void)
{
  return g_get_monotonic_time () / 1000.0;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

static void
init_style (SondePlotStyle *style)
{
  gdk_rgba_parse (&style->text, "#000000");
  gdk_rgba_parse (&style->ground, "#ffffff");
  for (guint i = 0; i < SONDE_N_COLORS; i++)
    gdk_rgba_parse (&style->colors[i], "#3584e4");
}

/* The median of some */
static double
measure_draw (SondePlotScene *scene)
{
  double times[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
      cairo_t         *cr = cairo_create (surface);
      g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
      SondePlotStyle style;
      SondePlotFrame frame;
      double         start = get_ms ();

      init_style (&style);
      sonde_plot_frame_init (&frame, scene, sonde_plot_scene_update (scene), &style, layout, WIDTH, HEIGHT);
      sonde_plot_frame_draw (&frame, cr);
      sonde_plot_frame_clear (&frame);
      cairo_surface_flush (surface);
      times[i] = get_ms () - start;
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  qsort (times, N_RUNS, sizeof (double), compare);

  return times[N_RUNS / 2];
}

static void
measure_plot (guint    n,
              Figures *figures)
{
  SondePlotScene scene;
  double         start;

  sonde_plot_scene_init (&scene);
  for (guint i = 0; i < N_LINES; i++)
    {
      g_autoptr (SondeSeries) series = sonde_series_new ("line", n);

      start = get_ms ();
      for (guint j = 0; j < n; j++)
        sonde_series_append (series, START + (gint64) j * STEP_US, sin (j / 1e5 + i) + g_random_double ());
      figures->append_ns = (get_ms () - start) * 1e6 / n;

      sonde_plot_scene_add (&scene, series);
      if (i == 0)
        figures->whole = measure_draw (&scene);
    }
  figures->lines = measure_draw (&scene);
  sonde_plot_range_set (&scene.range, START + (gint64) n / 2 * STEP_US, START + (gint64) n * 6 / 10 * STEP_US);
  figures->part = measure_draw (&scene);
  sonde_plot_scene_clear (&scene);
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static SondeMessageLog *
make_log (guint n)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (G_MAXUINT64);
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  SondeMessageLog *log = sonde_message_log_new (budget);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *payload = g_strdup_printf ("{\"seq\":%u,\"motor\":{\"speed\":%u,\"on\":true}}", i, i % 1000);
      SondeMessage     message = {
            .kind = SONDE_MESSAGE_RECEIVED,
            .topic = "plant/motor",
            .topic_length = strlen ("plant/motor"),
            .payload = payload,
            .payload_size = strlen (payload),
            .time = START + (gint64) i * STEP_US,
      };

      sonde_segment_writer_append (writer, &message);
    }
  sonde_segment_writer_flush (writer, progress_cb, log);

  return log;
}

static void
measure_fill (guint    n,
              Figures *figures)
{
  g_autoptr (SondeMessageLog) log = make_log (n);
  g_autoptr (SondePlotSource) source = sonde_plot_source_new (log, "plant/motor");
  SondeSeries *series = sonde_plot_source_follow (source, "$.motor.speed");
  double       start = get_ms ();

  sonde_plot_source_set_active (source, TRUE);
  while (sonde_series_get_length (series) < n)
    {
      double turn;

      /* How long it works, not how long it waits for the worker */
      if (!g_main_context_pending (NULL))
        {
          g_usleep (100);
          continue;
        }
      turn = get_ms ();
      g_main_context_iteration (NULL, FALSE);
      figures->turn = MAX (figures->turn, get_ms () - turn);
    }
  figures->fill = get_ms () - start;
}

int
main (int   argc,
      char *argv[])
{
  gboolean json = argc > 1 && strcmp (argv[1], "--json") == 0;
  guint    n = CLAMP (argc > 1 + json ? strtoul (argv[1 + json], NULL, 10) : SONDE_SERIES_MAX, 128, SONDE_SERIES_MAX);
  Figures  figures = { 0 };

  setlocale (LC_ALL, "");
  measure_plot (n, &figures);
  measure_fill (n, &figures);
  g_print (json ? "{\"append_ns\": %.0f, \"frame_ms\": %.2f, \"frame_%u_lines_ms\": %.2f, \"frame_of_a_tenth_ms\": %.2f, "
                  "\"fill_ms\": %.0f, \"fill_turn_ms\": %.2f}\n"
                : "append %.0f ns a sample; a frame %.2f ms, of %u lines %.2f ms, of a tenth of them %.2f ms; read from "
                  "messages in %.0f ms, longest turn %.2f ms\n",
           figures.append_ns, figures.whole, N_LINES, figures.lines, figures.part, figures.fill, figures.turn);

  return 0;
}
