/* sonde-import.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-import"

#include "sonde-import.h"

#include "sonde-import-formats.h"
#include "sonde-profile-store.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES (256 * 1024)
#define PROGRESS_US (G_USEC_PER_SEC / 10)
#define MAX_ENTRIES 1000

const char *
sonde_import_source_to_string (SondeImportSource source)
{
  switch (source)
    {
    case SONDE_IMPORT_MQTTX:
      return "MQTTX";
    case SONDE_IMPORT_MQTT_EXPLORER:
      return "MQTT Explorer";
    case SONDE_IMPORT_MQTT_FX:
      return "MQTT.fx";
    case SONDE_IMPORT_MOSQUITTO:
      return "mosquitto_sub";
    case SONDE_IMPORT_SONDE:
      return "Sonde";
    default:
      g_return_val_if_reached ("");
    }
}

void
sonde_import_free (SondeImport *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->entries);
  g_free (self);
}

void
sonde_import_add (SondeImport      *self,
                  SondeImportEntry *entry)
{
  if (self->entries->len < MAX_ENTRIES)
    {
      sonde_import_entry_finish (entry);
      g_ptr_array_add (self->entries, entry);
      return;
    }

  self->n_beyond++;
  sonde_import_entry_free (entry);
}

/* ---- Reading a file in a worker ---- */

typedef struct
{
  GFile              *file;
  SondeImportProgress progress;
  gpointer            user_data;
} ReadData;

typedef struct
{
  GTask  *task;
  guint64 read, total;
} Progress;

static void
read_data_free (ReadData *data)
{
  g_object_unref (data->file);
  g_free (data);
}

static gboolean
progress_cb (gpointer user_data)
{
  Progress *progress = user_data;
  ReadData *data = g_task_get_task_data (progress->task);

  if (!g_task_get_completed (progress->task) && !g_cancellable_is_cancelled (g_task_get_cancellable (progress->task)))
    data->progress (progress->read, progress->total, data->user_data);

  return G_SOURCE_REMOVE;
}

static void
progress_free (gpointer user_data)
{
  Progress *progress = user_data;

  g_object_unref (progress->task);
  g_free (progress);
}

static void
tell_progress (GTask  *task,
               guint64 read,
               guint64 total)
{
  ReadData *data = g_task_get_task_data (task);
  Progress *progress;

  if (data->progress == NULL)
    return;

  progress = g_new0 (Progress, 1);
  progress->task = g_object_ref (task);
  progress->read = read;
  progress->total = total;
  g_main_context_invoke_full (g_task_get_context (task), G_PRIORITY_DEFAULT, progress_cb, progress, progress_free);
}

static gboolean
feed_all (GTask             *task,
          GInputStream      *stream,
          SondeImportReader *reader,
          guint64            total,
          GError           **error)
{
  GCancellable    *cancellable = g_task_get_cancellable (task);
  g_autofree char *chunk = g_malloc (CHUNK_BYTES);
  guint64          n_read = 0;
  gint64           told_us = 0;
  gboolean         good = TRUE;
  gssize           size = 1;

  while (good && size > 0)
    {
      size = g_input_stream_read (stream, chunk, CHUNK_BYTES, cancellable, error);
      good = size >= 0 && sonde_import_reader_feed (reader, chunk, MAX (size, 0), error);
      n_read += MAX (size, 0);
      if (good && g_get_monotonic_time () - told_us >= PROGRESS_US)
        {
          told_us = g_get_monotonic_time ();
          tell_progress (task, n_read, total);
        }
    }
  explicit_bzero (chunk, CHUNK_BYTES);

  return good;
}

static void
check_path (SondeImportEntry *entry,
            const char       *path)
{
  if (*path != '\0' && g_access (path, R_OK) != 0)
    sonde_import_entry_note (entry, SONDE_NOTE_CHECK, _ ("%s cannot be read here: choose the file anew under Security."), path);
}

static void
check_files (SondeImport *import)
{
  for (guint i = 0; i < import->entries->len; i++)
    {
      SondeImportEntry      *entry = g_ptr_array_index (import->entries, i);
      const SondeTlsOptions *tls = entry->profile->tls;

      if (!tls->use_tls)
        continue;
      check_path (entry, tls->ca_file);
      check_path (entry, tls->client_certificate);
      check_path (entry, tls->client_key);
    }
}

static SondeImport *
read_stream (GTask        *task,
             GInputStream *stream,
             guint64       total,
             GError      **error)
{
  g_autoptr (SondeImportReader) reader = sonde_import_reader_new ();
  SondeImport *import;

  if (!feed_all (task, stream, reader, total, error))
    return NULL;

  import = sonde_import_reader_finish (reader, error);
  if (import != NULL)
    check_files (import);

  return import;
}

static void
read_cb (GTask        *task,
         gpointer      source,
         gpointer      task_data,
         GCancellable *cancellable)
{
  ReadData *data = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  SondeImport *import = NULL;

  /* A FIFO would keep us waiting for a writer. */
  info = g_file_query_info (data->file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, cancellable, &error);
  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error_literal (&error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ, _ ("It is not a regular file."));
  else if (info != NULL)
    stream = g_file_read (data->file, cancellable, &error);
  if (stream != NULL)
    import = read_stream (task, G_INPUT_STREAM (stream), MAX (g_file_info_get_size (info), 0), &error);

  if (import != NULL)
    g_task_return_pointer (task, import, (GDestroyNotify) sonde_import_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
sonde_import_read_async (GFile              *file,
                         GCancellable       *cancellable,
                         SondeImportProgress progress,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  ReadData *data;

  g_return_if_fail (G_IS_FILE (file));

  data = g_new0 (ReadData, 1);
  data->file = g_object_ref (file);
  data->progress = progress;
  data->user_data = user_data;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_import_read_async);
  g_task_set_task_data (task, data, (GDestroyNotify) read_data_free);
  g_task_run_in_thread (task, read_cb);
}

SondeImport *
sonde_import_read_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
