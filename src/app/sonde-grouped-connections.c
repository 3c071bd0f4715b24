/* sonde-grouped-connections.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-grouped-connections"

#include "sonde-grouped-connections.h"

#include "sonde-connection-search.h"

#include <string.h>

struct _SondeGroupedConnections
{
  GObject parent_instance;

  SondeConnections *connections;
  GPtrArray        *items;  /* of SondeConnection and SondeConnectionGroup, as shown */
  GHashTable       *groups; /* name → SondeConnectionGroup, of each that has members */
  GStrv             collapsed;
  char             *search;
  guint             n_found;
};

static void list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeGroupedConnections, sonde_grouped_connections, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

enum
{
  PROP_COLLAPSED = 1,
  PROP_SEARCH,
  PROP_N_FOUND,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
remove_item (SondeGroupedConnections *self,
             guint                    position)
{
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* What is shown before and after keeps its row, and with it the focus: only what comes, goes or
 * moves is told. */
static void
show (SondeGroupedConnections *self,
      GPtrArray               *wanted)
{
  g_autoptr (GHashTable) stay = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_add (stay, g_ptr_array_index (wanted, i));
  for (guint i = self->items->len; i > 0; i--)
    if (!g_hash_table_contains (stay, g_ptr_array_index (self->items, i - 1)))
      remove_item (self, i - 1);

  for (guint i = 0; i < wanted->len; i++)
    {
      gpointer item = g_ptr_array_index (wanted, i);
      guint    position;

      if (i < self->items->len && g_ptr_array_index (self->items, i) == item)
        continue;

      /* Here stands one that moved down: it comes back further below. */
      if (i + 1 < self->items->len && g_ptr_array_index (self->items, i + 1) == item)
        {
          remove_item (self, i);
          continue;
        }

      if (g_ptr_array_find (self->items, item, &position))
        remove_item (self, position);
      g_ptr_array_insert (self->items, i, g_object_ref (item));
      g_list_model_items_changed (G_LIST_MODEL (self), i, 0, 1);
    }
}

static SondeConnectionGroup *
ensure_group (SondeGroupedConnections *self,
              GHashTable              *groups, /* those that have members now */
              const char              *name)
{
  SondeConnectionGroup *group = g_hash_table_lookup (groups, name);

  if (group != NULL)
    return group;

  group = g_hash_table_lookup (self->groups, name);
  group = group != NULL ? g_object_ref (group) : sonde_connection_group_new (name);
  g_hash_table_insert (groups, (gpointer) sonde_connection_group_get_name (group), group);
  return group;
}

/* Returns: (transfer full): group → how many members it has */
static GHashTable *
count_members (SondeGroupedConnections *self,
               GHashTable              *groups)
{
  guint       n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));
  GHashTable *counts = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);
      const char           *name = sonde_connection_get_profile (connection)->group;
      SondeConnectionGroup *group;

      if (*name == '\0')
        continue;

      group = ensure_group (self, groups, name);
      g_hash_table_insert (counts, group,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, group)) + 1));
    }
  return counts;
}

static void
set_n_found (SondeGroupedConnections *self,
             guint                    n_found)
{
  if (self->n_found == n_found)
    return;

  self->n_found = n_found;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FOUND]);
}

/* Those that match, each group's heading before its first. */
static GPtrArray *
choose_items (SondeGroupedConnections *self,
              GHashTable              *groups,
              const char *const       *words)
{
  guint                 n_items = g_list_model_get_n_items (G_LIST_MODEL (self->connections));
  GPtrArray            *wanted = g_ptr_array_new_with_free_func (g_object_unref);
  SondeConnectionGroup *last = NULL;
  guint                 n_found = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);
      const SondeProfile   *profile = sonde_connection_get_profile (connection);
      SondeConnectionGroup *group = g_hash_table_lookup (groups, profile->group);

      if (!sonde_connection_search_matches (words, profile))
        continue;

      n_found++;
      if (group != NULL && group != last)
        g_ptr_array_add (wanted, g_object_ref (group));
      last = group;
      if (group == NULL || sonde_connection_group_get_expanded (group))
        g_ptr_array_add (wanted, g_steal_pointer (&connection));
    }
  set_n_found (self, n_found);
  return wanted;
}

