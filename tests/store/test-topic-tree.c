/* test-topic-tree.c: what was received, against a reference that keeps every message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "topic-feed.h"

#include <string.h>
#include <time.h>

/* All there is to know of a topic. */
typedef struct
{
  char   *topic;
  guint64 messages;
  char   *payload;
  gint64  time;
  guint64 serial;
  guint   mark;
} Known;

typedef struct
{
  TopicFeed   feed;
  GHashTable *known; /* topic → Known */
  guint64     n_received;
  guint64     serial;
} Fixture;

static void
known_free (Known *self)
{
  g_free (self->topic);
  g_free (self->payload);
  g_free (self);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  topic_feed_init (&fixture->feed, 0);
  fixture->known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) known_free);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  topic_feed_clear (&fixture->feed);
  g_hash_table_unref (fixture->known);
}

static void
know (Fixture    *fixture,
      const char *topic,
      const char *payload,
      gboolean    retain)
{
  Known *known = g_hash_table_lookup (fixture->known, topic);

  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      known->topic = g_strdup (topic);
      g_hash_table_insert (fixture->known, known->topic, known);
    }
  known->messages++;
  known->time = fixture->feed.now;
  known->serial = fixture->serial;
  g_free (known->payload);
  known->payload = g_strdup (payload);
  if (*payload == '\0')
    known->mark = SONDE_TOPIC_MARK_CLEARED;
  else if (retain)
    known->mark = SONDE_TOPIC_MARK_RETAINED;
  fixture->n_received++;
}

static void
write_one (Fixture *fixture)
{
  g_autofree char *topic = topic_feed_make_topic ();
  g_autofree char *payload = g_strnfill (g_test_rand_int_range (0, 200), 'a' + g_test_rand_int_range (0, 26));
  gboolean         retain = g_test_rand_int_range (0, 10) == 0;
  SondeMessageKind kind = g_test_rand_int_range (0, 8) < 6 ? SONDE_MESSAGE_RECEIVED : g_test_rand_int_range (1, 3);

  topic_feed_write (&fixture->feed, kind, retain, topic, strlen (topic), payload, strlen (payload));
  if (kind == SONDE_MESSAGE_RECEIVED)
    know (fixture, topic, payload, retain);
  fixture->serial++;
  fixture->feed.now += g_test_rand_int_range (0, 5000);
}

static gboolean
is_at_or_below (const char *topic,
                const char *level)
{
  gsize length = strlen (level);

  return strncmp (topic, level, length) == 0 && (topic[length] == '\0' || topic[length] == '/');
}

/* Counts at and below a level by looking at each topic. */
static void
assert_level (Fixture    *fixture,
              const char *level)
{
  guint          node = topic_feed_find (&fixture->feed, level);
  GHashTableIter iter;
  Known         *known;
  guint64        messages = 0;
  guint          topics = 0;
  gint64         time = 0;

  g_hash_table_iter_init (&iter, fixture->known);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &known))
    if (is_at_or_below (known->topic, level))
      {
        messages += known->messages;
        topics += strcmp (known->topic, level) != 0;
        time = MAX (time, known->time);
      }

  g_assert_cmpuint (sonde_topic_tree_get_messages (fixture->feed.tree, node), ==, messages);
  g_assert_cmpuint (sonde_topic_tree_get_topics_below (fixture->feed.tree, node), ==, topics);
  g_assert_cmpint (sonde_topic_tree_get_time (fixture->feed.tree, node), ==, time);
}

static void
assert_value (Fixture     *fixture,
              const Known *known)
{
  guint                  node = topic_feed_find (&fixture->feed, known->topic);
  const SondeTopicValue *value = sonde_topic_tree_get_value (fixture->feed.tree, node);
  g_autofree char       *topic = NULL;
  gsize                  length;

  g_assert_nonnull (value);
  g_assert_cmpuint (value->messages, ==, known->messages);
  g_assert_cmpuint (value->serial, ==, known->serial);
  g_assert_cmpint (value->time, ==, known->time);
  g_assert_cmpuint (value->payload_size, ==, strlen (known->payload));
  g_assert_cmpuint (value->mark, ==, known->mark);
  g_assert_cmpmem (value->preview, value->preview_size, known->payload, MIN (strlen (known->payload), SONDE_TOPIC_PREVIEW));
  topic = sonde_topic_tree_dup_topic (fixture->feed.tree, node, &length);
  g_assert_cmpmem (topic, length + 1, known->topic, strlen (known->topic) + 1);
}

