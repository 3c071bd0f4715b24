/* sonde-profile-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-export"

#include "sonde-profile-export.h"

#include "sonde-profile-json.h"
#include "sonde-profile-store.h"

#include <glib/gi18n.h>
#include <sonde-atomic-file.h>
#include <sonde-secret.h>
#include <string.h>

#define FORMAT "sonde-profiles"

static JsonObject *
secrets_to_object (GHashTable *secrets)
{
  JsonObject    *object = json_object_new ();
  JsonObject    *profile = json_object_new ();
  GHashTableIter iter;
  gpointer       purpose, secret;

  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, &purpose, &secret))
    json_object_set_string_member (object, purpose, secret);
  json_object_set_object_member (profile, "secrets", object);

  return profile;
}

/* A header that lets one in is a secret, though it lies with the profile: its name stays, to be filled in. */
static void
clear_logins (GPtrArray *headers)
{
  static const char *const names[] = { "Authorization", "Proxy-Authorization", "Cookie" };

  for (guint i = 0; i < headers->len; i++)
    {
      SondePair *header = g_ptr_array_index (headers, i);

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          if (g_ascii_strcasecmp (header->name, names[j]) == 0)
            sonde_secret_set (&header->value, "");
        }
    }
}

static GPtrArray *
copy_without_logins (GPtrArray *profiles)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);

  for (guint i = 0; i < profiles->len; i++)
    {
      SondeProfile *copy = sonde_profile_copy (g_ptr_array_index (profiles, i));

      clear_logins (copy->network->headers);
      g_ptr_array_add (copies, copy);
    }

  return copies;
}

char *
sonde_profile_export_to_text (GPtrArray  *profiles,
                              GHashTable *secrets)
{
  g_autoptr (SondeProfileDocument) document = sonde_profile_document_new ();
  g_autoptr (GPtrArray) copies = NULL;

  g_return_val_if_fail (profiles != NULL, NULL);

  /* What the document "read" stays beside what it writes: the mark, and the secrets. */
  document->root = json_object_new ();
  json_object_set_string_member (document->root, "format", FORMAT);
  for (guint i = 0; secrets != NULL && i < profiles->len; i++)
    {
      const SondeProfile *profile = g_ptr_array_index (profiles, i);
      GHashTable         *of_profile = g_hash_table_lookup (secrets, profile->id);

      if (of_profile != NULL && g_hash_table_size (of_profile) > 0)
        g_hash_table_insert (document->objects, g_strdup (profile->id), secrets_to_object (of_profile));
    }

  if (secrets != NULL)
    return sonde_profile_document_write (document, profiles);

  copies = copy_without_logins (profiles);

  return sonde_profile_document_write (document, copies);
}

static void
write_cb (GTask        *task,
          gpointer      source,
          gpointer      task_data,
          GCancellable *cancellable)
{
  const char      *text = task_data;
  GFile           *file = source;
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    g_task_return_new_error (task, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE, "%s",
                             _ ("Choose a folder of this computer."));
  else if (sonde_atomic_file_write (path, text, strlen (text), FALSE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
sonde_profile_export_write_async (GFile              *file,
                                  const char         *text,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (text != NULL);

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_profile_export_write_async);
  g_task_set_task_data (task, g_strdup (text), (GDestroyNotify) sonde_secret_free);
  g_task_run_in_thread (task, write_cb);
}

gboolean
sonde_profile_export_write_finish (GAsyncResult *result,
                                   GError      **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
