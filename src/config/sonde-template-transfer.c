/* sonde-template-transfer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-template-transfer"

#include "sonde-template-transfer.h"

#include "sonde-profile-store.h"
#include "sonde-template-file.h"
#include "sonde-template-reading.h"

#include <sonde-atomic-file.h>

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  char      *path;       /* %NULL: of another machine */
  GPtrArray *templates;  /* to export */
  char      *profile_id; /* to import */
  guint      n_added, n_known, n_skipped;
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  g_free (transfer->path);
  g_clear_pointer (&transfer->templates, g_ptr_array_unref);
  g_free (transfer->profile_id);
  g_free (transfer);
}

static GTask *
create_task (SondeTemplateStore *store,
             GFile              *file,
             GAsyncReadyCallback callback,
             gpointer            user_data,
             Transfer          **transfer)
{
  GTask *task = g_task_new (store, NULL, callback, user_data);

  *transfer = g_new0 (Transfer, 1);
  (*transfer)->path = g_file_get_path (file);
  g_task_set_task_data (task, *transfer, (GDestroyNotify) transfer_free);
  return task;
}

static gboolean
check_path (GTask          *task,
            const Transfer *transfer)
{
  if (transfer->path == NULL)
    g_task_return_new_error (task, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE, "%s",
                             _ ("Choose a folder of this computer."));
  return transfer->path != NULL;
}

/* ---- Export ---- */

static void
export_worker (GTask        *task,
               gpointer      object,
               gpointer      data,
               GCancellable *cancellable)
{
  const Transfer  *transfer = data;
  g_autofree char *text = NULL;
  GError          *error = NULL;

  if (!check_path (task, transfer))
    return;

  text = sonde_template_file_to_document (transfer->templates);
  if (sonde_atomic_file_write (transfer->path, text, strlen (text), FALSE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
sonde_template_export_async (SondeTemplateStore *store,
                             GFile              *file,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Transfer *transfer;

  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (store));
  g_return_if_fail (G_IS_FILE (file));

  task = create_task (store, file, callback, user_data, &transfer);
  g_task_set_source_tag (task, sonde_template_export_async);
  transfer->templates = sonde_template_store_list (store);
  g_task_run_in_thread (task, export_worker);
}

gboolean
sonde_template_export_finish (GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- Import ---- */

static void
import_worker (GTask        *task,
               gpointer      object,
               gpointer      data,
               GCancellable *cancellable)
{
  const Transfer *transfer = data;

  if (check_path (task, transfer))
    g_task_return_pointer (task, sonde_template_reading_new_document (transfer->path, transfer->profile_id),
                           (GDestroyNotify) sonde_template_reading_free);
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  SondeTemplateStore *store = SONDE_TEMPLATE_STORE (object);
  g_autoptr (GTask) task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  GError   *error = NULL;
  g_autoptr (SondeTemplateReading) reading = g_task_propagate_pointer (G_TASK (result), &error);
  guint n_read;

  if (reading != NULL && reading->entries == NULL)
    error = g_steal_pointer (&reading->error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  n_read = reading->entries->len;
  transfer->n_skipped = reading->n_skipped;
  if (!sonde_template_store_merge (store, g_steal_pointer (&reading->entries), &transfer->n_added, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  transfer->n_known = n_read - transfer->n_added;
  g_task_return_boolean (task, TRUE);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  const Transfer *transfer = g_task_get_task_data (task);
  g_autoptr (GTask) work = g_task_new (object, NULL, imported_cb, g_object_ref (task));
  Transfer *copy = g_new0 (Transfer, 1);

  sonde_template_store_load_finish (SONDE_TEMPLATE_STORE (object), result, NULL);
  copy->path = g_strdup (transfer->path);
  copy->profile_id = g_strdup (transfer->profile_id);
  g_task_set_task_data (work, copy, (GDestroyNotify) transfer_free);
  g_task_run_in_thread (work, import_worker);
}

void
sonde_template_import_async (SondeTemplateStore *store,
                             GFile              *file,
                             const char         *profile_id,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  GTask    *task;
  Transfer *transfer;

  g_return_if_fail (SONDE_IS_TEMPLATE_STORE (store));
  g_return_if_fail (G_IS_FILE (file) && profile_id != NULL);

  task = create_task (store, file, callback, user_data, &transfer);
  g_task_set_source_tag (task, sonde_template_import_async);
  transfer->profile_id = g_strdup (profile_id);
  sonde_template_store_load_async (store, loaded_cb, task);
}

gboolean
sonde_template_import_finish (GAsyncResult *result,
                              guint        *n_added,
                              guint        *n_known,
                              guint        *n_skipped,
                              GError      **error)
{
  const Transfer *transfer;

  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  transfer = g_task_get_task_data (G_TASK (result));
  *n_added = transfer->n_added;
  *n_known = transfer->n_known;
  *n_skipped = transfer->n_skipped;
  return g_task_propagate_boolean (G_TASK (result), error);
}
