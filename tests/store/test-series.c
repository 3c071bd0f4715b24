/* test-series.c: against a series that keeps everything in one array and looks at all of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-series.h"

#include "sonde-series-table.h"

#include <math.h>

#define START (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

/* ---- The reference ---- */

static SondeExtent
measure (const GArray *samples,
         gint64        from,
         gint64        to)
{
  SondeExtent extent = { 0 };

  for (guint i = 0; i < samples->len; i++)
    {
      SondeSample sample = g_array_index (samples, SondeSample, i);

      if (sample.time < from || sample.time >= to)
        continue;
      if (isnan (sample.value))
        {
          extent.n_gaps++;
          continue;
        }
      if (extent.n++ == 0)
        {
          extent.first = extent.min = extent.max = sample.value;
          extent.first_at = sample.time;
        }
      extent.min = fmin (extent.min, sample.value);
      extent.max = fmax (extent.max, sample.value);
      extent.sum += sample.value;
      extent.last = sample.value;
      extent.last_at = sample.time;
    }

  return extent;
}

static gboolean
find_nearest (const GArray *samples,
              gint64        time,
              SondeSample  *nearest)
{
  gboolean found = FALSE;

  for (guint i = 0; i < samples->len; i++)
    {
      SondeSample sample = g_array_index (samples, SondeSample, i);

      if (isnan (sample.value))
        continue;
      if (!found || ABS (sample.time - time) < ABS (nearest->time - time) || sample.time == nearest->time)
        *nearest = sample;
      found = TRUE;
    }

  return found;
}

static void
assert_extent (const SondeExtent *a,
               const SondeExtent *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpuint (a->n_gaps, ==, b->n_gaps);
  g_assert_cmpfloat (a->first, ==, b->first);
  g_assert_cmpfloat (a->min, ==, b->min);
  g_assert_cmpfloat (a->max, ==, b->max);
  g_assert_cmpfloat (a->last, ==, b->last);
  g_assert_cmpfloat_with_epsilon (a->sum, b->sum, 1e-6 * (1 + fabs (b->sum)));
  g_assert_cmpint (a->first_at, ==, b->first_at);
  g_assert_cmpint (a->last_at, ==, b->last_at);
}

/* As sonde_series_append() says */
static void
append (GArray *samples,
        gint64  time,
        double  value)
{
  const SondeSample *last = samples->len > 0 ? &g_array_index (samples, SondeSample, samples->len - 1) : NULL;
  SondeSample        sample = { time, isfinite (value) ? value : NAN };

  if (last != NULL)
    sample.time = MAX (time, last->time);
  if (isnan (sample.value) && (last == NULL || isnan (last->value)))
    return;
  g_array_append_val (samples, sample);
}

/* ---- Tests ---- */

static void
assert_alike (SondeSeries  *series,
              const GArray *samples)
{
  gint64 from = START - 10, to = START + 10;

  g_assert_cmpuint (sonde_series_get_length (series), ==, samples->len);
  for (guint i = 0; i < samples->len; i++)
    {
      SondeSample sample = g_array_index (samples, SondeSample, i);

      g_assert_cmpint (sonde_series_get (series, i)->time, ==, sample.time);
      g_assert_cmpint (isnan (sonde_series_get (series, i)->value), ==, isnan (sample.value));
      if (!isnan (sample.value))
        g_assert_cmpfloat (sonde_series_get (series, i)->value, ==, sample.value);
    }
  g_assert_cmpint (sonde_series_get_span (series, &from, &to), ==, samples->len > 0);

  for (guint i = 0; i < 20; i++)
    {
      gint64      begin = from - 5 + g_test_rand_int_range (0, to - from + 10);
      gint64      end = begin + 1 + g_test_rand_int_range (0, to - from + 10);
      guint       n = g_test_rand_int_range (1, 40);
      SondeExtent found, buckets[40], wanted = measure (samples, begin, end);
      SondeSample nearest = { 0 }, wanted_nearest = { 0 };

      sonde_series_measure (series, begin, end, &found);
      assert_extent (&found, &wanted);

      sonde_series_reduce (series, begin, end, buckets, n);
      for (guint j = 0; j < n; j++)
        {
          wanted = measure (samples, begin + (end - begin) * j / n, begin + (end - begin) * (j + 1) / n);
          assert_extent (&buckets[j], &wanted);
        }

      g_assert_cmpint (sonde_series_find_nearest (series, begin, &nearest), ==,
                       find_nearest (samples, begin, &wanted_nearest));
      if (samples->len > 0)
        {
          g_assert_cmpint (nearest.time, ==, wanted_nearest.time);
          g_assert_cmpfloat (nearest.value, ==, wanted_nearest.value);
        }
    }
}

