/* sonde-topic-finder.h: the topics that answer best to what was typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It looks at a part of the tree at a time, so that a hundred thousand topics hold nothing up. Main
 * thread only.
 */

#pragma once

#include <sonde-topic-tree.h>

G_BEGIN_DECLS

typedef struct
{
  char *topic; /* a valid topic name */
  guint score; /* as of sonde_ranking_score() */
} SondeFoundTopic;

typedef struct _SondeTopicFinder SondeTopicFinder;

/* @words: folded, at least one; copied. @most: how many are kept */
SondeTopicFinder *sonde_topic_finder_new (SondeTopicTree    *tree,
                                          const char *const *words,
                                          guint              most);
void              sonde_topic_finder_free (SondeTopicFinder *self);

/**
 * sonde_topic_finder_look:
 * @until: monotonic µs: it ends soon after that, if not before
 *
 * Begins anew where the tree was emptied meanwhile.
 *
 * Returns: whether there is more to look at
 */
gboolean sonde_topic_finder_look (SondeTopicFinder *self,
                                  gint64            until);

/* Returns: (element-type SondeFoundTopic): the best of those looked at, best first; until the next look */
const GPtrArray *sonde_topic_finder_list (SondeTopicFinder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTopicFinder, sonde_topic_finder_free)

G_END_DECLS
