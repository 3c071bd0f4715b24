/* test-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-format.h"

#include <locale.h>
#include <math.h>
#include <string.h>
#include <time.h>

/* clang-format off */

static const struct
{
  guint64     number;
  const char *size, *count_short, *count;
} numbers[] = {
  { 0, "0 B", "0", "0" },
  { 22, "22 B", "22", "22" },
  { 999, "999 B", "999", "999" },
  { 1000, "1.0 kB", "1.0k", "1,000" },
  { 1500, "1.5 kB", "1.5k", "1,500" },
  { 9949, "9.9 kB", "9.9k", "9,949" },
  { 9960, "10.0 kB", "10k", "9,960" },
  { 99940, "99.9 kB", "100k", "99,940" },
  { 123456, "123 kB", "123k", "123,456" },
  { 999499, "999 kB", "999k", "999,499" },
  { 999500, "1.0 MB", "1.0M", "999,500" },
  { 1253404, "1.3 MB", "1.3M", "1,253,404" },
  { 10485760, "10.5 MB", "10M", "10,485,760" },
  { 1073741824, "1.1 GB", "1.1G", "1,073,741,824" },
  { G_MAXUINT64, "18.4 EB", "18E", "18,446,744,073,709,551,615" },
};

static const struct
{
  double      rate;
  const char *text;
} rates[] = {
  { 0, "" }, { -1, "" }, { NAN, "" }, { 0.04, "" },
  { 0.05, "0.1/s" }, { 0.4, "0.4/s" }, { 1, "1.0/s" }, { 9.9, "9.9/s" },
  { 9.96, "10/s" }, { 12.3, "12/s" }, { 999, "999/s" }, { 1234, "1.2k/s" },
  { 470000, "470k/s" }, { INFINITY, "10E/s" },
};

static const struct
{
  gint64      us;
  const char *text;
} durations[] = {
  { -5, "0 µs" }, { 0, "0 µs" }, { 850, "850 µs" }, { 999, "999 µs" },
  { 1000, "1.0 ms" }, { 1200, "1.2 ms" }, { 9960, "10 ms" }, { 31000, "31 ms" },
  { 999600, "1.0 s" }, { 2400000, "2.4 s" }, { 75 * G_USEC_PER_SEC, "75 s" },
};

static const struct
{
  gint64      us;
  const char *text;
} spans[] = {
  { 0, "+0.000 s" }, { 49999, "+0.049 s" }, { 59999999, "+59.999 s" }, { 123456000, "+2:03.456" },
  { G_GINT64_CONSTANT (3723456000), "+1:02:03.456" }, { -1500000, "−1.500 s" },
};

static const struct
{
  const char *text;
  guint       max_chars;
  const char *line;
} lines[] = {
  { "", 5, "" }, { "Not Found", 100, "Not Found" }, { "  a\tb\r\n", 100, "a b" },
  { "温度太高", 2, "温度" }, { "ab\xc2\x9b" "31m", 100, "ab 31m" }, { "\xe2\x80\xae" "abc", 100, "abc" },
  { "ab cd", 3, "ab" }, { "abc", 0, "" },
};

/* TZ, microseconds since the epoch */
static const struct
{
  const char *zone;
  gint64      us;
  const char *text;
} times[] = {
  { "UTC", 0, "00:00:00.000" },
  { "UTC", 45284091999, "12:34:44.091" },
  { "UTC", 1700000000999999, "22:13:20.999" },
  { "UTC", -1, "23:59:59.999" },
  { "UTC", -G_USEC_PER_SEC, "23:59:59.000" },
  { "CST-8", 0, "08:00:00.000" },
  { "NST3:30", 1000, "20:30:00.001" },
};

/* clang-format on */

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *size = sonde_format_size (numbers[i].number);
      g_autofree char *count_short = sonde_format_count_short (numbers[i].number);
      g_autofree char *count = sonde_format_count (numbers[i].number);

      g_assert_cmpstr (size, ==, numbers[i].size);
      g_assert_cmpstr (count_short, ==, numbers[i].count_short);
      g_assert_cmpstr (count, ==, numbers[i].count);
    }
}

/* The promise of five characters, around each power of ten. */
static void
test_count_is_short (void)
{
  guint64 power = 1;

  for (int digits = 1; digits <= 19; digits++, power *= 10)
    {
      const guint64 around[] = { power - 1, power, power + power / 2, power / 1000 * 9995 };

      for (gsize i = 0; i < G_N_ELEMENTS (around); i++)
        {
          g_autofree char *text = sonde_format_count_short (around[i]);

          g_assert_cmpuint (strlen (text), <=, 5);
        }
    }
}

/* A locale that groups otherwise is taken at its word. */
static void
test_locale_groups (void)
{
  g_autofree char *text = NULL;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no German locale here");
      return;
    }

  text = sonde_format_count (1253404);
  g_assert_cmpstr (text, ==, "1.253.404");
  setlocale (LC_NUMERIC, "C");
}

static void
test_rates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autofree char *text = sonde_format_rate (rates[i].rate);

      g_assert_cmpstr (text, ==, rates[i].text);
    }
}

static void
test_durations (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *text = sonde_format_duration (durations[i].us);

      g_assert_cmpstr (text, ==, durations[i].text);
    }
}

static void
test_elapsed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autofree char *text = sonde_format_elapsed (spans[i].us);

      g_assert_cmpstr (text, ==, spans[i].text);
    }
}

static void
test_full_time (void)
{
  g_autofree char *text = sonde_format_full_time (G_GINT64_CONSTANT (1700000000000001));

  /* The zone is that of the machine. */
  g_assert_true (g_str_has_prefix (text, "2023-11-1"));
  g_assert_nonnull (strstr (text, ":20.000001"));
}

static void
test_times (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text = NULL;

      g_setenv ("TZ", times[i].zone, TRUE);
      tzset ();
      text = sonde_format_time (times[i].us);
      g_assert_cmpstr (text, ==, times[i].text);
    }
}

static void
test_days (void)
{
  const gint64     evening = G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC; /* 2023-11-14 22:13:20 UTC */
  const gint64     hour = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;
  g_autofree char *text = NULL;
  g_autofree char *east = NULL;

  g_setenv ("TZ", "UTC", TRUE);
  tzset ();
  text = sonde_format_day_and_time (evening + 91000);
  g_assert_cmpstr (text, ==, "11-14 22:13:20.091");
  g_assert_true (sonde_format_is_same_day (evening, evening + hour));
  g_assert_false (sonde_format_is_same_day (evening, evening + 2 * hour));
  g_assert_false (sonde_format_is_same_day (evening, evening + 365 * 24 * hour));

  g_setenv ("TZ", "UTC-9", TRUE);
  tzset ();
  east = sonde_format_day_and_time (evening);
  g_assert_cmpstr (east, ==, "11-15 07:13:20.000");
}

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = sonde_format_line (lines[i].text, lines[i].max_chars);

      g_assert_cmpstr (line, ==, lines[i].line);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/numbers", test_numbers);
  g_test_add_func ("/format/count-is-short", test_count_is_short);
  g_test_add_func ("/format/locale-groups", test_locale_groups);
  g_test_add_func ("/format/rates", test_rates);
  g_test_add_func ("/format/durations", test_durations);
  g_test_add_func ("/format/elapsed", test_elapsed);
  g_test_add_func ("/format/full-time", test_full_time);
  g_test_add_func ("/format/times", test_times);
  g_test_add_func ("/format/days", test_days);
  g_test_add_func ("/format/lines", test_lines);

  return g_test_run ();
}
