/* test-ticks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-ticks.h"

#include <locale.h>
#include <math.h>

#define SECOND G_USEC_PER_SEC
#define HOUR (3600 * (gint64) SECOND)
#define DAY (24 * HOUR)

/* clang-format off */

static const struct
{
  double      low, high;
  guint       most;
  const char *labels;
} scales[] = {
  { 0, 10, 5, "0 2 4 6 8 10" },
  { 0, 1, 2, "0.0 0.5 1.0" },
  { 1380, 1502, 5, "1,350 1,400 1,450 1,500 1,550" },
  { -3, 3, 3, "−4 −2 0 2 4" },
  { 0.001, 0.0095, 5, "0.000 0.002 0.004 0.006 0.008 0.010" },
  { 5, 5, 4, "4.5 5.0 5.5" },
  { 0, 0, 2, "−1 0 1" },
  { 20.5, 21.5, 1, "20 21 22" },
  { 0, 3e6, 3, "0 1,000,000 2,000,000 3,000,000" },
  { 0, 3e12, 3, "0 1e+12 2e+12 3e+12" },
  { 0, 3e-9, 3, "0 1e-09 2e-09 3e-09" },
};

static const struct
{
  double      value;
  const char *text;
} values[] = {
  { 0, "0" }, { 5, "5" }, { 1420, "1,420" }, { -1420, "−1,420" }, { 0.25, "0.25" }, { 21.5, "21.5" },
  { 1420.5, "1,420.5" }, { 123456.75, "123,457" }, { 1234567.8, "1,234,568" }, { 1.5e12, "1.5e+12" },
  { 1.0 / 3, "0.333333" }, { -1e-7, "−1e-07" }, { 999, "999" }, { 1000, "1,000" }, { 1e300, "1e+300" },
};

static const struct
{
  gint64      from, length;
  guint       most;
  gint64      offset;
  const char *labels;
} times[] = {
  { 12 * HOUR, 60 * SECOND, 5, 0, "12:00:00 12:00:15 12:00:30 12:00:45 12:01:00" },
  { 12 * HOUR, HOUR, 5, 0, "12:00 12:15 12:30 12:45 13:00" },
  { 12 * HOUR + 1, HOUR, 5, 0, "12:15 12:30 12:45 13:00" },
  { 12 * HOUR, 2 * SECOND, 5, 0, "00:00.000 00:00.500 00:01.000 00:01.500 00:02.000" },
  { 12 * HOUR, 40, 5, 0, "00.000000 00.000010 00.000020 00.000030 00.000040" },
  { 22 * HOUR, 4 * HOUR, 5, 0, "22:00 23:00 2 Jan 01:00 02:00" },
  { 0, 4 * DAY, 5, 0, "1 Jan 2 Jan 3 Jan 4 Jan 5 Jan" },
  /* half an hour ahead, as India is of five */
  { 12 * HOUR, 6 * HOUR, 4, 5 * HOUR + HOUR / 2, "18:00 20:00 22:00" },
  { 12 * HOUR, 0, 3, 0, "00.000000" },
};

/* clang-format on */

static char *
join (const GArray *ticks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", g_array_index (ticks, SondeTick, i).label);
  return g_string_free (text, FALSE);
}

static void
test_scales (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      double low = scales[i].low;
      double high = scales[i].high;
      double step = sonde_ticks_round (&low, &high, scales[i].most);
      g_autoptr (GArray) ticks = sonde_ticks_list_values (low, high, step);
      g_autofree char *labels = join (ticks);

      g_assert_cmpstr (labels, ==, scales[i].labels);
      g_assert_cmpfloat (low, <=, scales[i].low);
      g_assert_cmpfloat (high, >=, scales[i].high);
    }
}

static void
test_any_scale (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      double low = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_int_range (-320, 308));
      double high = i % 3 == 0 ? low : low + g_test_rand_double_range (0, 1) * pow (10, g_test_rand_int_range (-320, 308));
      double rounded_low = low, rounded_high = high;
      guint  most = g_test_rand_int_range (1, 12);
      double step = sonde_ticks_round (&rounded_low, &rounded_high, most);
      g_autoptr (GArray) ticks = sonde_ticks_list_values (rounded_low, rounded_high, step);

      g_assert_true (isfinite (step) && step > 0);
      g_assert_true (isfinite (rounded_low) && isfinite (rounded_high));
      g_assert_cmpfloat (rounded_high, >, rounded_low);
      g_assert_cmpuint (ticks->len, >=, 2);
      g_assert_cmpuint (ticks->len, <=, most + 4);
    }
}

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = sonde_ticks_format_value (values[i].value, 6);

      g_assert_cmpstr (text, ==, values[i].text);
    }
}

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GArray) ticks =
        sonde_ticks_list_times (times[i].from, times[i].from + times[i].length, times[i].most, times[i].offset);
      g_autofree char *labels = join (ticks);

      g_assert_cmpstr (labels, ==, times[i].labels);
    }
}

static void
test_any_times (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      gint64 from = g_test_rand_int_range (-1000, 4000) * (gint64) 1000000 * SECOND + g_test_rand_int ();
      gint64 length = pow (10, g_test_rand_double_range (0, 16));
      guint  most = g_test_rand_int_range (2, 20);
      g_autoptr (GArray) ticks = sonde_ticks_list_times (from, from + length, most, g_test_rand_int_range (-12, 13) * HOUR);

      g_assert_cmpuint (ticks->len, <=, most);
      for (guint j = 0; j < ticks->len; j++)
        {
          const SondeTick *tick = &g_array_index (ticks, SondeTick, j);

          g_assert_cmpint (tick->time, >=, from);
          g_assert_cmpint (tick->time, <=, from + length);
          g_assert_true (g_utf8_validate (tick->label, -1, NULL));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ticks/scales", test_scales);
  g_test_add_func ("/ticks/any-scale", test_any_scale);
  g_test_add_func ("/ticks/values", test_values);
  g_test_add_func ("/ticks/times", test_times);
  g_test_add_func ("/ticks/any-times", test_any_times);

  return g_test_run ();
}
