/* sonde-topic-tree.h: what was received, level by level of its topics
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A node is a level, named by its number; what was received on the topic that ends there is its
 * value. Memory is bounded: what comes on topics beyond that is counted, not kept. It counts to the
 * budget of the program, of which the trees of all connections take a quarter at most. It holds no
 * segment: of the last message it keeps the beginning, and the serial to find it in the log.
 *
 * A topic may have 65,536 levels, and each message counts at all of them: what is below the 63rd is
 * one node, named by all that is left of the topic, slashes included. Such a topic is found, counted
 * and named in full; only its tail does not unfold.
 *
 * Main thread only.
 */

#pragma once

#include "sonde-budget.h"

#include <sonde-segment.h>

G_BEGIN_DECLS

#define SONDE_TOPIC_ROOT 0
#define SONDE_TOPIC_PREVIEW 64 /* bytes */
#define SONDE_TOPIC_MOST_LEVELS 64

/* Seconds that a rate is the mean of */
#define SONDE_TOPIC_WINDOW 5

typedef enum
{
  SONDE_TOPIC_MARK_UNKNOWN,
  SONDE_TOPIC_MARK_RETAINED, /* a message came marked retained, and no empty one since (3.3.1.3) */
  SONDE_TOPIC_MARK_CLEARED,
} SondeTopicMark;

/* Of a topic, without what is below it. */
typedef struct
{
  guint64 messages;
  guint64 serial; /* of the last one, in the log */
  gint64  time;   /* of the last one, µs since the epoch */
  guint32 payload_size;
  guint8  preview_size;
  guint8  mark;
  guint8  preview[SONDE_TOPIC_PREVIEW]; /* how the last payload begins */
} SondeTopicValue;

typedef struct _SondeTopicTree SondeTopicTree;

/* @most: nodes; 0 for what is usual
 * @budget: (nullable): what it counts to */
SondeTopicTree *sonde_topic_tree_new (guint        most,
                                      SondeBudget *budget);
SondeTopicTree *sonde_topic_tree_ref (SondeTopicTree *self);
void            sonde_topic_tree_unref (SondeTopicTree *self);

/* Counts the received messages of @segment from record @first up to @end.
 * @now: monotonic µs */
void sonde_topic_tree_add (SondeTopicTree     *self,
                           const SondeSegment *segment,
                           guint               first,
                           guint               end,
                           gint64              now);

/**
 * sonde_topic_tree_set_aside:
 *
 * Empties it; what it held comes back, what came meanwhile added, until its ticket is let go or
 * the next is set aside.
 *
 * Returns: a ticket, or 0 when there was nothing
 */
guint sonde_topic_tree_set_aside (SondeTopicTree *self);
void  sonde_topic_tree_bring_back (SondeTopicTree *self,
                                   guint           ticket);
void  sonde_topic_tree_let_go (SondeTopicTree *self,
                               guint           ticket);

/* Grows when nodes are not those of before: their numbers have another meaning, or none. */
guint sonde_topic_tree_get_epoch (const SondeTopicTree *self);

/* Their numbers are below it, the root's included; a parent's is lower than its children's. */
guint sonde_topic_tree_get_n_nodes (const SondeTopicTree *self);

guint   sonde_topic_tree_get_n_topics (const SondeTopicTree *self);
guint64 sonde_topic_tree_get_n_messages (const SondeTopicTree *self); /* those left out too */
guint64 sonde_topic_tree_get_left_out_messages (const SondeTopicTree *self);

/* @more: (out): there are more, which nobody counted apart */
guint sonde_topic_tree_get_left_out_topics (const SondeTopicTree *self,
                                            gboolean             *more);

/* 0: none. Children come youngest first. A node that there is not has nothing. */
guint sonde_topic_tree_get_parent (const SondeTopicTree *self,
                                   guint                 node);
guint sonde_topic_tree_get_first_child (const SondeTopicTree *self,
                                        guint                 node);
guint sonde_topic_tree_get_next (const SondeTopicTree *self,
                                 guint                 node);

const char *sonde_topic_tree_get_name (const SondeTopicTree *self,
                                       guint                 node,
                                       gsize                *length); /* borrowed, NUL after it */
char       *sonde_topic_tree_dup_topic (const SondeTopicTree *self,
                                        guint                 node,
                                        gsize                *length); /* NUL after it */
guint       sonde_topic_tree_find (const SondeTopicTree *self,
                                   const char           *topic,
                                   gsize                 length); /* 0: none */

/* Of the level and all below it. */
guint64 sonde_topic_tree_get_messages (const SondeTopicTree *self,
                                       guint                 node);
gint64  sonde_topic_tree_get_time (const SondeTopicTree *self,
                                   guint                 node);
double  sonde_topic_tree_get_rate (const SondeTopicTree *self,
                                   guint                 node,
                                   gint64                now);

guint                  sonde_topic_tree_get_topics_below (const SondeTopicTree *self,
                                                          guint                 node);
const SondeTopicValue *sonde_topic_tree_get_value (const SondeTopicTree *self,
                                                   guint                 node); /* nullable; until the next change */

/* Bytes of memory */
gsize sonde_topic_tree_get_cost (const SondeTopicTree *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTopicTree, sonde_topic_tree_unref)

G_END_DECLS
