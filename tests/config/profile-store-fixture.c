/* profile-store-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "profile-store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "profiles.json", NULL);
  fixture->backup = g_strconcat (fixture->path, ".bak", NULL);
  fixture->store = sonde_profile_store_new (fixture->path);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->store);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->backup);
}

void
put (const char *path,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
assert_contents (const char *path,
                 const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

char *
find_file (Fixture    *fixture,
           const char *part)
{
  g_autoptr (GDir) directory = g_dir_open (fixture->folder, 0, NULL);
  char       *found = NULL;
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      if (strstr (name, part) == NULL)
        continue;
      g_assert_null (found);
      found = g_build_filename (fixture->folder, name, NULL);
    }

  return found;
}

GPtrArray *
load (Fixture *fixture,
      int      code)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *profiles = sonde_profile_store_load (fixture->store, &error);

  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, SONDE_CONFIG_ERROR, code);
  g_assert_nonnull (profiles);
  g_assert_cmpuint (profiles->len, >=, 1);

  return profiles;
}

void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

gboolean
save (Fixture   *fixture,
      GPtrArray *profiles,
      GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_profile_store_save_async (fixture->store, profiles, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_profile_store_save_finish (fixture->store, result, error);
}

void
save_or_fail (Fixture   *fixture,
              GPtrArray *profiles)
{
  g_autoptr (GError) error = NULL;

  save (fixture, profiles, &error);
  g_assert_no_error (error);
}

void
refused (Fixture   *fixture,
         GPtrArray *profiles,
         int        code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (save (fixture, profiles, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, code);
}

const char *
get_name (GPtrArray *profiles,
          guint      index)
{
  SondeProfile *profile = g_ptr_array_index (profiles, index);

  return profile->name;
}

void
rename_first (GPtrArray  *profiles,
              const char *name)
{
  SondeProfile *profile = g_ptr_array_index (profiles, 0);

  g_free (profile->name);
  profile->name = g_strdup (name);
}

char *
read_first_name (Fixture *fixture)
{
  g_autoptr (SondeProfileStore) store = sonde_profile_store_new (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) profiles = sonde_profile_store_load (store, &error);

  g_assert_no_error (error);

  return g_strdup (get_name (profiles, 0));
}
