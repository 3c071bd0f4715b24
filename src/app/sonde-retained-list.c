/* sonde-retained-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-list"

#include "sonde-retained-list.h"

struct _SondeRetainedList
{
  GObject parent_instance;

  GPtrArray  *entries;
  GHashTable *places; /* topic, of the entry → its place in entries */
  guint       n_shown;
  gsize       max_bytes;
  gsize       n_bytes;
  gsize       payload_size;
};

static GType
get_item_type (GListModel *model)
{
  return SONDE_TYPE_RETAINED_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  return SONDE_RETAINED_LIST (model)->n_shown;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeRetainedList *self = SONDE_RETAINED_LIST (model);

  return position < self->n_shown ? g_object_ref (self->entries->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SondeRetainedList,
                               sonde_retained_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
sonde_retained_list_finalize (GObject *object)
{
  SondeRetainedList *self = SONDE_RETAINED_LIST (object);

  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->entries);

  G_OBJECT_CLASS (sonde_retained_list_parent_class)->finalize (object);
}

static void
sonde_retained_list_class_init (SondeRetainedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_retained_list_finalize;
}

static void
sonde_retained_list_init (SondeRetainedList *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
}

SondeRetainedList *
sonde_retained_list_new (gsize max_bytes)
{
  SondeRetainedList *self = g_object_new (SONDE_TYPE_RETAINED_LIST, NULL);

  self->max_bytes = max_bytes;

  return self;
}

static gboolean
find (SondeRetainedList *self,
      const char        *topic,
      guint             *place)
{
  gpointer value;

  if (!g_hash_table_lookup_extended (self->places, topic, NULL, &value))
    return FALSE;

  *place = GPOINTER_TO_UINT (value);

  return TRUE;
}

SondeRetainedEntry *
sonde_retained_list_lookup (SondeRetainedList *self,
                            const char        *topic)
{
  guint place;

  g_return_val_if_fail (SONDE_IS_RETAINED_LIST (self), NULL);
  g_return_val_if_fail (topic != NULL, NULL);

  return find (self, topic, &place) ? self->entries->pdata[place] : NULL;
}

static void
count (SondeRetainedList  *self,
       SondeRetainedEntry *entry)
{
  self->n_bytes += sonde_retained_entry_get_cost (entry);
  self->payload_size += g_bytes_get_size (sonde_retained_entry_get_payload (entry));
}

static void
uncount (SondeRetainedList  *self,
         SondeRetainedEntry *entry)
{
  self->n_bytes -= sonde_retained_entry_get_cost (entry);
  self->payload_size -= g_bytes_get_size (sonde_retained_entry_get_payload (entry));
}

static void
set_place (SondeRetainedList *self,
           guint              place)
{
  g_hash_table_replace (self->places, (gpointer) sonde_retained_entry_get_topic (self->entries->pdata[place]),
                        GUINT_TO_POINTER (place));
}

static void
replace (SondeRetainedList  *self,
         guint               place,
         SondeRetainedEntry *entry)
{
  g_autoptr (SondeRetainedEntry) old = self->entries->pdata[place];

  uncount (self, old);
  count (self, entry);
  self->entries->pdata[place] = g_object_ref (entry);
  set_place (self, place);
  if (place < self->n_shown)
    g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 1);
}

gboolean
sonde_retained_list_put (SondeRetainedList  *self,
                         SondeRetainedEntry *entry)
{
  SondeRetainedEntry *old;
  guint               place;
  gsize               freed;

  g_return_val_if_fail (SONDE_IS_RETAINED_LIST (self), FALSE);
  g_return_val_if_fail (SONDE_IS_RETAINED_ENTRY (entry), FALSE);

  old = sonde_retained_list_lookup (self, sonde_retained_entry_get_topic (entry));
  freed = old != NULL ? sonde_retained_entry_get_cost (old) : 0;
  if (self->n_bytes - freed + sonde_retained_entry_get_cost (entry) > self->max_bytes)
    return FALSE;

  if (find (self, sonde_retained_entry_get_topic (entry), &place))
    {
      replace (self, place, entry);
      return TRUE;
    }

  count (self, entry);
  g_ptr_array_add (self->entries, g_object_ref (entry));
  set_place (self, self->entries->len - 1);

  return TRUE;
}

void
sonde_retained_list_flush (SondeRetainedList *self)
{
  guint first;

  g_return_if_fail (SONDE_IS_RETAINED_LIST (self));

  first = self->n_shown;
  self->n_shown = self->entries->len;
  if (self->n_shown > first)
    g_list_model_items_changed (G_LIST_MODEL (self), first, 0, self->n_shown - first);
}

void
sonde_retained_list_remove (SondeRetainedList *self,
                            const char        *topic)
{
  guint place;

  g_return_if_fail (SONDE_IS_RETAINED_LIST (self));
  g_return_if_fail (topic != NULL);

  if (!find (self, topic, &place))
    return;

  sonde_retained_list_flush (self);
  uncount (self, self->entries->pdata[place]);
  g_hash_table_remove (self->places, topic);
  g_ptr_array_remove_index (self->entries, place);
  for (guint i = place; i < self->entries->len; i++)
    set_place (self, i);
  self->n_shown = self->entries->len;
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
}

void
sonde_retained_list_remove_all (SondeRetainedList *self,
                                GHashTable        *topics)
{
  g_autoptr (GPtrArray) before = NULL;
  guint n_before;

  g_return_if_fail (SONDE_IS_RETAINED_LIST (self));
  g_return_if_fail (topics != NULL);

  n_before = self->n_shown;
  before = self->entries;
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_remove_all (self->places);
  for (guint i = 0; i < before->len; i++)
    {
      SondeRetainedEntry *entry = before->pdata[i];

      if (g_hash_table_contains (topics, sonde_retained_entry_get_topic (entry)))
        {
          uncount (self, entry);
          continue;
        }
      g_ptr_array_add (self->entries, g_object_ref (entry));
      set_place (self, self->entries->len - 1);
    }

  self->n_shown = self->entries->len;
  if (n_before > 0 || self->n_shown > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->n_shown);
}

gsize
sonde_retained_list_get_payload_size (SondeRetainedList *self)
{
  g_return_val_if_fail (SONDE_IS_RETAINED_LIST (self), 0);

  return self->payload_size;
}