static void
update (SondeGroupedConnections *self)
{
  g_auto (GStrv) words = sonde_connection_search_parse (self->search);
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_autoptr (GHashTable) counts = count_members (self, groups);
  g_autoptr (GPtrArray) wanted = NULL;
  GHashTableIter iter;
  gpointer       name;
  gpointer       group;

  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &name, &group))
    sonde_connection_group_update (group, GPOINTER_TO_UINT (g_hash_table_lookup (counts, group)),
                                   words[0] != NULL || !g_strv_contains ((const char *const *) self->collapsed, name));

  wanted = choose_items (self, groups, (const char *const *) words);
  g_hash_table_unref (self->groups);
  self->groups = g_steal_pointer (&groups);
  show (self, wanted);
}

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return SONDE_GROUPED_CONNECTIONS (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeGroupedConnections *self = SONDE_GROUPED_CONNECTIONS (model);

  if (position >= self->items->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
sonde_grouped_connections_dispose (GObject *object)
{
  SondeGroupedConnections *self = SONDE_GROUPED_CONNECTIONS (object);

  g_ptr_array_set_size (self->items, 0);
  g_hash_table_remove_all (self->groups);
  g_clear_object (&self->connections);

  G_OBJECT_CLASS (sonde_grouped_connections_parent_class)->dispose (object);
}

static void
sonde_grouped_connections_finalize (GObject *object)
{
  SondeGroupedConnections *self = SONDE_GROUPED_CONNECTIONS (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_hash_table_unref);
  g_clear_pointer (&self->collapsed, g_strfreev);
  g_clear_pointer (&self->search, g_free);

  G_OBJECT_CLASS (sonde_grouped_connections_parent_class)->finalize (object);
}

static void
sonde_grouped_connections_get_property (GObject    *object,
                                        guint       prop_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  SondeGroupedConnections *self = SONDE_GROUPED_CONNECTIONS (object);

  switch (prop_id)
    {
    case PROP_COLLAPSED:
      g_value_set_boxed (value, self->collapsed);
      break;

    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;

    case PROP_N_FOUND:
      g_value_set_uint (value, self->n_found);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_grouped_connections_set_property (GObject      *object,
                                        guint         prop_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  SondeGroupedConnections *self = SONDE_GROUPED_CONNECTIONS (object);

  switch (prop_id)
    {
    case PROP_COLLAPSED:
      sonde_grouped_connections_set_collapsed (self, g_value_get_boxed (value));
      break;

    case PROP_SEARCH:
      sonde_grouped_connections_set_search (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_grouped_connections_class_init (SondeGroupedConnectionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sonde_grouped_connections_dispose;
  object_class->finalize = sonde_grouped_connections_finalize;
  object_class->get_property = sonde_grouped_connections_get_property;
  object_class->set_property = sonde_grouped_connections_set_property;

  properties[PROP_COLLAPSED] =
    g_param_spec_boxed ("collapsed", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEARCH] =
    g_param_spec_string ("search", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_FOUND] =
    g_param_spec_uint ("n-found", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sonde_grouped_connections_init (SondeGroupedConnections *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->collapsed = g_new0 (char *, 1);
  self->search = g_strdup ("");
}

SondeGroupedConnections *
sonde_grouped_connections_new (SondeConnections *connections)
{
  SondeGroupedConnections *self;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (connections), NULL);

  self = g_object_new (SONDE_TYPE_GROUPED_CONNECTIONS, NULL);
  self->connections = g_object_ref (connections);
  g_signal_connect_object (connections, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

const char *const *
sonde_grouped_connections_get_collapsed (SondeGroupedConnections *self)
{
  g_return_val_if_fail (SONDE_IS_GROUPED_CONNECTIONS (self), NULL);

  return (const char *const *) self->collapsed;
}

void
sonde_grouped_connections_set_collapsed (SondeGroupedConnections *self,
                                         const char *const       *names)
{
  g_return_if_fail (SONDE_IS_GROUPED_CONNECTIONS (self));
  g_return_if_fail (names != NULL);

  if (g_strv_equal (names, (const char *const *) self->collapsed))
    return;

  g_strfreev (self->collapsed);
  self->collapsed = g_strdupv ((GStrv) names);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
}

void
sonde_grouped_connections_set_expanded (SondeGroupedConnections *self,
                                        const char              *group,
                                        gboolean                 expanded)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) names = NULL;

  g_return_if_fail (SONDE_IS_GROUPED_CONNECTIONS (self));
  g_return_if_fail (group != NULL);

  if (*self->search != '\0')
    return;

  builder = g_strv_builder_new ();
  for (guint i = 0; self->collapsed[i] != NULL; i++)
    if (strcmp (self->collapsed[i], group) != 0)
      g_strv_builder_add (builder, self->collapsed[i]);
  if (!expanded)
    g_strv_builder_add (builder, group);
  names = g_strv_builder_end (builder);
  sonde_grouped_connections_set_collapsed (self, (const char *const *) names);
}

void
sonde_grouped_connections_set_search (SondeGroupedConnections *self,
                                      const char              *text)
{
  g_return_if_fail (SONDE_IS_GROUPED_CONNECTIONS (self));
  g_return_if_fail (text != NULL);

  if (strcmp (self->search, text) == 0)
    return;

  g_free (self->search);
  self->search = g_strdup (text);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

guint
sonde_grouped_connections_get_n_found (SondeGroupedConnections *self)
{
  g_return_val_if_fail (SONDE_IS_GROUPED_CONNECTIONS (self), 0);

  return self->n_found;
}
