/* sonde-topic-set.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-topic-set"

#include "sonde-topic-set.h"

#include <sonde-topic.h>

#include <string.h>

struct _SondeTopicSet
{
  GHashTable *links;  /* topic → its link in ages */
  GQueue      ages;   /* of char *, owned; the one seen last at the tail */
  GPtrArray  *sorted; /* %NULL until asked for */
};

SondeTopicSet *
sonde_topic_set_new (void)
{
  SondeTopicSet *self = g_new0 (SondeTopicSet, 1);

  self->links = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->ages);

  return self;
}

void
sonde_topic_set_free (SondeTopicSet *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  g_hash_table_unref (self->links);
  g_queue_clear_full (&self->ages, g_free);
  g_free (self);
}

static void
drop_oldest (SondeTopicSet *self)
{
  g_autofree char *oldest = g_queue_pop_head (&self->ages);

  g_hash_table_remove (self->links, oldest);
}

void
sonde_topic_set_add (SondeTopicSet *self,
                     const char    *topic,
                     gsize          length)
{
  char   name[SONDE_TOPIC_SET_MOST_BYTES + 1];
  GList *link;

  g_return_if_fail (self != NULL);
  g_return_if_fail (topic != NULL);

  if (length > SONDE_TOPIC_SET_MOST_BYTES || sonde_topic_name_check (topic, length) != SONDE_TOPIC_FAULT_NONE)
    return;

  memcpy (name, topic, length);
  name[length] = '\0';
  link = g_hash_table_lookup (self->links, name);
  if (link != NULL)
    {
      g_queue_unlink (&self->ages, link);
      g_queue_push_tail_link (&self->ages, link);
      return;
    }

  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  if (g_queue_get_length (&self->ages) == SONDE_TOPIC_SET_MOST)
    drop_oldest (self);
  g_queue_push_tail (&self->ages, g_strdup (name));
  link = g_queue_peek_tail_link (&self->ages);
  g_hash_table_insert (self->links, link->data, link);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

const GPtrArray *
sonde_topic_set_list (SondeTopicSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->sorted == NULL)
    {
      self->sorted = g_ptr_array_sized_new (g_queue_get_length (&self->ages));
      for (GList *link = g_queue_peek_head_link (&self->ages); link != NULL; link = link->next)
        g_ptr_array_add (self->sorted, link->data);
      g_ptr_array_sort (self->sorted, compare);
    }

  return self->sorted;
}
