/* sonde-subscriptions-edit.c: what is changed of the rows, and what they leave in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscriptions"

#include "sonde-subscriptions-private.h"

void
sonde_subscriptions_change (SondeSubscriptions *self,
                            const SondeWanted  *wanted)
{
  SondeSubscription *item;

  g_return_if_fail (SONDE_IS_SUBSCRIPTIONS (self));
  g_return_if_fail (wanted != NULL);

  item = sonde_subscriptions_find (self, wanted->filter);
  g_return_if_fail (item != NULL);

  sonde_subscription_set_wanted (item, wanted);
  sonde_subscriptions_forget (self);
  sonde_subscriptions_update_scope (self);
  sonde_subscriptions_looks_changed (self);
}

guint
sonde_subscriptions_get_position (SondeSubscriptions *self,
                                  const char         *filter)
{
  SondeSubscription *item;
  guint              position;

  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (self), G_MAXUINT);

  item = sonde_subscriptions_find (self, filter);
  if (item == NULL || !g_ptr_array_find (self->items, item, &position))
    return G_MAXUINT;

  return position;
}

void
sonde_subscriptions_move (SondeSubscriptions *self,
                          const char         *filter,
                          guint               position)
{
  SondeSubscription *item;
  guint              from;

  g_return_if_fail (SONDE_IS_SUBSCRIPTIONS (self));
  g_return_if_fail (position < self->items->len);

  from = sonde_subscriptions_get_position (self, filter);
  if (from == G_MAXUINT || from == position)
    return;

  item = g_ptr_array_steal_index (self->items, from);
  sonde_subscriptions_forget (self);
  g_list_model_items_changed (G_LIST_MODEL (self), from, 1, 0);
  g_ptr_array_insert (self->items, position, item);
  sonde_subscriptions_forget (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  sonde_subscriptions_update_scope (self);
}

/* ---- In view ---- */

void
sonde_subscriptions_set_solo (SondeSubscriptions *self,
                              const char         *filter,
                              gboolean            solo)
{
  SondeSubscription *item;

  g_return_if_fail (SONDE_IS_SUBSCRIPTIONS (self));

  item = sonde_subscriptions_find (self, filter);
  if (item == NULL)
    return;

  sonde_subscription_set_solo (item, solo);
  sonde_subscriptions_update_scope (self);
}

void
sonde_subscriptions_show_only (SondeSubscriptions *self,
                               const char         *filter)
{
  g_return_if_fail (SONDE_IS_SUBSCRIPTIONS (self));

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeSubscription *item = g_ptr_array_index (self->items, i);

      sonde_subscription_set_solo (item, g_strcmp0 (sonde_subscription_get_filter (item), filter) == 0);
    }
  sonde_subscriptions_update_scope (self);
}

SondeScope *
sonde_subscriptions_get_scope (SondeSubscriptions *self)
{
  g_return_val_if_fail (SONDE_IS_SUBSCRIPTIONS (self), NULL);

  return self->scope;
}

void
sonde_subscriptions_update_scope (SondeSubscriptions *self)
{
  g_autoptr (GPtrArray) solo = g_ptr_array_new ();
  g_autoptr (GPtrArray) muted = g_ptr_array_new ();
  g_autoptr (GPtrArray) heard = g_ptr_array_new ();
  g_autoptr (SondeScope) scope = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeSubscription *item = g_ptr_array_index (self->items, i);
      char              *filter = (char *) sonde_subscription_get_filter (item);

      if (sonde_subscription_get_solo (item))
        g_ptr_array_add (solo, filter);
      g_ptr_array_add (sonde_subscription_get_muted (item) ? muted : heard, filter);
    }
  g_ptr_array_add (solo, NULL);
  g_ptr_array_add (muted, NULL);
  g_ptr_array_add (heard, NULL);

  scope = sonde_scope_new ((const char *const *) solo->pdata, (const char *const *) muted->pdata,
                           (const char *const *) heard->pdata);
  if (sonde_scope_equal (scope, self->scope))
    return;

  g_clear_pointer (&self->scope, sonde_scope_unref);
  self->scope = g_steal_pointer (&scope);
  sonde_subscriptions_notify_scope (self);
}
