/* test-topic-text.c: what a level of the topic tree says of itself, and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-topic-actions.h"
#include "sonde-topic-columns.h"
#include "sonde-topic-text.h"

#include <sonde-query.h>

#include <string.h>

typedef struct
{
  SondeSegmentWriter *writer;
  SondeTopicTree     *tree;
  guint64             read;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->writer = sonde_segment_writer_new ();
  fixture->tree = sonde_topic_tree_new (6, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_segment_writer_free (fixture->writer);
  sonde_topic_tree_unref (fixture->tree);
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      user_data)
{
  Fixture *fixture = user_data;

  sonde_topic_tree_add (fixture->tree, segment, fixture->read - segment->first_serial, count, 0);
  fixture->read = segment->first_serial + count;
}

static guint
receive (Fixture    *fixture,
         const char *topic,
         const char *payload,
         gboolean    retain)
{
  SondeMessage message = {
    .topic = topic,
    .topic_length = strlen (topic),
    .payload = payload,
    .payload_size = strlen (payload),
    .time = G_USEC_PER_SEC,
    .retain = retain,
  };

  sonde_segment_writer_append (fixture->writer, &message);
  sonde_segment_writer_flush (fixture->writer, progress_cb, fixture);

  return sonde_topic_tree_find (fixture->tree, topic, strlen (topic));
}

/* A long payload is cut between two characters. */
static void
test_value (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const cases[][2] = {
    { "21.5", "21.5" },
    { "", "(empty)" },
    { "a\nb", "a b" },
  };
  g_autofree char *longest = g_strnfill (SONDE_TOPIC_PREVIEW, 'x');
  g_autofree char *long_text = NULL;
  g_autofree char *value = NULL;
  guint            node = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = NULL;

      node = receive (fixture, "a/b", cases[i][0], FALSE);
      said = sonde_topic_dup_value (fixture->tree, node);
      g_assert_cmpstr (said, ==, cases[i][1]);
    }

  for (guint begin = SONDE_TOPIC_PREVIEW - 4; begin <= SONDE_TOPIC_PREVIEW; begin++)
    {
      g_autofree char *filled = g_strnfill (begin, 'x');
      g_autofree char *payload = g_strconcat (filled, "温度", longest, NULL);
      g_autofree char *said = NULL;
      g_autofree char *wanted = g_strconcat (filled, begin <= SONDE_TOPIC_PREVIEW - 3 ? "温…" : "…", NULL);

      node = receive (fixture, "a/b", payload, FALSE);
      said = sonde_topic_dup_value (fixture->tree, node);
      g_assert_cmpstr (said, ==, wanted);
    }

  value = sonde_topic_dup_value (fixture->tree, sonde_topic_tree_get_parent (fixture->tree, node));
  g_assert_cmpstr (value, ==, "1 topic");
}

static void
test_sentence (Fixture      *fixture,
               gconstpointer data)
{
  guint            node = receive (fixture, "/温度", "21.5", TRUE);
  g_autofree char *sentence = sonde_topic_dup_sentence (fixture->tree, node, 100 * G_USEC_PER_SEC);
  g_autofree char *above = NULL;
  g_autofree char *name = NULL;

  g_assert_cmpstr (sentence, ==, "/温度: 21.5, 1 message, retained");
  node = sonde_topic_tree_get_parent (fixture->tree, node);
  above = sonde_topic_dup_sentence (fixture->tree, node, G_USEC_PER_SEC);
  g_assert_cmpstr (above, ==, ": 1 topic, 1 message, 0.2/s");
  name = sonde_topic_dup_name (fixture->tree, node);
  g_assert_cmpstr (name, ==, "(empty)");
}

static void
test_count (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *one = NULL;
  g_autofree char *full = NULL;

  receive (fixture, "a/b/c", "1", FALSE);
  one = sonde_topic_dup_count (fixture->tree);
  g_assert_cmpstr (one, ==, "1 topic, 1 message");
  receive (fixture, "a/b/c/d/e/f", "1", FALSE);
  receive (fixture, "x/y", "1", FALSE);
  full = sonde_topic_dup_count (fixture->tree);
  g_assert_cmpstr (full, ==, "2 topics, 3 messages, 1 topic left out");
}

/* The filter understands it, whatever is in a topic. */
static void
test_filter_term (void)
{
  static const char *const filters[] = { "a/#", "two words/#", "a\"b\\c/#", "温度/#", "/#", "\\", "a b" };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autofree char *term = sonde_topic_dup_filter_term (filters[i]);
      g_autoptr (SondeQuery) query = sonde_query_parse (term, NULL, NULL);

      g_assert_nonnull (query);
      g_assert_cmpuint (sonde_query_get_n_terms (query), ==, 1);
    }
}

/* Cells never overlap, and there are fewer in a narrow list. */
static void
test_columns (void)
{
  guint n_before = 0;

  for (int width = 0; width < 1000; width += 7)
    {
      SondeTopicCell cells[SONDE_TOPIC_N_COLUMNS];
      guint          n = 0;
      int            end = 0;

      sonde_topic_columns_place (width, 7, cells);
      for (guint i = 0; i < SONDE_TOPIC_N_COLUMNS; i++)
        if (cells[i].width > 0)
          {
            g_assert_cmpint (cells[i].x, >=, end);
            end = cells[i].x + cells[i].width;
            n++;
          }
      g_assert_cmpint (end, <=, MAX (width, 1));
      g_assert_cmpuint (n, >=, n_before);
      n_before = n;
      if (width >= sonde_topic_columns_get_minimum (7))
        g_assert_cmpint (cells[SONDE_TOPIC_COLUMN_COUNT].width, >, 0);
    }
  g_assert_cmpuint (n_before, ==, SONDE_TOPIC_N_COLUMNS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/topic-text/value", Fixture, NULL, set_up, test_value, tear_down);
  g_test_add ("/topic-text/sentence", Fixture, NULL, set_up, test_sentence, tear_down);
  g_test_add ("/topic-text/count", Fixture, NULL, set_up, test_count, tear_down);
  g_test_add_func ("/topic-text/filter-term", test_filter_term);
  g_test_add_func ("/topic-text/columns", test_columns);
  return g_test_run ();
}
