/* sonde-topic-nodes.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-nodes"

#include "sonde-topic-nodes.h"

#include <string.h>

#define FIRST_SLOTS 1024
#define NAMES_CHUNK 32768

/* A broker may send topics of 65,535 bytes: what they cost is bounded apart from their number. */
#define MOST_NAME_BYTES (32 * 1024 * 1024)

#define WINDOW_US (SONDE_TOPIC_WINDOW * G_USEC_PER_SEC)

static SondeTopicNode *
append_node (SondeTopicNodes *self)
{
  if (self->n_nodes % SONDE_TOPIC_CHUNK == 0)
    g_ptr_array_add (self->node_chunks, g_new0 (SondeTopicNode, SONDE_TOPIC_CHUNK));

  return sonde_topic_nodes_get (self, self->n_nodes++);
}

void
sonde_topic_nodes_init (SondeTopicNodes *self,
                        guint            most)
{
  *self = (SondeTopicNodes){
    .node_chunks = g_ptr_array_new_with_free_func (g_free),
    .value_chunks = g_ptr_array_new_with_free_func (g_free),
    .most = most,
    .most_bytes = G_MAXSIZE,
    .slots = g_new0 (guint32, FIRST_SLOTS),
    .n_slots = FIRST_SLOTS,
    .seed = (guint64) g_random_int () << 32 | g_random_int (),
    .names = g_string_chunk_new (NAMES_CHUNK),
  };
  append_node (self)->name = "";
}

void
sonde_topic_nodes_clear (SondeTopicNodes *self)
{
  g_ptr_array_unref (self->node_chunks);
  g_ptr_array_unref (self->value_chunks);
  g_free (self->slots);
  g_string_chunk_free (self->names);
}

gsize
sonde_topic_nodes_get_cost (const SondeTopicNodes *self)
{
  return self->node_chunks->len * SONDE_TOPIC_CHUNK * sizeof (SondeTopicNode) +
         self->value_chunks->len * SONDE_TOPIC_CHUNK * sizeof (SondeTopicValue) +
         self->n_slots * sizeof (guint32) + self->names_size;
}

/* ---- By name ---- */

static guint32
hash_child (const SondeTopicNodes *self,
            guint                  parent,
            const char            *name,
            gsize                  length)
{
  guint64 hash = 0xcbf29ce484222325 ^ self->seed ^ parent * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) name[i]) * 0x100000001b3;

  return (guint32) (hash ^ (hash >> 32));
}

/* Returns: where its number stands, or is to stand */
static guint32 *
find_slot (const SondeTopicNodes *self,
           guint32                hash,
           guint                  parent,
           const char            *name,
           gsize                  length)
{
  guint i = hash & (self->n_slots - 1);

  for (; self->slots[i] != 0; i = (i + 1) & (self->n_slots - 1))
    {
      const SondeTopicNode *node = sonde_topic_nodes_get (self, self->slots[i]);

      if (node->hash == hash && node->parent == parent && node->length == length &&
          memcmp (node->name, name, length) == 0)
        break;
    }

  return &self->slots[i];
}

/* At most three quarters full. Hashes are kept: no name is read for it. */
static void
reserve_slot (SondeTopicNodes *self)
{
  if (self->n_nodes < self->n_slots / 4 * 3)
    return;

  self->n_slots *= 2;
  g_free (self->slots);
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint node = 1; node < self->n_nodes; node++)
    {
      guint i = sonde_topic_nodes_get (self, node)->hash & (self->n_slots - 1);

      while (self->slots[i] != 0)
        i = (i + 1) & (self->n_slots - 1);
      self->slots[i] = node;
    }
}

guint
sonde_topic_nodes_find_child (const SondeTopicNodes *self,
                              guint                  parent,
                              const char            *name,
                              gsize                  length)
{
  return *find_slot (self, hash_child (self, parent, name, length), parent, name, length);
}

/* For so many levels more, with so many bytes of names */
static gboolean
has_room (const SondeTopicNodes *self,
          guint                  n_levels,
          gsize                  length)
{
  return self->n_nodes + n_levels <= self->most + 1 &&
         self->names_size + length + 1 <= MOST_NAME_BYTES &&
         sonde_topic_nodes_get_cost (self) + n_levels * sizeof (SondeTopicNode) + length <= self->most_bytes;
}

static guint
add_child (SondeTopicNodes *self,
           guint            parent,
           const char      *name,
           gsize            length)
{
  guint32         hash = hash_child (self, parent, name, length);
  guint           number = self->n_nodes;
  SondeTopicNode *node;

  reserve_slot (self);
  *find_slot (self, hash, parent, name, length) = number;
  node = append_node (self);
  node->parent = parent;
  node->next = sonde_topic_nodes_get (self, parent)->first_child;
  node->hash = hash;
  node->name = g_string_chunk_insert_len (self->names, name, length);
  node->length = length;
  self->names_size += length + 1;
  sonde_topic_nodes_get (self, parent)->first_child = number;

  return number;
}

