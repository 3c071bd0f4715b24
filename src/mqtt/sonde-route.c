/* sonde-route.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-route"

#include "sonde-route.h"

#include "sonde-tls-client.h"
#include "sonde-websocket-client.h"
#include "sonde-websocket-handshake.h"

/* What a task to open one knows. */
typedef struct
{
  SondeProfile           *profile;
  SondeConnectorStageFunc on_stage;
  gpointer                stage_data;
  SondeRoute             *route; /* as far as it goes */
  SondeChain             *chain; /* what the broker presented; %NULL before, or without TLS */
} Opening;

void
sonde_route_free (SondeRoute *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->stream);
  g_clear_object (&self->connection);
  g_free (self->address);
  g_free (self);
}

static void
opening_free (Opening *self)
{
  sonde_profile_free (self->profile);
  sonde_route_free (self->route);
  g_clear_pointer (&self->chain, sonde_chain_unref);
  g_free (self);
}

/* ---- Opening ---- */

static void
enter_stage (Opening    *self,
             SondeStage  stage,
             const char *detail)
{
  self->on_stage (stage, detail, self->stage_data);
}

/* @stream is taken: the top of the route so far. */
static void
extend (Opening   *self,
        GIOStream *stream)
{
  g_clear_object (&self->route->stream);
  self->route->stream = stream;
}

static void
complete (GTask *task)
{
  Opening *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&self->route), (GDestroyNotify) sonde_route_free);
}

static void
upgraded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeWebsocketStream *stream;
  GError               *error = NULL;

  stream = sonde_websocket_connect_finish (result, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  extend (g_task_get_task_data (task), G_IO_STREAM (stream));
  complete (task);
}

/* The stream is as secure as it is to be. */
static void
upgrade (GTask *task)
{
  Opening         *self = g_task_get_task_data (task);
  g_autofree char *path = NULL;

  if (self->profile->network->carrier != SONDE_CARRIER_WEBSOCKET)
    {
      complete (task);
      return;
    }

  path = sonde_websocket_dup_path_label (self->profile->network->path);
  enter_stage (self, SONDE_STAGE_WEBSOCKET, path);
  sonde_websocket_connect_async (self->route->stream, self->profile, g_task_get_cancellable (task),
                                 upgraded_cb, g_object_ref (task));
}

static void
secured_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening         *self = g_task_get_task_data (task);
  SondeTlsStream  *stream;
  GError          *error = NULL;
  g_autofree char *description = NULL;

  self->chain = sonde_tls_connect_dup_chain (result);
  stream = sonde_tls_connect_finish (result, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  description = sonde_tls_stream_describe (stream);
  enter_stage (self, SONDE_STAGE_TLS, description);
  extend (self, G_IO_STREAM (stream));
  upgrade (task);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening    *self = g_task_get_task_data (task);
  SondeRoute *route = self->route;
  GError     *error = NULL;

  route->connection = sonde_connector_connect_finish (result, &route->address, &error);
  if (route->connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  extend (self, g_object_ref (G_IO_STREAM (route->connection)));
  if (!self->profile->tls->use_tls)
    {
      upgrade (task);
      return;
    }

  enter_stage (self, SONDE_STAGE_TLS, route->address);
  sonde_tls_connect_async (route->stream, self->profile->tls, self->profile->host,
                           g_task_get_cancellable (task), secured_cb, g_object_ref (task));
}

void
sonde_route_open_async (const SondeProfile     *profile,
                        SondeConnectorStageFunc on_stage,
                        gpointer                stage_data,
                        GCancellable           *cancellable,
                        GAsyncReadyCallback     callback,
                        gpointer                user_data)
{
  GTask   *task;
  Opening *self;

  g_return_if_fail (profile != NULL);
  g_return_if_fail (on_stage != NULL);

  self = g_new0 (Opening, 1);
  self->profile = sonde_profile_copy (profile);
  /* What goes over a socket of this machine is not seen by others. */
  if (profile->network->carrier == SONDE_CARRIER_UNIX)
    self->profile->tls->use_tls = FALSE;
  self->on_stage = on_stage;
  self->stage_data = stage_data;
  self->route = g_new0 (SondeRoute, 1);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_route_open_async);
  g_task_set_task_data (task, self, (GDestroyNotify) opening_free);
  sonde_connector_connect_async (profile, on_stage, stage_data,
                                 cancellable, connected_cb, task);
}

SondeRoute *
sonde_route_open_finish (GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_route_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

SondeChain *
sonde_route_open_dup_chain (GAsyncResult *result)
{
  Opening *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_route_open_async), NULL);

  self = g_task_get_task_data (G_TASK (result));

  return self->chain != NULL ? sonde_chain_ref (self->chain) : NULL;
}

/* ---- Ending ---- */

static void
skip_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  if (g_input_stream_skip_finish (G_INPUT_STREAM (source), result, NULL) > 0)
    g_input_stream_skip_async (G_INPUT_STREAM (source), G_MAXINT16, G_PRIORITY_DEFAULT,
                               g_task_get_cancellable (task), skip_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

static void
await_end (GTask *task)
{
  GIOStream *stream = g_task_get_source_object (task);
  GSocket   *socket = g_socket_connection_get_socket (g_task_get_task_data (task));

  if (!g_socket_shutdown (socket, FALSE, TRUE, NULL))
    g_task_return_boolean (task, TRUE);
  else
    g_input_stream_skip_async (g_io_stream_get_input_stream (stream), G_MAXINT16, G_PRIORITY_DEFAULT,
                               g_task_get_cancellable (task), skip_cb, g_object_ref (task));
}

static void
output_closed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  /* Broken or not: there is nothing more to write. */
  (void) g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  await_end (task);
}

void
sonde_route_end_async (SondeRoute         *self,
                       GCancellable       *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL);

  task = g_task_new (self->stream, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_route_end_async);
  g_task_set_task_data (task, g_object_ref (self->connection), g_object_unref);

  /* A layer may still hold our last words, and has its own mark of the end. */
  if (self->stream != G_IO_STREAM (self->connection))
    g_output_stream_close_async (g_io_stream_get_output_stream (self->stream), G_PRIORITY_DEFAULT,
                                 cancellable, output_closed_cb, g_object_ref (task));
  else
    await_end (task);
}

void
sonde_route_end_finish (GAsyncResult *result)
{
  g_return_if_fail (g_async_result_is_tagged (result, sonde_route_end_async));

  (void) g_task_propagate_boolean (G_TASK (result), NULL);
}
