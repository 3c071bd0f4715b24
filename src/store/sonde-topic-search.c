/* sonde-topic-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-search"

#include "sonde-topic-search.h"

#include <string.h>

/* Room to begin with, so that there is an address also of an empty topic. */
#define TOPIC_BYTES 256

void
sonde_topic_search_set (SondeTopicSearch *self,
                        const char       *text)
{
  if (self->text != NULL)
    sonde_needle_clear (&self->needle);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->hits, g_byte_array_unref);
  self->n_found = 0;
  if (text == NULL || *text == '\0')
    return;

  self->text = g_strdup (text);
  self->has_slash = strchr (text, '/') != NULL;
  self->n_characters = g_utf8_strlen (text, -1);
  sonde_needle_init (&self->needle, text);
  self->hits = g_byte_array_new ();
}

void
sonde_topic_search_restart (SondeTopicSearch *self)
{
  self->n_found = 0;
  if (self->hits != NULL)
    g_byte_array_set_size (self->hits, 0);
}

/* Where the character @n before the one at @at begins */
static gsize
step_back (const guint8 *text,
           gsize         at,
           gsize         n)
{
  while (n > 0 && at > 0)
    {
      do
        at--;
      while (at > 0 && (text[at] & 0xc0) == 0x80);
      n--;
    }

  return at;
}

/* Writes the end of the topic of @node: whole levels, of @most bytes at least where it has so many. */
static void
write_topic (const SondeTopicNodes *nodes,
             guint                  node,
             gsize                  most,
             GByteArray            *topic)
{
  gsize at = 0;
  guint top;

  for (top = node; top != SONDE_TOPIC_ROOT && at <= most; top = sonde_topic_nodes_get (nodes, top)->parent)
    at += sonde_topic_nodes_get (nodes, top)->length + 1;

  g_byte_array_set_size (topic, --at);
  for (guint i = node; i != top; i = sonde_topic_nodes_get (nodes, i)->parent)
    {
      const SondeTopicNode *level = sonde_topic_nodes_get (nodes, i);

      at -= level->length;
      memcpy (topic->data + at, level->name, level->length);
      if (at > 0)
        topic->data[--at] = '/';
    }
}

/* What is found must end in the last level or the / before it, so that it begins at most its own
 * length before that: folding changes no number of characters. */
static gboolean
is_found (const SondeTopicSearch *self,
          const SondeTopicNodes  *nodes,
          guint                   node,
          GByteArray             *topic)
{
  const SondeTopicNode *level = sonde_topic_nodes_get (nodes, node);
  gsize                 from;

  if (!self->has_slash)
    return sonde_needle_is_in (&self->needle, (const guint8 *) level->name, level->length);

  /* A character has at most four bytes; the / before the last level is looked at, too. */
  write_topic (nodes, node, level->length + 1 + 4 * self->n_characters, topic);
  from = topic->len - level->length;
  from = step_back (topic->data, from - MIN (from, 1), self->n_characters - 1);

  return sonde_needle_is_in (&self->needle, topic->data + from, topic->len - from);
}

static void
mark_above (SondeTopicSearch      *self,
            const SondeTopicNodes *nodes,
            guint                  node)
{
  while (node != SONDE_TOPIC_ROOT)
    {
      node = sonde_topic_nodes_get (nodes, node)->parent;
      if ((self->hits->data[node] & SONDE_TOPIC_ABOVE) != 0)
        break;
      self->hits->data[node] |= SONDE_TOPIC_ABOVE;
    }
}

/* A parent's number is lower: its byte stands when that of a child is made. */
void
sonde_topic_search_update (SondeTopicSearch      *self,
                           const SondeTopicNodes *nodes)
{
  g_autoptr (GByteArray) topic = NULL;
  guint node;

  if (self->text == NULL)
    return;

  topic = g_byte_array_sized_new (TOPIC_BYTES);
  node = self->hits->len;
  g_byte_array_set_size (self->hits, nodes->n_nodes);
  for (; node < nodes->n_nodes; node++)
    {
      guint above = self->hits->data[sonde_topic_nodes_get (nodes, node)->parent];

      self->hits->data[node] = 0;
      if (node == SONDE_TOPIC_ROOT)
        continue;
      if ((above & (SONDE_TOPIC_FOUND | SONDE_TOPIC_BELOW)) != 0)
        self->hits->data[node] |= SONDE_TOPIC_BELOW;
      if (!is_found (self, nodes, node, topic))
        continue;
      self->hits->data[node] |= SONDE_TOPIC_FOUND;
      self->n_found++;
      mark_above (self, nodes, node);
    }
}