static void
test_as_reference (void)
{
  static const guint lengths[] = { 0, 1, 2, 63, 64, 65, 1000, 4095, 4096, 4097, 9000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
      g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (SondeSample));
      gint64 time = START;

      for (guint j = 0; j < lengths[i]; j++)
        {
          double value = g_test_rand_int_range (0, 20) == 0 && j > 0 ? NAN : g_test_rand_double_range (-1000, 1000);

          /* also the same time, and an earlier one */
          time += g_test_rand_int_range (-2, 10);
          sonde_series_append (series, time, value);
          append (samples, time, value);
        }
      assert_alike (series, samples);
    }
}

static void
test_bounded (void)
{
  static const guint most[] = { 1, 128, 300, 5000, 40000 };

  for (guint i = 0; i < G_N_ELEMENTS (most); i++)
    {
      g_autoptr (SondeSeries) series = sonde_series_new ("rpm", most[i]);
      g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (SondeSample));
      guint  max = MAX (most[i], 128);
      guint  n = max * 2 + 77;
      gint64 time = START;

      for (guint j = 0; j < n; j++, time += 3)
        {
          sonde_series_append (series, time, j);
          append (samples, time, j);
          g_assert_cmpuint (sonde_series_get_length (series), <=, max);
        }

      g_assert_cmpuint (sonde_series_get_length (series), >=, max / 2);
      g_assert_cmpuint (sonde_series_get_discarded (series) + sonde_series_get_length (series), ==, n);
      g_array_remove_range (samples, 0, sonde_series_get_discarded (series));
      assert_alike (series, samples);
    }
}

static void
test_what_is_no_number (void)
{
  g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
  SondeExtent extent;
  SondeSample sample;

  sonde_series_append (series, START, NAN);
  g_assert_cmpuint (sonde_series_get_length (series), ==, 0);
  sonde_series_append (series, START + 1, 5);
  sonde_series_append (series, START + 2, INFINITY);
  sonde_series_append (series, START + 3, -INFINITY);
  sonde_series_append (series, START + 4, NAN);
  g_assert_cmpuint (sonde_series_get_length (series), ==, 2);

  sonde_series_measure_all (series, &extent);
  g_assert_cmpuint (extent.n, ==, 1);
  g_assert_cmpuint (extent.n_gaps, ==, 1);
  g_assert_cmpfloat (sonde_extent_get_mean (&extent), ==, 5);
  g_assert_true (sonde_series_find_nearest (series, START + 1000, &sample));
  g_assert_cmpfloat (sample.value, ==, 5);
}

/* Times that no clock has do not overflow. */
static void
test_far_times (void)
{
  g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
  SondeExtent buckets[7];
  SondeSample sample;
  gint64      from, to;
  guint       n = 0;

  sonde_series_append (series, G_MININT64, 1);
  sonde_series_append (series, 0, 2);
  sonde_series_append (series, G_MAXINT64, 3);
  g_assert_true (sonde_series_get_span (series, &from, &to));
  sonde_series_reduce (series, from, to + 1, buckets, G_N_ELEMENTS (buckets));
  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    n += buckets[i].n;
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (sonde_series_find_nearest (series, G_MAXINT64, &sample));
  g_assert_cmpfloat (sample.value, ==, 3);
}

