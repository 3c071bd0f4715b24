/* sonde-http-exchange.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-http-exchange"

#include "sonde-http-exchange.h"

#include <string.h>

#define PIECE 4096

#define SWITCHING_PROTOCOLS 101

typedef struct
{
  SondeHttpAnswer *answer;
  char            *request;
  guint8           piece[PIECE];
} Exchange;

void
sonde_http_answer_free (SondeHttpAnswer *self)
{
  if (self == NULL)
    return;

  g_byte_array_unref (self->received);
  sonde_http_head_free (self->head);
  g_clear_pointer (&self->rest, g_bytes_unref);
  g_free (self);
}

static void
exchange_free (Exchange *self)
{
  sonde_http_answer_free (self->answer);
  g_free (self->request);
  g_free (self);
}

/* Whether the answer proper is to come (RFC 9110, 15.2) */
static gboolean
is_interim (const SondeHttpHead *head)
{
  return head != NULL && head->status < 200 && head->status != SWITCHING_PROTOCOLS;
}

/* Returns: whether there is nothing more to wait for */
static gboolean
read_answer (SondeHttpAnswer *self)
{
  for (;;)
    {
      const char *bytes = (const char *) self->received->data;
      gsize       size = self->received->len;
      gsize       head_size = sonde_http_head_find_end (bytes, size);

      if (!sonde_http_head_is_likely (bytes, size))
        return TRUE;
      if (head_size == 0)
        return size >= SONDE_HTTP_HEAD_MAX;

      self->head = sonde_http_head_parse (bytes, head_size);
      if (!is_interim (self->head))
        {
          if (head_size < size)
            self->rest = g_bytes_new (bytes + head_size, size - head_size);
          return TRUE;
        }

      g_clear_pointer (&self->head, sonde_http_head_free);
      g_byte_array_remove_range (self->received, 0, head_size);
    }
}

static void read_on (GTask *task);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);
  GError   *error = NULL;
  gssize    n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  g_byte_array_append (self->answer->received, self->piece, n);
  if (n == 0 || read_answer (self->answer))
    g_task_return_pointer (task, g_steal_pointer (&self->answer), (GDestroyNotify) sonde_http_answer_free);
  else
    read_on (task);
}

static void
read_on (GTask *task)
{
  Exchange  *self = g_task_get_task_data (task);
  GIOStream *stream = g_task_get_source_object (task);

  g_input_stream_read_async (g_io_stream_get_input_stream (stream), self->piece, PIECE, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

/* A peer that does not want it all may have said why: a broken pipe is no end of the answer. */
static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    read_on (task);
}

void
sonde_http_exchange_async (GIOStream          *stream,
                           const char         *request,
                           GCancellable       *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  GTask    *task;
  Exchange *self;

  g_return_if_fail (G_IS_IO_STREAM (stream));
  g_return_if_fail (request != NULL);

  self = g_new0 (Exchange, 1);
  self->request = g_strdup (request);
  self->answer = g_new0 (SondeHttpAnswer, 1);
  self->answer->received = g_byte_array_new ();

  task = g_task_new (stream, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_http_exchange_async);
  g_task_set_task_data (task, self, (GDestroyNotify) exchange_free);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), self->request, strlen (self->request),
                                   G_PRIORITY_DEFAULT, cancellable, written_cb, task);
}

SondeHttpAnswer *
sonde_http_exchange_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_http_exchange_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
