/* sonde-template-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-store"

#include "sonde-template-store.h"

#include "sonde-profile-file.h"
#include "sonde-profile-store.h"
#include "sonde-template-file.h"
#include "sonde-template-reading.h"

#include <glib/gi18n.h>

#include <string.h>

typedef enum
{
  UNREAD,
  READING,
  READ,
  REFUSED, /* the file could not be read: it is left as it is */
} State;

struct _SondeTemplateStore
{
  GObject parent_instance;

  char      *path;
  GPtrArray *items; /* of SondeTemplateItem, by their sort keys */
  State      state;
  GPtrArray *readers; /* tasks that wait until it is read */

  /* A write in a worker. The lock orders it with that of a flush; the older one gives way. */
  GMutex   write_lock;
  char    *checksum; /* of the file as it was read or written last; with the lock only */
  guint64  n_writes; /* begun */
  guint64  written;  /* the last that is on the disk; with the lock only */
  gboolean saving;
  gboolean changed; /* since the last write began */
};

static void list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeTemplateStore, sonde_template_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- The model ---- */

static GType
get_item_type (GListModel *model)
{
  return SONDE_TYPE_TEMPLATE_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return SONDE_TEMPLATE_STORE (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeTemplateStore *self = SONDE_TEMPLATE_STORE (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  return strcmp (sonde_template_item_get_sort_key (*(SondeTemplateItem **) a),
                 sonde_template_item_get_sort_key (*(SondeTemplateItem **) b));
}

/* ---- Writing ---- */

typedef struct
{
  GPtrArray *templates;
  guint64    number;
} Write;

static void
write_free (Write *write)
{
  g_ptr_array_unref (write->templates);
  g_free (write);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Write, write_free)

static Write *
begin_write (SondeTemplateStore *self)
{
  Write *write = g_new0 (Write, 1);

  write->templates = sonde_template_store_list (self);
  write->number = ++self->n_writes;
  self->changed = FALSE;
  return write;
}

/* With the lock. */
static gboolean
replace_file (SondeTemplateStore *self,
              const Write        *write,
              GError            **error)
{
  g_autofree char *text = sonde_template_file_to_lines (write->templates);
  g_autofree char *kept = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) fault = NULL;

  if (!sonde_profile_file_replace (self->path, text, self->checksum, &kept, &fault))
    {
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                   _ ("The templates could not be saved (%s)."), fault->message);
      return FALSE;
    }

  self->written = write->number;
  g_free (self->checksum);
  self->checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  if (kept == NULL)
    return TRUE;

  shown = g_filename_display_name (kept);
  g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_OTHER,
               _ ("Another program changed the templates meanwhile. What it wrote is kept as “%s”."), shown);
  return FALSE;
}

/* In any thread. */
static gboolean
do_write (SondeTemplateStore *self,
          const Write        *write,
          GError            **error)
{
  gboolean done = TRUE;

  g_mutex_lock (&self->write_lock);
  if (write->number > self->written)
    done = replace_file (self, write, error);
  g_mutex_unlock (&self->write_lock);

  return done;
}

static void
write_worker (GTask        *task,
              gpointer      object,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  if (do_write (object, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void save (SondeTemplateStore *self);

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  SondeTemplateStore *self = SONDE_TEMPLATE_STORE (object);
  g_autoptr (GError) error = NULL;

  self->saving = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  if (self->changed)
    save (self);
}

/* Changes while one is written are merged into the next. */
static void
save (SondeTemplateStore *self)
{
  g_autoptr (GTask) task = NULL;

  self->changed = TRUE;
  if (self->saving)
    return;

  self->saving = TRUE;
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_task_data (task, begin_write (self), (GDestroyNotify) write_free);
  g_task_run_in_thread (task, write_worker);
}

gboolean
sonde_template_store_flush (SondeTemplateStore *self,
                            GError            **error)
{
  g_autoptr (Write) write = NULL;
  gboolean settled;

  g_return_val_if_fail (SONDE_IS_TEMPLATE_STORE (self), FALSE);

  if (self->state != READ)
    return TRUE;

  g_mutex_lock (&self->write_lock);
  settled = !self->changed && self->written == self->n_writes;
  g_mutex_unlock (&self->write_lock);
  if (settled)
    return TRUE;

  write = begin_write (self);
  return do_write (self, write, error);
}

/* ---- Reading ---- */

static void
read_worker (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, sonde_template_reading_new (data), (GDestroyNotify) sonde_template_reading_free);
}

/* Takes what is in @entries. */
static void
append_entries (SondeTemplateStore *self,
                GPtrArray          *entries)
{
  g_ptr_array_set_free_func (entries, NULL);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->items, sonde_template_item_new (g_ptr_array_index (entries, i)));
  g_ptr_array_sort (self->items, compare_items);
}

