/* sonde-target.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-target"

#include "sonde-target.h"

#define MQTT_PORT 1883

typedef struct
{
  SondeServices *services;
  SondeTarget   *target;
} Preparation;

void
sonde_target_free (SondeTarget *self)
{
  sonde_profile_free (self->profile);
  sonde_secret_free (self->password);
  g_free (self);
}

static void
preparation_free (Preparation *preparation)
{
  g_clear_pointer (&preparation->target, sonde_target_free);
  g_object_unref (preparation->services);
  g_free (preparation);
}

static void
finish_with_target (GTask *task)
{
  Preparation *preparation = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&preparation->target), (GDestroyNotify) sonde_target_free);
}

/* Without its password the broker may still let us in; if not, it says why.
 * Returns: %FALSE when that was the end of @task */
static gboolean
take_secret (GTask        *task,
             GObject      *object,
             GAsyncResult *result,
             char        **secret)
{
  g_autoptr (GError) error = NULL;

  *secret = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;

  g_task_return_error (task, g_steal_pointer (&error));

  return FALSE;
}

static void
passphrase_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Preparation *preparation = g_task_get_task_data (task);
  char        *passphrase = NULL;

  if (!take_secret (task, object, result, &passphrase))
    return;

  sonde_tls_options_set_key_passphrase (preparation->target->profile->tls, passphrase);
  sonde_secret_free (passphrase);
  finish_with_target (task);
}

static void
look_up (GTask              *task,
         const char         *purpose,
         GAsyncReadyCallback callback)
{
  Preparation *preparation = g_task_get_task_data (task);

  sonde_secret_store_lookup_async (sonde_services_get_secrets (preparation->services),
                                   preparation->target->profile->id, purpose,
                                   g_task_get_cancellable (task), callback, g_object_ref (task));
}

/* Of the client key, when there may be one. */
static void
look_up_passphrase (GTask *task)
{
  Preparation           *preparation = g_task_get_task_data (task);
  const SondeTlsOptions *tls = preparation->target->profile->tls;

  if (tls->use_tls && *tls->client_certificate != '\0')
    look_up (task, SONDE_SECRET_KEY_PASSPHRASE, passphrase_cb);
  else
    finish_with_target (task);
}

static void
password_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Preparation *preparation = g_task_get_task_data (task);

  if (take_secret (task, object, result, &preparation->target->password))
    look_up_passphrase (task);
}

static void
look_up_password (GTask *task)
{
  Preparation *preparation = g_task_get_task_data (task);

  if (*preparation->target->profile->user_name != '\0')
    look_up (task, SONDE_SECRET_PASSWORD, password_cb);
  else
    look_up_passphrase (task);
}

static void
use_local_port (GTask  *task,
                guint16 port)
{
  Preparation  *preparation = g_task_get_task_data (task);
  SondeProfile *profile = preparation->target->profile;

  g_free (profile->host);
  profile->host = g_strdup ("127.0.0.1");
  profile->port = port;
  profile->tls->use_tls = FALSE;
  look_up_password (task);
}

static void
start_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeLocalBroker *broker = SONDE_LOCAL_BROKER (object);
  Preparation      *preparation = g_task_get_task_data (task);
  GError           *error = NULL;

  if (!sonde_local_broker_start_finish (broker, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  preparation->target->own_broker = TRUE;
  use_local_port (task, sonde_local_broker_get_port (broker));
}

static void
start_own (GTask *task)
{
  Preparation *preparation = g_task_get_task_data (task);

  sonde_local_broker_start_async (sonde_services_get_local_broker (preparation->services), MQTT_PORT,
                                  g_task_get_cancellable (task), start_cb, g_object_ref (task));
}

static void
probe_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Preparation *preparation = g_task_get_task_data (task);
  SondeTarget *target = preparation->target;

  target->other_broker = sonde_broker_probe_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (target->other_broker && target->profile->local_choice == SONDE_LOCAL_BROKER_OTHER)
    use_local_port (task, MQTT_PORT);
  else
    start_own (task);
}

static void
prepare_local (GTask *task)
{
  Preparation      *preparation = g_task_get_task_data (task);
  SondeLocalBroker *broker = sonde_services_get_local_broker (preparation->services);

  /* What answers on 1883 is then our own. */
  if (sonde_local_broker_get_running (broker) && sonde_local_broker_get_port (broker) == MQTT_PORT)
    start_own (task);
  else
    sonde_broker_probe_async (MQTT_PORT, g_task_get_cancellable (task), probe_cb, g_object_ref (task));
}

void
sonde_target_prepare_async (SondeServices      *services,
                            const SondeProfile *profile,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Preparation *preparation = g_new0 (Preparation, 1);

  g_task_set_source_tag (task, sonde_target_prepare_async);
  preparation->services = g_object_ref (services);
  preparation->target = g_new0 (SondeTarget, 1);
  preparation->target->profile = sonde_profile_copy (profile);
  g_task_set_task_data (task, preparation, (GDestroyNotify) preparation_free);

  if (profile->local_broker)
    prepare_local (task);
  else
    look_up_password (task);
}

SondeTarget *
sonde_target_prepare_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_target_prepare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
