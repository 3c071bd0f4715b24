/* sonde-topic-finder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-finder"

#include "sonde-topic-finder.h"

#include "sonde-ranking.h"

#include <sonde-search-words.h>
#include <sonde-topic.h>

#include <string.h>

/* Nodes between two looks at the clock */
#define NODES_A_TURN 64

/* Of a topic; nobody types more of it. */
#define MOST_BYTES 512

struct _SondeTopicFinder
{
  SondeTopicTree *tree;
  GStrv           words;
  guint           most;
  guint           epoch;
  guint           node; /* to be looked at next */
  GPtrArray      *found;
};

static void
found_topic_free (SondeFoundTopic *self)
{
  g_free (self->topic);
  g_free (self);
}

static void
begin (SondeTopicFinder *self)
{
  self->epoch = sonde_topic_tree_get_epoch (self->tree);
  self->node = SONDE_TOPIC_ROOT + 1;
  g_ptr_array_set_size (self->found, 0);
}

SondeTopicFinder *
sonde_topic_finder_new (SondeTopicTree    *tree,
                        const char *const *words,
                        guint              most)
{
  SondeTopicFinder *self;

  g_return_val_if_fail (tree != NULL, NULL);
  g_return_val_if_fail (words != NULL && words[0] != NULL, NULL);
  g_return_val_if_fail (most > 0, NULL);

  self = g_new0 (SondeTopicFinder, 1);
  self->tree = sonde_topic_tree_ref (tree);
  self->words = g_strdupv ((char **) words);
  self->most = most;
  self->found = g_ptr_array_new_with_free_func ((GDestroyNotify) found_topic_free);
  begin (self);

  return self;
}

void
sonde_topic_finder_free (SondeTopicFinder *self)
{
  if (self == NULL)
    return;

  sonde_topic_tree_unref (self->tree);
  g_strfreev (self->words);
  g_ptr_array_unref (self->found);
  g_free (self);
}

/* Most topics are ASCII, which needs no tables. */
static char *
fold (const char *topic,
      gsize       length)
{
  gsize looked_at = MIN (length, MOST_BYTES);

  for (gsize i = 0; i < looked_at; i++)
    if ((topic[i] & 0x80) != 0)
      return sonde_search_fold (topic, MOST_BYTES);

  return g_ascii_strdown (topic, looked_at);
}

/* @topic: (transfer full) */
static void
keep (SondeTopicFinder *self,
      char             *topic,
      guint             score)
{
  SondeFoundTopic *found = g_new (SondeFoundTopic, 1);
  gsize            length = strlen (topic);
  guint            place = self->found->len;

  *found = (SondeFoundTopic){ topic, score };
  while (place > 0)
    {
      const SondeFoundTopic *before = g_ptr_array_index (self->found, place - 1);

      if (before->score > score || (before->score == score && strlen (before->topic) <= length))
        break;
      place--;
    }

  g_ptr_array_insert (self->found, place, found);
  if (self->found->len > self->most)
    g_ptr_array_set_size (self->found, self->most);
}

/* Whether none that scores so can be among the best; of two as good the shorter is the better. */
static gboolean
is_beaten (SondeTopicFinder *self,
           guint             score,
           gsize             length)
{
  const SondeFoundTopic *last;

  if (self->found->len < self->most)
    return FALSE;

  last = g_ptr_array_index (self->found, self->found->len - 1);
  return last->score > score || (last->score == score && strlen (last->topic) <= length);
}

static void
look_at (SondeTopicFinder *self,
         guint             node)
{
  const SondeTopicValue *value = sonde_topic_tree_get_value (self->tree, node);
  g_autofree char       *topic = NULL;
  g_autofree char       *folded = NULL;
  gsize                  length;
  guint                  score;

  if (value == NULL || value->messages == 0)
    return;

  topic = sonde_topic_tree_dup_topic (self->tree, node, &length);
  folded = fold (topic, length);
  score = sonde_ranking_score (folded, (const char *const *) self->words);
  if (score > 0 && !is_beaten (self, score, length) &&
      sonde_topic_name_check (topic, length) == SONDE_TOPIC_FAULT_NONE)
    keep (self, g_steal_pointer (&topic), score);
}

gboolean
sonde_topic_finder_look (SondeTopicFinder *self,
                         gint64            until)
{
  guint n_nodes;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->epoch != sonde_topic_tree_get_epoch (self->tree))
    begin (self);

  n_nodes = sonde_topic_tree_get_n_nodes (self->tree);
  do
    for (guint i = 0; i < NODES_A_TURN && self->node < n_nodes; i++)
      look_at (self, self->node++);
  while (self->node < n_nodes && g_get_monotonic_time () < until);

  return self->node < n_nodes;
}

const GPtrArray *
sonde_topic_finder_list (SondeTopicFinder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->found;
}
