/* test-topic-finder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-topic-finder.h"

#include "topic-feed.h"

#include <string.h>

#define MOST 3
#define MANY 5000

static const char *const speed[] = { "speed", NULL };

static void
look_to_the_end (SondeTopicFinder *finder)
{
  while (sonde_topic_finder_look (finder, 0))
    ;
}

static const char *
get_topic (SondeTopicFinder *finder,
           guint             position)
{
  const GPtrArray *found = sonde_topic_finder_list (finder);

  g_assert_cmpuint (position, <, found->len);
  return ((const SondeFoundTopic *) g_ptr_array_index (found, position))->topic;
}

static void
test_best (void)
{
  g_autoptr (SondeTopicFinder) finder = NULL;
  TopicFeed feed;

  topic_feed_init (&feed, 0);
  topic_feed_receive (&feed, "hall/overspeed", "1");
  topic_feed_receive (&feed, "Hall/Motor/Speed", "1");
  topic_feed_receive (&feed, "speed", "1");
  topic_feed_receive (&feed, "speed/max", "1");
  topic_feed_receive (&feed, "hall/speed", "1");
  topic_feed_receive (&feed, "温度", "1");

  finder = sonde_topic_finder_new (feed.tree, speed, MOST);
  look_to_the_end (finder);
  g_assert_cmpuint (sonde_topic_finder_list (finder)->len, ==, MOST);
  g_assert_cmpstr (get_topic (finder, 0), ==, "speed");
  g_assert_cmpstr (get_topic (finder, 1), ==, "speed/max");
  g_assert_cmpstr (get_topic (finder, 2), ==, "hall/speed");

  topic_feed_clear (&feed);
}

/* "hall" is a level of a topic, and none itself. */
static void
test_topics_only (void)
{
  const char *const hall[] = { "hall", NULL };
  g_autoptr (SondeTopicFinder) finder = NULL;
  TopicFeed feed;

  topic_feed_init (&feed, 0);
  topic_feed_receive (&feed, "hall/speed", "1");
  topic_feed_write (&feed, SONDE_MESSAGE_RECEIVED, FALSE, "hall\xff", 5, "1", 1);
  topic_feed_flush (&feed);

  finder = sonde_topic_finder_new (feed.tree, hall, MOST);
  look_to_the_end (finder);
  g_assert_cmpuint (sonde_topic_finder_list (finder)->len, ==, 1);
  g_assert_cmpstr (get_topic (finder, 0), ==, "hall/speed");

  topic_feed_clear (&feed);
}

/* A look of no time ends, though there is more, and the next goes on from there. */
static void
test_parts (void)
{
  g_autoptr (SondeTopicFinder) finder = NULL;
  TopicFeed feed;
  guint     n_looks = 1;

  topic_feed_init (&feed, 0);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *topic = g_strdup_printf ("plant/%u/temperature", i);

      topic_feed_receive (&feed, topic, "1");
    }
  topic_feed_receive (&feed, "plant/last/speed", "1");

  finder = sonde_topic_finder_new (feed.tree, speed, MOST);
  for (; sonde_topic_finder_look (finder, 0); n_looks++)
    g_assert_cmpuint (sonde_topic_finder_list (finder)->len, ==, 0);
  g_assert_cmpuint (n_looks, >, 10);
  g_assert_cmpstr (get_topic (finder, 0), ==, "plant/last/speed");

  topic_feed_clear (&feed);
}

/* The log was cleared in between: the numbers of what was looked at mean nothing now. */
static void
test_emptied (void)
{
  g_autoptr (SondeTopicFinder) finder = NULL;
  TopicFeed feed;

  topic_feed_init (&feed, 0);
  topic_feed_receive (&feed, "a/speed", "1");
  finder = sonde_topic_finder_new (feed.tree, speed, MOST);
  look_to_the_end (finder);
  g_assert_cmpstr (get_topic (finder, 0), ==, "a/speed");

  g_assert_cmpuint (sonde_topic_tree_set_aside (feed.tree), !=, 0);
  topic_feed_receive (&feed, "b/speed", "1");
  look_to_the_end (finder);
  g_assert_cmpuint (sonde_topic_finder_list (finder)->len, ==, 1);
  g_assert_cmpstr (get_topic (finder, 0), ==, "b/speed");

  topic_feed_clear (&feed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/topic-finder/best", test_best);
  g_test_add_func ("/topic-finder/topics-only", test_topics_only);
  g_test_add_func ("/topic-finder/parts", test_parts);
  g_test_add_func ("/topic-finder/emptied", test_emptied);

  return g_test_run ();
}
