/* sonde-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-export"

#include "sonde-export.h"

#include "sonde-message-log.h"
#include "sonde-record-text.h"

#include <string.h>

/* Records looked at between two looks at the clock and at the user's cancel */
#define SLICE_LENGTH 1024

/* Text gathered before it is written */
#define CHUNK_SIZE (256 * 1024)

#define MAX_NAME_LENGTH 40

struct _SondeExport
{
  GObject parent_instance;

  SondeExportFormat format;
  GArray           *stretches;
  SondeQuery       *query;
  guint64           n_records;
  guint64           n_done; /* atomic: looked at */

  /* The worker's */
  GOutputStream *stream;
  GFile         *folder;
  GString       *text;
  guint64        n_written;
};

G_DEFINE_FINAL_TYPE (SondeExport, sonde_export, G_TYPE_OBJECT)

static gboolean
write_text (SondeExport  *self,
            GCancellable *cancellable,
            GError      **error)
{
  gboolean good = g_output_stream_write_all (self->stream, self->text->str, self->text->len, NULL, cancellable, error);

  g_string_truncate (self->text, 0);

  return good;
}

/* "00000012-speed.bin": its number keeps the order, the last level of its topic tells what it is. */
static char *
make_payload_name (SondeExport        *self,
                   const SondeSegment *segment,
                   const SondeRecord  *record)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);
  const char              *slash = strrchr (topic->name, '/');
  g_autofree char         *level = g_strndup (slash != NULL ? slash + 1 : topic->name, MAX_NAME_LENGTH);

  /* Nothing that a file system or a shell could take for its own. */
  g_strcanon (level, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_", '_');

  return g_strdup_printf ("%08" G_GUINT64_FORMAT "%s%s.bin", self->n_written + 1, *level != '\0' ? "-" : "", level);
}

static gboolean
write_payload (SondeExport        *self,
               const SondeSegment *segment,
               const SondeRecord  *record,
               GCancellable       *cancellable,
               GError            **error)
{
  g_autofree char *name = make_payload_name (self, segment, record);
  g_autoptr (GFile) file = g_file_get_child (self->folder, name);
  g_autoptr (GFileOutputStream) stream = g_file_create (file, G_FILE_CREATE_PRIVATE, cancellable, error);

  return stream != NULL &&
         g_output_stream_write_all (G_OUTPUT_STREAM (stream), sonde_segment_get_payload (segment, record),
                                    record->payload_size, NULL, cancellable, error) &&
         g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
}

static gboolean
write_record (SondeExport        *self,
              const SondeSegment *segment,
              guint               index,
              GCancellable       *cancellable,
              GError            **error)
{
  const SondeRecord *record = sonde_segment_get_record (segment, index);
  gboolean           is_event = sonde_record_get_kind (record) == SONDE_MESSAGE_EVENT;

  if (is_event && self->format != SONDE_EXPORT_JSON_LINES)
    return TRUE;

  if (self->format == SONDE_EXPORT_JSON_LINES)
    sonde_record_append_json (self->text, segment, record);
  else if (self->format == SONDE_EXPORT_CSV)
    sonde_record_append_csv (self->text, segment, record);
  else if (!write_payload (self, segment, record, cancellable, error))
    return FALSE;

  if (!is_event)
    self->n_written++;

  return self->text->len < CHUNK_SIZE || write_text (self, cancellable, error);
}

/* From @first up to @end, what matches. */
static gboolean
write_slice (SondeExport        *self,
             const SondeSegment *segment,
             guint               first,
             guint               end,
             GCancellable       *cancellable,
             GError            **error)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (self->query != NULL)
    {
      sonde_query_scan (self->query, segment, first, end, cancellable, matches);
    }
  else
    {
      for (guint32 i = first; i < end; i++)
        g_array_append_val (matches, i);
    }

  for (guint i = 0; i < matches->len; i++)
    {
      if (!write_record (self, segment, g_array_index (matches, guint32, i), cancellable, error))
        return FALSE;
    }
  __atomic_fetch_add (&self->n_done, end - first, __ATOMIC_RELAXED);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
