/* sonde-retained-sender.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-retained-sender"

#include "sonde-retained-sender.h"

#include "sonde-side-session.h"

#include <sonde-mqtt-error.h>
#include <sonde-session-beside.h>

#include <glib/gi18n.h>

#define UNDER_WAY 200
#define BYTES_UNDER_WAY ((gsize) 16 << 20)

/* For the answers, once cancelled */
#define GRACE_MS 3000

typedef struct
{
  SondeSession                   *session;
  const SondeRetainedSenderFuncs *funcs;
  gpointer                        data;

  guint    n_under_way;
  gsize    n_bytes;
  gboolean at_end; /* there is no next one */
  gboolean sending;
  GError  *error; /* that ended it */
  guint    grace;
  gulong   cancelled;
} Sender;

typedef struct
{
  GTask *task;
  guint  number;
  gsize  size;
} Sent;

static void
sender_free (gpointer data)
{
  Sender *self = data;

  g_clear_error (&self->error);
  g_free (self);
}

static void
close_session (GTask *task)
{
  Sender *self = g_task_get_task_data (task);

  if (self->session == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->session, task);
  sonde_session_close_beside (g_steal_pointer (&self->session));
}

/* Takes the reference that the sender holds. */
static void
end (GTask *task)
{
  Sender *self = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled);
  g_clear_handle_id (&self->grace, g_source_remove);
  close_session (task);

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static gboolean
is_over (GTask *task)
{
  const Sender *self = g_task_get_task_data (task);

  return self->n_under_way == 0 && !self->sending &&
         (self->at_end || self->error != NULL || g_cancellable_is_cancelled (g_task_get_cancellable (task)));
}

static void send_more (GTask *task);

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Sent *sent = user_data;
  g_autoptr (GTask) task = sent->task;
  g_autoptr (GError) error = NULL;
  Sender *self = g_task_get_task_data (task);

  sonde_session_publish_finish (SONDE_SESSION (source), result, NULL, &error);
  self->n_under_way--;
  self->n_bytes -= sent->size;
  self->funcs->answered (self->data, sent->number, error);
  send_more (task);
}

static gboolean
may_send (GTask *task)
{
  const Sender *self = g_task_get_task_data (task);

  return self->session != NULL && sonde_session_get_state (self->session) == SONDE_STATE_ONLINE && self->error == NULL &&
         !self->at_end && self->n_under_way < UNDER_WAY && self->n_bytes < BYTES_UNDER_WAY &&
         !g_cancellable_is_cancelled (g_task_get_cancellable (task));
}

static void
send_more (GTask *task)
{
  Sender *self = g_task_get_task_data (task);

  self->sending = TRUE;
  while (may_send (task))
    {
      guint number;
      g_autoptr (SondePublish) publish = self->funcs->next (self->data, &number);
      Sent *sent;

      self->at_end = publish == NULL;
      if (publish == NULL)
        break;

      sent = g_new0 (Sent, 1);
      sent->task = g_object_ref (task);
      sent->number = number;
      sent->size = g_bytes_get_size (publish->payload);
      self->n_under_way++;
      self->n_bytes += sent->size;
      sonde_session_publish_async (self->session, publish, NULL, published_cb, sent);
    }
  self->sending = FALSE;

  if (is_over (task))
    end (task);
}

static gboolean
begin_cb (gpointer user_data)
{
  GTask        *task = user_data;
  const Sender *self = g_task_get_task_data (task);

  if (self->session != NULL)
    send_more (task);

  return G_SOURCE_REMOVE;
}

static void
state_cb (SondeSession *session,
          GParamSpec   *pspec,
          GTask        *task)
{
  Sender    *self = g_task_get_task_data (task);
  SondeState state = sonde_session_get_state (session);

  /* It takes messages a little after it says that it is online. */
  if (state == SONDE_STATE_ONLINE)
    g_idle_add_full (G_PRIORITY_DEFAULT, begin_cb, g_object_ref (task), g_object_unref);
  if (state != SONDE_STATE_IDLE)
    return;

  if (self->error == NULL)
    self->error = sonde_side_session_dup_error (session);
  if (is_over (task))
    end (task);
}

/* What is under way comes back as LOST. */
static gboolean
grace_cb (gpointer user_data)
{
  GTask  *task = user_data;
  Sender *self = g_task_get_task_data (task);

  self->grace = 0;
  close_session (task);
  if (is_over (task))
    end (task);

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_idle_cb (gpointer user_data)
{
  GTask        *task = user_data;
  const Sender *self = g_task_get_task_data (task);

  /* It may have ended meanwhile. */
  if (self->session != NULL && is_over (task))
    end (task);

  return G_SOURCE_REMOVE;
}

/* g_cancellable_disconnect() may not be called from here. */
static void
cancelled_cb (GCancellable *cancellable,
              GTask        *task)
{
  Sender *self = g_task_get_task_data (task);

  self->grace = g_timeout_add (GRACE_MS, grace_cb, task);
  g_idle_add_full (G_PRIORITY_DEFAULT, cancelled_idle_cb, g_object_ref (task), g_object_unref);
}

void
sonde_retained_send_async (SondeConnection                *connection,
                           const SondeRetainedSenderFuncs *funcs,
                           gpointer                        data,
                           GCancellable                   *cancellable,
                           GAsyncReadyCallback             callback,
                           gpointer                        user_data)
{
  g_autoptr (GTask) task = NULL;
  Sender *self;

  g_return_if_fail (SONDE_IS_CONNECTION (connection));
  g_return_if_fail (funcs != NULL);

  self = g_new0 (Sender, 1);
  self->funcs = funcs;
  self->data = data;

  task = g_task_new (connection, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_retained_send_async);
  g_task_set_task_data (task, self, sender_free);
  if (g_task_return_error_if_cancelled (task))
    return;

  self->session = sonde_side_session_open (connection);
  if (self->session == NULL)
    {
      g_task_return_new_error (task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_OFFLINE, _ ("Not connected: connect first."));
      return;
    }

  g_signal_connect (self->session, "notify::state", G_CALLBACK (state_cb), task);
  if (cancellable != NULL)
    self->cancelled = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
  g_steal_pointer (&task);
}

gboolean
sonde_retained_send_finish (GAsyncResult *result,
                            GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_retained_send_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
