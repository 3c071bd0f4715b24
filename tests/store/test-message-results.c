/* test-message-results.c: a view's idea of the results, kept from signals alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-message-results.h"

#include <string.h>

#define PATIENCE_S 60

/* Of one items-changed */
typedef struct
{
  guint position, removed, added;
} Change;

typedef struct
{
  SondeBudget         *budget;
  SondeMessageLog     *log;
  SondeMessageResults *results;
  SondeSegmentWriter  *writer;
  GArray              *shadow;  /* guint64 serials, as the signals tell */
  GArray              *changes; /* Change */
} Fixture;

static guint64
get_serial (gpointer model,
            guint    position)
{
  g_autoptr (SondeMessageItem) item = g_list_model_get_item (model, position);

  g_assert_nonnull (item);

  return sonde_message_item_get_serial (item);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_autofree guint64 *serials = g_new (guint64, added + 1);
  Change              change = { position, removed, added };

  g_assert_cmpuint (position + removed, <=, fixture->shadow->len);
  g_assert_cmpuint (fixture->shadow->len - removed + added, ==, g_list_model_get_n_items (model));
  g_assert_cmpuint (removed + added, >, 0);

  for (guint i = 0; i < added; i++)
    serials[i] = get_serial (model, position + i);
  g_array_remove_range (fixture->shadow, position, removed);
  g_array_insert_vals (fixture->shadow, position, serials, added);
  g_array_append_val (fixture->changes, change);
}

static void
set_up (Fixture      *fixture,
        gconstpointer limit)
{
  fixture->budget = sonde_budget_new (GPOINTER_TO_SIZE (limit));
  fixture->log = sonde_message_log_new (fixture->budget);
  fixture->results = sonde_message_results_new (fixture->log);
  fixture->writer = sonde_segment_writer_new ();
  fixture->shadow = g_array_new (FALSE, FALSE, sizeof (guint64));
  fixture->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_signal_connect (fixture->results, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer limit)
{
  if (fixture->results != NULL)
    g_object_run_dispose (G_OBJECT (fixture->results));
  g_clear_object (&fixture->results);
  g_object_unref (fixture->log);
  g_object_unref (fixture->budget);
  sonde_segment_writer_free (fixture->writer);
  g_array_unref (fixture->shadow);
  g_array_unref (fixture->changes);
}

static void
append_cb (SondeSegment *segment,
           guint         count,
           gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static void
append (Fixture *fixture,
        guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *payload = g_strdup_printf ("%d %0*d", g_test_rand_int_range (0, 100), g_test_rand_int_range (1, 100), 7);
      const char      *topic = g_test_rand_bit () ? "a/b" : "c";
      SondeMessage     message = {
            .kind = g_test_rand_int_range (0, 3),
            .topic = topic,
            .topic_length = strlen (topic),
            .payload = payload,
            .payload_size = strlen (payload),
      };

      sonde_segment_writer_append (fixture->writer, &message);
    }
  sonde_segment_writer_flush (fixture->writer, append_cb, fixture->log);
}

static void
set_query (Fixture    *fixture,
           const char *text)
{
  g_autoptr (SondeQuery) query = text != NULL ? sonde_query_parse (text, NULL, NULL) : NULL;

  g_assert_true ((query != NULL) == (text != NULL));
  sonde_message_results_set_query (fixture->results, query);
}

/* Returns: serials of the log that match, one by one */
static GArray *
list_expected (Fixture *fixture)
{
  GArray     *serials = g_array_new (FALSE, FALSE, sizeof (guint64));
  SondeQuery *query = sonde_message_results_get_query (fixture->results);

  if (query == NULL)
    return serials;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->log)); i++)
    {
      g_autoptr (SondeMessageItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->log), i);
      guint64 serial = sonde_message_item_get_serial (item);

      if (sonde_query_matches (query, sonde_message_item_get_segment (item), sonde_message_item_get_record (item)))
        g_array_append_val (serials, serial);
    }

  return serials;
}

