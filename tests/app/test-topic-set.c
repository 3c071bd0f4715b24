/* test-topic-set.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-topic-set.h>

#include <string.h>

static void
add (SondeTopicSet *set,
     const char    *topic)
{
  sonde_topic_set_add (set, topic, strlen (topic));
}

static char *
join (SondeTopicSet *set)
{
  const GPtrArray *list = sonde_topic_set_list (set);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (text, "%s|", (const char *) g_ptr_array_index (list, i));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_sorted_and_distinct (void)
{
  g_autoptr (SondeTopicSet) set = sonde_topic_set_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpuint (sonde_topic_set_list (set)->len, ==, 0);
  add (set, "b");
  add (set, "a/b");
  add (set, "b");
  add (set, "温度");
  before = join (set);
  g_assert_cmpstr (before, ==, "a/b|b|温度|");

  sonde_topic_set_add (set, "a/b/c", 3);
  add (set, "a");
  after = join (set);
  g_assert_cmpstr (after, ==, "a|a/b|b|温度|");
}

static void
test_any_bytes (void)
{
  g_autoptr (SondeTopicSet) set = sonde_topic_set_new ();
  g_autofree char *longest = g_strnfill (SONDE_TOPIC_SET_MOST_BYTES + 1, 'x');

  sonde_topic_set_add (set, "", 0);
  sonde_topic_set_add (set, "a\0b", 3);
  sonde_topic_set_add (set, "a\xff", 2);
  add (set, "a/+");
  add (set, "a\tb");
  add (set, longest);
  g_assert_cmpuint (sonde_topic_set_list (set)->len, ==, 0);

  add (set, longest + 1);
  g_assert_cmpuint (sonde_topic_set_list (set)->len, ==, 1);
}

static void
test_oldest_leave (void)
{
  g_autoptr (SondeTopicSet) set = sonde_topic_set_new ();
  const GPtrArray *list;

  add (set, "first");
  add (set, "second");
  for (guint i = 0; i < SONDE_TOPIC_SET_MOST - 1; i++)
    {
      g_autofree char *topic = g_strdup_printf ("many/%05u", i);

      add (set, "first");
      add (set, topic);
    }

  list = sonde_topic_set_list (set);
  g_assert_cmpuint (list->len, ==, SONDE_TOPIC_SET_MOST);
  g_assert_cmpstr (g_ptr_array_index (list, 0), ==, "first");
  g_assert_cmpstr (g_ptr_array_index (list, 1), ==, "many/00000");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/topic-set/sorted-and-distinct", test_sorted_and_distinct);
  g_test_add_func ("/topic-set/any-bytes", test_any_bytes);
  g_test_add_func ("/topic-set/oldest-leave", test_oldest_leave);

  return g_test_run ();
}
