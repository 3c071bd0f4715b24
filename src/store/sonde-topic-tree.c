/* sonde-topic-tree.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-tree"

#include "sonde-topic-tree-private.h"

#include <string.h>

#define USUAL_MOST 500000
#define MOST_LEFT_OUT 65536

SondeTopicContent *
sonde_topic_content_new (guint most)
{
  SondeTopicContent *self = g_new0 (SondeTopicContent, 1);

  sonde_topic_nodes_init (&self->nodes, most);
  self->left_out = g_hash_table_new (NULL, NULL);

  return self;
}

void
sonde_topic_content_free (SondeTopicContent *self)
{
  if (self == NULL)
    return;

  sonde_topic_nodes_clear (&self->nodes);
  g_hash_table_unref (self->left_out);
  g_free (self);
}

SondeTopicTree *
sonde_topic_tree_new (guint        most,
                      SondeBudget *budget)
{
  SondeTopicTree *self = g_new0 (SondeTopicTree, 1);

  g_ref_count_init (&self->refs);
  self->most = most > 0 ? most : USUAL_MOST;
  self->content = sonde_topic_content_new (self->most);
  self->entries = g_array_new (FALSE, TRUE, sizeof (SondeTopicEntry));
  self->touched = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (budget != NULL)
    sonde_budget_share_init (&self->share, budget, TRUE);
  sonde_topic_tree_charge (self);

  return self;
}

SondeTopicTree *
sonde_topic_tree_ref (SondeTopicTree *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->refs);

  return self;
}

void
sonde_topic_tree_unref (SondeTopicTree *self)
{
  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->refs))
    return;

  sonde_budget_share_clear (&self->share);
  sonde_topic_content_free (self->content);
  sonde_topic_content_free (self->aside);
  g_array_unref (self->entries);
  g_array_unref (self->touched);
  g_free (self);
}

void
sonde_topic_tree_charge (SondeTopicTree *self)
{
  sonde_budget_share_set (&self->share, sonde_topic_tree_get_cost (self));
}

/* ---- Messages come ---- */

void
sonde_topic_content_leave_out (SondeTopicContent *self,
                               guint              topic_hash,
                               guint64            n)
{
  self->n_left_out += n;
  if (g_hash_table_size (self->left_out) < MOST_LEFT_OUT)
    g_hash_table_add (self->left_out, GUINT_TO_POINTER (topic_hash));
  else if (!g_hash_table_contains (self->left_out, GUINT_TO_POINTER (topic_hash)))
    self->left_out_more = TRUE;
}

guint
sonde_topic_hash (const char *topic,
                  gsize       length)
{
  guint64 hash = 0xcbf29ce484222325;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) topic[i]) * 0x100000001b3;

  return (guint) (hash ^ (hash >> 32));
}

static guint32
look_up (SondeTopicTree          *self,
         const SondeSegmentTopic *topic)
{
  guint node = sonde_topic_nodes_ensure (&self->content->nodes, topic->name, topic->length);

  return node != 0 ? node : SONDE_TOPIC_NODE_LEFT_OUT;
}

/* On a topic whose retained message is known the empty one says that it was cleared: it comes
 * without the mark to those who had subscribed (5.0, 3.3.1.3). */
static SondeTopicMark
read_mark (const SondeRecord *record)
{
  if (record->payload_size == 0)
    return SONDE_TOPIC_MARK_CLEARED;

  return (record->flags & SONDE_RECORD_RETAIN) != 0 ? SONDE_TOPIC_MARK_RETAINED : SONDE_TOPIC_MARK_UNKNOWN;
}

