/* sonde-target.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-target"

#include "sonde-target.h"

#include "sonde-own-broker.h"

#include <glib/gi18n.h>

#define MQTT_PORT 1883

typedef struct
{
  SondeServices *services;
  SondeTarget   *target;

  gboolean           own_account; /* the user is the local broker’s, and the password with it */
  const char *const *purpose;     /* to look up next */
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

/* Where the secret of @purpose goes; %NULL when the profile has no use for it. */
static char **
get_field (SondeTarget *self,
           const char  *purpose)
{
  SondeProfile    *profile = self->profile;
  SondeTlsOptions *tls = profile->tls;

  if (g_str_equal (purpose, SONDE_SECRET_PASSWORD))
    return *profile->user_name != '\0' ? &self->password : NULL;
  if (g_str_equal (purpose, SONDE_SECRET_KEY_PASSPHRASE))
    return tls->use_tls && *tls->client_certificate != '\0' ? &tls->key_passphrase : NULL;
  if (g_str_equal (purpose, SONDE_SECRET_PSK))
    return tls->use_tls && *tls->psk_identity != '\0' ? &tls->psk : NULL;
  if (g_str_equal (purpose, SONDE_SECRET_PROXY_PASSWORD))
    return *profile->network->proxy_user != '\0' ? &profile->network->proxy_password : NULL;

  g_return_val_if_reached (NULL);
}

void
sonde_target_set_secret (SondeTarget *self,
                         const char  *purpose,
                         const char  *secret)
{
  char **field = get_field (self, purpose);

  if (field != NULL)
    sonde_secret_set (field, secret != NULL && *secret != '\0' ? secret : NULL);
}

static void look_up_next (GTask *task);

/* Without its password the broker may still let us in; if not, it says why. */
static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Preparation *preparation = g_task_get_task_data (task);
  char        *secret = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  sonde_target_set_secret (preparation->target, *preparation->purpose, secret);
  sonde_secret_free (secret);
  preparation->purpose++;
  look_up_next (task);
}

static gboolean
is_to_look_up (Preparation *preparation)
{
  if (preparation->own_account && g_str_equal (*preparation->purpose, SONDE_SECRET_PASSWORD))
    return FALSE;

  return get_field (preparation->target, *preparation->purpose) != NULL;
}

static void
look_up_next (GTask *task)
{
  Preparation *preparation = g_task_get_task_data (task);

  while (*preparation->purpose != NULL && !is_to_look_up (preparation))
    preparation->purpose++;

  if (*preparation->purpose == NULL)
    g_task_return_pointer (task, g_steal_pointer (&preparation->target), (GDestroyNotify) sonde_target_free);
  else
    sonde_secret_store_lookup_async (sonde_services_get_secrets (preparation->services),
                                     preparation->target->profile->id, *preparation->purpose,
                                     g_task_get_cancellable (task), lookup_cb, g_object_ref (task));
}

static void
use_other (GTask *task)
{
  Preparation  *preparation = g_task_get_task_data (task);
  SondeProfile *profile = preparation->target->profile;

  g_free (profile->host);
  profile->host = g_strdup ("127.0.0.1");
  profile->port = MQTT_PORT;
  profile->tls->use_tls = FALSE;
  look_up_next (task);
}

static void
own_password_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Preparation *preparation = g_task_get_task_data (task);
  char        *secret = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (secret == NULL)
    {
      g_task_return_new_error (task, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_START,
                               _ ("The local broker asks for a password that no keyring has kept: "
                                  "type it anew among the options of the Broker page."));
      return;
    }

  sonde_secret_set (&preparation->target->password, secret);
  sonde_secret_free (secret);
  preparation->own_account = TRUE;
  look_up_next (task);
}

/* Another user name in the profile is one that the user wants to see refused. */
static void
use_own (GTask            *task,
         SondeLocalBroker *broker)
{
  Preparation  *preparation = g_task_get_task_data (task);
  SondeProfile *profile = preparation->target->profile;
  gboolean      is_free = *profile->user_name == '\0';

  sonde_own_broker_fill (broker, sonde_local_broker_get_port (broker), profile);
  if (is_free && *profile->user_name != '\0')
    sonde_secret_store_lookup_async (sonde_services_get_secrets (preparation->services), SONDE_OWN_BROKER_ID,
                                     SONDE_SECRET_PASSWORD, g_task_get_cancellable (task), own_password_cb,
                                     g_object_ref (task));
  else
    look_up_next (task);
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
  use_own (task, broker);
}

static void
start_own (GTask *task)
{
  Preparation      *preparation = g_task_get_task_data (task);
  SondeLocalBroker *broker = sonde_services_get_local_broker (preparation->services);

  sonde_local_broker_start_async (broker, sonde_local_broker_get_options (broker)->port,
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
    use_other (task);
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
  preparation->purpose = sonde_secret_purposes;
  g_task_set_task_data (task, preparation, (GDestroyNotify) preparation_free);

  if (profile->local_broker)
    prepare_local (task);
  else
    look_up_next (task);
}

SondeTarget *
sonde_target_prepare_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_target_prepare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