static gboolean
is_as_expected (Fixture *fixture,
                GArray  *expected)
{
  return !sonde_message_results_get_scanning (fixture->results) &&
         fixture->shadow->len == expected->len &&
         (expected->len == 0 || memcmp (fixture->shadow->data, expected->data, expected->len * sizeof (guint64)) == 0);
}

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("The results do not come to agree with the log");

  return G_SOURCE_REMOVE;
}

static void
check_item (Fixture *fixture,
            guint    position)
{
  g_autoptr (SondeMessageItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->results), position);
  g_autoptr (SondeMessageItem) original = NULL;
  guint64 serial = g_array_index (fixture->shadow, guint64, position);
  guint   found;

  g_assert_cmpuint (sonde_message_item_get_serial (item), ==, serial);
  g_assert_true (sonde_message_results_get_position (fixture->results, serial, &found));
  g_assert_cmpuint (found, ==, position);

  g_assert_true (sonde_message_log_get_position (fixture->log, serial, &found));
  original = g_list_model_get_item (G_LIST_MODEL (fixture->log), found);
  g_assert_true (item == original);
}

static void
settle (Fixture *fixture)
{
  g_autoptr (GArray) expected = list_expected (fixture);
  guint give_up = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL);

  while (!is_as_expected (fixture, expected))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (give_up);

  g_assert_cmpuint (sonde_message_results_get_n_matches (fixture->results), ==, expected->len);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->results), expected->len));
  if (expected->len > 0)
    for (guint i = 0; i < 10; i++)
      check_item (fixture, g_test_rand_int_range (0, expected->len));
}

/* ---- Tests ---- */

static const char *const queries[] = { "7", "12 topic:a/+", "-7", "topic:c", "/^1.? /", "sent", "nothing at all", "size:>50", "" };

/* What a user and a broker do, in any order and at any moment of a scan. */
static void
test_random (Fixture      *fixture,
             gconstpointer limit)
{
  guint ticket = 0;

  for (guint round = 0; round < 600; round++)
    {
      int what = g_test_rand_int_range (0, 100);

      if (what < 60)
        append (fixture, g_test_rand_int_range (1, what < 5 ? 5000 : 200));
      else if (what < 70)
        set_query (fixture, queries[g_test_rand_int_range (0, G_N_ELEMENTS (queries))]);
      else if (what < 72)
        set_query (fixture, NULL);
      else if (what < 73)
        sonde_message_log_clear (fixture->log);
      else if (what < 75)
        ticket = sonde_message_log_set_aside (fixture->log);
      else if (what < 78)
        sonde_message_log_bring_back (fixture->log, ticket);
      else if (what < 95)
        g_main_context_iteration (NULL, FALSE);
      else
        settle (fixture);
    }
  settle (fixture);

  g_assert_cmpuint (sonde_message_log_get_discarded (fixture->log), >, 0);
}

static void
test_newest_first (Fixture      *fixture,
                   gconstpointer limit)
{
  g_autoptr (GArray) expected = NULL;
  const Change *first;

  append (fixture, 50000);
  set_query (fixture, "7");
  g_assert_true (sonde_message_results_get_scanning (fixture->results));
  expected = list_expected (fixture);

  while (fixture->shadow->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_array_index (fixture->shadow, guint64, fixture->shadow->len - 1), ==,
                    g_array_index (expected, guint64, expected->len - 1));

  settle (fixture);

  /* All that came later came before it. */
  first = &g_array_index (fixture->changes, Change, 0);
  g_assert_cmpuint (first->removed, ==, 0);
  for (guint i = 1; i < fixture->changes->len; i++)
    g_assert_cmpuint (g_array_index (fixture->changes, Change, i).position, ==, 0);
}

