/* sonde-topic-change.h: how one list of rows becomes another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside this layer only; pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 node;
  guint32 depth;
} SondeTopicLine;

typedef struct
{
  guint position; /* in the list of before, as long as no earlier change is made */
  guint removed;
  guint from; /* in the new list */
  guint added;
} SondeTopicChange;

/**
 * sonde_topic_changes_find:
 * @before: of SondeTopicLine, a node at most once
 * @after: likewise
 * @places: of guint32: by node, its position in @after plus 1, or 0; others may be beyond its end
 * @kept: positions in @before, ascending, @n_kept of them
 *
 * As many of the @kept as stand in the same order in both lists part the changes, of which there is
 * one at most between two of them.
 *
 * Returns: of SondeTopicChange, in the order of positions
 */
GArray *sonde_topic_changes_find (const GArray *before,
                                  const GArray *after,
                                  const GArray *places,
                                  const guint  *kept,
                                  guint         n_kept);

G_END_DECLS
