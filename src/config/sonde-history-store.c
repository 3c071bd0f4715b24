/* sonde-history-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One worker at a time does what was asked for meanwhile, in this order: clears, appends, reads. So
 * what was added before a reading began is in the file it reads, and what is added later is put to
 * what was read.
 */

#define G_LOG_DOMAIN "sonde-history-store"

#include "sonde-history-store.h"

#include "sonde-history-file.h"
#include "sonde-profile-store.h"

#include <glib/gi18n.h>

struct _SondeHistoryItem
{
  GObject parent_instance;

  SondeHistoryEntry *entry;
};

G_DEFINE_FINAL_TYPE (SondeHistoryItem, sonde_history_item, G_TYPE_OBJECT)

/* What is to be done in the worker. */
typedef struct
{
  char    *path;
  gboolean clears;
  GString *lines; /* to append */
  gboolean reads;
  GError  *fault; /* why it could not write, until a flush has said so */
} Job;

typedef struct
{
  GPtrArray *entries; /* of SondeHistoryEntry, or %NULL */
  GError    *write_error;
  GError    *read_error;
} Result;

struct _SondeHistoryStore
{
  GObject parent_instance;

  GPtrArray *items; /* of SondeHistoryItem, the oldest first; %NULL: not read */
  GPtrArray *late;  /* of SondeHistoryEntry, added while the worker reads */
  GPtrArray *readers;

  GMutex   work_lock; /* held by a worker, and by a flush */
  Job     *current;   /* of the worker, while one works */
  Job     *next;
  gboolean working;
  gboolean reading;
  gboolean cleared; /* while it reads: what it read is no more */
};

static void list_model_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeHistoryStore, sonde_history_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))
/* clang-format on */

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- The items ---- */

static void
sonde_history_item_finalize (GObject *object)
{
  sonde_history_entry_unref (SONDE_HISTORY_ITEM (object)->entry);

  G_OBJECT_CLASS (sonde_history_item_parent_class)->finalize (object);
}

static void
sonde_history_item_class_init (SondeHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_history_item_finalize;
}

static void
sonde_history_item_init (SondeHistoryItem *self)
{
}

static SondeHistoryItem *
create_item (SondeHistoryEntry *entry)
{
  SondeHistoryItem *item = g_object_new (SONDE_TYPE_HISTORY_ITEM, NULL);

  item->entry = sonde_history_entry_ref (entry);
  return item;
}

SondeHistoryEntry *
sonde_history_item_get_entry (SondeHistoryItem *self)
{
  g_return_val_if_fail (SONDE_IS_HISTORY_ITEM (self), NULL);

  return self->entry;
}

/* ---- The model ---- */

static GType
get_item_type (GListModel *model)
{
  return SONDE_TYPE_HISTORY_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  SondeHistoryStore *self = SONDE_HISTORY_STORE (model);

  return self->items != NULL ? self->items->len : 0;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  SondeHistoryStore *self = SONDE_HISTORY_STORE (model);
  guint              n_items = get_n_items (model);

  return position < n_items ? g_object_ref (g_ptr_array_index (self->items, n_items - 1 - position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
put_into_list (SondeHistoryStore *self,
               SondeHistoryEntry *entry)
{
  guint n_before = self->items->len;

  g_ptr_array_add (self->items, create_item (entry));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  if (n_before < SONDE_HISTORY_MOST)
    return;

  g_ptr_array_remove_index (self->items, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), n_before, 1, 0);
}

/* ---- The worker ---- */

static Job *
job_new (const char *path)
{
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->lines = g_string_new (NULL);
  return job;
}

static void
job_free (Job *job)
{
  g_free (job->path);
  g_string_free (job->lines, TRUE);
  g_clear_error (&job->fault);
  g_free (job);
}

static void
result_free (Result *result)
{
  g_clear_pointer (&result->entries, g_ptr_array_unref);
  g_clear_error (&result->write_error);
  g_clear_error (&result->read_error);
  g_free (result);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, result_free)

static gboolean
is_idle (const Job *job)
{
  return !job->clears && job->lines->len == 0 && !job->reads;
}

/* In any thread, with the lock; once. */
static void
do_writes (Job *job)
{
  GError **error = job->fault == NULL ? &job->fault : NULL;
  gboolean cleared = !job->clears || sonde_history_file_clear (job->path, error);

  if (cleared && job->lines->len > 0)
    sonde_history_file_append (job->path, job->lines->str, job->lines->len, error);
  job->clears = FALSE;
  g_string_truncate (job->lines, 0);
}

/* In any thread, with the lock. */
static Result *
do_job (Job *job)
{
  Result *result = g_new0 (Result, 1);

  do_writes (job);
  if (job->fault != NULL)
    result->write_error = g_error_copy (job->fault);
  if (job->reads)
    result->entries = sonde_history_file_read (job->path, &result->read_error);
  return result;
}

static void
work_worker (GTask        *task,
             gpointer      object,
             gpointer      data,
             GCancellable *cancellable)
{
  SondeHistoryStore *self = object;
  Result            *result;

  g_mutex_lock (&self->work_lock);
  result = do_job (data);
  g_mutex_unlock (&self->work_lock);

  g_task_return_pointer (task, result, (GDestroyNotify) result_free);
}

static Job *
take_job (SondeHistoryStore *self)
{
  Job *job = self->next;

  self->next = job_new (job->path);
  return job;
}

static void
complete_readers (SondeHistoryStore *self,
                  const GError      *error)
{
  g_autoptr (GPtrArray) readers = g_steal_pointer (&self->readers);

  self->readers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < readers->len; i++)
    {
      if (error != NULL)
        g_task_return_error (g_ptr_array_index (readers, i), g_error_copy (error));
      else
        g_task_return_boolean (g_ptr_array_index (readers, i), TRUE);
    }
}

static void
take_entries (SondeHistoryStore *self,
              GPtrArray         *entries)
{
  self->items = g_ptr_array_new_full (entries->len, g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (self->items, create_item (g_ptr_array_index (entries, i)));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->items->len);

  for (guint i = 0; i < self->late->len; i++)
    put_into_list (self, g_ptr_array_index (self->late, i));
}

static GError *
make_write_error (const GError *cause)
{
  return g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE, _ ("The history could not be saved (%s)."),
                      cause->message);
}

