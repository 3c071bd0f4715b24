/* sonde-local-broker-setup.c: its options, and starting it anew with others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-local-broker"

#include "sonde-local-broker-private.h"

#include "sonde-broker-authority.h"

#include <sonde-secret.h>

#include <glib/gi18n.h>

#define OPTIONS_FILE "options"

typedef struct
{
  SondeBrokerOptions *options; /* %NULL: as they are */
  char               *password;
  char               *folder;
  char               *path;
  gboolean            forget;
  GError             *fault; /* of what was to be done while it stood still */
} Change;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->options, sonde_broker_options_free);
  sonde_secret_free (change->password);
  g_free (change->folder);
  g_free (change->path);
  g_clear_error (&change->fault);
  g_free (change);
}

static char *
dup_options_path (SondeLocalBroker *self)
{
  return g_build_filename (self->path, OPTIONS_FILE, NULL);
}

typedef struct
{
  SondeLocalBroker *broker;
  char             *sentence;
} Telling;

static void
telling_free (Telling *telling)
{
  g_object_unref (telling->broker);
  g_free (telling->sentence);
  g_free (telling);
}

static gboolean
tell_cb (gpointer user_data)
{
  Telling *telling = user_data;

  g_signal_emit_by_name (telling->broker, "options-lost", telling->sentence);

  return G_SOURCE_REMOVE;
}

/* Who asks for the options is in the midst of something. */
static void
tell_soon (SondeLocalBroker *self,
           const char       *sentence)
{
  Telling *telling = g_new0 (Telling, 1);

  g_message ("%s", sentence);
  telling->broker = g_object_ref (self);
  telling->sentence = g_strdup (sentence);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, tell_cb, telling, (GDestroyNotify) telling_free);
}

const SondeBrokerOptions *
sonde_local_broker_get_options (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), NULL);

  if (self->options == NULL)
    {
      g_autofree char *path = dup_options_path (self);
      g_autoptr (GError) error = NULL;

      self->options = sonde_broker_options_load (path, &error);
      if (error != NULL)
        tell_soon (self, error->message);
    }

  return self->options;
}

SondeBrokerLines *
sonde_local_broker_get_lines (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), NULL);

  return self->lines;
}

SondeBrokerClients *
sonde_local_broker_get_clients (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), NULL);

  return self->clients;
}

char *
sonde_local_broker_dup_ca_path (SondeLocalBroker *self)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), NULL);

  return sonde_broker_authority_dup_path (self->path);
}

static void
restarted_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeLocalBroker *self = SONDE_LOCAL_BROKER (object);
  Change           *change = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (change->forget)
    change->fault = g_steal_pointer (&self->forget_fault);
  if (!sonde_local_broker_start_finish (self, result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit_by_name (self, "died", error->message);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_signal_emit_by_name (self, "restarted");
  if (change->fault != NULL)
    g_task_return_error (task, g_steal_pointer (&change->fault));
  else
    g_task_return_boolean (task, TRUE);
}

static void
restart (GTask *task)
{
  SondeLocalBroker *self = g_task_get_source_object (task);
  Change           *change = g_task_get_task_data (task);

  g_signal_emit_by_name (self, "stopping", TRUE);
  self->restarting = TRUE;
  self->forget = change->forget;
  sonde_local_broker_leave (self);
  sonde_local_broker_start_async (self, sonde_local_broker_get_options (self)->port, NULL,
                                  restarted_cb, g_object_ref (task));
}

static void take_effect (GTask *task);

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeLocalBroker *self = SONDE_LOCAL_BROKER (object);

  /* It may have failed, or have been stopped, or begun again. */
  if (sonde_local_broker_start_finish (self, result, NULL) && self->running)
    restart (task);
  else
    take_effect (task);
}

static void
forget_at_rest (GTask *task)
{
  SondeLocalBroker *self = g_task_get_source_object (task);
  g_autoptr (SondeBrokerFolder) folder = NULL;
  GError  *error = NULL;
  gboolean busy;

  folder = sonde_broker_folder_open (self->path, FALSE, &busy, &error);
  if (folder != NULL && sonde_broker_folder_forget (folder, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
take_effect (GTask *task)
{
  SondeLocalBroker *self = g_task_get_source_object (task);
  Change           *change = g_task_get_task_data (task);

  if (self->running)
    restart (task);
  else if (self->tasks != NULL)
    sonde_local_broker_start_async (self, self->preferred_port, NULL, started_cb, g_object_ref (task));
  else if (change->forget)
    forget_at_rest (task);
  else
    g_task_return_boolean (task, TRUE);
}

static void
write_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Change *change = task_data;
  GError *error = NULL;
  g_autoptr (SondeBrokerIdentity) authority = NULL;
  g_autoptr (GError) cause = NULL;

  if (change->password != NULL)
    {
      g_free (change->options->password_hash);
      change->options->password_hash = sonde_broker_hash_password (change->password);
    }

  /* Made now, so that devices can be told of it before the broker starts. */
  if (change->options->use_tls)
    authority = sonde_broker_authority_open (change->folder, &cause);
  if (cause == NULL && sonde_broker_options_save (change->options, change->path, &cause))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_set_error (&error, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_FILES,
               _ ("The options of the local broker could not be written (%s): it goes on as before."), cause->message);
  g_task_return_error (task, error);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeLocalBroker *self = SONDE_LOCAL_BROKER (object);
  Change           *change = g_task_get_task_data (task);
  GError           *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_pointer (&self->options, sonde_broker_options_free);
  self->options = g_steal_pointer (&change->options);
  g_object_notify (G_OBJECT (self), "options");
  take_effect (task);
}

void
sonde_local_broker_apply_async (SondeLocalBroker         *self,
                                const SondeBrokerOptions *options,
                                const char               *password,
                                GCancellable             *cancellable,
                                GAsyncReadyCallback       callback,
                                gpointer                  user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) writing = NULL;
  Change *change;

  g_return_if_fail (SONDE_IS_LOCAL_BROKER (self));
  g_return_if_fail (options != NULL);

  change = g_new0 (Change, 1);
  change->options = sonde_broker_options_copy (options);
  sonde_secret_set (&change->password, password);
  change->folder = g_strdup (self->path);
  change->path = dup_options_path (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_local_broker_apply_async);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);

  /* It borrows what the task has, which outlives it. */
  writing = g_task_new (self, NULL, written_cb, g_object_ref (task));
  g_task_set_task_data (writing, change, NULL);
  g_task_run_in_thread (writing, write_worker);
}

gboolean
sonde_local_broker_apply_finish (SondeLocalBroker *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
sonde_local_broker_forget_async (SondeLocalBroker   *self,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Change *change;

  g_return_if_fail (SONDE_IS_LOCAL_BROKER (self));

  change = g_new0 (Change, 1);
  change->forget = TRUE;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_local_broker_forget_async);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  take_effect (task);
}

gboolean
sonde_local_broker_forget_finish (SondeLocalBroker *self,
                                  GAsyncResult     *result,
                                  GError          **error)
{
  g_return_val_if_fail (SONDE_IS_LOCAL_BROKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
