/* test-sys-topics.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-sys-topics.h>

#include <string.h>

/* A view's idea of the length, kept from signals alone. */
static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n_items)
{
  g_assert_cmpuint (position + removed, <=, *n_items);
  *n_items += added - removed;
  g_assert_cmpuint (*n_items, ==, g_list_model_get_n_items (model));
}

static void
add (SondeSysTopics *topics,
     const char     *topic,
     const char     *payload)
{
  sonde_sys_topics_add (topics, topic, payload, strlen (payload));
}

static void
assert_value (SondeSysTopics *topics,
              guint           position,
              const char     *topic,
              const char     *text)
{
  g_autoptr (SondeSysValue) value = g_list_model_get_item (G_LIST_MODEL (topics), position);

  g_assert_cmpstr (sonde_sys_value_get_topic (value), ==, topic);
  g_assert_cmpstr (sonde_sys_value_get_text (value), ==, text);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_values (void)
{
  g_autoptr (SondeSysTopics) topics = sonde_sys_topics_new ();
  g_autoptr (SondeSysValue) first = NULL;
  g_autofree char *path = g_strnfill (1001, 'x');
  guint            n_items = 0;
  guint            n_notified = 0;

  g_signal_connect (topics, "items-changed", G_CALLBACK (items_changed_cb), &n_items);
  add (topics, "$SYS/a", "1");
  add (topics, "$SYS/b", "two\nlines ");
  sonde_sys_topics_add (topics, "$SYS/c", "\xff\x00", 2);
  sonde_sys_topics_add (topics, "$SYS/d", NULL, 0);
  g_assert_cmpuint (n_items, ==, 0);
  sonde_sys_topics_flush (topics);
  g_assert_cmpuint (n_items, ==, 4);
  assert_value (topics, 0, "$SYS/a", "1");
  assert_value (topics, 1, "$SYS/b", "two lines");
  assert_value (topics, 2, "$SYS/c", "2 B that are not text");
  assert_value (topics, 3, "$SYS/d", "");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (topics), 4));

  first = g_list_model_get_item (G_LIST_MODEL (topics), 0);
  g_signal_connect_swapped (first, "notify::value", G_CALLBACK (count_cb), &n_notified);
  add (topics, "$SYS/a", "1");
  add (topics, "$SYS/a", "2");
  g_assert_cmpuint (n_notified, ==, 1);
  assert_value (topics, 0, "$SYS/a", "2");

  add (topics, path, "too long");
  sonde_sys_topics_flush (topics);
  g_assert_cmpuint (n_items, ==, 4);
  g_assert_cmpuint (sonde_sys_topics_get_left_out (topics), ==, 1);

  sonde_sys_topics_clear (topics);
  g_assert_cmpuint (n_items, ==, 0);
  g_assert_cmpuint (sonde_sys_topics_get_left_out (topics), ==, 0);
  add (topics, "$SYS/a", "3");
  sonde_sys_topics_flush (topics);
  assert_value (topics, 0, "$SYS/a", "3");
}

/* A payload that is cut within a character is still text, and the list is bounded. */
static void
test_bounds (void)
{
  g_autoptr (SondeSysTopics) topics = sonde_sys_topics_new ();
  g_autoptr (GString) payload = g_string_new ("x");
  g_autoptr (SondeSysValue) value = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (payload, "温");
  add (topics, "$SYS/long", payload->str);
  for (guint i = 0; i < SONDE_SYS_TOPICS_MAX + 10; i++)
    {
      g_autofree char *topic = g_strdup_printf ("$SYS/%u", i);

      add (topics, topic, "1");
    }
  sonde_sys_topics_flush (topics);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (topics)), ==, SONDE_SYS_TOPICS_MAX);
  g_assert_cmpuint (sonde_sys_topics_get_left_out (topics), ==, 11);

  value = g_list_model_get_item (G_LIST_MODEL (topics), 0);
  g_assert_true (g_str_has_prefix (sonde_sys_value_get_text (value), "x温温"));
  g_assert_cmpint (g_utf8_strlen (sonde_sys_value_get_text (value), -1), ==, 200);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sys-topics/values", test_values);
  g_test_add_func ("/sys-topics/bounds", test_bounds);

  return g_test_run ();
}
