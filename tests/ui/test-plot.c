/* test-plot.c: what a plot shows; drawn into pictures, so no display is needed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-plot-picture.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define S ((gint64) G_USEC_PER_SEC)
#define START (1700000000 * S)

#define WIDTH 400
#define HEIGHT 300

/* ---- Range ---- */

static void
assert_range (const SondePlotRange *range,
              gint64                from,
              gint64                to,
              gboolean              follow)
{
  g_assert_cmpint (range->from, ==, from);
  g_assert_cmpint (range->to, ==, to);
  g_assert_cmpint (range->follow, ==, follow);
}

static void
test_range (void)
{
  SondePlotRange range;

  sonde_plot_range_init (&range);
  sonde_plot_range_set_data (&range, 100 * S, 200 * S);
  assert_range (&range, 100 * S, 200 * S, TRUE);

  /* Zoomed while following: the right edge stays, and goes along. */
  sonde_plot_range_zoom (&range, 2, 0);
  assert_range (&range, 150 * S, 200 * S, TRUE);
  sonde_plot_range_set_data (&range, 100 * S, 220 * S);
  assert_range (&range, 170 * S, 220 * S, TRUE);
  sonde_plot_range_pan (&range, 0.5);
  assert_range (&range, 170 * S, 220 * S, TRUE);

  /* To the left: it stands still from then on. */
  sonde_plot_range_pan (&range, -0.2);
  assert_range (&range, 160 * S, 210 * S, FALSE);
  sonde_plot_range_set_data (&range, 100 * S, 300 * S);
  assert_range (&range, 160 * S, 210 * S, FALSE);
  sonde_plot_range_zoom (&range, 5, 0.5);
  assert_range (&range, 180 * S, 190 * S, FALSE);
  sonde_plot_range_zoom (&range, 0.5, 0);
  assert_range (&range, 180 * S, 200 * S, FALSE);

  /* Some of the data stays in sight. */
  sonde_plot_range_pan (&range, -G_MAXDOUBLE);
  assert_range (&range, 90 * S, 110 * S, FALSE);
  sonde_plot_range_pan (&range, 1e9);
  assert_range (&range, 290 * S, 310 * S, FALSE);

  sonde_plot_range_set_follow (&range, TRUE);
  assert_range (&range, 280 * S, 300 * S, TRUE);
  sonde_plot_range_zoom (&range, 1e-9, 0.5);
  assert_range (&range, 100 * S, 300 * S, TRUE);
  sonde_plot_range_set_length (&range, 5 * S);
  assert_range (&range, 295 * S, 300 * S, TRUE);
}

/* Whatever is done to it, it shows some time. */
static void
test_any_range (void)
{
  SondePlotRange range;

  sonde_plot_range_init (&range);
  for (guint i = 0; i < 100000; i++)
    {
      gint64 first = g_test_rand_int_range (0, 1000) * (i % 2 == 0 ? 1 : S);

      switch (g_test_rand_int_range (0, 6))
        {
        case 0:
          sonde_plot_range_set_data (&range, first, first + g_test_rand_int_range (0, 3) * S);
          break;
        case 1:
          sonde_plot_range_zoom (&range, pow (10, g_test_rand_double_range (-12, 12)), g_test_rand_double_range (0, 1));
          break;
        case 2:
          sonde_plot_range_pan (&range, g_test_rand_double_range (-3, 3));
          break;
        case 3:
          sonde_plot_range_set (&range, first, first + g_test_rand_int_range (0, 100));
          break;
        case 4:
          sonde_plot_range_set_follow (&range, g_test_rand_bit ());
          break;
        default:
          sonde_plot_range_set_length (&range, g_test_rand_int_range (0, 1000));
          break;
        }
      g_assert_cmpint (range.to, >, range.from);
    }
}

/* ---- Scene ---- */

