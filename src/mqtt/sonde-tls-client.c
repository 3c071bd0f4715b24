/* sonde-tls-client.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-client"

#include "sonde-tls-client.h"

typedef struct
{
  char       *host;
  SondeChain *chain; /* what was presented, or %NULL */
} Client;

static void
client_free (Client *self)
{
  g_clear_pointer (&self->chain, sonde_chain_unref);
  g_free (self->host);
  g_free (self);
}

static void
handshake_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeTlsStream *stream = SONDE_TLS_STREAM (source);
  Client         *client = g_task_get_task_data (task);
  GError         *error = NULL;

  client->chain = sonde_tls_stream_dup_chain (stream);
  if (sonde_tls_stream_handshake_finish (stream, result, &error))
    g_task_return_pointer (task, g_object_ref (stream), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
context_built_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SondeTlsContext) context = NULL;
  g_autoptr (SondeTlsStream) stream = NULL;
  Client *client = g_task_get_task_data (user_data);
  GError *error = NULL;

  context = sonde_tls_context_build_finish (result, &error);
  if (context == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  stream = sonde_tls_stream_new (g_task_get_source_object (task), context, client->host);
  sonde_tls_stream_handshake_async (stream, g_task_get_cancellable (task), handshake_cb, g_object_ref (task));
}

void
sonde_tls_connect_async (GIOStream             *base,
                         const SondeTlsOptions *options,
                         const char            *host,
                         GCancellable          *cancellable,
                         GAsyncReadyCallback    callback,
                         gpointer               user_data)
{
  GTask  *task;
  Client *client;

  g_return_if_fail (G_IS_IO_STREAM (base));
  g_return_if_fail (options != NULL);
  g_return_if_fail (host != NULL);

  task = g_task_new (base, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_tls_connect_async);
  client = g_new0 (Client, 1);
  client->host = g_strdup (host);
  g_task_set_task_data (task, client, (GDestroyNotify) client_free);
  sonde_tls_context_build_async (options, cancellable, context_built_cb, task);
}

SondeTlsStream *
sonde_tls_connect_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_tls_connect_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

SondeChain *
sonde_tls_connect_dup_chain (GAsyncResult *result)
{
  Client *client;

  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_tls_connect_async), NULL);

  client = g_task_get_task_data (G_TASK (result));

  return client->chain != NULL ? sonde_chain_ref (client->chain) : NULL;
}
