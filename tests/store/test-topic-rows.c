/* test-topic-rows.c: the rows of the tree, against a reference that makes them anew each time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-topic-rows.h"

#include "topic-feed.h"

#include <string.h>
#include <time.h>

typedef struct
{
  TopicFeed       feed;
  SondeTopicRows *rows;
  GArray         *shadow;  /* of guint: a view's idea of the nodes, kept from signals alone */
  GHashTable     *toggled; /* nodes whose state is not the usual one */
  gboolean        usual;   /* expanded */
  const char     *search;  /* %NULL: none */
  SondeTopicSort  sort;
  guint           n_changes;
  guint           kept[3]; /* nodes that must stay while they can */
  gboolean        kept_left;
} Fixture;

static guint
get_node (SondeTopicRows *rows,
          guint           position)
{
  g_autoptr (SondeTopicItem) item = g_list_model_get_item (G_LIST_MODEL (rows), position);

  g_assert_cmpuint (sonde_topic_item_get_node (item), ==, sonde_topic_rows_get_node (rows, position));
  return sonde_topic_item_get_node (item);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  GArray *shadow = fixture->shadow;

  fixture->n_changes++;
  g_assert_cmpuint (position + removed, <=, shadow->len);
  for (guint i = 0; i < removed; i++)
    for (guint j = 0; j < G_N_ELEMENTS (fixture->kept); j++)
      fixture->kept_left |= g_array_index (shadow, guint, position + i) == fixture->kept[j];
  if (removed > 0)
    g_array_remove_range (shadow, position, removed);
  for (guint i = 0; i < added; i++)
    {
      guint node = get_node (fixture->rows, position + i);

      g_array_insert_val (shadow, position + i, node);
    }
  g_assert_cmpuint (shadow->len, ==, g_list_model_get_n_items (model));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  topic_feed_init (&fixture->feed, 0);
  fixture->rows = sonde_topic_rows_new (fixture->feed.tree);
  fixture->shadow = g_array_new (FALSE, FALSE, sizeof (guint));
  fixture->toggled = g_hash_table_new (NULL, NULL);
  g_signal_connect (fixture->rows, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_object_unref (fixture->rows);
  topic_feed_clear (&fixture->feed);
  g_array_unref (fixture->shadow);
  g_hash_table_unref (fixture->toggled);
}

/* ---- The reference ---- */

static gboolean
is_found (Fixture *fixture,
          guint    node)
{
  gsize            length, name_length;
  g_autofree char *topic = sonde_topic_tree_dup_topic (fixture->feed.tree, node, &length);
  const char      *found;
  gsize            search_length = strlen (fixture->search);

  sonde_topic_tree_get_name (fixture->feed.tree, node, &name_length);
  for (found = strstr (topic, fixture->search); found != NULL; found = strstr (found + 1, fixture->search))
    if ((gsize) (found - topic) + search_length > length - name_length - (length > name_length))
      return TRUE;

  return FALSE;
}

static gboolean
is_found_below (Fixture *fixture,
                guint    node)
{
  for (guint i = 1; i < sonde_topic_tree_get_n_nodes (fixture->feed.tree); i++)
    for (guint above = sonde_topic_tree_get_parent (fixture->feed.tree, i); above != 0;
         above = sonde_topic_tree_get_parent (fixture->feed.tree, above))
      if (above == node && is_found (fixture, i))
        return TRUE;

  return FALSE;
}

static gboolean
is_found_above (Fixture *fixture,
                guint    node)
{
  while ((node = sonde_topic_tree_get_parent (fixture->feed.tree, node)) != 0)
    if (is_found (fixture, node))
      return TRUE;

  return FALSE;
}

static gboolean
is_shown (Fixture *fixture,
          guint    node)
{
  return fixture->search == NULL || is_found (fixture, node) || is_found_below (fixture, node) || is_found_above (fixture, node);
}

static gboolean
is_open (Fixture *fixture,
         guint    node)
{
  if (fixture->search != NULL && is_found_below (fixture, node))
    return TRUE;
  return fixture->usual != g_hash_table_contains (fixture->toggled, GUINT_TO_POINTER (node));
}

static int
compare_children (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  Fixture        *fixture = user_data;
  SondeTopicTree *tree = fixture->feed.tree;
  guint           one = *(const guint *) a, other = *(const guint *) b;
  gsize           one_length, other_length;
  const char     *one_name = sonde_topic_tree_get_name (tree, one, &one_length);
  const char     *other_name = sonde_topic_tree_get_name (tree, other, &other_length);
  gint64          difference = 0;

  if (fixture->sort == SONDE_TOPIC_SORT_COUNT)
    difference = sonde_topic_tree_get_messages (tree, other) - sonde_topic_tree_get_messages (tree, one);
  else if (fixture->sort == SONDE_TOPIC_SORT_RECENT)
    difference = sonde_topic_tree_get_time (tree, other) - sonde_topic_tree_get_time (tree, one);
  if (difference != 0)
    return difference > 0 ? 1 : -1;

  return sonde_topic_name_compare (one_name, one_length, other_name, other_length);
}

static void
list_below (Fixture *fixture,
            guint    parent,
            GArray  *nodes)
{
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 1; i < sonde_topic_tree_get_n_nodes (fixture->feed.tree); i++)
    if (sonde_topic_tree_get_parent (fixture->feed.tree, i) == parent && is_shown (fixture, i))
      g_array_append_val (children, i);
  g_array_sort_with_data (children, compare_children, fixture);

  for (guint i = 0; i < children->len; i++)
    {
      guint child = g_array_index (children, guint, i);

      g_array_append_val (nodes, child);
      if (is_open (fixture, child))
        list_below (fixture, child, nodes);
    }
}

