/* sonde-topic-text.h: what a level of the topic tree says of itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All return newly allocated text.
 */

#pragma once

#include <sonde-topic-tree.h>

G_BEGIN_DECLS

/* The name; of an empty level that it is empty. */
char *sonde_topic_dup_name (const SondeTopicTree *tree,
                            guint                 node);

/* All of the topic, valid UTF-8, at most @max_chars characters */
char *sonde_topic_dup_title (const SondeTopicTree *tree,
                             guint                 node,
                             guint                 max_chars);

/* How the last payload begins, in a line; of a level without messages how many topics are below. */
char *sonde_topic_dup_value (const SondeTopicTree *tree,
                             guint                 node);

/* "12:34:44" */
char *sonde_topic_dup_last (const SondeTopicTree *tree,
                            guint                 node);

/* For a screen reader: "motor/3/speed: 1420, 12 messages, 0.4/s, retained" */
char *sonde_topic_dup_sentence (const SondeTopicTree *tree,
                                guint                 node,
                                gint64                now);

/* "12,345 topics, 1.2M messages" and, when some found no room, how many topics are left out */
char *sonde_topic_dup_count (const SondeTopicTree *tree);

gboolean sonde_topic_is_retained (const SondeTopicTree *tree,
                                  guint                 node);

G_END_DECLS