static void work (SondeHistoryStore *self);

static void
worked_cb (GObject      *object,
           GAsyncResult *async_result,
           gpointer      user_data)
{
  SondeHistoryStore *self = SONDE_HISTORY_STORE (object);
  g_autoptr (Result) result = g_task_propagate_pointer (G_TASK (async_result), NULL);
  g_autoptr (GError) error = NULL;
  gboolean was_reading = self->reading;

  self->working = FALSE;
  self->reading = FALSE;
  if (result->write_error != NULL)
    {
      g_autoptr (GError) fault = make_write_error (result->write_error);

      g_signal_emit (self, signals[FAILED], 0, fault->message);
    }
  if (result->read_error != NULL)
    error = g_error_new (SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ, _ ("The history cannot be read (%s)."),
                         result->read_error->message);
  if (self->cleared && result->entries != NULL)
    g_ptr_array_set_size (result->entries, 0);
  if (result->entries != NULL)
    take_entries (self, result->entries);
  g_ptr_array_set_size (self->late, 0);
  if (was_reading)
    complete_readers (self, error);
  work (self);
}

static void
work (SondeHistoryStore *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->working || is_idle (self->next))
    return;

  self->working = TRUE;
  self->reading = self->next->reads;
  self->cleared = FALSE;
  task = g_task_new (self, NULL, worked_cb, NULL);
  self->current = take_job (self);
  g_task_set_task_data (task, self->current, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, work_worker);
}

/* ---- What is asked of it ---- */

void
sonde_history_store_load_async (SondeHistoryStore  *self,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) reader = NULL;

  g_return_if_fail (SONDE_IS_HISTORY_STORE (self));

  reader = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (reader, sonde_history_store_load_async);
  if (self->items != NULL)
    {
      g_task_return_boolean (reader, TRUE);
      return;
    }

  g_ptr_array_add (self->readers, g_steal_pointer (&reader));
  if (!self->reading)
    self->next->reads = TRUE;
  work (self);
}

gboolean
sonde_history_store_load_finish (SondeHistoryStore *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (SONDE_IS_HISTORY_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
sonde_history_store_add (SondeHistoryStore *self,
                         SondeHistoryEntry *entry)
{
  g_autofree char *line = NULL;

  g_return_if_fail (SONDE_IS_HISTORY_STORE (self));
  g_return_if_fail (entry != NULL);

  line = sonde_history_entry_to_line (entry);
  g_string_append (self->next->lines, line);
  g_string_append_c (self->next->lines, '\n');
  if (self->items != NULL)
    put_into_list (self, entry);
  else if (self->reading)
    g_ptr_array_add (self->late, sonde_history_entry_ref (entry));
  sonde_history_entry_unref (entry);
  work (self);
}

void
sonde_history_store_clear (SondeHistoryStore *self)
{
  guint n_items;

  g_return_if_fail (SONDE_IS_HISTORY_STORE (self));

  n_items = get_n_items (G_LIST_MODEL (self));
  self->next->clears = TRUE;
  self->cleared = TRUE;
  g_string_truncate (self->next->lines, 0);
  g_ptr_array_set_size (self->late, 0);
  if (n_items > 0)
    {
      g_ptr_array_set_size (self->items, 0);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);
    }
  work (self);
}

gboolean
sonde_history_store_flush (SondeHistoryStore *self,
                           GError           **error)
{
  g_autoptr (GError) earlier = NULL;
  g_autoptr (GError) fault = NULL;

  g_return_val_if_fail (SONDE_IS_HISTORY_STORE (self), FALSE);

  /* What a worker was to write before, and has not begun to, comes first; what it could not is
   * known here before it is told. */
  g_mutex_lock (&self->work_lock);
  if (self->working)
    {
      do_writes (self->current);
      earlier = g_steal_pointer (&self->current->fault);
    }
  do_writes (self->next);
  fault = g_steal_pointer (&self->next->fault);
  g_mutex_unlock (&self->work_lock);

  if (earlier == NULL && fault == NULL)
    return TRUE;
  g_propagate_error (error, make_write_error (earlier != NULL ? earlier : fault));
  return FALSE;
}

static void
sonde_history_store_finalize (GObject *object)
{
  SondeHistoryStore *self = SONDE_HISTORY_STORE (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_ptr_array_unref (self->late);
  g_ptr_array_unref (self->readers);
  job_free (self->next);
  g_mutex_clear (&self->work_lock);

  G_OBJECT_CLASS (sonde_history_store_parent_class)->finalize (object);
}

static void
sonde_history_store_class_init (SondeHistoryStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_history_store_finalize;

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sonde_history_store_init (SondeHistoryStore *self)
{
  self->late = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_history_entry_unref);
  self->readers = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->work_lock);
}

SondeHistoryStore *
sonde_history_store_new (const char *path)
{
  SondeHistoryStore *self;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), NULL);

  self = g_object_new (SONDE_TYPE_HISTORY_STORE, NULL);
  self->next = job_new (path);

  return self;
}
