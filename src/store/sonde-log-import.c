/* sonde-log-import.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-log-import"

#include "sonde-log-import.h"

#include "sonde-record-line.h"

#include <sonde-mailbox.h>

#include <glib/gi18n.h>
#include <string.h>

#define CHUNK_SIZE (256 * 1024)

/* A payload of 256 MB, of which each byte is written as \u00xx, with its line. */
#define MAX_LINE_LENGTH (G_GUINT64_CONSTANT (1700) << 20)

typedef struct
{
  GTask                *task; /* until it has returned */
  SondeMailbox         *mailbox;
  SondeSegmentWriter   *writer;
  SondeLogImportReport *report;
  guint64               n_lines;
  GByteArray           *line; /* its beginning, while the rest is not read */
} Import;

/* A segment that now holds @count records; the last letter has none. */
typedef struct
{
  SondeSegment *segment;
  guint         count;
  GError       *error;
} Letter;

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  g_clear_pointer (&letter->segment, sonde_segment_unref);
  g_clear_error (&letter->error);
  g_free (letter);
}

void
sonde_log_import_report_free (SondeLogImportReport *self)
{
  g_free (self->first_fault);
  g_free (self);
}

static void
import_free (Import *self)
{
  sonde_mailbox_unref (self->mailbox);
  sonde_segment_writer_free (self->writer);
  g_clear_pointer (&self->report, sonde_log_import_report_free);
  g_byte_array_unref (self->line);
  g_free (self);
}

/* ---- In the worker ---- */

static void
post_cb (SondeSegment *segment,
         guint         count,
         gpointer      user_data)
{
  Import *self = user_data;
  Letter *letter = g_new0 (Letter, 1);

  letter->segment = sonde_segment_ref (segment);
  letter->count = count;
  sonde_mailbox_post (self->mailbox, letter);
}

static void
read_line (Import     *self,
           const char *line,
           gsize       length)
{
  g_auto (SondeRecordLine) record = { 0 };
  const char *fault;

  self->n_lines++;
  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (length == 0)
    return;

  fault = sonde_record_line_parse (&record, line, length);
  if (fault == NULL)
    {
      sonde_segment_writer_append (self->writer, &record.message);
      self->report->n_read++;
      return;
    }

  if (self->report->n_faults++ == 0)
    {
      self->report->first_line = self->n_lines;
      self->report->first_fault = g_strdup (fault);
    }
}

static gboolean
take_chunk (Import     *self,
            const char *chunk,
            gsize       size,
            GError    **error)
{
  const char *end = chunk + size;
  const char *newline;

  for (; (newline = memchr (chunk, '\n', end - chunk)) != NULL; chunk = newline + 1)
    {
      if (self->line->len == 0)
        {
          read_line (self, chunk, newline - chunk);
          continue;
        }

      g_byte_array_append (self->line, (const guint8 *) chunk, newline - chunk);
      read_line (self, (const char *) self->line->data, self->line->len);
      g_byte_array_set_size (self->line, 0);
    }

  if (self->line->len + (guint64) (end - chunk) > MAX_LINE_LENGTH)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("It has a line that is too long for any message: it is not an export of Sonde."));
      return FALSE;
    }
  g_byte_array_append (self->line, (const guint8 *) chunk, end - chunk);

  return TRUE;
}

static gboolean
read_stream (Import       *self,
             GInputStream *stream,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree char *chunk = g_malloc (CHUNK_SIZE);
  gssize           n;

  while ((n = g_input_stream_read (stream, chunk, CHUNK_SIZE, cancellable, error)) > 0)
    {
      if (!take_chunk (self, chunk, n, error))
        return FALSE;
      sonde_segment_writer_flush (self->writer, post_cb, self);
    }

  /* The last line may have no end. */
  if (n == 0 && self->line->len > 0)
    read_line (self, (const char *) self->line->data, self->line->len);
  sonde_segment_writer_flush (self->writer, post_cb, self);

  return n == 0;
}

/* Any program may ask to open any file: a FIFO would keep us waiting, a device has no end. */
static GFileInputStream *
open_file (GFile        *file,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                                                  cancellable, error);

  if (info == NULL)
    return NULL;

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("It is not a regular file."));
      return NULL;
    }

  return g_file_read (file, cancellable, error);
}

static void
import_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Import *self = task_data;
  GFile  *file = g_task_get_task_data (self->task);
  Letter *last = g_new0 (Letter, 1);
  g_autoptr (SondeMailbox) mailbox = sonde_mailbox_ref (self->mailbox);
  g_autoptr (GFileInputStream) stream = open_file (file, cancellable, &last->error);

  if (stream != NULL)
    read_stream (self, G_INPUT_STREAM (stream), cancellable, &last->error);

  /* The last letter frees @self. */
  sonde_mailbox_post (mailbox, last);
}

/* ---- On the main thread ---- */

static void
finish (Import *self,
        GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  sonde_mailbox_close (self->mailbox);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, g_steal_pointer (&self->report), (GDestroyNotify) sonde_log_import_report_free);
  import_free (self);
}

static void
deliver_cb (gpointer data,
            gpointer user_data)
{
  const Letter *letter = data;
  Import       *self = user_data;

  if (letter->segment != NULL)
    sonde_message_log_append (g_task_get_source_object (self->task), letter->segment, letter->count);
  else
    finish (self, letter->error);
}

void
sonde_log_import_async (SondeMessageLog    *log,
                        GFile              *file,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) worker = NULL;
  Import *self;

  g_return_if_fail (SONDE_IS_MESSAGE_LOG (log));
  g_return_if_fail (G_IS_FILE (file));

  self = g_new0 (Import, 1);
  self->task = g_task_new (log, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, sonde_log_import_async);
  g_task_set_task_data (self->task, g_object_ref (file), g_object_unref);
  self->mailbox = sonde_mailbox_new (g_main_context_get_thread_default (), deliver_cb, self, letter_free);
  self->writer = sonde_segment_writer_new ();
  self->report = g_new0 (SondeLogImportReport, 1);
  self->line = g_byte_array_new ();

  worker = g_task_new (NULL, cancellable, NULL, NULL);
  g_task_set_task_data (worker, self, NULL);
  g_task_run_in_thread (worker, import_worker);
}

SondeLogImportReport *
sonde_log_import_finish (SondeMessageLog *log,
                         GAsyncResult    *result,
                         GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, log), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
