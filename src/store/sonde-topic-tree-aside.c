/* sonde-topic-tree-aside.c: a tree of topics that was emptied and may come back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-tree"

#include "sonde-topic-tree-private.h"

guint
sonde_topic_tree_set_aside (SondeTopicTree *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (sonde_topic_tree_get_n_messages (self) == 0)
    return 0;

  sonde_topic_content_free (self->aside);
  self->aside = self->content;
  self->ticket = ++self->last_ticket;
  self->content = sonde_topic_content_new (self->most);
  self->epoch++;
  sonde_topic_tree_forget_segment (self);
  sonde_topic_tree_charge (self);

  return self->ticket;
}

static void
merge_value (SondeTopicNodes       *nodes,
             guint                  node,
             const SondeTopicValue *newer)
{
  SondeTopicValue *value = sonde_topic_nodes_ensure_value (nodes, node);
  SondeTopicValue  before = *value;

  *value = *newer;
  value->messages += before.messages;
  if (newer->mark == SONDE_TOPIC_MARK_UNKNOWN)
    value->mark = before.mark;
}

/* A topic for which there is no room here counts as left out, with all that came on it. */
static void
leave_out (SondeTopicContent    *to,
           const SondeTopicTree *self,
           guint                 node,
           const guint32        *places)
{
  const SondeTopicNodes *newer = &self->content->nodes;
  const SondeTopicValue *value = sonde_topic_nodes_get_value (newer, node);
  g_autofree char       *topic = NULL;
  gsize                  length;

  if (value == NULL)
    return;

  topic = sonde_topic_tree_dup_topic (self, node, &length);
  sonde_topic_content_leave_out (to, sonde_topic_hash (topic, length), value->messages);
  while (node != SONDE_TOPIC_ROOT)
    {
      node = sonde_topic_nodes_get (newer, node)->parent;
      if (node == SONDE_TOPIC_ROOT || places[node] != 0)
        sonde_topic_nodes_get (&to->nodes, places[node])->messages -= value->messages;
    }
}

static void
merge_nodes (SondeTopicContent    *to,
             const SondeTopicTree *self)
{
  const SondeTopicNodes *newer = &self->content->nodes;
  g_autofree guint32    *places = g_new0 (guint32, newer->n_nodes);

  for (guint i = 0; i < newer->n_nodes; i++)
    {
      const SondeTopicNode  *node = sonde_topic_nodes_get (newer, i);
      const SondeTopicValue *value = sonde_topic_nodes_get_value (newer, i);
      SondeTopicNode        *place;

      /* A parent comes before its children; where it found no room they find none. */
      if (i != SONDE_TOPIC_ROOT && (node->parent == SONDE_TOPIC_ROOT || places[node->parent] != 0))
        places[i] = sonde_topic_nodes_ensure_child (&to->nodes, places[node->parent], node->name, node->length);
      if (i != SONDE_TOPIC_ROOT && places[i] == 0)
        {
          leave_out (to, self, i, places);
          continue;
        }

      place = sonde_topic_nodes_get (&to->nodes, places[i]);
      place->messages += node->messages;
      place->time = MAX (place->time, node->time);
      sonde_topic_pace_merge (&place->pace, node->pace);
      if (value != NULL)
        merge_value (&to->nodes, places[i], value);
    }
}

static void
merge_left_out (SondeTopicContent       *to,
                const SondeTopicContent *newer)
{
  GHashTableIter iter;
  gpointer       hash;

  g_hash_table_iter_init (&iter, newer->left_out);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    sonde_topic_content_leave_out (to, GPOINTER_TO_UINT (hash), 0);
  to->n_left_out += newer->n_left_out;
  to->left_out_more |= newer->left_out_more;
}

void
sonde_topic_tree_bring_back (SondeTopicTree *self,
                             guint           ticket)
{
  g_return_if_fail (self != NULL);

  if (ticket == 0 || ticket != self->ticket)
    return;

  /* What both hold is counted already: what is moved finds room. */
  self->aside->nodes.most_bytes = G_MAXSIZE;
  merge_nodes (self->aside, self);
  merge_left_out (self->aside, self->content);
  sonde_topic_content_free (self->content);
  self->content = g_steal_pointer (&self->aside);
  self->ticket = 0;
  self->epoch++;
  sonde_topic_tree_forget_segment (self);
  sonde_topic_tree_charge (self);
}

void
sonde_topic_tree_let_go (SondeTopicTree *self,
                         guint           ticket)
{
  g_return_if_fail (self != NULL);

  if (ticket == 0 || ticket != self->ticket)
    return;

  g_clear_pointer (&self->aside, sonde_topic_content_free);
  self->ticket = 0;
  sonde_topic_tree_charge (self);
}
