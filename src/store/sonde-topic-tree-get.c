/* sonde-topic-tree-get.c: what a tree of topics holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-tree"

#include "sonde-topic-tree-private.h"

#include <string.h>

guint
sonde_topic_tree_get_epoch (const SondeTopicTree *self)
{
  return self->epoch;
}

guint
sonde_topic_tree_get_n_nodes (const SondeTopicTree *self)
{
  return self->content->nodes.n_nodes;
}

guint
sonde_topic_tree_get_n_topics (const SondeTopicTree *self)
{
  return self->content->nodes.n_values;
}

guint64
sonde_topic_tree_get_n_messages (const SondeTopicTree *self)
{
  return sonde_topic_tree_get_messages (self, SONDE_TOPIC_ROOT) + self->content->n_left_out;
}

guint64
sonde_topic_tree_get_left_out_messages (const SondeTopicTree *self)
{
  return self->content->n_left_out;
}

guint
sonde_topic_tree_get_left_out_topics (const SondeTopicTree *self,
                                      gboolean             *more)
{
  *more = self->content->left_out_more;

  return g_hash_table_size (self->content->left_out);
}

/* %NULL for a number that no node has */
static const SondeTopicNode *
get_node (const SondeTopicTree *self,
          guint                 node)
{
  return node < self->content->nodes.n_nodes ? sonde_topic_nodes_get (&self->content->nodes, node) : NULL;
}

guint
sonde_topic_tree_get_parent (const SondeTopicTree *self,
                             guint                 node)
{
  const SondeTopicNode *level = get_node (self, node);

  return level != NULL ? level->parent : 0;
}

guint
sonde_topic_tree_get_first_child (const SondeTopicTree *self,
                                  guint                 node)
{
  const SondeTopicNode *level = get_node (self, node);

  return level != NULL ? level->first_child : 0;
}

guint
sonde_topic_tree_get_next (const SondeTopicTree *self,
                           guint                 node)
{
  const SondeTopicNode *level = get_node (self, node);

  return level != NULL ? level->next : 0;
}

const char *
sonde_topic_tree_get_name (const SondeTopicTree *self,
                           guint                 node,
                           gsize                *length)
{
  const SondeTopicNode *level = get_node (self, node);

  *length = level != NULL ? level->length : 0;

  return level != NULL ? level->name : "";
}

char *
sonde_topic_tree_dup_topic (const SondeTopicTree *self,
                            guint                 node,
                            gsize                *length)
{
  char *topic;
  gsize at = 0;

  for (guint i = node; i != SONDE_TOPIC_ROOT; i = sonde_topic_tree_get_parent (self, i))
    {
      const SondeTopicNode *level = get_node (self, i);

      at += level != NULL ? level->length + 1 : 0;
    }

  *length = at - MIN (at, 1);
  topic = g_malloc0 (*length + 1);
  at = *length;
  for (guint i = node; i != SONDE_TOPIC_ROOT; i = sonde_topic_tree_get_parent (self, i))
    {
      const SondeTopicNode *level = get_node (self, i);

      if (level == NULL)
        break;
      at -= level->length;
      memcpy (topic + at, level->name, level->length);
      if (at > 0)
        topic[--at] = '/';
    }

  return topic;
}

guint
sonde_topic_tree_find (const SondeTopicTree *self,
                       const char           *topic,
                       gsize                 length)
{
  return sonde_topic_nodes_find (&self->content->nodes, topic, length);
}

guint64
sonde_topic_tree_get_messages (const SondeTopicTree *self,
                               guint                 node)
{
  const SondeTopicNode *level = get_node (self, node);

  return level != NULL ? level->messages : 0;
}

gint64
sonde_topic_tree_get_time (const SondeTopicTree *self,
                           guint                 node)
{
  const SondeTopicNode *level = get_node (self, node);

  return level != NULL ? level->time : 0;
}

double
sonde_topic_tree_get_rate (const SondeTopicTree *self,
                           guint                 node,
                           gint64                now)
{
  const SondeTopicNode *level = get_node (self, node);

  return level != NULL ? sonde_topic_pace_get (level->pace, now) : 0;
}

guint
sonde_topic_tree_get_topics_below (const SondeTopicTree *self,
                                   guint                 node)
{
  const SondeTopicNode *level = get_node (self, node);

  return level != NULL ? level->topics_below : 0;
}

const SondeTopicValue *
sonde_topic_tree_get_value (const SondeTopicTree *self,
                            guint                 node)
{
  return get_node (self, node) != NULL ? sonde_topic_nodes_get_value (&self->content->nodes, node) : NULL;
}

static gsize
get_content_cost (const SondeTopicContent *self)
{
  /* A hash table of pointers has two arrays, and may be half empty. */
  return sonde_topic_nodes_get_cost (&self->nodes) +
         g_hash_table_size (self->left_out) * 2 * (sizeof (gpointer) + sizeof (guint));
}

gsize
sonde_topic_tree_get_cost (const SondeTopicTree *self)
{
  gsize cost = sizeof (SondeTopicTree) + get_content_cost (self->content) +
               self->entries->len * sizeof (SondeTopicEntry) + self->touched->len * sizeof (guint32);

  if (self->aside != NULL)
    cost += get_content_cost (self->aside);

  return cost;
}
