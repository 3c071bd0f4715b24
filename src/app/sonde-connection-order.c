/* sonde-connection-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection-order"

#include "sonde-connection-order.h"

#include <string.h>

const char *
sonde_connection_order_get_group (GPtrArray *items,
                                  guint      position)
{
  g_return_val_if_fail (items != NULL && position < items->len, "");

  return sonde_connection_get_profile (g_ptr_array_index (items, position))->group;
}

static gboolean
is_of_group (GPtrArray  *items,
             guint       position,
             const char *group)
{
  return strcmp (sonde_connection_order_get_group (items, position), group) == 0;
}

void
sonde_connection_order_find_group (GPtrArray  *items,
                                   const char *group,
                                   guint      *start,
                                   guint      *end)
{
  guint first = 0;
  guint after;

  g_return_if_fail (items != NULL && group != NULL);

  while (first < items->len && !is_of_group (items, first, group))
    first++;

  /* Without a member, those of no group would stand first. */
  if (first == items->len && *group == '\0')
    first = 0;

  after = first;
  while (after < items->len && is_of_group (items, after, group))
    after++;

  *start = first;
  *end = after;
}

guint
sonde_connection_order_find_slot (GPtrArray  *items,
                                  const char *group,
                                  guint       position)
{
  guint start;
  guint end;

  g_return_val_if_fail (items != NULL && group != NULL, 0);

  sonde_connection_order_find_group (items, group, &start, &end);
  if (end > start || *group == '\0')
    return CLAMP (position, start, end);

  /* A new group: not inside another one. */
  position = MIN (position, items->len);
  while (position < items->len &&
         (*sonde_connection_order_get_group (items, position) == '\0' ||
          (position > 0 && is_of_group (items, position - 1, sonde_connection_order_get_group (items, position)))))
    position++;
  return position;
}

GStrv
sonde_connection_order_list_groups (GPtrArray *items)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (items != NULL, NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const char *group = sonde_connection_order_get_group (items, i);

      if (*group != '\0' && g_hash_table_add (seen, (gpointer) group))
        g_strv_builder_add (builder, group);
    }
  return g_strv_builder_end (builder);
}

static void
append_group (GPtrArray  *arranged,
              GPtrArray  *items,
              const char *group)
{
  for (guint i = 0; i < items->len; i++)
    if (is_of_group (items, i, group))
      g_ptr_array_add (arranged, g_ptr_array_index (items, i));
}

GPtrArray *
sonde_connection_order_arrange (GPtrArray *items)
{
  g_auto (GStrv) groups = NULL;
  GPtrArray *arranged;

  g_return_val_if_fail (items != NULL, NULL);

  groups = sonde_connection_order_list_groups (items);
  arranged = g_ptr_array_sized_new (items->len);
  append_group (arranged, items, "");
  for (guint i = 0; groups[i] != NULL; i++)
    append_group (arranged, items, groups[i]);
  return arranged;
}
