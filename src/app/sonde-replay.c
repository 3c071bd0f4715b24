/* sonde-replay.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-replay"

#include "sonde-replay.h"

#include "sonde-record-publish.h"

#include <sonde-format.h>

#include <glib/gi18n.h>
#include <string.h>

#define CHUNK_SIZE (64 * 1024)

/* So many are kept ready; when half of them have gone, more are read. */
#define READY 200

/* A payload of 256 MB, of which each byte is written as \u00xx, with its line */
#define MAX_LINE_LENGTH (G_GUINT64_CONSTANT (1700) << 20)

typedef struct
{
  SondePublish *publish; /* or %NULL, with a fault */
  gint64        time;    /* µs since the epoch */
  char         *fault;
} Item;

/* The worker's, while it works. */
typedef struct
{
  GFile        *file;
  GInputStream *stream;     /* once it is open */
  GByteArray   *text;       /* read, and not looked at yet … */
  gsize         n_searched; /* … of which so much holds no line end */
  guint64       n_lines;
  gboolean      at_end;
  char         *fault; /* that ended it */
  GQueue        items; /* of Item */
} Reader;

typedef struct
{
  Reader        reader;
  GCancellable *cancellable;
  gboolean      reading;
  gboolean      orphaned; /* free once the worker has returned */
  gboolean      asked;    /* wake it, there was nothing */
  GQueue        items;
  Item         *last; /* lent */
  gint64        last_time;
  gboolean      begun;

  GDestroyNotify wake;
  gpointer       wake_data;
} Replay;

static void
item_free (Item *item)
{
  if (item == NULL)
    return;

  sonde_publish_free (item->publish);
  g_free (item->fault);
  g_free (item);
}

static void
replay_free (Replay *self)
{
  g_clear_object (&self->reader.file);
  g_clear_object (&self->reader.stream);
  g_byte_array_unref (self->reader.text);
  g_free (self->reader.fault);
  g_queue_clear_full (&self->reader.items, (GDestroyNotify) item_free);
  g_queue_clear_full (&self->items, (GDestroyNotify) item_free);
  item_free (self->last);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* ---- In the worker ---- */

static void
add_fault (Reader     *self,
           const char *fault)
{
  g_autofree char *number = sonde_format_count (self->n_lines);
  Item            *item = g_new0 (Item, 1);

  /* Translators: a line of a file by its number; the second %s is a whole sentence */
  item->fault = g_strdup_printf (_ ("Line %s: %s"), number, fault);
  g_queue_push_tail (&self->items, item);
}

static void
read_line (Reader     *self,
           const char *line,
           gsize       length)
{
  g_auto (SondeRecordLine) record = { 0 };
  SondePublish *publish;
  const char   *fault;
  Item         *item;

  self->n_lines++;
  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (length == 0)
    return;

  fault = sonde_record_line_parse (&record, line, length);
  if (fault == NULL && record.message.kind == SONDE_MESSAGE_EVENT)
    return;

  publish = fault == NULL ? sonde_record_publish_new (&record, &fault) : NULL;
  if (publish == NULL)
    {
      add_fault (self, fault);
      return;
    }

  item = g_new0 (Item, 1);
  item->publish = publish;
  item->time = record.message.time;
  g_queue_push_tail (&self->items, item);
}

/* As many as are wanted; the rest stays for the next time. */
static void
read_lines (Reader *self)
{
  const char *start = (const char *) self->text->data;
  const char *end = start + self->text->len;

  while (self->items.length < READY && start < end)
    {
      const char *newline = memchr (start + self->n_searched, '\n', end - start - self->n_searched);

      /* The last line may have no end. */
      if (newline == NULL && !self->at_end)
        {
          self->n_searched = end - start;
          break;
        }

      read_line (self, start, (newline != NULL ? newline : end) - start);
      start = newline != NULL ? newline + 1 : end;
      self->n_searched = 0;
    }
  g_byte_array_remove_range (self->text, 0, start - (const char *) self->text->data);
}

/* A FIFO would keep us waiting, a device has no end. */
static gboolean
open_file (Reader       *self,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                                                  cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("This is not a regular file."));
      return FALSE;
    }

  self->stream = G_INPUT_STREAM (g_file_read (self->file, cancellable, error));

  return self->stream != NULL;
}

