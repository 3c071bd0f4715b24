/* test-message-watch.c: all that comes and matches is told, and nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-message-watch.h"

#include <string.h>

#define PATIENCE_S 60

typedef struct
{
  SondeBudget        *budget;
  SondeMessageLog    *log;
  SondeMessageWatch  *watch;
  SondeSegmentWriter *writer;
  guint               n_written;
  guint               n_found;
  guint64             newest;
} Fixture;

static void
found_cb (SondeMessageWatch *watch,
          guint              n,
          guint64            newest,
          Fixture           *fixture)
{
  g_assert_cmpuint (n, >, 0);
  g_assert_true (fixture->n_found == 0 || newest > fixture->newest);
  fixture->n_found += n;
  fixture->newest = newest;
}

static void
set_up (Fixture      *fixture,
        gconstpointer limit)
{
  fixture->budget = sonde_budget_new (GPOINTER_TO_SIZE (limit));
  fixture->log = sonde_message_log_new (fixture->budget);
  fixture->writer = sonde_segment_writer_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer limit)
{
  if (fixture->watch != NULL)
    g_object_run_dispose (G_OBJECT (fixture->watch));
  g_clear_object (&fixture->watch);
  g_object_unref (fixture->log);
  g_object_unref (fixture->budget);
  sonde_segment_writer_free (fixture->writer);
}

static void
watch (Fixture    *fixture,
       const char *text)
{
  g_autoptr (SondeQuery) query = sonde_query_parse (text, NULL, NULL);

  g_assert_nonnull (query);
  fixture->watch = sonde_message_watch_new (fixture->log, query);
  g_signal_connect (fixture->watch, "found", G_CALLBACK (found_cb), fixture);
}

static void
append_cb (SondeSegment *segment,
           guint         count,
           gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static void
append (Fixture         *fixture,
        SondeMessageKind kind,
        const char      *payload)
{
  SondeMessage message = {
    .kind = kind,
    .topic = "a/b",
    .topic_length = strlen ("a/b"),
    .payload = payload,
    .payload_size = strlen (payload),
  };

  sonde_segment_writer_append (fixture->writer, &message);
  sonde_segment_writer_flush (fixture->writer, append_cb, fixture->log);
  fixture->n_written++;
}

static gboolean
passed_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* A last one that matches brings all before it, as what is told is told in order. */
static void
wait_for_last (Fixture *fixture)
{
  gboolean passed = FALSE;
  guint    patience = g_timeout_add_seconds (PATIENCE_S, passed_cb, &passed);

  append (fixture, SONDE_MESSAGE_RECEIVED, "needle");
  while ((fixture->n_found == 0 || fixture->newest + 1 < fixture->n_written) && !passed)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
  g_assert_cmpuint (fixture->newest + 1, ==, fixture->n_written);
}

static void
test_to_come (Fixture      *fixture,
              gconstpointer limit)
{
  append (fixture, SONDE_MESSAGE_RECEIVED, "needle of before");
  watch (fixture, "received needle");
  append (fixture, SONDE_MESSAGE_RECEIVED, "needle");
  append (fixture, SONDE_MESSAGE_RECEIVED, "hay");
  append (fixture, SONDE_MESSAGE_SENT, "needle");
  append (fixture, SONDE_MESSAGE_EVENT, "needle");
  wait_for_last (fixture);
  g_assert_cmpuint (fixture->n_found, ==, 2);
}

static void
test_brought_back (Fixture      *fixture,
                   gconstpointer limit)
{
  guint ticket;

  watch (fixture, "received needle");
  wait_for_last (fixture);
  ticket = sonde_message_log_set_aside (fixture->log);
  g_assert_cmpuint (ticket, !=, 0);
  wait_for_last (fixture);
  sonde_message_log_bring_back (fixture->log, ticket);
  wait_for_last (fixture);
  g_assert_cmpuint (fixture->n_found, ==, 3);
}

/* More than the log keeps, while a scan is at work. */
static void
test_many (Fixture      *fixture,
           gconstpointer limit)
{
  guint n_matches = 0;

  watch (fixture, "received needle");
  for (guint i = 0; i < 50000; i++)
    {
      gboolean is_match = g_test_rand_int_range (0, 10) == 0;

      append (fixture, SONDE_MESSAGE_RECEIVED, is_match ? "a needle" : "hay");
      n_matches += is_match;
      if (i % 1000 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  wait_for_last (fixture);
  if (sonde_message_log_get_discarded (fixture->log) == 0)
    g_assert_cmpuint (fixture->n_found, ==, n_matches + 1);
  else
    g_assert_cmpuint (fixture->n_found, <=, n_matches + 1);
}

static void
test_gone (Fixture      *fixture,
           gconstpointer limit)
{
  watch (fixture, "received needle");
  append (fixture, SONDE_MESSAGE_RECEIVED, "needle");
  g_object_run_dispose (G_OBJECT (fixture->watch));
  g_assert_finalize_object (g_steal_pointer (&fixture->watch));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_found, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/message-watch/to-come", Fixture, GSIZE_TO_POINTER (SONDE_BUDGET_DEFAULT), set_up, test_to_come, tear_down);
  g_test_add ("/message-watch/brought-back", Fixture, GSIZE_TO_POINTER (SONDE_BUDGET_DEFAULT), set_up, test_brought_back, tear_down);
  g_test_add ("/message-watch/many", Fixture, GSIZE_TO_POINTER (SONDE_BUDGET_DEFAULT), set_up, test_many, tear_down);
  g_test_add ("/message-watch/many-discarded", Fixture, GSIZE_TO_POINTER (512 * 1024), set_up, test_many, tear_down);
  g_test_add ("/message-watch/gone", Fixture, GSIZE_TO_POINTER (SONDE_BUDGET_DEFAULT), set_up, test_gone, tear_down);

  return g_test_run ();
}
