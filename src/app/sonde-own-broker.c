/* sonde-own-broker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-own-broker"

#include "sonde-own-broker.h"

#include <glib/gi18n.h>

gboolean
sonde_own_broker_is_of (SondeConnection *connection)
{
  const SondeProfile *profile;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), FALSE);

  profile = sonde_connection_get_profile (connection);

  return profile->local_broker &&
         !(profile->local_choice == SONDE_LOCAL_BROKER_OTHER && sonde_connection_get_other_broker (connection));
}

static void
set_text (char      **field,
          const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

void
sonde_own_broker_fill (SondeLocalBroker *broker,
                       guint16           port,
                       SondeProfile     *profile)
{
  const SondeBrokerOptions *options;

  g_return_if_fail (SONDE_IS_LOCAL_BROKER (broker));
  g_return_if_fail (profile != NULL);

  options = sonde_local_broker_get_options (broker);
  set_text (&profile->host, "127.0.0.1");
  profile->port = port;
  sonde_tls_options_free (profile->tls);
  profile->tls = sonde_tls_options_new ();
  profile->tls->use_tls = options->use_tls;
  if (options->use_tls)
    {
      g_free (profile->tls->ca_file);
      profile->tls->ca_file = sonde_local_broker_dup_ca_path (broker);
    }
  if (options->require_password && *profile->user_name == '\0')
    set_text (&profile->user_name, options->user_name);
}

SondeProfile *
sonde_own_broker_dup_profile (SondeConnection *connection)
{
  SondeProfile  *profile;
  SondeServices *services;

  g_return_val_if_fail (SONDE_IS_CONNECTION (connection), NULL);

  profile = sonde_profile_copy (sonde_connection_get_profile (connection));
  services = sonde_connection_get_services (connection);
  if (sonde_own_broker_is_of (connection))
    sonde_own_broker_fill (sonde_services_get_local_broker (services), sonde_connection_get_port (connection), profile);
  else if (profile->local_broker)
    {
      set_text (&profile->host, "127.0.0.1");
      profile->tls->use_tls = FALSE;
    }
  profile->port = sonde_connection_get_port (connection);
  profile->version = sonde_connection_get_version (connection);

  return profile;
}

typedef struct
{
  SondeServices      *services;
  SondeBrokerOptions *options;
  char               *password;
  GError             *fault; /* of the keyring */
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->services);
  sonde_broker_options_free (change->options);
  sonde_secret_free (change->password);
  g_clear_error (&change->fault);
  g_free (change);
}

static void
applied_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  if (!sonde_local_broker_apply_finish (SONDE_LOCAL_BROKER (object), result, &error))
    g_task_return_error (task, error);
  else if (change->fault != NULL)
    g_task_return_error (task, g_steal_pointer (&change->fault));
  else
    g_task_return_boolean (task, TRUE);
}

static void
apply (GTask *task)
{
  Change *change = g_task_get_task_data (task);

  sonde_local_broker_apply_async (sonde_services_get_local_broker (change->services), change->options,
                                  change->password, NULL, applied_cb, g_object_ref (task));
}

/* Where the keyring refuses, it is kept for this run: enough to connect. */
static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = g_task_get_task_data (task);

  sonde_secret_store_save_finish (SONDE_SECRET_STORE (object), result, NULL, &change->fault);
  apply (task);
}

void
sonde_own_broker_apply_async (SondeServices            *services,
                              const SondeBrokerOptions *options,
                              const char               *password,
                              GAsyncReadyCallback       callback,
                              gpointer                  user_data)
{
  g_autoptr (GTask) task = NULL;
  Change *change;

  g_return_if_fail (SONDE_IS_SERVICES (services));
  g_return_if_fail (options != NULL);

  change = g_new0 (Change, 1);
  change->services = g_object_ref (services);
  change->options = sonde_broker_options_copy (options);
  sonde_secret_set (&change->password, password);
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, sonde_own_broker_apply_async);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);

  if (password == NULL)
    apply (task);
  else
    sonde_secret_store_save_async (sonde_services_get_secrets (services), SONDE_OWN_BROKER_ID, SONDE_SECRET_PASSWORD,
                                   _ ("Sonde: user of the local broker"), password, NULL, saved_cb, g_object_ref (task));
}

gboolean
sonde_own_broker_apply_finish (GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_own_broker_apply_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
