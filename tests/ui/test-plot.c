/* test-plot.c: what a plot shows; drawn into pictures, so no display is needed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-plot-frame.h"
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

/* ---- Scale ---- */

/* clang-format off */
static const struct
{
  double low, high;
  guint  n_steps;
  double fit_low, fit_high, step;
} fits[] = {
  { 0, 10, 5, 0, 10, 2 },
  { 19.2, 21.1, 4, 19, 23, 1 },      /* what is left over goes above and below, */
  { 0, 8, 10, 0, 10, 1 },            /* but not below 0 */
  { -0.9, 0.9, 2, -1, 1, 1 },
  { 99, 101, 2, 99, 101, 1 },
  { 1380, 1502, 5, 1350, 1600, 50 },
  { -5, -5, 4, -6, -4, 0.5 },
  { 0, 0, 4, 0, 2, 0.5 },            /* from −1 to 1, for want of any; no value is below 0 */
};

static const struct
{
  SondePlotScale scales[3];
  guint          n;
  gboolean       first, again; /* where they did not differ so far, and where they did */
} differences[] = {
  { { { 19, 21 }, { 0, 100000 } }, 2, TRUE, TRUE },
  { { { 19, 21 }, { 40, 50 } }, 2, FALSE, TRUE },       /* 2 of 31: more than a twentieth, less than a tenth */
  { { { 19, 21 }, { 18, 24 } }, 2, FALSE, FALSE },
  { { { 20, 20 }, { 0, 100000 } }, 2, FALSE, FALSE },   /* constant: flat anyway */
  { { { 1000, 1010 }, { 0, 10 } }, 2, TRUE, TRUE },     /* alike, but far apart */
  { { { 0, 9 }, { 0, 10 }, { 0, 1000 } }, 3, TRUE, TRUE },
  { { { -G_MAXDOUBLE, G_MAXDOUBLE }, { 0, 1 } }, 2, TRUE, TRUE },
  { { { 0, 1 } }, 1, FALSE, FALSE },
  { { { 0, 0 } }, 0, FALSE, FALSE },
};
/* clang-format on */

static void
test_scale_fit (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fits); i++)
    {
      SondePlotScale scale = { fits[i].low, fits[i].high };
      double         step = sonde_plot_scale_fit (&scale, fits[i].n_steps);

      g_test_message ("%g to %g in %u", fits[i].low, fits[i].high, fits[i].n_steps);
      g_assert_cmpfloat_with_epsilon (step, fits[i].step, 1e-9);
      g_assert_cmpfloat_with_epsilon (scale.low, fits[i].fit_low, 1e-9);
      g_assert_cmpfloat_with_epsilon (scale.high, fits[i].fit_high, 1e-9);
    }
}

static void
test_scales_differ (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (differences); i++)
    {
      g_test_message ("%u", i);
      g_assert_cmpint (sonde_plot_scales_differ (differences[i].scales, differences[i].n, FALSE), ==, differences[i].first);
      g_assert_cmpint (sonde_plot_scales_differ (differences[i].scales, differences[i].n, TRUE), ==, differences[i].again);
    }
}

/* Whatever the values: each is on its scale, and all have the same number of steps. */
static void
test_any_scales (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      SondePlotScale values[4], scales[4];
      double         steps[4] = { 0 };
      guint          most = g_test_rand_int_range (2, 11);
      double         n_steps = 0;

      for (guint j = 0; j < 4; j++)
        {
          double low = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-12, 13));

          values[j] = (SondePlotScale){ low, low + fabs (low) * pow (10, g_test_rand_int_range (-6, 6)) };
        }
      values[3] = SONDE_PLOT_SCALE_EMPTY;
      memcpy (scales, values, sizeof values);
      sonde_plot_scales_fit (scales, steps, 4, most);

      for (guint j = 0; j < 3; j++)
        {
          double n = (scales[j].high - scales[j].low) / steps[j];

          g_assert_cmpfloat (scales[j].low, <=, values[j].low + steps[j] * 1e-6);
          g_assert_cmpfloat (scales[j].high, >=, values[j].high - steps[j] * 1e-6);
          g_assert_cmpfloat_with_epsilon (n, round (n), 1e-3);
          g_assert_cmpfloat (round (n), <=, most);
          g_assert_true (j == 0 || round (n) == n_steps);
          n_steps = round (n);
        }
      g_assert_true (sonde_plot_scale_is_empty (&scales[3]));
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

/* How many pixels the values of a line take */
static double
get_height (const SondePlotFrame *frame,
            guint                 line,
            double                low,
            double                high)
{
  const SondePlotLine *at = sonde_plot_scene_get (frame->scene, line);

  return sonde_plot_frame_get_y (frame, at, low) - sonde_plot_frame_get_y (frame, at, high);
}

