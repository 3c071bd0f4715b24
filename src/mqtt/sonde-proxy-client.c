/* sonde-proxy-client.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-proxy-client"

#include "sonde-proxy-client.h"

#include "sonde-proxy-talk.h"

#include <errno.h>
#include <sys/socket.h>

#define PIECE 4096

typedef struct
{
  SondeProfile  *profile;
  SondeProxyTalk talk;
  GByteArray    *in; /* of an answer that is not whole yet */
} Client;

static void
client_free (Client *self)
{
  sonde_proxy_talk_clear (&self->talk);
  sonde_profile_free (self->profile);
  g_byte_array_unref (self->in);
  g_free (self);
}

static int
get_fd (GTask *task)
{
  return g_socket_get_fd (g_socket_connection_get_socket (g_task_get_source_object (task)));
}

/* Takes from the socket what belongs to the answer, and no more. */
static SondeProxyStep
read_piece (GTask        *task,
            const guint8 *piece,
            gsize         size,
            GError      **error)
{
  Client        *self = g_task_get_task_data (task);
  gsize          before = self->in->len;
  gsize          used;
  guint8         taken[PIECE];
  SondeProxyStep step;

  g_byte_array_append (self->in, piece, size);
  step = sonde_proxy_talk_read (&self->talk, self->in->data, self->in->len, &used, error);
  if (used > 0)
    {
      size = used - before;
      g_byte_array_set_size (self->in, 0);
    }
  (void) recv (get_fd (task), taken, size, MSG_DONTWAIT);

  return step;
}

static void send_out (GTask *task);

static gboolean
readable_cb (GSocket     *socket,
             GIOCondition condition,
             gpointer     user_data)
{
  GTask         *task = user_data;
  GError        *error = NULL;
  guint8         piece[PIECE];
  gssize         size;
  SondeProxyStep step;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  size = recv (get_fd (task), piece, sizeof piece, MSG_PEEK | MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (size <= 0)
    {
      int code = size == 0 ? G_IO_ERROR_CONNECTION_CLOSED : (int) g_io_error_from_errno (errno);

      g_task_return_new_error (task, G_IO_ERROR, code, "%s", size == 0 ? "closed" : g_strerror (errno));
      return G_SOURCE_REMOVE;
    }

  step = read_piece (task, piece, size, &error);
  if (step == SONDE_PROXY_MORE)
    return G_SOURCE_CONTINUE;

  if (step == SONDE_PROXY_SEND)
    send_out (task);
  else if (step == SONDE_PROXY_OPEN)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);

  return G_SOURCE_REMOVE;
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GSource) source = NULL;
  Client *self = g_task_get_task_data (task);
  GError *error = NULL;

  sonde_proxy_talk_clear_out (&self->talk);
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  source = g_socket_create_source (g_socket_connection_get_socket (g_task_get_source_object (task)), G_IO_IN,
                                   g_task_get_cancellable (task));
  g_source_set_static_name (source, "[sonde] proxy");
  g_source_set_callback (source, G_SOURCE_FUNC (readable_cb), g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
send_out (GTask *task)
{
  Client    *self = g_task_get_task_data (task);
  GIOStream *connection = g_task_get_source_object (task);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (connection), self->talk.out->data, self->talk.out->len,
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

void
sonde_proxy_client_open_async (GSocketConnection  *connection,
                               const SondeProfile *profile,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Client *self;
  GError *error = NULL;

  g_return_if_fail (G_IS_SOCKET_CONNECTION (connection));
  g_return_if_fail (profile != NULL);

  self = g_new0 (Client, 1);
  self->profile = sonde_profile_copy (profile);
  self->in = g_byte_array_new ();
  sonde_proxy_talk_init (&self->talk, self->profile);

  task = g_task_new (connection, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_proxy_client_open_async);
  g_task_set_task_data (task, self, (GDestroyNotify) client_free);

  if (sonde_proxy_talk_begin (&self->talk, &error) == SONDE_PROXY_SEND)
    send_out (task);
  else
    g_task_return_error (task, error);
}

gboolean
sonde_proxy_client_open_finish (GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_proxy_client_open_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