static void
assert_rows (Fixture *fixture)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  guint position;

  sonde_topic_rows_update (fixture->rows, NULL, 0);
  list_below (fixture, SONDE_TOPIC_ROOT, nodes);
  g_assert_cmpmem (fixture->shadow->data, fixture->shadow->len * sizeof (guint), nodes->data, nodes->len * sizeof (guint));
  for (guint i = 0; i < nodes->len; i++)
    {
      g_autoptr (SondeTopicItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->rows), i);
      guint depth = 0;

      g_assert_cmpuint (get_node (fixture->rows, i), ==, g_array_index (nodes, guint, i));
      g_assert_true (sonde_topic_rows_get_position (fixture->rows, g_array_index (nodes, guint, i), &position));
      g_assert_cmpuint (position, ==, i);
      for (guint above = get_node (fixture->rows, i); (above = sonde_topic_tree_get_parent (fixture->feed.tree, above)) != 0;)
        depth++;
      g_assert_cmpuint (sonde_topic_item_get_depth (item), ==, depth);
    }
}

/* ---- What happens ---- */

static void
receive_some (Fixture *fixture)
{
  guint n = g_test_rand_int_range (1, 10);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *topic = topic_feed_make_topic ();

      topic_feed_receive (&fixture->feed, topic, "1");
      fixture->feed.now += 1000;
    }
}

static void
expand_all (Fixture *fixture,
            gboolean expanded)
{
  sonde_topic_rows_expand_all (fixture->rows, expanded);
  fixture->usual = expanded;
  g_hash_table_remove_all (fixture->toggled);
}

static void
toggle_some (Fixture *fixture)
{
  guint    node = g_test_rand_int_range (0, sonde_topic_tree_get_n_nodes (fixture->feed.tree));
  gboolean expanded = fixture->usual != g_hash_table_contains (fixture->toggled, GUINT_TO_POINTER (node));

  sonde_topic_rows_set_expanded (fixture->rows, node, !expanded);
  if (!g_hash_table_remove (fixture->toggled, GUINT_TO_POINTER (node)))
    g_hash_table_add (fixture->toggled, GUINT_TO_POINTER (node));
}

static void
test_random (Fixture      *fixture,
             gconstpointer data)
{
  static const char *const searches[] = { NULL, "a", "m1", "/", "a/b", "温", "b/", "Größe/m", "no such" };

  receive_some (fixture);
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  expand_all (fixture, FALSE);
  assert_rows (fixture);

  for (guint i = 0; i < 150; i++)
    {
      switch (g_test_rand_int_range (0, 8))
        {
        case 0:
          if (fixture->search == NULL)
            expand_all (fixture, g_test_rand_bit ());
          break;
        case 1:
          fixture->sort = g_test_rand_int_range (0, 3);
          sonde_topic_rows_set_sort (fixture->rows, fixture->sort);
          break;
        case 2:
          fixture->search = searches[g_test_rand_int_range (0, G_N_ELEMENTS (searches))];
          sonde_topic_rows_set_search (fixture->rows, fixture->search);
          break;
        case 3:
        case 4:
          if (fixture->search == NULL)
            toggle_some (fixture);
          break;
        default:
          receive_some (fixture);
        }
      assert_rows (fixture);
    }
}

