/* sonde-connection-traffic.c: publishing on a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

static void
publish_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondePublishResult answer;
  GError            *error = NULL;

  if (sonde_session_publish_finish (SONDE_SESSION (object), result, &answer, &error))
    g_task_return_pointer (task, g_memdup2 (&answer, sizeof answer), g_free);
  else
    g_task_return_error (task, error);
}

void
sonde_connection_publish_async (SondeConnection    *self,
                                const SondePublish *publish,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  sonde_connection_publish_watched_async (self, publish, NULL, NULL, cancellable, callback, user_data);
}

void
sonde_connection_publish_watched_async (SondeConnection    *self,
                                        const SondePublish *publish,
                                        SondePublishWatch   watch,
                                        gpointer            watch_data,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (publish != NULL && publish->qos <= 2);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_connection_publish_async);
  sonde_session_publish_watched_async (self->session, publish, watch, watch_data, cancellable, publish_cb, task);
}

gboolean
sonde_connection_publish_finish (SondeConnection    *self,
                                 GAsyncResult       *result,
                                 SondePublishResult *answer,
                                 GError            **error)
{
  g_autofree SondePublishResult *returned = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  returned = g_task_propagate_pointer (G_TASK (result), error);
  if (returned == NULL)
    return FALSE;

  if (answer != NULL)
    *answer = *returned;
  return TRUE;
}
