/* sonde-emqx-key.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-emqx-key"

#include "sonde-emqx-key.h"

#include <sonde-emqx-api.h>

#include <string.h>

SondeEmqxKey *
sonde_emqx_key_new (const char *address,
                    const char *key,
                    const char *secret)
{
  SondeEmqxKey *self;

  g_return_val_if_fail (address != NULL && key != NULL && secret != NULL, NULL);

  self = g_new0 (SondeEmqxKey, 1);
  self->address = g_strdup (address);
  self->key = g_strdup (key);
  self->secret = g_strdup (secret);
  return self;
}

void
sonde_emqx_key_free (SondeEmqxKey *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->address);
  g_free (self->key);
  sonde_secret_free (self->secret);
  g_free (self);
}

SondeEmqxKey *
sonde_emqx_key_parse (const char *text)
{
  const char      *first;
  const char      *second;
  g_autofree char *address = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  first = strchr (text, '\n');
  second = first != NULL ? strchr (first + 1, '\n') : NULL;
  if (second == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;

  address = g_strndup (text, first - text);
  key = g_strndup (first + 1, second - first - 1);
  if (sonde_emqx_api_check_address (address) != NULL)
    return NULL;

  return sonde_emqx_key_new (address, key, second + 1);
}

static void
lookup_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char   *text = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, text != NULL ? sonde_emqx_key_parse (text) : NULL, (GDestroyNotify) sonde_emqx_key_free);
  sonde_secret_free (text);
}

void
sonde_emqx_key_lookup_async (SondeConnection    *connection,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  SondeServices *services;
  GTask         *task;

  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  services = sonde_connection_get_services (connection);
  task = g_task_new (connection, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_emqx_key_lookup_async);
  sonde_secret_store_lookup_async (sonde_services_get_secrets (services), sonde_connection_get_profile (connection)->id,
                                   SONDE_SECRET_EMQX_API, cancellable, lookup_cb, task);
}

SondeEmqxKey *
sonde_emqx_key_lookup_finish (GAsyncResult *result,
                              GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_emqx_key_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
sonde_emqx_key_save_async (SondeConnection    *connection,
                           const SondeEmqxKey *key,
                           GAsyncReadyCallback callback,
                           gpointer            user_data)
{
  const SondeProfile *profile;
  SondeServices      *services;
  g_autofree char    *label = NULL;
  char               *text = NULL;

  g_return_if_fail (SONDE_IS_CONNECTION (connection));

  services = sonde_connection_get_services (connection);
  profile = sonde_connection_get_profile (connection);
  label = g_strdup_printf ("Sonde: %s", profile->name);
  if (key != NULL)
    text = g_strjoin ("\n", key->address, key->key, key->secret, NULL);
  sonde_secret_store_save_async (sonde_services_get_secrets (services), profile->id, SONDE_SECRET_EMQX_API, label, text,
                                 NULL, callback, user_data);
  sonde_secret_free (text);
}

gboolean
sonde_emqx_key_save_finish (GAsyncResult *result,
                            gboolean     *lasting,
                            GError      **error)
{
  g_autoptr (GObject) store = g_async_result_get_source_object (result);

  return sonde_secret_store_save_finish (SONDE_SECRET_STORE (store), result, lasting, error);
}