guint
sonde_topic_nodes_ensure_child (SondeTopicNodes *self,
                                guint            parent,
                                const char      *name,
                                gsize            length)
{
  guint child = sonde_topic_nodes_find_child (self, parent, name, length);

  if (child != 0)
    return child;

  return has_room (self, 1, length) ? add_child (self, parent, name, length) : 0;
}

/* ---- By topic ---- */

/* An empty level is a level: "/a" has two (4.7.1.1). The last one that is told apart holds all that follow. */
static gsize
measure_level (const char *topic,
               gsize       length,
               guint       depth)
{
  const char *slash = depth + 1 < SONDE_TOPIC_MOST_LEVELS ? memchr (topic, '/', length) : NULL;

  return slash != NULL ? (gsize) (slash - topic) : length;
}

/* Goes down from the root as far as there are levels of @topic.
 * @rest: (out): where in @topic what is missing begins; beyond its end when nothing is
 * @depth: (out): how far that is */
static guint
descend (const SondeTopicNodes *self,
         const char            *topic,
         gsize                  length,
         gsize                 *rest,
         guint                 *depth)
{
  guint node = SONDE_TOPIC_ROOT;
  gsize at = 0;

  for (*depth = 0; at <= length; (*depth)++)
    {
      gsize size = measure_level (topic + at, length - at, *depth);
      guint child = sonde_topic_nodes_find_child (self, node, topic + at, size);

      if (child == 0)
        break;
      node = child;
      at += size + 1;
    }

  *rest = at;
  return node;
}

guint
sonde_topic_nodes_find (const SondeTopicNodes *self,
                        const char            *topic,
                        gsize                  length)
{
  gsize rest;
  guint depth;
  guint node = descend (self, topic, length, &rest, &depth);

  return rest > length ? node : 0;
}

static guint
count_levels (const char *topic,
              gsize       length,
              guint       depth)
{
  guint n = 1;

  for (gsize i = 0; i < length && depth + n < SONDE_TOPIC_MOST_LEVELS; i++)
    n += topic[i] == '/';

  return n;
}

/* All of its levels or none, so that no level is there without a topic. */
guint
sonde_topic_nodes_ensure (SondeTopicNodes *self,
                          const char      *topic,
                          gsize            length)
{
  gsize at;
  guint depth;
  guint node = descend (self, topic, length, &at, &depth);

  if (at > length)
    return node;
  if (!has_room (self, count_levels (topic + at, length - at, depth), length - at))
    return 0;

  for (; at <= length; depth++)
    {
      gsize size = measure_level (topic + at, length - at, depth);

      node = add_child (self, node, topic + at, size);
      at += size + 1;
    }

  return node;
}

SondeTopicValue *
sonde_topic_nodes_ensure_value (SondeTopicNodes *self,
                                guint            number)
{
  SondeTopicNode *node = sonde_topic_nodes_get (self, number);

  if (node->value != 0)
    return sonde_topic_nodes_get_value (self, number);

  if (self->n_values % SONDE_TOPIC_CHUNK == 0)
    g_ptr_array_add (self->value_chunks, g_new0 (SondeTopicValue, SONDE_TOPIC_CHUNK));
  node->value = ++self->n_values;
  while (number != SONDE_TOPIC_ROOT)
    {
      number = sonde_topic_nodes_get (self, number)->parent;
      sonde_topic_nodes_get (self, number)->topics_below++;
    }

  return (SondeTopicValue *) self->value_chunks->pdata[(node->value - 1) / SONDE_TOPIC_CHUNK] + (node->value - 1) % SONDE_TOPIC_CHUNK;
}

/* ---- Rates ---- */

static void
pace_advance (SondeTopicPace *pace,
              guint32         window)
{
  if (window <= pace->window)
    return;

  pace->before = window == pace->window + 1 ? pace->now : 0;
  pace->now = 0;
  pace->window = window;
}

void
sonde_topic_pace_add (SondeTopicPace *pace,
                      guint           n,
                      gint64          now)
{
  pace_advance (pace, now / WINDOW_US);
  pace->now += MIN (n, G_MAXUINT32 - pace->now);
}

/* Of the window before as large a part as the last seconds reach back into it. */
double
sonde_topic_pace_get (SondeTopicPace pace,
                      gint64         now)
{
  double elapsed = (now % WINDOW_US) / (double) WINDOW_US;

  pace_advance (&pace, now / WINDOW_US);

  return (pace.before * (1 - elapsed) + pace.now) / SONDE_TOPIC_WINDOW;
}

void
sonde_topic_pace_merge (SondeTopicPace *pace,
                        SondeTopicPace  other)
{
  guint32 window = MAX (pace->window, other.window);

  pace_advance (pace, window);
  pace_advance (&other, window);
  pace->before += other.before;
  pace->now += other.now;
}