static void
assert_tree (Fixture *fixture)
{
  GHashTableIter iter;
  Known         *known;
  guint          n_values = 0;

  g_assert_cmpuint (sonde_topic_tree_get_n_topics (fixture->feed.tree), ==, g_hash_table_size (fixture->known));
  g_assert_cmpuint (sonde_topic_tree_get_n_messages (fixture->feed.tree), ==, fixture->n_received);

  g_hash_table_iter_init (&iter, fixture->known);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &known))
    {
      assert_value (fixture, known);
      assert_level (fixture, known->topic);
    }
  for (guint node = 1; node < sonde_topic_tree_get_n_nodes (fixture->feed.tree); node++)
    {
      gsize            length;
      g_autofree char *level = sonde_topic_tree_dup_topic (fixture->feed.tree, node, &length);

      assert_level (fixture, level);
      n_values += sonde_topic_tree_get_value (fixture->feed.tree, node) != NULL;
    }
  g_assert_cmpuint (n_values, ==, g_hash_table_size (fixture->known));
}

static void
test_random (Fixture      *fixture,
             gconstpointer data)
{
  for (guint i = 0; i < 40; i++)
    {
      guint n = g_test_rand_int_range (1, 400);

      for (guint j = 0; j < n; j++)
        write_one (fixture);
      topic_feed_flush (&fixture->feed);
    }

  assert_tree (fixture);
}

/* What came meanwhile is added to what was set aside. */
static void
test_aside (Fixture      *fixture,
            gconstpointer data)
{
  TopicFeed *feed = &fixture->feed;
  guint      ticket;

  g_assert_cmpuint (sonde_topic_tree_set_aside (feed->tree), ==, 0);
  for (guint round = 0; round < 4; round++)
    {
      for (guint i = 0; i < 500; i++)
        write_one (fixture);
      topic_feed_flush (feed);
      ticket = sonde_topic_tree_set_aside (feed->tree);
      g_assert_cmpuint (ticket, !=, 0);
      g_assert_cmpuint (sonde_topic_tree_get_n_messages (feed->tree), ==, 0);
      g_assert_cmpuint (sonde_topic_tree_get_n_nodes (feed->tree), ==, 1);

      for (guint i = 0; i < 200 * round; i++)
        write_one (fixture);
      topic_feed_flush (feed);
      sonde_topic_tree_bring_back (feed->tree, ticket + 1);
      sonde_topic_tree_bring_back (feed->tree, ticket);
      sonde_topic_tree_bring_back (feed->tree, ticket);
      assert_tree (fixture);
    }

  ticket = sonde_topic_tree_set_aside (feed->tree);
  sonde_topic_tree_let_go (feed->tree, ticket);
  sonde_topic_tree_bring_back (feed->tree, ticket);
  g_assert_cmpuint (sonde_topic_tree_get_n_messages (feed->tree), ==, 0);
  topic_feed_receive (feed, "a/b", "1");
  g_assert_cmpuint (sonde_topic_tree_get_messages (feed->tree, topic_feed_find (feed, "a")), ==, 1);
}

