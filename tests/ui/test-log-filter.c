/* test-log-filter.c: what a view shows while the filter is typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-log-filter.h"

#include <string.h>

#define PATIENCE_S 60

typedef struct
{
  SondeBudget        *budget;
  SondeMessageLog    *log;
  SondeSegmentWriter *writer;
  SondeLogFilter     *filter;
  guint               n_model_changes, n_query_changes;
} Fixture;

static void
append_cb (SondeSegment *segment,
           guint         count,
           gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static void
append (Fixture    *fixture,
        const char *payload,
        guint       n)
{
  SondeMessage message = { .topic = "t", .topic_length = 1, .payload = payload, .payload_size = strlen (payload) };

  for (guint i = 0; i < n; i++)
    sonde_segment_writer_append (fixture->writer, &message);
  sonde_segment_writer_flush (fixture->writer, append_cb, fixture->log);
}

static void
model_changed_cb (Fixture *fixture)
{
  fixture->n_model_changes++;
}

static void
query_changed_cb (Fixture *fixture)
{
  fixture->n_query_changes++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  fixture->log = sonde_message_log_new (fixture->budget);
  fixture->writer = sonde_segment_writer_new ();
  fixture->filter = sonde_log_filter_new (fixture->log);
  g_signal_connect_swapped (fixture->filter, "notify::model", G_CALLBACK (model_changed_cb), fixture);
  g_signal_connect_swapped (fixture->filter, "query-changed", G_CALLBACK (query_changed_cb), fixture);

  append (fixture, "hay", 10);
  append (fixture, "needle", 2);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_object_unref (fixture->filter);
  g_object_unref (fixture->log);
  g_object_unref (fixture->budget);
  sonde_segment_writer_free (fixture->writer);
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("The scan does not end");

  return G_SOURCE_REMOVE;
}

static void
settle (Fixture *fixture)
{
  guint give_up = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL);

  while (sonde_log_filter_get_scanning (fixture->filter))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (give_up);
}

static void
assert_shown (Fixture *fixture,
              gboolean filtered,
              guint    n_items)
{
  GListModel *model = sonde_log_filter_get_model (fixture->filter);

  g_assert_cmpint (sonde_log_filter_get_filtered (fixture->filter), ==, filtered);
  g_assert_cmpint (model == G_LIST_MODEL (fixture->log), ==, !filtered);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_items);
}

static void
test_shows_answers (Fixture      *fixture,
                    gconstpointer data)
{
  guint position;

  assert_shown (fixture, FALSE, 12);
  g_assert_true (sonde_log_filter_get_position (fixture->filter, 11, &position));
  g_assert_cmpuint (position, ==, 11);

  /* Until there is an answer the log stays. */
  sonde_log_filter_set_text (fixture->filter, "needle");
  assert_shown (fixture, FALSE, 12);
  settle (fixture);
  assert_shown (fixture, TRUE, 2);
  g_assert_true (sonde_log_filter_get_position (fixture->filter, 11, &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_false (sonde_log_filter_get_position (fixture->filter, 0, &position));

  sonde_log_filter_set_text (fixture->filter, "hay");
  settle (fixture);
  assert_shown (fixture, TRUE, 10);

  sonde_log_filter_set_text (fixture->filter, " ");
  assert_shown (fixture, FALSE, 12);
  g_assert_null (sonde_log_filter_get_query (fixture->filter));
  g_assert_cmpuint (fixture->n_model_changes, ==, 2);
  g_assert_cmpuint (fixture->n_query_changes, ==, 3);
}

static void
test_shows_that_nothing_matches (Fixture      *fixture,
                                 gconstpointer data)
{
  sonde_log_filter_set_text (fixture->filter, "absent");
  settle (fixture);
  assert_shown (fixture, TRUE, 0);

  sonde_message_log_clear (fixture->log);
  sonde_log_filter_set_text (fixture->filter, "");
  assert_shown (fixture, FALSE, 0);
}

static void
test_keeps_last_good (Fixture      *fixture,
                      gconstpointer data)
{
  SondeQuerySpan span;

  sonde_log_filter_set_text (fixture->filter, "needle");
  settle (fixture);
  g_assert_null (sonde_log_filter_get_fault (fixture->filter, NULL));

  sonde_log_filter_set_text (fixture->filter, "needle qos:7");
  g_assert_cmpstr (sonde_log_filter_get_fault (fixture->filter, &span), ==, "qos:7: QoS is 0, 1 or 2.");
  g_assert_cmpuint (span.start, ==, 7);
  g_assert_cmpuint (span.end, ==, 12);
  g_assert_cmpstr (sonde_log_filter_get_text (fixture->filter), ==, "needle qos:7");
  assert_shown (fixture, TRUE, 2);
  g_assert_cmpuint (fixture->n_query_changes, ==, 1);

  sonde_log_filter_set_text (fixture->filter, "needle qos:0");
  g_assert_null (sonde_log_filter_get_fault (fixture->filter, NULL));
  settle (fixture);
  assert_shown (fixture, TRUE, 2);
  g_assert_cmpuint (fixture->n_query_changes, ==, 2);
}

static SondeMatchFind
find (Fixture *fixture,
      gint64   from, /* a serial, or -1 */
      gboolean forward,
      guint64 *serial)
{
  g_autoptr (SondeMessageItem) item = NULL;

  if (from >= 0)
    item = g_list_model_get_item (G_LIST_MODEL (fixture->log), from);
  return sonde_log_filter_find_match (fixture->filter, item, forward, serial);
}

static void
test_highlights (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct
  {
    gint64         from;
    gboolean       forward;
    SondeMatchFind find;
    guint64        serial;
  } ways[] = {
    { -1, TRUE, SONDE_MATCH_FOUND, 10 },
    { -1, FALSE, SONDE_MATCH_FOUND, 11 },
    { 0, TRUE, SONDE_MATCH_FOUND, 10 },
    { 0, FALSE, SONDE_MATCH_WRAPPED, 11 },
    { 10, TRUE, SONDE_MATCH_FOUND, 11 },
    { 10, FALSE, SONDE_MATCH_WRAPPED, 11 },
    { 11, TRUE, SONDE_MATCH_WRAPPED, 10 },
    { 11, FALSE, SONDE_MATCH_FOUND, 10 },
  };
  guint64 serial;
  guint   match;

  g_assert_cmpint (find (fixture, -1, TRUE, &serial), ==, SONDE_MATCH_NONE);

  sonde_log_filter_set_text (fixture->filter, "needle");
  settle (fixture);
  assert_shown (fixture, TRUE, 2);
  g_assert_false (sonde_log_filter_is_marked (fixture->filter, 10));

  sonde_log_filter_set_highlights (fixture->filter, TRUE);
  assert_shown (fixture, FALSE, 12);
  g_assert_true (sonde_log_filter_is_marked (fixture->filter, 10));
  g_assert_false (sonde_log_filter_is_marked (fixture->filter, 9));
  g_assert_true (sonde_log_filter_get_match (fixture->filter, 11, &match));
  g_assert_cmpuint (match, ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_assert_cmpint (find (fixture, ways[i].from, ways[i].forward, &serial), ==, ways[i].find);
      g_assert_cmpuint (serial, ==, ways[i].serial);
    }

  /* Another filter marks others; the log stays. */
  sonde_log_filter_set_text (fixture->filter, "hay");
  settle (fixture);
  assert_shown (fixture, FALSE, 12);
  g_assert_true (sonde_log_filter_is_marked (fixture->filter, 9));

  /* A faulty one leaves it in force. */
  sonde_log_filter_set_text (fixture->filter, "/a(/");
  g_assert_nonnull (sonde_log_filter_get_fault (fixture->filter, NULL));
  g_assert_cmpstr (sonde_log_filter_get_query_text (fixture->filter), ==, "hay");
  g_assert_true (sonde_log_filter_is_marked (fixture->filter, 9));

  sonde_log_filter_set_highlights (fixture->filter, FALSE);
  assert_shown (fixture, TRUE, 10);
}

/* ---- In a scope ---- */

static void
settle_shown (Fixture *fixture,
              guint    n_items)
{
  guint give_up = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL);

  settle (fixture);
  while (g_list_model_get_n_items (sonde_log_filter_get_model (fixture->filter)) != n_items)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (give_up);
}

