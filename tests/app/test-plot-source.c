/* test-plot-source.c: the numbers of a topic, read from a log while it grows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-plot-source.h"

#include <math.h>
#include <string.h>

#define START (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

typedef struct
{
  SondeBudget        *budget;
  SondeMessageLog    *log;
  SondeSegmentWriter *writer;
  gint64              time;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  self->budget = sonde_budget_new (1000 * 1000 * 1000);
  self->log = sonde_message_log_new (self->budget);
  self->writer = sonde_segment_writer_new ();
  self->time = START;
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  sonde_segment_writer_free (self->writer);
  g_assert_finalize_object (self->log);
  g_object_unref (self->budget);
}

static void
write_as (Fixture         *self,
          SondeMessageKind kind,
          const char      *topic,
          const char      *payload)
{
  SondeMessage message = {
    .kind = kind,
    .topic = topic,
    .topic_length = strlen (topic),
    .payload = payload,
    .payload_size = strlen (payload),
    .time = self->time += 1000,
  };

  sonde_segment_writer_append (self->writer, &message);
}

static void
write_message (Fixture    *self,
               const char *topic,
               const char *payload)
{
  write_as (self, SONDE_MESSAGE_RECEIVED, topic, payload);
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static void
flush (Fixture *self)
{
  sonde_segment_writer_flush (self->writer, progress_cb, self->log);
}

static void
wait_for_length (SondeSeries *series,
                 guint        length)
{
  while (sonde_series_get_length (series) < length)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sonde_series_get_length (series), ==, length);
}

static void
wait_for_paths (SondePlotSource *source,
                const char      *wanted)
{
  for (;;)
    {
      const GPtrArray *paths = sonde_plot_source_list_paths (source);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < paths->len; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (paths, i));
      if (g_str_equal (text->str, wanted))
        return;
      g_assert_true (g_str_has_prefix (wanted, text->str));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
settle (SondePlotSource *source)
{
  while (sonde_plot_source_get_reading (source))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_paths (Fixture      *self,
            gconstpointer data)
{
  g_autoptr (SondePlotSource) source = NULL;

  write_message (self, "a", "{\"old\":1}");
  write_message (self, "b", "{\"other\":1}");
  write_as (self, SONDE_MESSAGE_SENT, "a", "{\"sent\":1}");
  write_message (self, "a", "no JSON");
  write_message (self, "a", "{\"rpm\":1420,\"pos\":{\"x\":1},\"name\":\"x\",\"none\":null}");
  flush (self);

  source = sonde_plot_source_new (self->log, "a");
  g_assert_cmpuint (sonde_plot_source_list_paths (source)->len, ==, 0);
  sonde_plot_source_set_active (source, TRUE);
  g_assert_true (sonde_plot_source_get_reading (source));
  wait_for_paths (source, "$.rpm $.pos.x $.old");
  settle (source);

  write_message (self, "a", "7");
  write_message (self, "a", "{\"none\":1,\"rpm\":2}");
  flush (self);
  wait_for_paths (source, "$.rpm $.pos.x $.old $ $.none");
}

/* What is there already and what comes, without a gap and in order, whatever way they are cut. */
static void
test_samples (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (SondePlotSource) source = NULL;
  SondeSeries *all, *late = NULL;
  guint        n = 0;

  source = sonde_plot_source_new (self->log, "a");
  sonde_plot_source_set_active (source, TRUE);
  all = sonde_plot_source_follow (source, "$.n");
  g_assert_true (sonde_plot_source_follow (source, "$.n") == all);
  g_assert_cmpstr (sonde_series_get_name (all), ==, "n");

  for (guint i = 0; i < 300; i++)
    {
      guint burst = g_test_rand_int_range (1, 400);

      for (guint j = 0; j < burst; j++, n++)
        {
          g_autofree char *payload = g_strdup_printf ("{\"n\":0,\"n\":%u,\"m\":%u}", n, 2 * n);

          write_message (self, "a", payload);
          write_message (self, "ab", "{\"n\":-1}");
        }
      flush (self);
      if (i == 150)
        late = sonde_plot_source_follow (source, "$.m");
      if (g_test_rand_bit ())
        g_main_context_iteration (NULL, FALSE);
    }

  wait_for_length (all, n);
  wait_for_length (late, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat (sonde_series_get (all, i)->value, ==, i);
      g_assert_cmpfloat (sonde_series_get (late, i)->value, ==, 2 * i);
      g_assert_cmpint (sonde_series_get (all, i)->time, ==, START + (2 * i + 1) * 1000);
    }
}

