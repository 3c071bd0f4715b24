/* sonde-connections-groups.c: order, groups and colours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connections"

#include "sonde-connections-private.h"

#include "sonde-connection-order.h"

#include <string.h>

static void
change_group (SondeConnection *connection,
              const char      *group)
{
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));

  g_free (profile->group);
  profile->group = g_strdup (group);
  sonde_connection_set_profile (connection, profile);
}

/* @arranged: the same connections in another order */
static void
set_order (SondeConnections *self,
           GPtrArray        *arranged)
{
  guint start = 0;
  guint end = self->items->len;

  while (start < end && g_ptr_array_index (arranged, start) == g_ptr_array_index (self->items, start))
    start++;
  while (end > start && g_ptr_array_index (arranged, end - 1) == g_ptr_array_index (self->items, end - 1))
    end--;

  memcpy (self->items->pdata + start, arranged->pdata + start, (end - start) * sizeof (gpointer));
  if (end > start)
    g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, end - start);
}

GStrv
sonde_connections_list_groups (SondeConnections *self)
{
  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);

  return sonde_connection_order_list_groups (self->items);
}

void
sonde_connections_move (SondeConnections *self,
                        SondeConnection  *connection,
                        const char       *group,
                        SondeConnection  *next)
{
  g_autofree char *name = g_strdup (group); /* may be the profile's own */
  guint            from;
  guint            to = SONDE_ORDER_LAST;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (group != NULL);
  g_return_if_fail (g_ptr_array_find (self->items, connection, &from));
  g_return_if_fail (next == NULL || g_ptr_array_find (self->items, next, &to));

  if (next == connection)
    return;

  self->arranging = TRUE;
  change_group (connection, name);
  sonde_connections_replace (self, connection, next != NULL && to > from ? to - 1 : to);
  self->arranging = FALSE;
  sonde_connections_changed (self);
}

SondeConnection *
sonde_connections_get_neighbour (SondeConnections *self,
                                 SondeConnection  *connection,
                                 int               steps)
{
  guint start;
  guint end;
  guint position;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (g_ptr_array_find (self->items, connection, &position), NULL);

  sonde_connection_order_find_group (self->items, sonde_connection_order_get_group (self->items, position), &start, &end);
  if ((gint64) position + steps < start || (gint64) position + steps >= end)
    return NULL;
  return g_ptr_array_index (self->items, position + steps);
}

gboolean
sonde_connections_move_up (SondeConnections *self,
                           SondeConnection  *connection)
{
  SondeConnection *before = sonde_connections_get_neighbour (self, connection, -1);

  if (before == NULL)
    return FALSE;
  sonde_connections_move (self, connection, sonde_connection_get_profile (connection)->group, before);
  return TRUE;
}

gboolean
sonde_connections_move_down (SondeConnections *self,
                             SondeConnection  *connection)
{
  if (sonde_connections_get_neighbour (self, connection, 1) == NULL)
    return FALSE;
  sonde_connections_move (self, connection, sonde_connection_get_profile (connection)->group,
                          sonde_connections_get_neighbour (self, connection, 2));
  return TRUE;
}

void
sonde_connections_set_group (SondeConnections *self,
                             SondeConnection  *connection,
                             const char       *group)
{
  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (group != NULL);

  if (strcmp (sonde_connection_get_profile (connection)->group, group) != 0)
    sonde_connections_move (self, connection, group, NULL);
}

void
sonde_connections_rename_group (SondeConnections *self,
                                const char       *group,
                                const char       *name)
{
  g_autofree char *old = g_strdup (group); /* may be a member's own */
  g_autoptr (GPtrArray) arranged = NULL;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (group != NULL && *group != '\0');
  g_return_if_fail (name != NULL);

  self->arranging = TRUE;
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (sonde_connection_order_get_group (self->items, i), old) == 0)
      change_group (g_ptr_array_index (self->items, i), name);

  /* The new name may be that of another group, or none. */
  arranged = sonde_connection_order_arrange (self->items);
  set_order (self, arranged);
  self->arranging = FALSE;
  sonde_connections_changed (self);
}

void
sonde_connections_dissolve_group (SondeConnections *self,
                                  const char       *group)
{
  sonde_connections_rename_group (self, group, "");
}

gboolean
sonde_connections_move_group (SondeConnections *self,
                              const char       *group,
                              int               steps)
{
  g_auto (GStrv) groups = NULL;
  g_autoptr (GPtrArray) arranged = NULL;
  int n_groups;
  int from = 0;
  int to;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), FALSE);
  g_return_val_if_fail (group != NULL, FALSE);

  groups = sonde_connections_list_groups (self);
  n_groups = g_strv_length (groups);
  while (from < n_groups && strcmp (groups[from], group) != 0)
    from++;
  to = from + steps;
  if (from == n_groups || steps == 0 || to < 0 || to >= n_groups)
    return FALSE;

  /* The groups between move over by one. */
  arranged = g_ptr_array_sized_new (self->items->len);
  for (int i = -1; i < n_groups; i++)
    {
      int         source = i < MIN (from, to) || i > MAX (from, to) ? i : i == to ? from
                                                                                  : i + (steps > 0 ? 1 : -1);
      const char *name = i == -1 ? "" : groups[source];
      guint       start;
      guint       end;

      sonde_connection_order_find_group (self->items, name, &start, &end);
      for (guint k = start; k < end; k++)
        g_ptr_array_add (arranged, g_ptr_array_index (self->items, k));
    }
  set_order (self, arranged);
  sonde_connections_changed (self);
  return TRUE;
}

void
sonde_connections_set_color (SondeConnections *self,
                             SondeConnection  *connection,
                             guint             color)
{
  g_autoptr (SondeProfile) profile = NULL;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (color < SONDE_N_COLORS || color == SONDE_NO_COLOR);

  profile = sonde_profile_copy (sonde_connection_get_profile (connection));
  profile->color = color;
  sonde_connection_set_profile (connection, profile);
}

void
sonde_connections_start (SondeConnections *self)
{
  g_return_if_fail (SONDE_IS_CONNECTIONS (self));

  for (guint i = 0; i < self->items->len; i++)
    {
      SondeConnection *connection = g_ptr_array_index (self->items, i);

      if (sonde_connection_get_profile (connection)->connect_on_start &&
          sonde_connection_get_state (connection) == SONDE_STATE_IDLE)
        sonde_connection_connect (connection);
    }
}
