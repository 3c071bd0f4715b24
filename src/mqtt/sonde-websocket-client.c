/* sonde-websocket-client.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-websocket-client"

#include "sonde-websocket-client.h"

#include "sonde-websocket-handshake.h"

typedef struct
{
  SondeProfile *profile;
  char         *key;
} Upgrade;

static void
upgrade_free (Upgrade *self)
{
  sonde_profile_free (self->profile);
  g_free (self->key);
  g_free (self);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Upgrade   *self = g_task_get_task_data (task);
  GIOStream *base = G_IO_STREAM (source);
  g_autoptr (SondeHttpAnswer) answer = NULL;
  GError *error = NULL;

  answer = sonde_http_exchange_finish (result, &error);
  if (answer == NULL || !sonde_websocket_check_answer (self->profile, self->key, answer, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, sonde_websocket_stream_new (base, answer->rest), g_object_unref);
}

void
sonde_websocket_connect_async (GIOStream          *base,
                               const SondeProfile *profile,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *request = NULL;
  Upgrade         *self;
  GError          *error = NULL;

  g_return_if_fail (G_IS_IO_STREAM (base));
  g_return_if_fail (profile != NULL);

  self = g_new0 (Upgrade, 1);
  self->profile = sonde_profile_copy (profile);
  self->key = sonde_websocket_create_key ();

  task = g_task_new (base, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_websocket_connect_async);
  g_task_set_task_data (task, self, (GDestroyNotify) upgrade_free);

  request = sonde_websocket_create_request (profile, self->key, &error);
  if (request == NULL)
    g_task_return_error (task, error);
  else
    sonde_http_exchange_async (base, request, cancellable, answered_cb, g_steal_pointer (&task));
}

SondeWebsocketStream *
sonde_websocket_connect_finish (GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_websocket_connect_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
