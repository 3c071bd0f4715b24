/* sonde-topic-nodes.h: levels of topics, each once below the level that it follows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value, inside this layer only. Nodes have numbers, from 0 (the root, which is no level) and
 * without a gap; a parent's is lower than those of its children, and none is ever taken back.
 *
 *   a/b, a//c     0 root ── 1 "a" ┬─ 2 "b"
 *                                 └─ 3 ""  ── 4 "c"
 *
 * They and what came on them lie in pieces that never move, so that growing copies nothing.
 */

#pragma once

#include "sonde-topic-tree.h"

G_BEGIN_DECLS

#define SONDE_TOPIC_CHUNK 256

typedef struct
{
  guint32 before; /* in the window before the present one */
  guint32 now;
  guint32 window; /* the number of the present one */
} SondeTopicPace;

/* Links are numbers of nodes; 0: none. */
typedef struct
{
  guint32        parent;
  guint32        first_child; /* the youngest */
  guint32        next;        /* the next older child of the parent */
  guint32        value;       /* number of its SondeTopicValue, plus 1; 0: none came on it */
  guint32        hash;
  guint32        topics_below;
  const char    *name;     /* NUL after it */
  guint64        messages; /* on it and below */
  gint64         time;     /* of the last of these, µs since the epoch */
  SondeTopicPace pace;     /* of these */
  guint16        length;
} SondeTopicNode;

typedef struct
{
  GPtrArray    *node_chunks;
  GPtrArray    *value_chunks;
  guint         n_nodes; /* the root too */
  guint         n_values;
  guint         most;
  gsize         most_bytes; /* nothing is added beyond that cost */
  guint32      *slots;      /* by hash of parent and name; open addressing, 0 is free */
  guint         n_slots;
  guint64       seed; /* so that no broker knows which topics collide */
  GStringChunk *names;
  gsize         names_size;
} SondeTopicNodes;

void  sonde_topic_nodes_init (SondeTopicNodes *self,
                              guint            most);
void  sonde_topic_nodes_clear (SondeTopicNodes *self);
gsize sonde_topic_nodes_get_cost (const SondeTopicNodes *self);

static inline SondeTopicNode *
sonde_topic_nodes_get (const SondeTopicNodes *self,
                       guint                  node)
{
  return (SondeTopicNode *) self->node_chunks->pdata[node / SONDE_TOPIC_CHUNK] + node % SONDE_TOPIC_CHUNK;
}

/* %NULL: nothing came on it */
static inline SondeTopicValue *
sonde_topic_nodes_get_value (const SondeTopicNodes *self,
                             guint                  node)
{
  guint32 value = sonde_topic_nodes_get (self, node)->value;

  if (value == 0)
    return NULL;
  return (SondeTopicValue *) self->value_chunks->pdata[(value - 1) / SONDE_TOPIC_CHUNK] + (value - 1) % SONDE_TOPIC_CHUNK;
}

/* Returns: its value, made if there was none: one more topic below all its parents */
SondeTopicValue *sonde_topic_nodes_ensure_value (SondeTopicNodes *self,
                                                 guint            node);

/* 0: none */
guint sonde_topic_nodes_find (const SondeTopicNodes *self,
                              const char            *topic,
                              gsize                  length);
guint sonde_topic_nodes_find_child (const SondeTopicNodes *self,
                                    guint                  parent,
                                    const char            *name,
                                    gsize                  length);

/* Returns: the node of a topic, all its levels made as needed; 0 when there is no room for them */
guint sonde_topic_nodes_ensure (SondeTopicNodes *self,
                                const char      *topic,
                                gsize            length);
guint sonde_topic_nodes_ensure_child (SondeTopicNodes *self,
                                      guint            parent,
                                      const char      *name,
                                      gsize            length);

/* @now: monotonic µs */
void   sonde_topic_pace_add (SondeTopicPace *pace,
                             guint           n,
                             gint64          now);
double sonde_topic_pace_get (SondeTopicPace pace,
                             gint64         now);
void   sonde_topic_pace_merge (SondeTopicPace *pace,
                               SondeTopicPace  other);

G_END_DECLS