write_stretches (SondeExport  *self,
                 GCancellable *cancellable,
                 GError      **error)
{
  for (guint i = 0; i < self->stretches->len; i++)
    {
      SondeStretch *stretch = &g_array_index (self->stretches, SondeStretch, i);

      for (guint first = stretch->first; first < stretch->end; first += SLICE_LENGTH)
        {
          guint end = MIN (first + SLICE_LENGTH, stretch->end);

          if (!write_slice (self, stretch->segment, first, end, cancellable, error))
            return FALSE;
        }
      sonde_stretch_clear (stretch);
    }

  return self->stream == NULL || write_text (self, cancellable, error);
}

/* The file that was there is replaced by closing; to be closed when cancelled leaves it. */
static gboolean
write_file (SondeExport  *self,
            GFile        *file,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error);
  g_autoptr (GCancellable) never = NULL;

  if (stream == NULL)
    return FALSE;

  self->stream = G_OUTPUT_STREAM (stream);
  if (self->format == SONDE_EXPORT_CSV)
    sonde_record_append_csv_titles (self->text);

  if (write_stretches (self, cancellable, error))
    return g_output_stream_close (self->stream, cancellable, error);

  never = g_cancellable_new ();
  g_cancellable_cancel (never);
  g_output_stream_close (self->stream, never, NULL);

  return FALSE;
}

/* None of it stays: a part would pass for all. */
static void
remove_payloads (GFile *folder)
{
  g_autoptr (GFileEnumerator) children =
    g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    g_file_delete (child, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
}

/* The folder is ours: it was not there before. */
static gboolean
write_folder (SondeExport  *self,
              GFile        *folder,
              GCancellable *cancellable,
              GError      **error)
{
  if (!g_file_make_directory (folder, cancellable, error))
    return FALSE;

  self->folder = folder;
  if (write_stretches (self, cancellable, error))
    return TRUE;

  remove_payloads (folder);

  return FALSE;
}

static void
export_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  SondeExport *self = source_object;
  GFile       *file = task_data;
  GError      *error = NULL;
  gboolean     good;

  if (self->format == SONDE_EXPORT_PAYLOADS)
    good = write_folder (self, file, cancellable, &error);
  else
    good = write_file (self, file, cancellable, &error);

  if (good)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
sonde_export_finalize (GObject *object)
{
  SondeExport *self = SONDE_EXPORT (object);

  g_array_unref (self->stretches);
  g_clear_pointer (&self->query, sonde_query_unref);
  g_string_free (self->text, TRUE);

  G_OBJECT_CLASS (sonde_export_parent_class)->finalize (object);
}

static void
sonde_export_class_init (SondeExportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_export_finalize;
}

static void
sonde_export_init (SondeExport *self)
{
  self->text = g_string_sized_new (CHUNK_SIZE);
}

SondeExport *
sonde_export_new (SondeExportFormat format,
                  GArray           *stretches,
                  SondeQuery       *query)
{
  SondeExport *self = g_object_new (SONDE_TYPE_EXPORT, NULL);

  self->format = format;
  self->stretches = stretches;
  self->query = query != NULL ? sonde_query_ref (query) : NULL;
  for (guint i = 0; i < stretches->len; i++)
    {
      const SondeStretch *stretch = &g_array_index (stretches, SondeStretch, i);

      self->n_records += stretch->end - stretch->first;
    }

  return self;
}

void
sonde_export_run_async (SondeExport        *self,
                        GFile              *file,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SONDE_IS_EXPORT (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_export_run_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, export_worker);
}

gboolean
sonde_export_run_finish (SondeExport  *self,
                         GAsyncResult *result,
                         guint64      *n_written,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (n_written != NULL)
    *n_written = self->n_written;

  return TRUE;
}

double
sonde_export_get_fraction (SondeExport *self)
{
  g_return_val_if_fail (SONDE_IS_EXPORT (self), 0);

  if (self->n_records == 0)
    return 1;

  return (double) __atomic_load_n (&self->n_done, __ATOMIC_RELAXED) / self->n_records;
}
