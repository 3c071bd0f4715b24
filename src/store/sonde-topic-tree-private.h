/* sonde-topic-tree-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-topic-nodes.h"

G_BEGIN_DECLS

/* Of a topic of the segment that is read: not looked up yet, or left out */
#define SONDE_TOPIC_NODE_UNKNOWN 0
#define SONDE_TOPIC_NODE_LEFT_OUT G_MAXUINT32

/* What can be set aside as one. */
typedef struct
{
  SondeTopicNodes nodes;
  GHashTable     *left_out; /* hashes of topics that found no room */
  guint64         n_left_out;
  gboolean        left_out_more;
} SondeTopicContent;

/* A topic of the segment that is read. */
typedef struct
{
  guint32 node;
  guint32 pending; /* messages of this stretch */
  guint32 last;    /* index of the last of them */
  guint32 mark;    /* what they say of it; UNKNOWN: nothing */
} SondeTopicEntry;

/*
 * A stretch is read twice: each record adds to the entry of its topic, found by its number in the
 * segment; then each topic that got something adds that to its node and all nodes above.
 */
struct _SondeTopicTree
{
  grefcount refs;

  SondeBudgetShare   share;
  guint              most;
  guint              epoch;
  SondeTopicContent *content;

  SondeTopicContent *aside; /* nullable */
  guint              ticket;
  guint              last_ticket;

  GArray  *entries; /* of SondeTopicEntry, by number of the topic */
  GArray  *touched; /* of guint32: numbers of those with something pending */
  guint64  segment_serial;
  gboolean has_segment;
};

SondeTopicContent *sonde_topic_content_new (guint most);
void               sonde_topic_content_free (SondeTopicContent *self);

/* @n messages more, on a topic that found no room */
void  sonde_topic_content_leave_out (SondeTopicContent *self,
                                     guint              topic_hash,
                                     guint64            n);
guint sonde_topic_hash (const char *topic,
                        gsize       length);

/* Tells the budget. */
void sonde_topic_tree_charge (SondeTopicTree *self);

/* The numbers of topics have another meaning from now on. */
void sonde_topic_tree_forget_segment (SondeTopicTree *self);

G_END_DECLS