/* Levels are exact: empty ones, those with bytes that are no text. */
static void
test_levels (Fixture      *fixture,
             gconstpointer data)
{
  static const char *const topics[] = { "/", "//", "/a", "a/", "a//b", "a", "$SYS/a", " ", "温度/1", "a\xff/b", "a/b" };
  TopicFeed               *feed = &fixture->feed;
  g_autofree char         *deep = g_strnfill (65535, '/');
  gsize                    length;

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      topic_feed_receive (feed, topics[i], "1");
      know (fixture, topics[i], "1", FALSE);
      fixture->serial++;
    }
  assert_tree (fixture);

  /* With a NUL in it, which no broker should send */
  topic_feed_write (feed, SONDE_MESSAGE_RECEIVED, FALSE, "a\0b/c", 5, "1", 1);
  topic_feed_flush (feed);
  g_assert_cmpuint (sonde_topic_tree_find (feed->tree, "a\0b/c", 5), !=, 0);
  g_assert_cmpuint (sonde_topic_tree_find (feed->tree, "a\0c/c", 5), ==, 0);
  g_assert_cmpuint (sonde_topic_tree_find (feed->tree, "a/c", 3), ==, 0);

  topic_feed_receive (feed, deep, "1");
  g_assert_cmpuint (sonde_topic_tree_get_n_nodes (feed->tree), <, 20 + SONDE_TOPIC_MOST_LEVELS);
  g_free (sonde_topic_tree_dup_topic (feed->tree, topic_feed_find (feed, deep), &length));
  g_assert_cmpuint (length, ==, 65535);

  /* What is no node has nothing. */
  g_assert_null (sonde_topic_tree_get_value (feed->tree, G_MAXUINT));
  g_assert_cmpuint (sonde_topic_tree_get_messages (feed->tree, G_MAXUINT), ==, 0);
  g_assert_cmpstr (sonde_topic_tree_get_name (feed->tree, G_MAXUINT, &length), ==, "");
  g_assert_null (sonde_topic_tree_get_value (feed->tree, SONDE_TOPIC_ROOT));
}

/* Beyond the limit topics are left out, and told apart; those that are there go on. */
static void
test_limit (void)
{
  TopicFeed feed;
  gboolean  more;
  guint     ticket;

  topic_feed_init (&feed, 6);
  topic_feed_receive (&feed, "a/b/c", "1");
  topic_feed_receive (&feed, "a/b/d", "1");
  topic_feed_receive (&feed, "a/e/f/g", "1"); /* three more: no room */
  g_assert_cmpuint (sonde_topic_tree_get_n_nodes (feed.tree), ==, 5);
  topic_feed_receive (&feed, "a/e/f", "1");
  for (guint i = 0; i < 3; i++)
    {
      topic_feed_receive (&feed, "x", "1");
      topic_feed_receive (&feed, "y", "1");
      topic_feed_receive (&feed, "a/b/c", "2");
    }

  g_assert_cmpuint (sonde_topic_tree_get_n_nodes (feed.tree), ==, 7);
  g_assert_cmpuint (sonde_topic_tree_get_n_topics (feed.tree), ==, 3);
  g_assert_cmpuint (sonde_topic_tree_get_left_out_topics (feed.tree, &more), ==, 3);
  g_assert_false (more);
  g_assert_cmpuint (sonde_topic_tree_get_left_out_messages (feed.tree), ==, 7);
  g_assert_cmpuint (sonde_topic_tree_get_n_messages (feed.tree), ==, 13);
  g_assert_cmpuint (sonde_topic_tree_get_messages (feed.tree, topic_feed_find (&feed, "a")), ==, 6);

  /* What finds no room when it comes back together is left out, too. */
  ticket = sonde_topic_tree_set_aside (feed.tree);
  topic_feed_receive (&feed, "a/b/z", "1");
  topic_feed_receive (&feed, "x", "1");
  topic_feed_receive (&feed, "a/b/c", "1");
  sonde_topic_tree_bring_back (feed.tree, ticket);
  g_assert_cmpuint (sonde_topic_tree_get_left_out_topics (feed.tree, &more), ==, 4);
  g_assert_cmpuint (sonde_topic_tree_get_left_out_messages (feed.tree), ==, 9);
  g_assert_cmpuint (sonde_topic_tree_get_n_messages (feed.tree), ==, 16);
  g_assert_cmpuint (sonde_topic_tree_get_messages (feed.tree, topic_feed_find (&feed, "a")), ==, 7);

  for (guint i = 0; i < 66000; i++)
    {
      g_autofree char *topic = g_strdup_printf ("other/%u", i);

      topic_feed_write (&feed, SONDE_MESSAGE_RECEIVED, FALSE, topic, strlen (topic), "1", 1);
    }
  topic_feed_flush (&feed);
  g_assert_cmpuint (sonde_topic_tree_get_left_out_topics (feed.tree, &more), >=, 65536);
  g_assert_true (more);
  topic_feed_clear (&feed);
}

