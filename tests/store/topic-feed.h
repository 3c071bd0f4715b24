/* topic-feed.h: a tree of topics that a test feeds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-topic-tree.h"

G_BEGIN_DECLS

#define TOPIC_FEED_SECOND G_GINT64_CONSTANT (1000000)

typedef struct
{
  SondeSegmentWriter *writer;
  SondeTopicTree     *tree;
  guint64             read; /* serial of the record that is next */
  gint64              now;  /* monotonic µs; wall clock is as much */
} TopicFeed;

void topic_feed_init (TopicFeed *self,
                      guint      most);
void topic_feed_clear (TopicFeed *self);

/* One of @length bytes at the present time. */
void topic_feed_write (TopicFeed       *self,
                       SondeMessageKind kind,
                       gboolean         retain,
                       const char      *topic,
                       gsize            length,
                       const void      *payload,
                       gsize            payload_size);

/* Received, and handed on. */
void topic_feed_receive (TopicFeed  *self,
                         const char *topic,
                         const char *payload);
void topic_feed_flush (TopicFeed *self);

/* The node of @topic, which must be there. */
guint topic_feed_find (TopicFeed  *self,
                       const char *topic);

/* One to four levels out of few names, so that they meet; some empty, some beyond ASCII. */
char *topic_feed_make_topic (void);

G_END_DECLS