static SondeScope *
make_scope (const char *solo,
            const char *muted)
{
  const char *const solos[] = { solo, NULL };
  const char *const mutes[] = { muted, NULL };
  const char *const none[] = { NULL };

  return sonde_scope_new (solos, mutes, none);
}

static void
append_to_other (Fixture *fixture)
{
  SondeMessage message = { .topic = "other", .topic_length = 5, .payload = "needle", .payload_size = 6 };

  sonde_segment_writer_append (fixture->writer, &message);
  sonde_segment_writer_flush (fixture->writer, append_cb, fixture->log);
}

/* 10 × hay and 2 × needle on “t”, 1 × needle on “other” */
static void
test_scope (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SondeScope) mute = make_scope (NULL, "t");
  g_autoptr (SondeScope) solo = make_scope ("t", "t");
  g_autoptr (SondeQuery) shown = NULL;

  append_to_other (fixture);
  sonde_log_filter_set_scope (fixture->filter, mute);
  assert_shown (fixture, FALSE, 13);
  settle_shown (fixture, 1);
  assert_shown (fixture, TRUE, 1);
  g_assert_null (sonde_log_filter_get_query (fixture->filter));

  /* It keeps up with what comes. */
  append (fixture, "hay", 3);
  append_to_other (fixture);
  settle_shown (fixture, 2);

  /* A text looks within it; without the text it is as before, and never all in between. */
  sonde_log_filter_set_text (fixture->filter, "hay");
  settle_shown (fixture, 0);
  sonde_log_filter_set_text (fixture->filter, "needle");
  settle_shown (fixture, 2);
  sonde_log_filter_set_text (fixture->filter, "");
  assert_shown (fixture, TRUE, 2);
  sonde_log_filter_set_scope (fixture->filter, solo);
  settle_shown (fixture, 15);
  assert_shown (fixture, TRUE, 15);

  /* What matches is marked among what is in it. */
  sonde_log_filter_set_highlights (fixture->filter, TRUE);
  sonde_log_filter_set_text (fixture->filter, "needle");
  settle_shown (fixture, 15);
  g_assert_cmpuint (sonde_log_filter_get_n_matches (fixture->filter), ==, 2);
  g_assert_true (sonde_log_filter_is_marked (fixture->filter, 10));
  g_assert_false (sonde_log_filter_is_marked (fixture->filter, 12));

  shown = sonde_log_filter_dup_shown_query (fixture->filter);
  g_assert_cmpuint (sonde_query_get_n_terms (shown), ==, 0);
  sonde_log_filter_set_highlights (fixture->filter, FALSE);
  settle_shown (fixture, 2);

  sonde_log_filter_set_scope (fixture->filter, NULL);
  settle_shown (fixture, 4);
  sonde_log_filter_set_text (fixture->filter, "");
  assert_shown (fixture, FALSE, 17);
  g_assert_null (sonde_log_filter_dup_shown_query (fixture->filter));
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/log-filter/shows-answers", test_shows_answers);
  ADD ("/log-filter/shows-that-nothing-matches", test_shows_that_nothing_matches);
  ADD ("/log-filter/keeps-the-last-good-one", test_keeps_last_good);
  ADD ("/log-filter/highlights", test_highlights);
  ADD ("/log-filter/scope", test_scope);

  return g_test_run ();
}