static void
complete_readers (SondeTemplateStore *self,
                  GError             *error) /* (transfer full) (nullable) */
{
  g_autoptr (GPtrArray) readers = g_steal_pointer (&self->readers);

  self->readers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < readers->len; i++)
    {
      if (i == 0 && error != NULL)
        g_task_return_error (g_ptr_array_index (readers, i), error);
      else
        g_task_return_boolean (g_ptr_array_index (readers, i), TRUE);
    }
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  SondeTemplateStore *self = SONDE_TEMPLATE_STORE (object);
  g_autoptr (SondeTemplateReading) reading = g_task_propagate_pointer (G_TASK (result), NULL);

  self->state = reading->entries != NULL ? READ : REFUSED;
  self->checksum = g_steal_pointer (&reading->checksum);
  if (reading->entries != NULL)
    {
      append_entries (self, reading->entries);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->items->len);
    }
  if (reading->mended)
    save (self);
  complete_readers (self, g_steal_pointer (&reading->error));
}

void
sonde_template_store_load_async (SondeTemplateStore *self,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) reader = NULL;

  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (self));

  reader = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (reader, sonde_template_store_load_async);
  if (self->state == READ || self->state == REFUSED)
    {
      g_task_return_boolean (reader, TRUE);
      return;
    }

  g_ptr_array_add (self->readers, g_steal_pointer (&reader));
  if (self->state == READING)
    return;

  self->state = READING;
  task = g_task_new (self, NULL, read_cb, NULL);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, read_worker);
}

gboolean
sonde_template_store_load_finish (SondeTemplateStore *self,
                                  GAsyncResult       *result,
                                  GError            **error)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- Changes ---- */

static gboolean
check_room (SondeTemplateStore *self,
            guint               n_added,
            GError            **error)
{
  if (self->state != READ)
    {
      g_set_error_literal (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ,
                           _ ("The file of the templates could not be read, so nothing is added to it."));
      return FALSE;
    }
  if (self->items->len + n_added > SONDE_TEMPLATES_MOST)
    {
      g_set_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE,
                   _ ("There is room for %u templates: delete some of them first."), SONDE_TEMPLATES_MOST);
      return FALSE;
    }

  return TRUE;
}

static guint
find_place (SondeTemplateStore *self,
            SondeTemplateItem  *item)
{
  guint first = 0, last = self->items->len;

  while (first < last)
    {
      guint middle = first + (last - first) / 2;

      if (compare_items (&g_ptr_array_index (self->items, middle), &item) <= 0)
        first = middle + 1;
      else
        last = middle;
    }

  return first;
}

static SondeTemplateItem *
insert (SondeTemplateStore *self,
        SondeTemplate      *added)
{
  SondeTemplateItem *item = sonde_template_item_new (sonde_template_entry_new (added));
  guint              place = find_place (self, item);

  g_ptr_array_insert (self->items, place, item);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
  save (self);
  return item;
}

static void
take_out (SondeTemplateStore *self,
          SondeTemplateItem  *item)
{
  guint position;

  if (!g_ptr_array_find (self->items, item, &position))
    return;

  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

SondeTemplateItem *
sonde_template_store_add (SondeTemplateStore *self,
                          SondeTemplate      *added,
                          GError            **error)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_STORE (self), NULL);
  g_return_val_if_fail (added != NULL, NULL);

  return check_room (self, 1, error) ? insert (self, added) : NULL;
}

SondeTemplateItem *
sonde_template_store_replace (SondeTemplateStore *self,
                              SondeTemplateItem  *item,
                              SondeTemplate      *changed)
{
  g_return_val_if_fail (SONDE_IS_TEMPLATE_STORE (self), NULL);
  g_return_val_if_fail (self->state == READ && changed != NULL, NULL);

  take_out (self, item);
  return insert (self, changed);
}