/* Rows in view stay where they are in the list as it grows, and changes are few. */
static void
test_kept (Fixture      *fixture,
           gconstpointer data)
{
  expand_all (fixture, TRUE);
  for (guint i = 0; i < 60; i++)
    {
      guint kept[3] = { 0 };
      guint n_kept = 0;

      receive_some (fixture);
      for (guint j = 0; j < G_N_ELEMENTS (kept) && fixture->shadow->len > 10; j++)
        {
          kept[n_kept++] = fixture->shadow->len / 4 * (j + 1);
          fixture->kept[j] = g_array_index (fixture->shadow, guint, kept[j]);
        }
      fixture->n_changes = 0;
      sonde_topic_rows_update (fixture->rows, kept, n_kept);
      g_assert_false (fixture->kept_left);
      g_assert_cmpuint (fixture->n_changes, <=, n_kept + 1);
      assert_rows (fixture);
    }

  /* Sorted otherwise each keeps what it can, and the list is right. */
  for (guint i = 0; i < 60; i++)
    {
      const guint kept[] = { 1, 2, 3, fixture->shadow->len / 2, fixture->shadow->len - 1 };

      receive_some (fixture);
      fixture->sort = i % 3;
      sonde_topic_rows_set_sort (fixture->rows, fixture->sort);
      fixture->n_changes = 0;
      sonde_topic_rows_update (fixture->rows, kept, G_N_ELEMENTS (kept));
      g_assert_cmpuint (fixture->n_changes, <=, G_N_ELEMENTS (kept) + 1);
      assert_rows (fixture);
    }
}

/* Nothing new, no change: also when only counts grew. */
static void
test_rest (Fixture      *fixture,
           gconstpointer data)
{
  expand_all (fixture, TRUE);
  topic_feed_receive (&fixture->feed, "a/b", "1");
  g_assert_true (sonde_topic_rows_update (fixture->rows, NULL, 0));
  fixture->n_changes = 0;
  g_assert_false (sonde_topic_rows_update (fixture->rows, NULL, 0));
  topic_feed_receive (&fixture->feed, "a/b", "2");
  g_assert_false (sonde_topic_rows_update (fixture->rows, NULL, 0));
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

/* Cleared and brought back: other nodes; items of before outlive it. */
static void
test_aside (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SondeTopicItem) item = NULL;
  guint ticket;

  expand_all (fixture, TRUE);
  topic_feed_receive (&fixture->feed, "a/b", "1");
  assert_rows (fixture);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->rows), 1);

  ticket = sonde_topic_tree_set_aside (fixture->feed.tree);
  assert_rows (fixture);
  g_assert_cmpuint (fixture->shadow->len, ==, 0);
  topic_feed_receive (&fixture->feed, "c", "1");
  assert_rows (fixture);
  sonde_topic_tree_bring_back (fixture->feed.tree, ticket);
  assert_rows (fixture);
  g_assert_cmpuint (fixture->shadow->len, ==, 3);
  g_assert_cmpuint (sonde_topic_item_get_depth (item), ==, 1);
}

/* The first levels are expanded as they come; what is hidden can be shown. */
static void
test_first (Fixture      *fixture,
            gconstpointer data)
{
  guint position;

  topic_feed_receive (&fixture->feed, "a/b/c", "1");
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, ==, 3);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *topic = g_strdup_printf ("m/%u/x", i);

      topic_feed_receive (&fixture->feed, topic, "1");
    }
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, <, 300);

  g_assert_false (sonde_topic_rows_get_position (fixture->rows, topic_feed_find (&fixture->feed, "m/150/x"), &position));
  sonde_topic_rows_reveal (fixture->rows, topic_feed_find (&fixture->feed, "m/150/x"));
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_true (sonde_topic_rows_get_position (fixture->rows, topic_feed_find (&fixture->feed, "m/150/x"), &position));
  g_assert_true (sonde_topic_rows_is_expanded (fixture->rows, topic_feed_find (&fixture->feed, "m/150")));
  g_assert_false (sonde_topic_rows_is_expanded (fixture->rows, topic_feed_find (&fixture->feed, "m/150/x")));
}