static void
test_appends (Fixture      *fixture,
              gconstpointer limit)
{
  set_query (fixture, "received");
  settle (fixture);
  for (guint i = 0; i < 200; i++)
    append (fixture, 1);
  settle (fixture);

  for (guint i = 0; i < fixture->changes->len; i++)
    g_assert_cmpuint (g_array_index (fixture->changes, Change, i).removed, ==, 0);
}

/* The old matches are shown until the new ones are there: nothing flickers. */
static void
test_replaces_at_once (Fixture      *fixture,
                       gconstpointer limit)
{
  guint before;

  append (fixture, 5000);
  set_query (fixture, "7");
  settle (fixture);
  before = fixture->shadow->len;
  g_array_set_size (fixture->changes, 0);

  set_query (fixture, "12");
  g_assert_cmpuint (fixture->shadow->len, ==, before);
  while (fixture->changes->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->changes->len, >=, 2);
  g_assert_cmpuint (fixture->shadow->len, >, 0);
  settle (fixture);

  set_query (fixture, NULL);
  g_assert_cmpuint (fixture->shadow->len, ==, 0);
}

/* Whatever of the new ones comes first: here the old messages hold none. */
static void
test_replaces_by_new (Fixture      *fixture,
                      gconstpointer limit)
{
  SondeMessage message = { .topic = "new", .topic_length = 3 };

  append (fixture, 100000);
  set_query (fixture, "7");
  settle (fixture);

  set_query (fixture, "/^new$|(?:7|8)* (?:0|x)*?nothing/");
  sonde_segment_writer_append (fixture->writer, &message);
  append (fixture, 1);
  settle (fixture);
  g_assert_cmpuint (fixture->shadow->len, ==, 1);
}

static void
test_forgets_late_letters (Fixture      *fixture,
                           gconstpointer limit)
{
  append (fixture, 20000);
  set_query (fixture, "7");
  sonde_message_log_clear (fixture->log);
  append (fixture, 10);
  settle (fixture);
}

static void
test_goes_while_scanning (Fixture      *fixture,
                          gconstpointer limit)
{
  append (fixture, 50000);
  set_query (fixture, "/(7 *)+x/");
  append (fixture, 1000);
  g_object_add_weak_pointer (G_OBJECT (fixture->results), (gpointer *) &fixture->results);
  g_object_unref (fixture->results);
  g_assert_null (fixture->results);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

static void
test_notifies (Fixture      *fixture,
               gconstpointer limit)
{
  guint scanning = 0, n_matches = 0;

  g_signal_connect (fixture->results, "notify::scanning", G_CALLBACK (count_cb), &scanning);
  g_signal_connect (fixture->results, "notify::n-matches", G_CALLBACK (count_cb), &n_matches);

  append (fixture, 100);
  set_query (fixture, "-absent");
  settle (fixture);
  g_assert_cmpuint (scanning, ==, 2);
  g_assert_cmpuint (n_matches, >, 0);
  g_assert_cmpuint (n_matches, ==, fixture->changes->len);
}

#define ADD(path, limit, test) \
  g_test_add (path, Fixture, GSIZE_TO_POINTER (limit), set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/message-results/agrees-with-the-log", 1024 * 1024, test_random);
  ADD ("/message-results/newest-first", SONDE_BUDGET_DEFAULT, test_newest_first);
  ADD ("/message-results/appends", SONDE_BUDGET_DEFAULT, test_appends);
  ADD ("/message-results/replaces-at-once", SONDE_BUDGET_DEFAULT, test_replaces_at_once);
  ADD ("/message-results/replaces-by-what-is-new", SONDE_BUDGET_DEFAULT, test_replaces_by_new);
  ADD ("/message-results/forgets-late-letters", SONDE_BUDGET_DEFAULT, test_forgets_late_letters);
  ADD ("/message-results/goes-while-scanning", SONDE_BUDGET_DEFAULT, test_goes_while_scanning);
  ADD ("/message-results/notifies", SONDE_BUDGET_DEFAULT, test_notifies);

  return g_test_run ();
}
