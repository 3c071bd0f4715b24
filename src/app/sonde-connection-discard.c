/* sonde-connection-discard.c: makes the broker forget the session it keeps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connection"

#include "sonde-connection-private.h"

#include "sonde-trial.h"

static void
trial_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (sonde_trial_run_finish (SONDE_TRIAL (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_trial (SondeConnection *self,
           GTask           *task)
{
  g_autoptr (SondeTrial) trial = sonde_trial_new (self->services, self->profile, SONDE_TRIAL_SAME_ID);

  if (self->run_password != NULL)
    sonde_trial_set_secret (trial, SONDE_SECRET_PASSWORD, self->run_password);
  sonde_trial_run_async (trial, g_task_get_cancellable (task), trial_cb, g_object_ref (task));
}

static void
state_cb (SondeConnection *self,
          GParamSpec      *pspec,
          GTask           *task)
{
  g_autoptr (GTask) kept = g_object_ref (task);

  if (self->state != SONDE_STATE_IDLE)
    return;

  g_signal_handlers_disconnect_by_func (self, state_cb, task);
  run_trial (self, task);
}

void
sonde_connection_discard_session_async (SondeConnection    *self,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SONDE_IS_CONNECTION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_connection_discard_session_async);
  if (self->state == SONDE_STATE_IDLE)
    {
      run_trial (self, task);
      return;
    }

  g_signal_connect_data (self, "notify::state", G_CALLBACK (state_cb), g_steal_pointer (&task),
                         (GClosureNotify) (GCallback) g_object_unref, 0);
  sonde_connection_disconnect (self);
}

gboolean
sonde_connection_discard_session_finish (SondeConnection *self,
                                         GAsyncResult    *result,
                                         GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
