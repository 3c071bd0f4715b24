/* sonde-connection-subscriptions.c: what is changed of a connection's subscriptions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include "sonde-removed-subscription.h"
#include "sonde-subscriptions-private.h"

/* Whether the session keeps @item subscribed to, or will on connect. */
static gboolean
is_listening (SondeConnection   *self,
              SondeSubscription *item)
{
  if (sonde_connection_get_online (self))
    return sonde_subscription_get_grant (item) != SONDE_GRANT_NONE;

  return !sonde_subscription_get_by_hand (item);
}

static void
store (SondeConnection   *self,
       const SondeWanted *wanted)
{
  g_autoptr (SondeProfile) profile = sonde_profile_copy (self->profile);
  guint position;

  if (g_ptr_array_find (profile->subscriptions, sonde_profile_find_wanted (profile, wanted->filter), &position))
    {
      sonde_wanted_free (g_ptr_array_index (profile->subscriptions, position));
      g_ptr_array_index (profile->subscriptions, position) = sonde_wanted_copy (wanted);
    }
  else
    {
      g_ptr_array_add (profile->subscriptions, sonde_wanted_copy (wanted));
    }
  sonde_connection_set_profile (self, profile);
}

void
sonde_connection_change_subscription (SondeConnection   *self,
                                      const SondeWanted *wanted)
{
  SondeSubscription *item;
  gboolean           was_listening, asks_anew;

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (wanted != NULL);

  item = sonde_subscriptions_find (self->subscriptions, wanted->filter);
  if (item == NULL)
    return;

  was_listening = is_listening (self, item);
  asks_anew = !sonde_subscribe_options_equal (&sonde_subscription_get_wanted (item)->options, &wanted->options);
  sonde_subscriptions_change (self->subscriptions, wanted);
  store (self, wanted);

  if (was_listening && !is_listening (self, item))
    sonde_session_unsubscribe (self->session, wanted->filter);
  else if (is_listening (self, item) && (asks_anew || !was_listening))
    sonde_session_subscribe (self->session, wanted->filter, &wanted->options);
}

void
sonde_connection_keep_subscription (SondeConnection *self,
                                    const char      *filter)
{
  g_autoptr (SondeWanted) wanted = NULL;
  SondeSubscription *item;

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (filter != NULL);

  item = sonde_subscriptions_find (self->subscriptions, filter);
  if (item == NULL)
    return;

  wanted = sonde_wanted_copy (sonde_subscription_get_wanted (item));
  wanted->by_hand = TRUE;
  sonde_session_unsubscribe (self->session, wanted->filter);
  sonde_subscriptions_change (self->subscriptions, wanted);
  store (self, wanted);
}

static int
compare_position (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const SondeWanted *one = *(const SondeWanted *const *) a;
  const SondeWanted *other = *(const SondeWanted *const *) b;
  guint              position = sonde_subscriptions_get_position (user_data, one->filter);
  guint              other_position = sonde_subscriptions_get_position (user_data, other->filter);

  return (position > other_position) - (position < other_position);
}

void
sonde_connection_move_subscription (SondeConnection *self,
                                    const char      *filter,
                                    guint            position)
{
  g_autoptr (SondeProfile) profile = NULL;
  g_autofree char *name = g_strdup (filter); /* may be the row's own */

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (filter != NULL);

  sonde_subscriptions_move (self->subscriptions, name, position);
  profile = sonde_profile_copy (self->profile);
  g_ptr_array_sort_with_data (profile->subscriptions, compare_position, self->subscriptions);
  sonde_connection_set_profile (self, profile);
}

void
sonde_connection_unmute_all (SondeConnection *self)
{
  guint n_items;

  g_return_if_fail (SONDE_IS_CONNECTION (self));

  sonde_subscriptions_show_only (self->subscriptions, NULL);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->subscriptions));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeSubscription) item = g_list_model_get_item (G_LIST_MODEL (self->subscriptions), i);
      g_autoptr (SondeWanted) wanted = sonde_wanted_copy (sonde_subscription_get_wanted (item));

      if (!wanted->muted)
        continue;
      wanted->muted = FALSE;
      sonde_connection_change_subscription (self, wanted);
    }
}

void
sonde_connection_drop_by_hand (SondeConnection *self)
{
  for (guint i = 0; i < self->profile->subscriptions->len; i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (self->profile->subscriptions, i);

      if (wanted->by_hand)
        sonde_session_unsubscribe (self->session, wanted->filter);
    }
}

/* ---- Removed, and brought back ---- */

struct _SondeRemovedSubscription
{
  SondeConnection   *connection;
  SondeSubscription *item;
  guint              position;
  gboolean           was_listening;
};

static SondeRemovedSubscription *
removed_new (SondeConnection   *self,
             SondeSubscription *item)
{
  SondeRemovedSubscription *removed = g_new0 (SondeRemovedSubscription, 1);

  removed->connection = g_object_ref (self);
  removed->item = g_object_ref (item);
  removed->position = sonde_subscriptions_get_position (self->subscriptions, sonde_subscription_get_filter (item));
  removed->was_listening = is_listening (self, item);
  return removed;
}

SondeRemovedSubscription *
sonde_connection_remove_subscription (SondeConnection *self,
                                      const char      *filter)
{
  SondeRemovedSubscription *removed;
  SondeSubscription        *item;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  item = sonde_subscriptions_find (self->subscriptions, filter);
  if (item == NULL)
    return NULL;

  removed = removed_new (self, item);
  sonde_connection_unsubscribe (self, filter);
  return removed;
}

GPtrArray *
sonde_connection_remove_subscribed (SondeConnection *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) filters = NULL;
  GPtrArray *removed;
  guint      n_items;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);

  removed = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_removed_subscription_free);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->subscriptions));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeSubscription) item = g_list_model_get_item (G_LIST_MODEL (self->subscriptions), i);

      if (!is_listening (self, item))
        continue;
      g_ptr_array_add (removed, removed_new (self, item));
      g_strv_builder_add (builder, sonde_subscription_get_filter (item));
    }

  filters = g_strv_builder_end (builder);
  if (removed->len > 0)
    sonde_connection_unsubscribe_many (self, filters);
  return removed;
}

void
sonde_removed_subscription_restore (SondeRemovedSubscription *self)
{
  SondeConnection   *connection;
  const SondeWanted *wanted;
  g_autoptr (SondeProfile) profile = NULL;

  g_return_if_fail (self != NULL);

  connection = self->connection;
  wanted = sonde_subscription_get_wanted (self->item);
  if (sonde_subscriptions_find (connection->subscriptions, wanted->filter) != NULL)
    return;

  /* Nor is it one any more that the broker is to forget. */
  profile = sonde_profile_copy (connection->profile);
  sonde_profile_want (profile, wanted->filter, wanted->options.qos, wanted->color);
  sonde_connection_set_profile (connection, profile);
  store (connection, wanted);
  sonde_subscriptions_restore (connection->subscriptions, self->item);
  sonde_connection_move_subscription (connection, wanted->filter,
                                      MIN (self->position, connection->profile->subscriptions->len - 1));
  if (self->was_listening && (sonde_connection_get_online (connection) || !wanted->by_hand))
    sonde_session_subscribe (connection->session, wanted->filter, &wanted->options);
}

void
sonde_removed_subscription_free (SondeRemovedSubscription *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->item);
  g_object_unref (self->connection);
  g_free (self);
}
