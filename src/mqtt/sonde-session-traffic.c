/* sonde-session-traffic.c: subscribing and publishing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-session"

#include "sonde-session-private.h"

#include "sonde-topic.h"

#include <string.h>

void
sonde_session_subscribe (SondeSession *self,
                         const char   *filter,
                         guint8        qos)
{
  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (sonde_topic_filter_check (filter, strlen (filter)) == SONDE_TOPIC_FAULT_NONE);
  g_return_if_fail (qos <= 2);

  sonde_subscriber_want (self->subscriber, filter, qos);
}

void
sonde_session_unsubscribe (SondeSession *self,
                           const char   *filter)
{
  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (filter != NULL);

  sonde_subscriber_unwant (self->subscriber, filter);
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
                             const char         *topic,
                             GBytes             *payload,
                             guint8              qos,
                             gboolean            retain,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SONDE_IS_SESSION (self));
  g_return_if_fail (topic != NULL);
  g_return_if_fail (payload != NULL);
  g_return_if_fail (qos <= 2);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_session_publish_async);
  sonde_publishes_send (self->publishes, g_steal_pointer (&task), topic, payload, qos, retain);
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