static gboolean
read_chunk (Reader       *self,
            GCancellable *cancellable,
            GError      **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
  gssize             n = g_input_stream_read (self->stream, chunk, CHUNK_SIZE, cancellable, error);

  if (n < 0)
    return FALSE;
  if (self->text->len + (guint64) n > MAX_LINE_LENGTH)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("It has a line that is too long for any message: it is not an export of Sonde."));
      return FALSE;
    }

  self->at_end = n == 0;
  g_byte_array_append (self->text, chunk, n);

  return TRUE;
}

static void
read_worker (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Reader *self = task_data;
  g_autoptr (GError) error = NULL;

  if (self->stream == NULL && !open_file (self, cancellable, &error))
    self->at_end = TRUE;

  read_lines (self);
  while (error == NULL && self->items.length < READY && !self->at_end)
    {
      if (!read_chunk (self, cancellable, &error))
        self->at_end = TRUE;
      read_lines (self);
    }
  if (error != NULL)
    self->fault = g_strdup (error->message);

  g_task_return_boolean (task, TRUE);
}

/* ---- Network thread ---- */

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Replay *self = user_data;

  self->reading = FALSE;
  if (self->orphaned)
    {
      replay_free (self);
      return;
    }

  while (self->reader.items.length > 0)
    g_queue_push_tail (&self->items, g_queue_pop_head (&self->reader.items));
  if (self->asked)
    self->wake (self->wake_data);
  self->asked = FALSE;
}

static gboolean
is_read (const Replay *self)
{
  return self->reader.at_end && self->reader.text->len == 0;
}

static void
read_ahead (Replay *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->reading || is_read (self) || self->items.length > READY / 2)
    return;

  self->reading = TRUE;
  task = g_task_new (NULL, self->cancellable, read_cb, self);
  g_task_set_source_tag (task, read_ahead);
  g_task_set_return_on_cancel (task, FALSE);
  g_task_set_task_data (task, &self->reader, NULL);
  g_task_run_in_thread (task, read_worker);
}

static void
set_wake_cb (gpointer       data,
             GDestroyNotify wake,
             gpointer       wake_data)
{
  Replay *self = data;

  self->wake = wake;
  self->wake_data = wake_data;
  read_ahead (self);
}

static SondeSupplyAnswer
give (Replay        *self,
      SondeSupplied *supplied)
{
  Item *item = self->last;

  if (item->publish == NULL)
    {
      supplied->fault = g_steal_pointer (&item->fault);
      return SONDE_SUPPLY_FAULT;
    }

  supplied->publish = item->publish;
  supplied->delay = self->begun ? MAX (item->time - self->last_time, 0) : 0;
  self->last_time = item->time;
  self->begun = TRUE;

  return SONDE_SUPPLY_MESSAGE;
}

static SondeSupplyAnswer
next_cb (gpointer       data,
         guint64        number,
         SondeSupplied *supplied)
{
  Replay *self = data;

  item_free (self->last);
  self->last = g_queue_pop_head (&self->items);
  read_ahead (self);
  if (self->last != NULL)
    return give (self, supplied);

  self->asked = self->reading;
  if (self->reading)
    return SONDE_SUPPLY_LATER;

  supplied->fault = g_steal_pointer (&self->reader.fault);

  return SONDE_SUPPLY_END;
}

static void
free_cb (gpointer data)
{
  Replay *self = data;

  g_cancellable_cancel (self->cancellable);
  if (self->reading)
    self->orphaned = TRUE;
  else
    replay_free (self);
}

const SondeSupplyFuncs sonde_replay_funcs = {
  .next = next_cb,
  .set_wake = set_wake_cb,
  .free = free_cb,
};

gpointer
sonde_replay_new (GFile *file)
{
  Replay *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_new0 (Replay, 1);
  self->reader.file = g_object_ref (file);
  self->reader.text = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();

  return self;
}
