/* sonde-connections-transfer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-connections-transfer"

#include "sonde-connections-transfer.h"

#include "sonde-connections-private.h"

#include <sonde-atomic-file.h>
#include <sonde-profile-export.h>
#include <sonde-secret.h>
#include <string.h>

/* ---- Import ---- */

typedef struct
{
  SondeImport *import;
  char        *folder; /* %NULL: no files */
} Import;

static void
import_free (Import *self)
{
  sonde_import_free (self->import);
  g_free (self->folder);
  g_free (self);
}

/* @pem: (nullable); @field: the path, once it is written */
static gboolean
write_file (const char         *folder,
            const SondeProfile *profile,
            const char         *what,
            const char         *pem,
            char              **field,
            GError            **error)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.pem", profile->id, what);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (pem == NULL)
    return TRUE;
  if (!sonde_atomic_file_write (path, pem, strlen (pem), FALSE, error))
    return FALSE;

  sonde_import_set_text (field, path);

  return TRUE;
}

static void
write_cb (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  Import *self = task_data;
  GError *error = NULL;

  for (guint i = 0; self->folder != NULL && error == NULL && i < self->import->entries->len; i++)
    {
      const SondeImportEntry *entry = g_ptr_array_index (self->import->entries, i);
      SondeTlsOptions        *tls = entry->profile->tls;

      if (entry->fault == NULL &&
          write_file (self->folder, entry->profile, "certificate", entry->certificate, &tls->client_certificate, &error))
        write_file (self->folder, entry->profile, "key", entry->key, &tls->client_key, &error);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
save_secrets (SondeConnections       *self,
              SondeConnection        *connection,
              const SondeImportEntry *entry)
{
  GHashTableIter iter;
  gpointer       purpose, secret;

  g_hash_table_iter_init (&iter, entry->secrets);
  while (g_hash_table_iter_next (&iter, &purpose, &secret))
    sonde_connections_save_secret (self, connection, purpose, secret);
}

static GPtrArray *
add_entries (SondeConnections *self,
             SondeImport      *import)
{
  g_autoptr (GPtrArray) profiles = g_ptr_array_new ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  GPtrArray *added;

  for (guint i = 0; i < import->entries->len; i++)
    {
      SondeImportEntry *entry = g_ptr_array_index (import->entries, i);

      if (entry->fault != NULL)
        continue;
      g_ptr_array_add (entries, entry);
      g_ptr_array_add (profiles, entry->profile);
    }

  added = sonde_connections_add_all (self, profiles);
  for (guint i = 0; i < added->len; i++)
    save_secrets (self, g_ptr_array_index (added, i), g_ptr_array_index (entries, i));

  return added;
}

void
sonde_connections_import_async (SondeConnections   *self,
                                SondeImport        *import,
                                gboolean            write_files,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Import *data;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (import != NULL);

  data = g_new0 (Import, 1);
  data->import = import;
  if (write_files)
    data->folder = g_build_filename (sonde_services_get_data_folder (self->services), "certificates", NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, sonde_connections_import_async);
  g_task_set_task_data (task, data, (GDestroyNotify) import_free);
  g_task_run_in_thread (task, write_cb);
}

GPtrArray *
sonde_connections_import_finish (SondeConnections *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  Import *data;

  g_return_val_if_fail (SONDE_IS_CONNECTIONS (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  data = g_task_get_task_data (G_TASK (result));

  return add_entries (self, data->import);
}

/* ---- Export ---- */

typedef struct
{
  GPtrArray  *profiles; /* of SondeProfile */
  GFile      *file;
  GHashTable *secrets;          /* id → purpose → secret; %NULL for none */
  guint       profile, purpose; /* the one that is looked up */
} Export;

static void
export_free (Export *self)
{
  g_ptr_array_unref (self->profiles);
  g_object_unref (self->file);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_free (self);
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (sonde_profile_export_write_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_export (GTask *task)
{
  Export *self = g_task_get_task_data (task);
  char   *text = sonde_profile_export_to_text (self->profiles, self->secrets);

  sonde_profile_export_write_async (self->file, text, NULL, written_cb, g_object_ref (task));
  sonde_secret_free (text);
}

static void look_up_next (GTask *task);

static void
looked_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export             *self = g_task_get_task_data (task);
  const SondeProfile *profile = g_ptr_array_index (self->profiles, self->profile);
  GError             *error = NULL;
  char               *secret = sonde_secret_store_lookup_finish (SONDE_SECRET_STORE (object), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (secret != NULL)
    g_hash_table_insert (g_hash_table_lookup (self->secrets, profile->id),
                         (gpointer) sonde_secret_purposes[self->purpose], secret);
  self->purpose++;
  look_up_next (task);
}

/* One after the other: a keyring that is locked asks once. */
static void
look_up_next (GTask *task)
{
  Export             *self = g_task_get_task_data (task);
  SondeConnections   *connections = g_task_get_source_object (task);
  const SondeProfile *profile;

  if (sonde_secret_purposes[self->purpose] == NULL)
    {
      self->profile++;
      self->purpose = 0;
    }
  if (self->profile == self->profiles->len)
    {
      write_export (task);
      return;
    }

  profile = g_ptr_array_index (self->profiles, self->profile);
  if (self->purpose == 0)
    g_hash_table_insert (self->secrets, profile->id,
                         g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) sonde_secret_free));
  sonde_secret_store_lookup_async (sonde_services_get_secrets (connections->services), profile->id,
                                   sonde_secret_purposes[self->purpose], NULL, looked_up_cb, g_object_ref (task));
}

void
sonde_connections_export_async (SondeConnections   *self,
                                GPtrArray          *chosen,
                                gboolean            with_secrets,
                                GFile              *file,
                                GAsyncReadyCallback callback,
                                gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  Export *data;

  g_return_if_fail (SONDE_IS_CONNECTIONS (self));
  g_return_if_fail (chosen != NULL);
  g_return_if_fail (G_IS_FILE (file));

  data = g_new0 (Export, 1);
  data->file = g_object_ref (file);
  data->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);
  for (guint i = 0; i < chosen->len; i++)
    g_ptr_array_add (data->profiles,
                     sonde_profile_copy (sonde_connection_get_profile (g_ptr_array_index (chosen, i))));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, sonde_connections_export_async);
  g_task_set_task_data (task, data, (GDestroyNotify) export_free);
  if (with_secrets)
    {
      data->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_hash_table_unref);
      look_up_next (task);
    }
  else
    write_export (task);
}

gboolean
sonde_connections_export_finish (SondeConnections *self,
                                 GAsyncResult     *result,
                                 GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