static void
lay_out (SondePlotFrame *frame,
         SondePlotScene *scene,
         int             width)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans 9");
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1, 1);
  cairo_t         *cr = cairo_create (surface);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  static SondePlotStyle style;

  pango_layout_set_font_description (layout, font);
  sonde_plot_frame_init (frame, scene, sonde_plot_scene_update (scene), &style, layout, width, HEIGHT);
  frame->layout = NULL;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* A temperature beside a counter: flat on a scale of both */
static void
test_own_scales (void)
{
  g_autoptr (SondeSeries) temperature = sonde_series_new ("temperature", 0);
  g_autoptr (SondeSeries) counter = sonde_series_new ("counter", 0);
  SondePlotScene   scene;
  SondePlotFrame   frame;
  g_autofree char *span = NULL;
  g_autofree char *summary = NULL;

  sonde_plot_scene_init (&scene);
  sonde_plot_scene_add (&scene, temperature);
  sonde_plot_scene_add (&scene, counter);
  for (guint i = 0; i < 100; i++)
    {
      sonde_series_append (temperature, START + i * S, 19 + i % 3);
      sonde_series_append (counter, START + i * S, 100000 + i * 100);
    }

  lay_out (&frame, &scene, WIDTH);
  g_assert_cmpuint (frame.axes->len, ==, 1);
  g_assert_cmpfloat (get_height (&frame, 0, 19, 21), <, 1);
  g_assert_null (sonde_plot_scene_dup_span (&scene, sonde_plot_scene_get (&scene, 0)));
  sonde_plot_frame_clear (&frame);

  scene.scaling = SONDE_PLOT_SCALING_AUTO;
  lay_out (&frame, &scene, WIDTH);
  g_assert_cmpuint (frame.axes->len, ==, 2);
  g_assert_cmpfloat (get_height (&frame, 0, 19, 21), >, HEIGHT / 2);
  g_assert_cmpfloat (get_height (&frame, 1, 100000, 109900), >, HEIGHT / 2);
  g_assert_cmpfloat (frame.right, <, WIDTH - 20);
  sonde_plot_frame_clear (&frame);
  span = sonde_plot_scene_dup_span (&scene, sonde_plot_scene_get (&scene, 1));
  g_assert_cmpstr (span, ==, "100,000 – 109,900");
  summary = sonde_plot_scene_dup_summary (&scene);
  g_assert_cmpstr (summary, ==,
                   "temperature: 19 now, least 19, greatest 21, 100 samples over 99 seconds\n"
                   "counter: 109,900 now, least 100,000, greatest 109,900, 100 samples over 99 seconds\n"
                   "Each line has a scale of its own.");

  /* Alone, or with no other value in this time, a line needs no more than one. */
  sonde_plot_scene_find (&scene, counter)->shown = FALSE;
  lay_out (&frame, &scene, WIDTH);
  g_assert_cmpuint (frame.axes->len, ==, 1);
  g_assert_cmpfloat (get_height (&frame, 0, 19, 21), >, HEIGHT / 2);
  sonde_plot_frame_clear (&frame);
  sonde_plot_scene_clear (&scene);
}

/* However many lines: half of the width is theirs, and each has a scale. */
static void
test_many_own_scales (void)
{
  SondePlotScene scene;
  SondePlotFrame frame;

  sonde_plot_scene_init (&scene);
  scene.scaling = SONDE_PLOT_SCALING_OWN;
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (SondeSeries) series = sonde_series_new ("a line of a long name", 0);

      sonde_plot_scene_add (&scene, series);
      for (guint j = 0; i != 5 && j < 3; j++)
        sonde_series_append (series, START + j * S, j * pow (10, i));
    }

  lay_out (&frame, &scene, 280);
  g_assert_cmpuint (frame.axes->len, >=, 1);
  g_assert_cmpuint (frame.axes->len, <, 11);
  g_assert_cmpfloat (frame.right - frame.left, >=, 280 / 2 - 3);
  for (guint i = 0; i < 12; i++)
    if (i != 5)
      g_assert_cmpfloat (get_height (&frame, i, 0, 2 * pow (10, i)), >, HEIGHT / 3);
  sonde_plot_frame_clear (&frame);
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
  g_test_add_func ("/plot/scale-fit", test_scale_fit);
  g_test_add_func ("/plot/scales-differ", test_scales_differ);
  g_test_add_func ("/plot/any-scales", test_any_scales);
  g_test_add_func ("/plot/summary", test_summary);
  g_test_add_func ("/plot/steps", test_steps);
  g_test_add_func ("/plot/own-scales", test_own_scales);
  g_test_add_func ("/plot/many-own-scales", test_many_own_scales);
  g_test_add_func ("/plot/picture-keeps-extremes", test_picture_keeps_extremes);
  g_test_add_func ("/plot/picture-of-few", test_picture_of_few);
  g_test_add_func ("/plot/picture-of-burst", test_picture_of_burst);
  g_test_add_func ("/plot/svg", test_svg);

  return g_test_run ();
}
