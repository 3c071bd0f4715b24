/* sonde-topic-search.h: which levels have what is looked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside this layer only. A byte a node, found once: names never change.
 */

#pragma once

#include "sonde-needle.h"
#include "sonde-topic-nodes.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_TOPIC_FOUND = 1 << 0,
  SONDE_TOPIC_ABOVE = 1 << 1, /* of one that is found */
  SONDE_TOPIC_BELOW = 1 << 2,
} SondeTopicHit;

/* All zero looks for nothing. */
typedef struct
{
  char       *text; /* %NULL: nothing */
  gboolean    has_slash;
  gsize       n_characters;
  SondeNeedle needle;
  GByteArray *hits; /* of SondeTopicHit, by node */
  guint       n_found;
} SondeTopicSearch;

/* @text: valid UTF-8; empty or %NULL: nothing is looked for */
void sonde_topic_search_set (SondeTopicSearch *self,
                             const char       *text);

/* The numbers of nodes have another meaning. */
void sonde_topic_search_restart (SondeTopicSearch *self);

/* Looks at the nodes that came since. */
void sonde_topic_search_update (SondeTopicSearch      *self,
                                const SondeTopicNodes *nodes);

/* 0 for what is not to be shown */
static inline guint
sonde_topic_search_get (const SondeTopicSearch *self,
                        guint                   node)
{
  return node < self->hits->len ? self->hits->data[node] : 0;
}

G_END_DECLS
