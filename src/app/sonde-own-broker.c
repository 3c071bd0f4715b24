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

/*
 * former password → new one into the keyring → options written, broker restarted
 *                         │ refused                 │ not written
 *                         └──── the former one back ┴─▶ the fault
 */
typedef struct
{
  SondeServices      *services;
  SondeBrokerOptions *options;
  char               *password;
  char               *former;      /* password; %NULL: none */
  char               *former_hash; /* what the options have as long as they are not written */
  gboolean            keyring;     /* there is one */
  GError             *fault;       /* why nothing changes */
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->services);
  sonde_broker_options_free (change->options);
  sonde_secret_free (change->password);
  sonde_secret_free (change->former);
  g_free (change->former_hash);
  g_clear_error (&change->fault);
  g_free (change);
}

static void
save (GTask              *task,
      const char         *password,
      GAsyncReadyCallback callback)
{
  Change *change = g_task_get_task_data (task);

  sonde_secret_store_save_async (sonde_services_get_secrets (change->services), SONDE_OWN_BROKER_ID, SONDE_SECRET_PASSWORD,
                                 _ ("Sonde: user of the local broker"), password, NULL, callback, g_object_ref (task));
}

static void
put_back_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean lasting;

  if (sonde_secret_store_save_finish (SONDE_SECRET_STORE (object), result, &lasting, &error) && (lasting || !change->keyring))
    g_task_return_error (task, g_steal_pointer (&change->fault));
  else
    /* Translators: %s is a sentence */
    g_task_return_new_error (task, change->fault->domain, change->fault->code,
                             _ ("%s Until Sonde ends it knows the password of before; the keyring may have the new one."),
                             change->fault->message);
}

/* Takes @fault. */
static void
put_back (GTask  *task,
          GError *fault)
{
  Change *change = g_task_get_task_data (task);

  change->fault = fault;
  save (task, change->former, put_back_cb);
}

static void
applied_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeLocalBroker *broker = SONDE_LOCAL_BROKER (object);
  Change           *change = g_task_get_task_data (task);
  GError           *error = NULL;

  if (sonde_local_broker_apply_finish (broker, result, &error))
    g_task_return_boolean (task, TRUE);
  else if (change->password != NULL &&
           g_strcmp0 (sonde_local_broker_get_options (broker)->password_hash, change->former_hash) == 0)
    put_back (task, error);
  else
    /* They are written: it does not start with them. */
    g_task_return_error (task, error);
}

static void
apply (GTask *task)
{
  Change           *change = g_task_get_task_data (task);
  SondeLocalBroker *broker = sonde_services_get_local_broker (change->services);

  change->former_hash = g_strdup (sonde_local_broker_get_options (broker)->password_hash);
  sonde_local_broker_apply_async (broker, change->options, change->password, NULL, applied_cb, g_object_ref (task));
}

/* Without a keyring it is kept for this run: enough to connect. One that has the former password must not keep it. */
static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Change  *change = g_task_get_task_data (task);
  GError  *error = NULL;
  gboolean lasting;

  if (sonde_secret_store_save_finish (SONDE_SECRET_STORE (object), result, &lasting, &error) && (lasting || !change->keyring))
    {
      apply (task);
      return;
    }

  if (error == NULL)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                 _ ("The keyring did not take the password, so the local broker goes on as before: "
                                    "unlock the keyring, then apply again."));
  put_back (task, error);
}

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  SondeSecretStore *store = SONDE_SECRET_STORE (object);
  Change           *change = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  change->former = sonde_secret_store_lookup_finish (store, result, &error);
  if (error != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _ ("The keyring did not answer, so the local broker goes on as before: "
                                  "unlock the keyring, then apply again."));
      return;
    }

  change->keyring = sonde_secret_store_get_lasting (store);
  save (task, change->password, saved_cb);
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
    sonde_secret_store_lookup_async (sonde_services_get_secrets (services), SONDE_OWN_BROKER_ID, SONDE_SECRET_PASSWORD,
                                     NULL, found_cb, g_object_ref (task));
}

gboolean
sonde_own_broker_apply_finish (GAsyncResult *result,
                               GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_own_broker_apply_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
