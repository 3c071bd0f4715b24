/* sonde-differences.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-differences"

#include "sonde-differences.h"

#include "sonde-subscription-private.h"

#include <sonde-topic.h>

#include <string.h>

/* What a broker sends upon SUBSCRIBE comes within a round trip or two. */
#define DUE_SECONDS 3

#define RETAINED_MAXIMUM 100

struct _SondeDifferences
{
  GPtrArray  *subscriptions;
  GHashTable *retained; /* topics that we know to be retained */
  GHashTable *due;      /* subscription → topic of a retained message, or "" for anything */
  guint       due_source;
};

SondeDifferences *
sonde_differences_new (GPtrArray *subscriptions)
{
  SondeDifferences *self = g_new0 (SondeDifferences, 1);

  self->subscriptions = g_ptr_array_ref (subscriptions);
  self->retained = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->due = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  return self;
}

void
sonde_differences_free (SondeDifferences *self)
{
  if (self == NULL)
    return;

  g_clear_handle_id (&self->due_source, g_source_remove);
  g_hash_table_unref (self->due);
  g_hash_table_unref (self->retained);
  g_ptr_array_unref (self->subscriptions);
  g_free (self);
}

static gboolean
due_cb (gpointer user_data)
{
  SondeDifferences *self = user_data;
  GHashTableIter    iter;
  gpointer          key, value;

  self->due_source = 0;
  g_hash_table_iter_init (&iter, self->due);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      SondeSubscription *subscription = key;
      const char        *topic = value;

      if (sonde_subscription_get_grant (subscription) != SONDE_GRANT_GRANTED)
        continue;

      if (*topic != '\0')
        sonde_subscription_set_difference (subscription, SONDE_DIFFERENCE_NO_RETAINED, topic);
      else if (sonde_subscription_get_count (subscription) == 0)
        sonde_subscription_set_difference (subscription, SONDE_DIFFERENCE_NO_STATUS, NULL);
    }
  g_hash_table_remove_all (self->due);
  return G_SOURCE_REMOVE;
}

/* A topic retained by us that @filter must bring; for an exact name every broker does. */
static const char *
find_retained (SondeDifferences *self,
               const char       *filter)
{
  GHashTableIter iter;
  gpointer       topic;

  if (strpbrk (filter, "+#") == NULL || g_str_has_prefix (filter, "$share/"))
    return NULL;

  g_hash_table_iter_init (&iter, self->retained);
  while (g_hash_table_iter_next (&iter, &topic, NULL))
    if (sonde_topic_filter_matches (filter, topic, strlen (topic)))
      return topic;
  return NULL;
}

void
sonde_differences_granted (SondeDifferences  *self,
                           SondeSubscription *subscription)
{
  const char *filter = sonde_subscription_get_filter (subscription);
  const char *topic = g_str_has_prefix (filter, "$SYS/") ? "" : find_retained (self, filter);

  if (topic == NULL)
    return;

  g_hash_table_insert (self->due, g_object_ref (subscription), g_strdup (topic));
  g_clear_handle_id (&self->due_source, g_source_remove);
  self->due_source = g_timeout_add_seconds (DUE_SECONDS, due_cb, self);
}

void
sonde_differences_sent_retained (SondeDifferences *self,
                                 const char       *topic,
                                 gsize             size)
{
  if (size == 0)
    g_hash_table_remove (self->retained, topic);
  else if (g_hash_table_size (self->retained) < RETAINED_MAXIMUM)
    g_hash_table_add (self->retained, g_strdup (topic));
}

void
sonde_differences_received_retained (SondeDifferences *self,
                                     GPtrArray        *subscriptions)
{
  for (guint i = 0; i < subscriptions->len && g_hash_table_size (self->due) > 0; i++)
    g_hash_table_remove (self->due, g_ptr_array_index (subscriptions, i));
}

void
sonde_differences_received_astray (SondeDifferences *self,
                                   const char       *topic,
                                   gsize             length)
{
  for (guint i = 0; i < self->subscriptions->len; i++)
    {
      SondeSubscription *subscription = g_ptr_array_index (self->subscriptions, i);
      const char        *filter = sonde_subscription_get_filter (subscription);
      g_autofree char   *renamed = NULL;

      if (strchr (filter, '.') == NULL)
        continue;

      renamed = g_strdelimit (g_strdup (filter), ".", '/');
      if (sonde_topic_filter_matches (renamed, topic, length))
        sonde_subscription_set_difference (subscription, SONDE_DIFFERENCE_RENAMED, topic);
    }
}