static void
test_summary (void)
{
  g_autoptr (SondeSeries) rpm = sonde_series_new ("rpm", 0);
  g_autoptr (SondeSeries) load = sonde_series_new ("load", 0);
  SondePlotScene   scene;
  g_autofree char *none = NULL;
  g_autofree char *two = NULL;
  g_autofree char *one = NULL;

  sonde_plot_scene_init (&scene);
  g_assert_true (sonde_plot_scene_add (&scene, rpm));
  g_assert_false (sonde_plot_scene_add (&scene, rpm));
  g_assert_true (sonde_plot_scene_add (&scene, load));
  g_assert_cmpuint (sonde_plot_scene_find (&scene, load)->color, ==, 1);
  g_assert_false (sonde_plot_scene_update (&scene));
  none = sonde_plot_scene_dup_summary (&scene);
  g_assert_cmpstr (none, ==, "No values yet");

  for (guint i = 0; i <= 300; i++)
    sonde_series_append (rpm, START + i * S, i == 0 ? 1380 : i == 1 ? 1502
                                                                    : 1420);
  sonde_series_append (load, START + 7 * S, 0.5);
  g_assert_true (sonde_plot_scene_update (&scene));
  two = sonde_plot_scene_dup_summary (&scene);
  g_assert_cmpstr (two, ==,
                   "rpm: 1,420 now, least 1,380, greatest 1,502, 301 samples over 5 minutes\n"
                   "load: 0.5, one sample");

  /* What is switched off is not told of; a colour that is free again is given again. */
  sonde_plot_scene_find (&scene, rpm)->shown = FALSE;
  one = sonde_plot_scene_dup_summary (&scene);
  g_assert_cmpstr (one, ==, "load: 0.5, one sample");
  g_assert_true (sonde_plot_scene_remove (&scene, rpm));
  g_assert_true (sonde_plot_scene_add (&scene, rpm));
  g_assert_cmpuint (sonde_plot_scene_find (&scene, rpm)->color, ==, 0);
  sonde_plot_scene_clear (&scene);
}

static void
test_steps (void)
{
  g_autoptr (SondeSeries) a = sonde_series_new ("a", 0);
  g_autoptr (SondeSeries) b = sonde_series_new ("b", 0);
  SondePlotScene scene;
  SondeSample    sample;

  sonde_plot_scene_init (&scene);
  g_assert_false (sonde_plot_scene_find_sample (&scene, START, &sample));
  sonde_plot_scene_add (&scene, a);
  sonde_plot_scene_add (&scene, b);
  sonde_series_append (a, START, 1);
  sonde_series_append (a, START + 10, NAN);
  sonde_series_append (a, START + 20, 3);
  sonde_series_append (b, START + 15, 4);

  g_assert_true (sonde_plot_scene_find_sample (&scene, START + 11, &sample));
  g_assert_cmpint (sample.time, ==, START + 15);
  g_assert_cmpint (sonde_plot_scene_step (&scene, START, TRUE), ==, START + 15);
  g_assert_cmpint (sonde_plot_scene_step (&scene, START + 15, TRUE), ==, START + 20);
  g_assert_cmpint (sonde_plot_scene_step (&scene, START + 20, TRUE), ==, START + 20);
  g_assert_cmpint (sonde_plot_scene_step (&scene, START + 20, FALSE), ==, START + 15);
  g_assert_cmpint (sonde_plot_scene_step (&scene, START, FALSE), ==, START);
  sonde_plot_scene_clear (&scene);
}

/* ---- Pictures ---- */

typedef struct
{
  guint left, top, right, bottom; /* around all that is of the first colour */
  guint n;
} Ink;

static cairo_status_t
read_cb (void          *closure,
         unsigned char *data,
         unsigned int   length)
{
  const guint8 **at = closure;

  memcpy (data, *at, length);
  *at += length;
  return CAIRO_STATUS_SUCCESS;
}

/* Of the lines: what lies in the legend does not count */
static Ink
look (SondePlotScene *scene)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 9");
  gboolean has_values = sonde_plot_scene_update (scene);
  g_autoptr (GBytes) png = sonde_plot_picture_dup_png (scene, has_values, font, WIDTH, HEIGHT, 1);
  cairo_surface_t *surface;
  const guint8    *at = g_bytes_get_data (png, NULL);
  Ink              ink = { WIDTH, HEIGHT, 0, 0, 0 };

  surface = cairo_image_surface_create_from_png_stream (read_cb, &at);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  for (guint y = 0; y < HEIGHT - 40; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        const guint8  *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
        const guint32 *pixel = (const guint32 *) (gconstpointer) row + x;

        /* bluer than grey, as all else is */
        if ((*pixel & 0xff) < (*pixel >> 16 & 0xff) + 60)
          continue;
        ink.n++;
        ink.left = MIN (ink.left, x);
        ink.right = MAX (ink.right, x);
        ink.top = MIN (ink.top, y);
        ink.bottom = MAX (ink.bottom, y);
      }
  cairo_surface_destroy (surface);

  return ink;
}

