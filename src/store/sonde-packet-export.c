/* sonde-packet-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-export"

#include "sonde-packet-export.h"

#include "sonde-packet-text.h"
#include "sonde-pcapng.h"

#include <glib/gi18n.h>

/* What is written at once. */
#define CHUNK_SIZE (256 * 1024)

typedef struct
{
  SondePacketRing        *ring;
  GArray                 *stretches;
  SondePacketExportFormat format;
  GFile                  *file;
  guint64                 n_written;

  /* In the worker */
  GOutputStream     *stream;
  GByteArray        *bytes;
  SondePacketAttempt attempt; /* whose packets are being written; number 0: none yet */
  SondePcapngFlow    flow;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  sonde_packet_attempt_clear (&self->attempt);
  sonde_pcapng_flow_clear (&self->flow);
  sonde_packet_ring_unref (self->ring);
  g_array_unref (self->stretches);
  g_object_unref (self->file);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static gboolean
write_bytes (Export       *self,
             GCancellable *cancellable,
             GError      **error)
{
  gboolean good = g_output_stream_write_all (self->stream, self->bytes->data, self->bytes->len, NULL, cancellable, error);

  g_byte_array_set_size (self->bytes, 0);

  return good;
}

/* Who reads a capture must know the version: the CONNECT is told first, where it is not among @record and those behind. */
static void
begin_attempt (Export                  *self,
               const SondePacketRecord *record,
               const guint8            *bytes)
{
  const SondePacketRecord *connect = NULL;
  gsize                    size;
  const guint8            *kept;

  sonde_packet_attempt_clear (&self->attempt);
  sonde_pcapng_flow_clear (&self->flow);
  if (!sonde_packet_ring_get_attempt (self->ring, record->attempt, &self->attempt))
    self->attempt = (SondePacketAttempt){ .number = record->attempt };
  sonde_pcapng_flow_init (&self->flow, self->attempt.local, self->attempt.remote, record->attempt, self->attempt.wrapped);

  connect = &self->attempt.connect_record;
  if (self->attempt.connect == NULL || bytes[0] >> 4 == SONDE_PACKET_CONNECT)
    return;
  kept = g_bytes_get_data (self->attempt.connect, &size);
  sonde_pcapng_append_packet (self->bytes, &self->flow, connect->time, TRUE, kept, size, connect->size, NULL);
}

static void
append_captured (Export                  *self,
                 const SondePacketRecord *record,
                 const guint8            *bytes)
{
  if (self->attempt.number != record->attempt)
    begin_attempt (self, record, bytes);

  sonde_pcapng_append_packet (self->bytes, &self->flow, record->time, record->outgoing, bytes, record->kept, record->size,
                              record->kept < record->size ? _ ("Sonde recorded the beginning of this packet only.") : NULL);
}

static void
append_packet (Export                  *self,
               const SondePacketRecord *record,
               const guint8            *bytes,
               const SondePacketNote   *note)
{
  g_autoptr (GString) text = NULL;

  if (self->format == SONDE_PACKET_EXPORT_PCAPNG)
    {
      append_captured (self, record, bytes);
      return;
    }

  text = g_string_new (NULL);
  sonde_packet_text_append (text, record, bytes, note);
  g_byte_array_append (self->bytes, (const guint8 *) text->str, text->len);
}

static gboolean
write_stretch (Export                   *self,
               const SondePacketStretch *stretch,
               GCancellable             *cancellable,
               GError                  **error)
{
  for (guint i = 0; i < stretch->indices->len; i++)
    {
      const SondePacketRecord *record =
        sonde_packet_chunk_get_record (stretch->chunk, g_array_index (stretch->indices, guint, i));

      append_packet (self, record, sonde_packet_chunk_get_bytes (stretch->chunk, record),
                     &g_array_index (stretch->notes, SondePacketNote, i));
      self->n_written++;
      if (self->bytes->len >= CHUNK_SIZE && !write_bytes (self, cancellable, error))
        return FALSE;
    }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
write_all (Export       *self,
           GCancellable *cancellable,
           GError      **error)
{
  if (self->format == SONDE_PACKET_EXPORT_PCAPNG)
    sonde_pcapng_append_head (self->bytes, _ ("MQTT as recorded by Sonde, without what was around it: TCP and IP are made up."));
  for (guint i = 0; i < self->stretches->len; i++)
    if (!write_stretch (self, &g_array_index (self->stretches, SondePacketStretch, i), cancellable, error))
      return FALSE;

  return write_bytes (self, cancellable, error);
}

/* The file that was there is replaced by closing; to be closed when cancelled leaves it. */
static void
export_worker (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  Export *self = task_data;
  GError *error = NULL;
  g_autoptr (GCancellable) never = NULL;
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (self->file, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, cancellable, &error);

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->stream = G_OUTPUT_STREAM (stream);
  if (write_all (self, cancellable, &error) && g_output_stream_close (self->stream, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  never = g_cancellable_new ();
  g_cancellable_cancel (never);
  g_output_stream_close (self->stream, never, NULL);
  g_task_return_error (task, error);
}

void
sonde_packet_export_async (SondePacketRing        *ring,
                           GArray                 *stretches,
                           SondePacketExportFormat format,
                           GFile                  *file,
                           GCancellable           *cancellable,
                           GAsyncReadyCallback     callback,
                           gpointer                user_data)
{
  g_autoptr (GTask) task = NULL;
  Export *self;

  g_return_if_fail (ring != NULL);
  g_return_if_fail (stretches != NULL);
  g_return_if_fail (G_IS_FILE (file));

  self = g_new0 (Export, 1);
  self->ring = sonde_packet_ring_ref (ring);
  self->stretches = stretches;
  self->format = format;
  self->file = g_object_ref (file);
  self->bytes = g_byte_array_new ();

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_packet_export_async);
  g_task_set_task_data (task, self, export_free);
  g_task_run_in_thread (task, export_worker);
}

gboolean
sonde_packet_export_finish (GAsyncResult *result,
                            guint64      *n_written,
                            GError      **error)
{
  const Export *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *n_written = self->n_written;

  return g_task_propagate_boolean (G_TASK (result), error);
}