/* ---- Topics of many levels ---- */

static char *
make_deep (guint       n_levels,
           const char *last)
{
  GString *topic = g_string_new (NULL);

  for (guint i = 1; i < n_levels; i++)
    g_string_append (topic, "a/");
  g_string_append (topic, last);

  return g_string_free (topic, FALSE);
}

/* Told apart up to there; what follows is one, and named as it came. */
static void
test_many_levels (void)
{
  static const guint levels[] = { 1, 63, 64, 65, 66, 1000, 32768 };
  TopicFeed          feed;

  topic_feed_init (&feed, 0);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *topic = make_deep (levels[i], j == 0 ? "b" : "c");
        g_autofree char *named = NULL;
        guint            before = sonde_topic_tree_get_n_nodes (feed.tree);
        guint            node;
        gsize            length;

        topic_feed_receive (&feed, topic, "1");
        topic_feed_receive (&feed, topic, "2");
        g_assert_cmpuint (sonde_topic_tree_get_n_nodes (feed.tree) - before, <=, SONDE_TOPIC_MOST_LEVELS);
        node = topic_feed_find (&feed, topic);
        named = sonde_topic_tree_dup_topic (feed.tree, node, &length);
        g_assert_cmpstr (named, ==, topic);
        g_assert_cmpuint (length, ==, strlen (topic));
        g_assert_cmpuint (sonde_topic_tree_get_value (feed.tree, node)->messages, ==, 2);
      }

  g_assert_cmpuint (sonde_topic_tree_get_n_topics (feed.tree), ==, 2 * G_N_ELEMENTS (levels));
  g_assert_cmpuint (sonde_topic_tree_get_messages (feed.tree, SONDE_TOPIC_ROOT), ==, 4 * G_N_ELEMENTS (levels));
  g_assert_cmpuint (sonde_topic_tree_get_left_out_messages (feed.tree), ==, 0);
  g_assert_cmpuint (sonde_topic_tree_get_n_nodes (feed.tree), <, 2 * SONDE_TOPIC_MOST_LEVELS);
  topic_feed_clear (&feed);
}

/* ---- Memory ---- */

#define MANY 30000

static void
receive_many (TopicFeed  *feed,
              const char *name)
{
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *topic = g_strdup_printf ("%s/%u/value", name, i);

      topic_feed_receive (feed, topic, "1");
    }
  topic_feed_flush (feed);
}

static void
take_budget (TopicFeed   *feed,
             SondeBudget *budget)
{
  topic_feed_init (feed, 0);
  sonde_topic_tree_unref (feed->tree);
  feed->tree = sonde_topic_tree_new (0, budget);
}