void
sonde_template_store_remove (SondeTemplateStore *self,
                             SondeTemplateItem  *item)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (self));
  g_return_if_fail (SONDE_IS_TEMPLATE_ITEM (item));

  take_out (self, item);
  save (self);
}

void
sonde_template_store_touch (SondeTemplateStore *self,
                            SondeTemplateItem  *item)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (self));

  sonde_template_item_touch (item);
  self->changed = TRUE;
}

/* Takes those of @entries that are not there yet. */
static GPtrArray *
pick_new (SondeTemplateStore *self,
          GPtrArray          *entries)
{
  g_autoptr (GHashTable) known = g_hash_table_new (sonde_template_hash, sonde_template_equal);
  GPtrArray *picked = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_template_entry_free);

  for (guint i = 0; i < self->items->len; i++)
    g_hash_table_add (known, sonde_template_item_get_data (g_ptr_array_index (self->items, i)));
  for (guint i = 0; i < entries->len; i++)
    {
      SondeTemplateEntry *entry = g_ptr_array_index (entries, i);

      if (g_hash_table_add (known, entry->data))
        g_ptr_array_add (picked, g_steal_pointer (&entries->pdata[i]));
    }

  return picked;
}

gboolean
sonde_template_store_merge (SondeTemplateStore *self,
                            GPtrArray          *entries,
                            guint              *n_added,
                            GError            **error)
{
  g_autoptr (GPtrArray) owned = entries;
  g_autoptr (GPtrArray) picked = NULL;
  guint before;

  g_return_val_if_fail (SONDE_IS_TEMPLATE_STORE (self), FALSE);
  g_return_val_if_fail (entries != NULL && n_added != NULL, FALSE);

  before = self->items->len;
  picked = pick_new (self, owned);
  *n_added = picked->len;
  if (!check_room (self, picked->len, error))
    return FALSE;
  if (picked->len == 0)
    return TRUE;

  append_entries (self, picked);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->items->len);
  save (self);
  return TRUE;
}

GPtrArray *
sonde_template_store_list (SondeTemplateStore *self)
{
  GPtrArray *templates = g_ptr_array_new_full (self->items->len, (GDestroyNotify) sonde_template_unref);

  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (templates, sonde_template_ref (sonde_template_item_get_data (g_ptr_array_index (self->items, i))));
  return templates;
}

static void
release_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  SondeTemplateStore *self = SONDE_TEMPLATE_STORE (object);
  g_autofree char    *profile_id = user_data;
  g_autoptr (GPtrArray) items = NULL;

  sonde_template_store_load_finish (self, result, NULL);
  items = g_ptr_array_copy (self->items, (GCopyFunc) g_object_ref, NULL);
  for (guint i = 0; i < items->len; i++)
    {
      SondeTemplateItem *item = g_ptr_array_index (items, i);
      g_autoptr (SondeTemplate) changed = NULL;

      if (strcmp (sonde_template_item_get_data (item)->profile_id, profile_id) != 0)
        continue;
      changed = sonde_template_copy (sonde_template_item_get_data (item));
      sonde_template_set_profile_id (changed, "");
      sonde_template_store_replace (self, item, changed);
    }
}

void
sonde_template_store_release_profile (SondeTemplateStore *self,
                                      const char         *profile_id)
{
  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (self));
  g_return_if_fail (profile_id != NULL);

  sonde_template_store_load_async (self, release_cb, g_strdup (profile_id));
}

static void
sonde_template_store_finalize (GObject *object)
{
  SondeTemplateStore *self = SONDE_TEMPLATE_STORE (object);

  g_free (self->path);
  g_free (self->checksum);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->readers);
  g_mutex_clear (&self->write_lock);

  G_OBJECT_CLASS (sonde_template_store_parent_class)->finalize (object);
}

static void
sonde_template_store_class_init (SondeTemplateStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_template_store_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sonde_template_store_init (SondeTemplateStore *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->readers = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->write_lock);
}

SondeTemplateStore *
sonde_template_store_new (const char *path)
{
  SondeTemplateStore *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);

  self = g_object_new (SONDE_TYPE_TEMPLATE_STORE, NULL);
  self->path = g_strdup (path);

  return self;
}
