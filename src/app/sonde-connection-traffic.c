/* sonde-connection-traffic.c: subscribing and publishing on a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include <sonde-mqtt-error.h>
#include <sonde-reason.h>
#include <sonde-topic.h>

#include <string.h>

const char *
sonde_connection_check_filter (SondeConnection *self,
                               const char      *filter)
{
  const SondeLimits *limits;
  SondeTopicFault    fault;
  guint8             reason;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), NULL);
  g_return_val_if_fail (filter != NULL, NULL);

  fault = sonde_topic_filter_check (filter, strlen (filter));
  if (fault != SONDE_TOPIC_FAULT_NONE)
    return sonde_topic_fault_to_string (fault);

  limits = sonde_connection_get_limits (self);
  reason = limits != NULL ? sonde_limits_check_filter (limits, filter) : 0;

  return reason != 0 ? sonde_reason_to_advice (SONDE_MQTT_5, SONDE_REASON_IN_SUBACK, reason) : NULL;
}

gboolean
sonde_connection_subscribe (SondeConnection *self,
                            const char      *filter,
                            guint            qos,
                            GError         **error)
{
  g_autoptr (SondeProfile) profile = NULL;
  SondeSubscription *item;
  SondeWanted       *wanted;
  const char        *sentence;

  g_return_val_if_fail (SONDE_IS_CONNECTION (self), FALSE);
  g_return_val_if_fail (filter != NULL && qos <= 2, FALSE);

  sentence = sonde_connection_check_filter (self, filter);
  if (sentence != NULL)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);
      return FALSE;
    }

  item = sonde_subscriptions_add (self->subscriptions, filter, qos);
  profile = sonde_profile_copy (self->profile);
  wanted = sonde_profile_want (profile, filter, qos, sonde_subscription_get_color (item));
  /* What is asked for while offline is asked for on connect. */
  if (!sonde_connection_get_online (self))
    wanted->by_hand = FALSE;
  sonde_subscriptions_change (self->subscriptions, wanted);
  sonde_connection_set_profile (self, profile);
  sonde_session_subscribe (self->session, filter, qos);
  return TRUE;
}

void
sonde_connection_unsubscribe (SondeConnection *self,
                              const char      *filter)
{
  g_autoptr (SondeProfile) profile = NULL;
  g_autofree char *name = g_strdup (filter); /* may be the row's own */

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (filter != NULL);

  sonde_session_unsubscribe (self->session, name);
  profile = sonde_profile_copy (self->profile);
  sonde_profile_unwant (profile, name, !profile->clean_start && sonde_session_may_hold (self->session, name));
  sonde_connection_set_profile (self, profile);
  sonde_subscriptions_remove (self->subscriptions, name);
}

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
                                const char         *topic,
                                GBytes             *payload,
                                guint               qos,
                                gboolean            retain,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (SONDE_IS_CONNECTION (self));
  g_return_if_fail (topic != NULL && payload != NULL && qos <= 2);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_connection_publish_async);
  sonde_session_publish_async (self->session, topic, payload, qos, retain, cancellable, publish_cb, task);
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