/* Let go of and taken up again while it is read: nothing comes twice. */
static void
test_followed_again (Fixture      *self,
                     gconstpointer data)
{
  g_autoptr (SondePlotSource) source = NULL;
  SondeSeries *series;

  for (guint i = 0; i < 50000; i++)
    write_message (self, "a", "5");
  flush (self);

  source = sonde_plot_source_new (self->log, "a");
  sonde_plot_source_set_active (source, TRUE);
  for (guint i = 0; i < 20; i++)
    {
      sonde_plot_source_follow (source, "$");
      for (guint j = 0; j < i % 4; j++)
        g_main_context_iteration (NULL, TRUE);
      sonde_plot_source_unfollow (source, "$");
      g_assert_null (sonde_plot_source_get_series (source, "$"));
      write_message (self, "a", "6");
      flush (self);
    }
  series = sonde_plot_source_follow (source, "$");
  wait_for_length (series, 50020);
  settle (source);
  write_message (self, "a", "7");
  flush (self);
  wait_for_length (series, 50021);
}

static void
test_paused (Fixture      *self,
             gconstpointer data)
{
  g_autoptr (SondePlotSource) source = sonde_plot_source_new (self->log, "a");
  SondeSeries *series = sonde_plot_source_follow (source, "$");

  write_message (self, "a", "1");
  flush (self);
  g_assert_false (sonde_plot_source_get_reading (source));
  sonde_plot_source_set_active (source, TRUE);
  wait_for_length (series, 1);

  sonde_plot_source_set_active (source, FALSE);
  write_message (self, "a", "2");
  flush (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (sonde_series_get_length (series), ==, 1);
  sonde_plot_source_set_active (source, TRUE);
  wait_for_length (series, 2);
}

/* null breaks the line; a key that is missing does not. */
static void
test_gaps (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (SondePlotSource) source = sonde_plot_source_new (self->log, "a");
  SondeSeries *series = sonde_plot_source_follow (source, "$.t");

  sonde_plot_source_set_active (source, TRUE);
  write_message (self, "a", "{\"t\":1}");
  write_message (self, "a", "{}");
  write_message (self, "a", "{\"t\":\"n/a\"}");
  write_message (self, "a", "{\"t\":null}");
  write_message (self, "a", "{\"t\":false}");
  write_message (self, "a", "{\"t\":\"2.5\"}");
  flush (self);
  wait_for_length (series, 4);
  g_assert_true (isnan (sonde_series_get (series, 1)->value));
  g_assert_cmpfloat (sonde_series_get (series, 2)->value, ==, 0);
  g_assert_cmpfloat (sonde_series_get (series, 3)->value, ==, 2.5);
}

/* Clear empties the plot, Undo brings it back, with what came meanwhile. */
static void
test_cleared (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (SondePlotSource) source = sonde_plot_source_new (self->log, "a");
  SondeSeries *series = sonde_plot_source_follow (source, "$");
  guint        ticket;

  sonde_plot_source_set_active (source, TRUE);
  for (guint i = 0; i < 10; i++)
    write_message (self, "a", "1");
  flush (self);
  wait_for_length (series, 10);

  ticket = sonde_message_log_set_aside (self->log);
  g_assert_cmpuint (sonde_series_get_length (series), ==, 0);
  write_message (self, "a", "2");
  flush (self);
  wait_for_length (series, 1);
  settle (source);

  sonde_message_log_bring_back (self->log, ticket);
  wait_for_length (series, 11);
  g_assert_cmpfloat (sonde_series_get (series, 0)->value, ==, 1);
  g_assert_cmpfloat (sonde_series_get (series, 10)->value, ==, 2);
}

/* Nothing that was under way is missed by anyone. */
static void
test_let_go (Fixture      *self,
             gconstpointer data)
{
  for (guint i = 0; i < 50000; i++)
    write_message (self, "a", "{\"x\":1}");
  flush (self);

  for (guint i = 0; i < 20; i++)
    {
      SondePlotSource *source = sonde_plot_source_new (self->log, "a");

      sonde_plot_source_follow (source, "$.x");
      sonde_plot_source_set_active (source, TRUE);
      for (guint j = 0; j < i % 5; j++)
        g_main_context_iteration (NULL, TRUE);
      g_assert_finalize_object (source);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/plot-source/finds-paths", test_paths);
  ADD ("/plot-source/all-samples-in-order", test_samples);
  ADD ("/plot-source/followed-again", test_followed_again);
  ADD ("/plot-source/paused", test_paused);
  ADD ("/plot-source/null-is-a-gap", test_gaps);
  ADD ("/plot-source/cleared-and-brought-back", test_cleared);
  ADD ("/plot-source/let-go-at-any-time", test_let_go);

  return g_test_run ();
}
