/* sonde-session-traffic.c: subscribing and publishing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-session"

#include "sonde-session-private.h"

#include "sonde-topic.h"

#include <string.h>

static gboolean
are_valid (GStrv filters)
{
  for (guint i = 0; filters[i] != NULL; i++)
    if (sonde_topic_filter_check (filters[i], strlen (filters[i])) != SONDE_TOPIC_FAULT_NONE)
      return FALSE;

  return TRUE;
}

void
sonde_session_subscribe (SondeSession                *self,
                         const char                  *filter,
                         const SondeSubscribeOptions *options)
{
  const char *const filters[] = { filter, NULL };

  g_return_if_fail (filter != NULL);

  sonde_session_subscribe_many (self, (GStrv) filters, options);
}

void
sonde_session_subscribe_many (SondeSession                *self,
                              GStrv                        filters,
                              const SondeSubscribeOptions *options)
{
  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (filters != NULL && are_valid (filters));
  g_return_if_fail (options != NULL && options->qos <= 2);

  sonde_subscriber_want (self->subscriber, filters, options);
}

void
sonde_session_unsubscribe (SondeSession *self,
                           const char   *filter)
{
  const char *const filters[] = { filter, NULL };

  g_return_if_fail (filter != NULL);

  sonde_session_unsubscribe_many (self, (GStrv) filters);
}

void
sonde_session_unsubscribe_many (SondeSession *self,
                                GStrv         filters)
{
  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (filters != NULL);

  sonde_subscriber_unwant (self->subscriber, filters);
}

gboolean
sonde_session_may_hold (SondeSession *self,
                        const char   *filter)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), FALSE);
  g_return_val_if_fail (filter != NULL, FALSE);

  return sonde_subscriber_may_hold (self->subscriber, filter);
}

void
sonde_session_publish_async (SondeSession       *self,
                             const SondePublish *publish,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  sonde_session_publish_watched_async (self, publish, NULL, NULL, cancellable, callback, user_data);
}

void
sonde_session_publish_watched_async (SondeSession       *self,
                                     const SondePublish *publish,
                                     SondePublishWatch   watch,
                                     gpointer            watch_data,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (publish != NULL && publish->qos <= 2);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_session_publish_async);
  sonde_publishes_send (self->publishes, g_steal_pointer (&task), publish, watch, watch_data);
}

gboolean
sonde_session_publish_finish (SondeSession       *self,
                              GAsyncResult       *result,
                              SondePublishResult *answer,
                              GError            **error)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  if (answer != NULL)
    *answer = *sonde_publishes_get_result (G_TASK (result));

  return TRUE;
}

guint
sonde_session_start_repeat (SondeSession           *self,
                            const SondeRepeatOrder *order)
{
  g_return_val_if_fail (SONDE_IS_SESSION (self), 0);
  g_return_val_if_fail (order != NULL && order->funcs != NULL, 0);

  sonde_transport_repeat (self->transport, ++self->last_repeat, order);

  return self->last_repeat;
}

void
sonde_session_stop_repeat (SondeSession *self,
                           guint         id)
{
  g_return_if_fail (SONDE_IS_SESSION (self));

  if (self->transport != NULL)
    sonde_transport_stop_repeat (self->transport, id);
}
