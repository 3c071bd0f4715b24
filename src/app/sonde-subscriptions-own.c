/* sonde-subscriptions-own.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscriptions"

#include "sonde-subscriptions-own.h"

#include "sonde-subscriptions-private.h"

#include <sonde-topic.h>

typedef struct
{
  guint                 count;
  gboolean              ours; /* nobody else wants it */
  SondeSubscribeOptions options;
} Hold;

static void
hold_free (gpointer data)
{
  Hold *hold = data;

  sonde_subscribe_options_clear (&hold->options);
  g_free (hold);
}

GHashTable *
sonde_subscriptions_new_holds (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, hold_free);
}

gboolean
sonde_subscriptions_hear (SondeSubscriptions *self,
                          const char         *topic)
{
  gsize length = strlen (topic);

  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeSubscription *item = g_ptr_array_index (self->items, i);
      const char        *filter = sonde_subscription_get_filter (item);

      if (sonde_subscription_get_grant (item) == SONDE_GRANT_GRANTED && !sonde_topic_filter_is_shared (filter) &&
          sonde_topic_filter_matches (filter, topic, length))
        return TRUE;
    }
  return FALSE;
}

void
sonde_subscriptions_hold (SondeSubscriptions          *self,
                          const char                  *filter,
                          const SondeSubscribeOptions *options)
{
  Hold *hold;

  g_return_if_fail (SONDE_IS_SUBSCRIPTIONS (self));
  g_return_if_fail (filter != NULL && options != NULL);

  hold = g_hash_table_lookup (self->holds, filter);
  if (hold != NULL)
    {
      hold->count++;
      return;
    }

  hold = g_new0 (Hold, 1);
  hold->count = 1;
  hold->ours = sonde_session_get_grant (self->session, filter, NULL) == SONDE_GRANT_NONE;
  sonde_subscribe_options_init (&hold->options, 0);
  sonde_subscribe_options_set (&hold->options, options);
  g_hash_table_insert (self->holds, g_strdup (filter), hold);
  if (hold->ours)
    sonde_session_subscribe (self->session, filter, options);
}

gboolean
sonde_subscriptions_release (SondeSubscriptions *self,
                             const char         *filter)
{
  Hold    *hold;
  gboolean ours;

  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (self), FALSE);

  hold = g_hash_table_lookup (self->holds, filter);
  g_return_val_if_fail (hold != NULL, FALSE);

  if (--hold->count > 0)
    return FALSE;

  /* UNSUBACK is not to make a row of it. */
  ours = hold->ours;
  if (ours)
    sonde_session_unsubscribe (self->session, filter);
  g_hash_table_remove (self->holds, filter);
  return ours;
}

void
sonde_subscriptions_adopted (SondeSubscriptions *self,
                             const char         *filter)
{
  Hold *hold = g_hash_table_lookup (self->holds, filter);

  if (hold != NULL)
    hold->ours = FALSE;
}

void
sonde_subscriptions_abandoned (SondeSubscriptions *self,
                               const char         *filter)
{
  Hold *hold = g_hash_table_lookup (self->holds, filter);

  if (hold == NULL)
    return;

  hold->ours = TRUE;
  sonde_session_subscribe (self->session, filter, &hold->options);
}