static void
test_signals (void)
{
  g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
  SondeSample samples[3] = { { START, 1 }, { START, 2 }, { START + 1, 3 } };
  guint       n = 0;

  g_signal_connect_swapped (series, "changed", G_CALLBACK (g_atomic_int_inc), &n);
  sonde_series_append_many (series, samples, 0);
  g_assert_cmpuint (n, ==, 0);
  sonde_series_append_many (series, samples, 3);
  g_assert_cmpuint (n, ==, 1);
  sonde_series_append (series, START, 4);
  g_assert_cmpuint (n, ==, 2);
  sonde_series_clear (series);
  sonde_series_clear (series);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (sonde_series_get_length (series), ==, 0);
}

/* One sample among a million that stands out is in its bucket, whichever it is. */
static void
test_no_extreme_is_lost (void)
{
  g_autoptr (SondeSeries) series = sonde_series_new ("rpm", 0);
  g_autofree SondeExtent *buckets = g_new (SondeExtent, 1000);
  guint                   spikes[] = { 0, 1, 63, 64, 500000, 999998, 999999 };

  for (guint i = 0; i < SONDE_SERIES_MAX; i++)
    {
      double value = i % 7;

      for (guint j = 0; j < G_N_ELEMENTS (spikes); j++)
        if (spikes[j] == i)
          value = 1000 + j;
      sonde_series_append (series, START + i * 10, value);
    }

  sonde_series_reduce (series, START, START + SONDE_SERIES_MAX * 10, buckets, 1000);
  for (guint j = 0; j < G_N_ELEMENTS (spikes); j++)
    g_assert_cmpfloat (buckets[spikes[j] / 1000].max, >=, 1000);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpuint (buckets[i].n, ==, 1000);
      g_assert_cmpfloat (buckets[i].min, ==, 0);
    }
}

static void
test_csv (void)
{
  g_autoptr (SondeSeries) a = sonde_series_new ("a \"b\", c", 0);
  g_autoptr (SondeSeries) b = sonde_series_new ("=d", 0);
  g_autoptr (SondeSeriesTable) table = sonde_series_table_new (START, START + 5 * G_USEC_PER_SEC);
  g_autoptr (GBytes) csv = NULL;
  g_autofree char *text = NULL;

  sonde_series_append (a, START - 1, 9);
  sonde_series_append (a, START, 0.1);
  sonde_series_append (a, START, -2);
  sonde_series_append (a, START + 1, NAN);
  sonde_series_append (a, START + 2, 1.0 / 3);
  sonde_series_append (b, START, 1e300);
  sonde_series_append (b, START + 5 * G_USEC_PER_SEC, 5);
  sonde_series_append (b, START + 5 * G_USEC_PER_SEC + 1, 6);
  sonde_series_table_add (table, a);
  sonde_series_table_add (table, b);

  csv = sonde_series_table_to_csv (table);
  text = g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
  g_assert_cmpstr (text, ==,
                   "time,\"a \"\"b\"\", c\",\"=d\"\r\n"
                   "2023-11-14T22:13:20.000000Z,0.1,1e+300\r\n"
                   "2023-11-14T22:13:20.000000Z,-2,\r\n"
                   "2023-11-14T22:13:20.000001Z,,\r\n"
                   "2023-11-14T22:13:20.000002Z,0.3333333333333333,\r\n"
                   "2023-11-14T22:13:25.000000Z,,5\r\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/series/as-a-naive-one", test_as_reference);
  g_test_add_func ("/series/bounded-by-the-oldest", test_bounded);
  g_test_add_func ("/series/what-is-no-number-is-a-gap", test_what_is_no_number);
  g_test_add_func ("/series/far-times", test_far_times);
  g_test_add_func ("/series/changed-once-a-call", test_signals);
  g_test_add_func ("/series/no-extreme-is-lost", test_no_extreme_is_lost);

  g_test_add_func ("/series/csv", test_csv);

  return g_test_run ();
}