/* A single sample out of a million can be seen, whichever it is, and where it is. */
static void
test_picture_keeps_extremes (void)
{
  static const guint spikes[] = { 0, 123457, 999999 };

  for (guint i = 0; i < G_N_ELEMENTS (spikes); i++)
    {
      g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
      SondePlotScene scene;
      Ink            flat, with_spike;

      sonde_plot_scene_init (&scene);
      sonde_plot_scene_add (&scene, series);
      for (guint j = 0; j < SONDE_SERIES_MAX; j++)
        sonde_series_append (series, START + j * 1000, j == spikes[i] ? 100 : 0);

      with_spike = look (&scene);
      g_assert_cmpuint (with_spike.bottom - with_spike.top, >, HEIGHT / 2);
      g_assert_cmpuint (with_spike.right - with_spike.left, >, WIDTH * 3 / 4);

      /* Beyond the stretch that is shown it is not in the picture. */
      sonde_plot_range_set (&scene.range, START + 200000 * (gint64) 1000, START + 900000 * (gint64) 1000);
      flat = look (&scene);
      g_assert_cmpuint (flat.n, >, 0);
      g_assert_cmpuint (flat.bottom - flat.top, <, 4);
      sonde_plot_scene_clear (&scene);
    }
}

/* Few samples in a long time: a line from one to the other; also where only its middle is shown. */
static void
test_picture_of_few (void)
{
  g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
  SondePlotScene scene;
  Ink            ink;

  sonde_plot_scene_init (&scene);
  sonde_plot_scene_add (&scene, series);
  g_assert_cmpuint (look (&scene).n, ==, 0);

  sonde_series_append (series, START, 5);
  ink = look (&scene);
  g_assert_cmpuint (ink.n, >, 0);
  g_assert_cmpuint (ink.right - ink.left, <, 8);

  sonde_series_append (series, START + 1000000 * S, 5);
  ink = look (&scene);
  g_assert_cmpuint (ink.right - ink.left, >, WIDTH * 3 / 4);
  sonde_plot_range_set (&scene.range, START + 500000 * S, START + 500000 * S + 100);
  ink = look (&scene);
  g_assert_cmpuint (ink.right - ink.left, >, WIDTH * 3 / 4);
  sonde_plot_scene_clear (&scene);
}

/* A burst and a straggler: what is dense and what is not are joined. */
static void
test_picture_of_burst (void)
{
  g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
  SondePlotScene scene;
  Ink            ink;
  guint          joined, broken;

  sonde_plot_scene_init (&scene);
  sonde_plot_scene_add (&scene, series);
  for (guint i = 0; i < 5000; i++)
    sonde_series_append (series, START + i, 5);
  sonde_series_append (series, START + 60 * S, 5);
  joined = look (&scene).n;
  g_assert_cmpuint (joined, >, WIDTH / 2);

  sonde_series_clear (series);
  for (guint i = 0; i < 5000; i++)
    sonde_series_append (series, START + i, 5);
  sonde_series_append (series, START + 5000, NAN);
  sonde_series_append (series, START + 60 * S, 5);
  ink = look (&scene);
  broken = ink.n;
  g_assert_cmpuint (broken, >, 0);
  g_assert_cmpuint (broken, <, joined / 4);
  sonde_plot_scene_clear (&scene);
}

static void
test_svg (void)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 9");
  g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
  g_autoptr (GBytes) svg = NULL;
  SondePlotScene scene;
  const char    *text;
  gsize          size;

  sonde_plot_scene_init (&scene);
  sonde_plot_scene_add (&scene, series);
  for (guint i = 0; i < 100; i++)
    sonde_series_append (series, START + i * S, i);
  svg = sonde_plot_picture_dup_svg (&scene, sonde_plot_scene_update (&scene), font, WIDTH, HEIGHT);
  text = g_bytes_get_data (svg, &size);
  g_assert_nonnull (g_strstr_len (text, size, "<svg"));
  g_assert_nonnull (g_strstr_len (text, size, "</svg>"));
  g_assert_null (g_strstr_len (text, size, "<image"));
  sonde_plot_scene_clear (&scene);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plot/range", test_range);
  g_test_add_func ("/plot/any-range", test_any_range);
  g_test_add_func ("/plot/summary", test_summary);
  g_test_add_func ("/plot/steps", test_steps);
  g_test_add_func ("/plot/picture-keeps-extremes", test_picture_keeps_extremes);
  g_test_add_func ("/plot/picture-of-few", test_picture_of_few);
  g_test_add_func ("/plot/picture-of-burst", test_picture_of_burst);
  g_test_add_func ("/plot/svg", test_svg);

  return g_test_run ();
}