static void
test_names (void)
{
  static const char *const names[] = { "", " ", "$SYS", "01", "1", "1a", "2", "10", "010b", "A", "a", "a1", "a2b", "a10", "aa", "é" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      {
        int order = sonde_topic_name_compare (names[i], strlen (names[i]), names[j], strlen (names[j]));

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
}

/* What is found is expanded, until a hand collapses it or something else is looked for. */
static void
test_found (Fixture      *fixture,
            gconstpointer data)
{
  expand_all (fixture, FALSE);
  topic_feed_receive (&fixture->feed, "a/b/c", "1");
  topic_feed_receive (&fixture->feed, "a/d", "1");
  sonde_topic_rows_set_search (fixture->rows, "c");
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, ==, 3);
  g_assert_cmpuint (sonde_topic_rows_get_n_found (fixture->rows), ==, 1);

  sonde_topic_rows_set_expanded (fixture->rows, topic_feed_find (&fixture->feed, "a/b"), FALSE);
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, ==, 2);
  sonde_topic_rows_expand_all (fixture->rows, FALSE);
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, ==, 1);
  sonde_topic_rows_set_search (fixture->rows, "b/C");
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, ==, 0);
  sonde_topic_rows_set_search (fixture->rows, "b/c");
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, ==, 3);
  sonde_topic_rows_set_search (fixture->rows, "");
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_assert_cmpuint (fixture->shadow->len, ==, 1);
}

/* For the record: how long it takes with many. */
static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree guint *kept = g_new0 (guint, 30);
  clock_t           began;

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *topic = g_strdup_printf ("plant-%u/line-%u/cell-%u/motor-%u/speed", i % 10, i / 10 % 10, i / 100 % 10, i / 1000);

      topic_feed_write (&fixture->feed, SONDE_MESSAGE_RECEIVED, FALSE, topic, strlen (topic), "1", 1);
    }
  topic_feed_flush (&fixture->feed);
  g_signal_handlers_disconnect_by_data (fixture->rows, fixture);

  expand_all (fixture, TRUE);
  began = clock ();
  sonde_topic_rows_update (fixture->rows, NULL, 0);
  g_test_message ("all expanded: %.1f ms", (clock () - began) * 1000.0 / CLOCKS_PER_SEC);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->rows)), ==, 201110);

  for (guint i = 0; i < 30; i++)
    kept[i] = 1000 + i;
  topic_feed_receive (&fixture->feed, "plant-5/new", "1");
  began = clock ();
  sonde_topic_rows_update (fixture->rows, kept, 30);
  g_test_message ("one more: %.1f ms", (clock () - began) * 1000.0 / CLOCKS_PER_SEC);

  for (SondeTopicSort sort = SONDE_TOPIC_SORT_COUNT; sort <= SONDE_TOPIC_SORT_RECENT; sort++)
    {
      sonde_topic_rows_set_sort (fixture->rows, sort);
      began = clock ();
      sonde_topic_rows_update (fixture->rows, kept, 30);
      g_test_message ("sorted by %d: %.1f ms", sort, (clock () - began) * 1000.0 / CLOCKS_PER_SEC);
    }

  sonde_topic_rows_set_search (fixture->rows, "motor-77/s");
  began = clock ();
  sonde_topic_rows_update (fixture->rows, kept, 30);
  g_test_message ("searched: %.1f ms", (clock () - began) * 1000.0 / CLOCKS_PER_SEC);
  g_assert_cmpuint (sonde_topic_rows_get_n_found (fixture->rows), ==, 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/topic-rows/names", test_names);
  g_test_add ("/topic-rows/random", Fixture, NULL, set_up, test_random, tear_down);
  g_test_add ("/topic-rows/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/topic-rows/rest", Fixture, NULL, set_up, test_rest, tear_down);
  g_test_add ("/topic-rows/aside", Fixture, NULL, set_up, test_aside, tear_down);
  g_test_add ("/topic-rows/first", Fixture, NULL, set_up, test_first, tear_down);
  g_test_add ("/topic-rows/found", Fixture, NULL, set_up, test_found, tear_down);
  g_test_add ("/topic-rows/many", Fixture, NULL, set_up, test_many, tear_down);
  return g_test_run ();
}
