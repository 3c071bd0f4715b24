/* topic-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "topic-feed.h"

#include <string.h>

void
topic_feed_init (TopicFeed *self,
                 guint      most)
{
  *self = (TopicFeed){
    .writer = sonde_segment_writer_new (),
    .tree = sonde_topic_tree_new (most, NULL),
    .now = 1000 * TOPIC_FEED_SECOND,
  };
}

void
topic_feed_clear (TopicFeed *self)
{
  sonde_segment_writer_free (self->writer);
  sonde_topic_tree_unref (self->tree);
}

void
topic_feed_write (TopicFeed       *self,
                  SondeMessageKind kind,
                  gboolean         retain,
                  const char      *topic,
                  gsize            length,
                  const void      *payload,
                  gsize            payload_size)
{
  SondeMessage message = {
    .kind = kind,
    .topic = topic,
    .topic_length = length,
    .payload = payload,
    .payload_size = payload_size,
    .time = self->now,
    .retain = retain,
  };

  sonde_segment_writer_append (self->writer, &message);
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      user_data)
{
  TopicFeed *self = user_data;

  sonde_topic_tree_add (self->tree, segment, self->read - segment->first_serial, count, self->now);
  self->read = segment->first_serial + count;
}

void
topic_feed_flush (TopicFeed *self)
{
  sonde_segment_writer_flush (self->writer, progress_cb, self);
}

void
topic_feed_receive (TopicFeed  *self,
                    const char *topic,
                    const char *payload)
{
  topic_feed_write (self, SONDE_MESSAGE_RECEIVED, FALSE, topic, strlen (topic), payload, strlen (payload));
  topic_feed_flush (self);
}

guint
topic_feed_find (TopicFeed  *self,
                 const char *topic)
{
  guint node = sonde_topic_tree_find (self->tree, topic, strlen (topic));

  g_assert_cmpuint (node, !=, 0);

  return node;
}

char *
topic_feed_make_topic (void)
{
  static const char *const names[] = { "", "a", "b", "m2", "m10", "$SYS", "温度", "Größe", " ", "ab" };
  GString                 *topic = g_string_new (NULL);
  guint                    n_levels = g_test_rand_int_range (1, 5);

  for (guint i = 0; i < n_levels; i++)
    {
      if (i > 0)
        g_string_append_c (topic, '/');
      g_string_append (topic, names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]);
    }

  return g_string_free (topic, FALSE);
}
