/* test-profile-export.c: what is exported comes in again, and holds a secret only when asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-profile-export.h"

#include "sonde-import.h"
#include "sonde-secret-store.h"

#include <glib/gstdio.h>
#include <sonde-secret.h>
#include <string.h>

static GPtrArray *
make_profiles (void)
{
  GPtrArray    *profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);
  SondeProfile *profile = sonde_profile_new ();

  sonde_import_set_text (&profile->name, "Lab");
  sonde_import_set_text (&profile->group, "Group 1");
  profile->color = 4;
  sonde_import_set_text (&profile->host, "lab.example");
  sonde_import_set_text (&profile->user_name, "ada");
  profile->tls->use_tls = TRUE;
  sonde_secret_set (&profile->tls->key_passphrase, "marker-passphrase"); /* as in the copy of an attempt */
  sonde_secret_set (&profile->tls->psk, "marker-psk");
  sonde_secret_set (&profile->network->proxy_password, "marker-proxy");
  sonde_profile_want (profile, "a/#", 2, 5);
  g_ptr_array_add (profiles, profile);
  g_ptr_array_add (profiles, sonde_profile_new_local ());

  return profiles;
}

static GHashTable *
make_secrets (GPtrArray *profiles)
{
  const SondeProfile *profile = g_ptr_array_index (profiles, 0);
  GHashTable         *secrets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_hash_table_unref);
  GHashTable         *of_profile = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (of_profile, (gpointer) SONDE_SECRET_PASSWORD, (gpointer) "marker-password");
  g_hash_table_insert (of_profile, (gpointer) SONDE_SECRET_KEY_PASSPHRASE, (gpointer) "marker-passphrase");
  g_hash_table_insert (secrets, profile->id, of_profile);

  return secrets;
}

static SondeImport *
import_text (const char *text)
{
  g_autoptr (SondeImportReader) reader = sonde_import_reader_new ();
  g_autoptr (GError) error = NULL;
  SondeImport *import;

  g_assert_true (sonde_import_reader_feed (reader, text, strlen (text), &error));
  import = sonde_import_reader_finish (reader, &error);
  g_assert_no_error (error);

  return import;
}

/* All as it was but the id, which is a new one. */
static void
check_round_trip (GPtrArray   *profiles,
                  SondeImport *import)
{
  g_assert_cmpint (import->source, ==, SONDE_IMPORT_SONDE);
  g_assert_cmpuint (import->entries->len, ==, profiles->len);
  for (guint i = 0; i < profiles->len; i++)
    {
      const SondeProfile     *profile = g_ptr_array_index (profiles, i);
      const SondeImportEntry *entry = g_ptr_array_index (import->entries, i);
      g_autoptr (SondeProfile) renamed = sonde_profile_copy (entry->profile);

      g_assert_null (entry->fault);
      g_assert_cmpstr (entry->profile->id, !=, profile->id);
      sonde_import_set_text (&renamed->id, profile->id);
      g_assert_true (sonde_profile_equal (renamed, profile));
    }
}

static void
test_without_secrets (void)
{
  g_autoptr (GPtrArray) profiles = make_profiles ();
  g_autofree char *text = sonde_profile_export_to_text (profiles, NULL);
  g_autoptr (SondeImport) import = import_text (text);

  g_assert_null (strstr (text, "marker"));
  g_assert_nonnull (strstr (text, "\"format\" : \"sonde-profiles\""));
  check_round_trip (profiles, import);
}

/* A header lies with the profile; of one that lets one in, the name alone goes out. */
static void
test_logins_in_headers (void)
{
  g_autoptr (GPtrArray) profiles = make_profiles ();
  g_autoptr (GHashTable) secrets = make_secrets (profiles);
  SondeProfile    *profile = g_ptr_array_index (profiles, 0);
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;

  sonde_pairs_add (profile->network->headers, "authorization", "Bearer marker-token");
  sonde_pairs_add (profile->network->headers, "Origin", "https://lab.example");
  text = sonde_profile_export_to_text (profiles, NULL);
  whole = sonde_profile_export_to_text (profiles, secrets);

  g_assert_null (strstr (text, "marker"));
  g_assert_nonnull (strstr (text, "authorization"));
  g_assert_nonnull (strstr (text, "https://lab.example"));
  g_assert_nonnull (strstr (whole, "Bearer marker-token"));
}

static void
test_with_secrets (void)
{
  g_autoptr (GPtrArray) profiles = make_profiles ();
  g_autoptr (GHashTable) secrets = make_secrets (profiles);
  g_autofree char *text = sonde_profile_export_to_text (profiles, secrets);
  g_autoptr (SondeImport) import = import_text (text);
  const SondeImportEntry *entry = g_ptr_array_index (import->entries, 0);

  check_round_trip (profiles, import);
  g_assert_cmpstr (g_hash_table_lookup (entry->secrets, SONDE_SECRET_PASSWORD), ==, "marker-password");
  g_assert_cmpstr (g_hash_table_lookup (entry->secrets, SONDE_SECRET_KEY_PASSPHRASE), ==, "marker-passphrase");
  g_assert_cmpuint (g_hash_table_size (entry->secrets), ==, 2);
}

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
write_file (GFile   *file,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_profile_export_write_async (file, "text\n", NULL, write_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_profile_export_write_finish (result, error);
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("sonde-export-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, SONDE_PROFILE_EXPORT_NAME, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GStatBuf status;

  /* One that anybody could read is there already. */
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);

  g_assert_true (write_file (file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "text\n");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  g_remove (path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile-export/without-secrets", test_without_secrets);
  g_test_add_func ("/profile-export/logins-in-headers", test_logins_in_headers);
  g_test_add_func ("/profile-export/with-secrets", test_with_secrets);
  g_test_add_func ("/profile-export/file", test_file);

  return g_test_run ();
}
