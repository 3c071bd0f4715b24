/* sonde-topic-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-order"

#include "sonde-topic-order.h"

#include <string.h>

/* What is compared is fetched once for each: nodes are far apart. */
typedef struct
{
  guint64     key;
  const char *name;
  guint32     node;
  guint16     length;
} Keyed;

static guint64
get_key (const SondeTopicNode *node,
         SondeTopicSort        sort)
{
  switch (sort)
    {
    case SONDE_TOPIC_SORT_COUNT:
      return node->messages;
    case SONDE_TOPIC_SORT_RECENT:
      return node->time;
    case SONDE_TOPIC_SORT_NAME:
    default:
      return 0;
    }
}

static Keyed
fetch (const SondeTopicNodes *nodes,
       guint32                number,
       SondeTopicSort         sort)
{
  const SondeTopicNode *node = sonde_topic_nodes_get (nodes, number);

  return (Keyed){ get_key (node, sort), node->name, number, node->length };
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const Keyed *one = a, *other = b;

  if (one->key != other->key)
    return one->key > other->key ? -1 : 1;

  return sonde_topic_name_compare (one->name, one->length, other->name, other->length);
}

static void
reserve (SondeTopicOrder *self,
         guint            n)
{
  if (n <= self->size)
    return;

  self->size = MAX (n, self->size + self->size / 2);
  self->nodes = g_renew (guint32, self->nodes, self->size);
}

/* Both are sorted; from the end on, where there is room. */
static void
merge (SondeTopicOrder       *self,
       const SondeTopicNodes *nodes,
       const GArray          *more,
       SondeTopicSort         sort)
{
  guint i = self->n, j = more->len;

  self->n += more->len;
  for (guint at = self->n; j > 0; at--)
    {
      const Keyed *last = &g_array_index (more, Keyed, j - 1);
      Keyed        other = i > 0 ? fetch (nodes, self->nodes[i - 1], sort) : *last;

      if (i > 0 && compare (&other, last) > 0)
        {
          self->nodes[at - 1] = self->nodes[i - 1];
          i--;
        }
      else
        {
          self->nodes[at - 1] = last->node;
          j--;
        }
    }
}

static gboolean
is_sorted (const GArray *keyed)
{
  for (guint i = 1; i < keyed->len; i++)
    if (compare (&g_array_index (keyed, Keyed, i - 1), &g_array_index (keyed, Keyed, i)) > 0)
      return FALSE;

  return TRUE;
}

static void
sort_anew (SondeTopicOrder       *self,
           const SondeTopicNodes *nodes,
           GArray                *more,
           SondeTopicSort         sort)
{
  for (guint i = 0; i < self->n; i++)
    {
      Keyed one = fetch (nodes, self->nodes[i], sort);

      g_array_append_val (more, one);
    }
  if (!is_sorted (more))
    g_array_sort (more, compare);

  self->n = more->len;
  for (guint i = 0; i < more->len; i++)
    self->nodes[i] = g_array_index (more, Keyed, i).node;
}

void
sonde_topic_order_free (SondeTopicOrder *self)
{
  if (self == NULL)
    return;

  g_free (self->nodes);
  g_free (self);
}

void
sonde_topic_order_update (SondeTopicOrder       *self,
                          const SondeTopicNodes *nodes,
                          guint                  parent,
                          SondeTopicSort         sort)
{
  guint    youngest = sonde_topic_nodes_get (nodes, parent)->first_child;
  gboolean by_name = sort == SONDE_TOPIC_SORT_NAME && self->sort == SONDE_TOPIC_SORT_NAME;
  g_autoptr (GArray) more = NULL;

  if (by_name && self->youngest == youngest)
    return;

  more = g_array_new (FALSE, FALSE, sizeof (Keyed));
  for (guint32 node = youngest; node != self->youngest; node = sonde_topic_nodes_get (nodes, node)->next)
    {
      Keyed one = fetch (nodes, node, sort);

      g_array_append_val (more, one);
    }
  reserve (self, self->n + more->len);
  self->youngest = youngest;
  self->sort = sort;

  if (by_name)
    {
      g_array_sort (more, compare);
      merge (self, nodes, more, sort);
    }
  else
    sort_anew (self, nodes, more, sort);
}