/* All trees together have a quarter; what finds no room is counted. */
static void
test_budget (void)
{
  const guint64 limit = 8 << 20;
  g_autoptr (SondeBudget) budget = sonde_budget_new (limit);
  TopicFeed feeds[2];
  gboolean  more;
  guint     n_topics;

  take_budget (&feeds[0], budget);
  take_budget (&feeds[1], budget);
  receive_many (&feeds[0], "first");
  n_topics = sonde_topic_tree_get_n_topics (feeds[0].tree);
  g_assert_cmpuint (n_topics, >, 1000);
  g_assert_cmpuint (n_topics + sonde_topic_tree_get_left_out_topics (feeds[0].tree, &more), ==, MANY);
  g_assert_cmpuint (sonde_topic_tree_get_n_messages (feeds[0].tree), ==, MANY);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==,
                    sonde_topic_tree_get_cost (feeds[0].tree) + sonde_topic_tree_get_cost (feeds[1].tree));
  g_assert_cmpuint (sonde_budget_get_used (budget), <, limit / 4 + (2 << 20));

  receive_many (&feeds[1], "second");
  g_assert_cmpuint (sonde_topic_tree_get_left_out_topics (feeds[1].tree, &more), ==, MANY);

  /* More room is for what comes from then on; an emptied tree gives its own back, once it is let go. */
  sonde_budget_set_limit (budget, 64 << 20);
  receive_many (&feeds[1], "third");
  g_assert_cmpuint (sonde_topic_tree_get_n_topics (feeds[1].tree), ==, MANY);
  sonde_topic_tree_let_go (feeds[1].tree, sonde_topic_tree_set_aside (feeds[1].tree));
  g_assert_cmpuint (sonde_topic_tree_get_cost (feeds[1].tree), <, 65536);
  topic_feed_clear (&feeds[0]);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, sonde_topic_tree_get_cost (feeds[1].tree));
  topic_feed_clear (&feeds[1]);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
}

static void
test_rate (Fixture      *fixture,
           gconstpointer data)
{
  TopicFeed *feed = &fixture->feed;
  guint      node, above;

  for (guint i = 0; i < 200; i++) /* ten a second, in twenty seconds */
    {
      topic_feed_receive (feed, i % 2 == 0 ? "a/b" : "a/c", "1");
      feed->now += TOPIC_FEED_SECOND / 10;
    }

  node = topic_feed_find (feed, "a/b");
  above = topic_feed_find (feed, "a");
  g_assert_cmpfloat_with_epsilon (sonde_topic_tree_get_rate (feed->tree, node, feed->now), 5, 0.1);
  g_assert_cmpfloat_with_epsilon (sonde_topic_tree_get_rate (feed->tree, above, feed->now), 10, 0.1);
  g_assert_cmpfloat_with_epsilon (sonde_topic_tree_get_rate (feed->tree, above, feed->now + 2 * TOPIC_FEED_SECOND), 6, 0.1);
  g_assert_cmpfloat_with_epsilon (sonde_topic_tree_get_rate (feed->tree, above, feed->now + 10 * TOPIC_FEED_SECOND), 0, 0.001);
}

/* Bytes that a topic of five levels costs. */
static void
test_cost (void)
{
  TopicFeed feed;
  gsize     before;
  clock_t   began;
  double    bytes;

  topic_feed_init (&feed, 0);
  before = sonde_topic_tree_get_cost (feed.tree);
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *topic = g_strdup_printf ("plant-%u/line-%u/cell-%u/motor-%u/value-%u", i / 10000, i / 1000 % 10, i / 100 % 10, i / 10 % 10, i % 10);

      topic_feed_write (&feed, SONDE_MESSAGE_RECEIVED, FALSE, topic, strlen (topic), "1234.5", 6);
    }
  began = clock ();
  topic_feed_flush (&feed);
  g_assert_cmpuint (sonde_topic_tree_get_n_topics (feed.tree), ==, 100000);

  bytes = (sonde_topic_tree_get_cost (feed.tree) - before) / 100000.0;
  g_test_message ("%.0f bytes a topic, %.0f ms for 100,000", bytes, (clock () - began) * 1000.0 / CLOCKS_PER_SEC);
  g_assert_cmpfloat (bytes, <, 200);
  topic_feed_clear (&feed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/topic-tree/random", Fixture, NULL, set_up, test_random, tear_down);
  g_test_add ("/topic-tree/aside", Fixture, NULL, set_up, test_aside, tear_down);
  g_test_add ("/topic-tree/levels", Fixture, NULL, set_up, test_levels, tear_down);
  g_test_add ("/topic-tree/rate", Fixture, NULL, set_up, test_rate, tear_down);
  g_test_add_func ("/topic-tree/limit", test_limit);
  g_test_add_func ("/topic-tree/cost", test_cost);
  g_test_add_func ("/topic-tree/many-levels", test_many_levels);
  g_test_add_func ("/topic-tree/budget", test_budget);
  return g_test_run ();
}