static void
add_record (SondeTopicTree          *self,
            const SondeRecord       *record,
            guint                    index,
            const SondeSegmentTopic *topic)
{
  SondeTopicMark   mark;
  SondeTopicEntry *entry;

  if (topic->number >= self->entries->len)
    g_array_set_size (self->entries, topic->number + 1);

  entry = &g_array_index (self->entries, SondeTopicEntry, topic->number);
  if (entry->node == SONDE_TOPIC_NODE_UNKNOWN)
    entry->node = look_up (self, topic);
  if (entry->pending++ == 0)
    g_array_append_val (self->touched, topic->number);
  entry->last = index;

  mark = read_mark (record);
  if (mark != SONDE_TOPIC_MARK_UNKNOWN)
    entry->mark = mark;
}

/* As it was received last. */
static void
keep_last (SondeTopicValue    *value,
           const SondeSegment *segment,
           guint               index)
{
  const SondeRecord *record = sonde_segment_get_record (segment, index);

  value->serial = segment->first_serial + index;
  value->time = segment->began_at + record->time;
  value->payload_size = record->payload_size;
  value->preview_size = MIN (record->payload_size, SONDE_TOPIC_PREVIEW);
  memcpy (value->preview, sonde_segment_get_payload (segment, record), value->preview_size);
}

static void
add_above (SondeTopicNodes *nodes,
           guint            node,
           guint            n,
           gint64           time,
           gint64           now)
{
  while (TRUE)
    {
      SondeTopicNode *level = sonde_topic_nodes_get (nodes, node);

      level->messages += n;
      level->time = MAX (level->time, time);
      sonde_topic_pace_add (&level->pace, n, now);
      if (node == SONDE_TOPIC_ROOT)
        break;
      node = level->parent;
    }
}

static void
settle (SondeTopicTree     *self,
        SondeTopicEntry    *entry,
        const SondeSegment *segment,
        gint64              now)
{
  SondeTopicNodes         *nodes = &self->content->nodes;
  const SondeSegmentTopic *topic;
  SondeTopicValue         *value;

  if (entry->node == SONDE_TOPIC_NODE_LEFT_OUT)
    {
      topic = sonde_segment_get_topic (segment, sonde_segment_get_record (segment, entry->last));
      sonde_topic_content_leave_out (self->content, sonde_topic_hash (topic->name, topic->length), entry->pending);
    }
  else
    {
      value = sonde_topic_nodes_ensure_value (nodes, entry->node);
      value->messages += entry->pending;
      if (entry->mark != SONDE_TOPIC_MARK_UNKNOWN)
        value->mark = entry->mark;
      keep_last (value, segment, entry->last);
      add_above (nodes, entry->node, entry->pending, value->time, now);
    }

  entry->pending = 0;
  entry->mark = SONDE_TOPIC_MARK_UNKNOWN;
}

void
sonde_topic_tree_forget_segment (SondeTopicTree *self)
{
  self->has_segment = FALSE;
  g_array_set_size (self->entries, 0);
}

void
sonde_topic_tree_add (SondeTopicTree     *self,
                      const SondeSegment *segment,
                      guint               first,
                      guint               end,
                      gint64              now)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (first <= end && end <= sonde_segment_get_count (segment));

  if (!self->has_segment || self->segment_serial != segment->first_serial)
    {
      sonde_topic_tree_forget_segment (self);
      self->has_segment = TRUE;
      self->segment_serial = segment->first_serial;
    }

  self->content->nodes.most_bytes = sonde_topic_nodes_get_cost (&self->content->nodes) + sonde_budget_share_get_room (&self->share);
  for (guint i = first; i < end; i++)
    {
      const SondeRecord *record = sonde_segment_get_record (segment, i);

      if (sonde_record_get_kind (record) == SONDE_MESSAGE_RECEIVED)
        add_record (self, record, i, sonde_segment_get_topic (segment, record));
    }

  for (guint i = 0; i < self->touched->len; i++)
    settle (self, &g_array_index (self->entries, SondeTopicEntry, g_array_index (self->touched, guint32, i)), segment, now);
  g_array_set_size (self->touched, 0);
  sonde_topic_tree_charge (self);
}
