/* test-profile-store-save.c: a save loses nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Run with --save PATH it saves over and over, to be killed.
 */

#include "profile-store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that cannot be written fails each save with a sentence; once it can, the next one holds. */
static void
test_folder_not_writable (Fixture      *fixture,
                          gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *path = g_build_filename (file, "sonde", "profiles.json", NULL);
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);
  g_autofree char *written = NULL;

  put (file, "in the way");
  g_clear_object (&fixture->store);
  fixture->store = sonde_profile_store_new (path);
  g_ptr_array_add (profiles, sonde_profile_new ());
  refused (fixture, profiles, SONDE_CONFIG_ERROR_WRITE);
  assert_contents (file, "in the way");

  g_unlink (file);
  save_or_fail (fixture, profiles);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_backup (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = NULL;
  g_autofree char *first = NULL;
  struct stat      status;

  put (fixture->path, GOOD);
  profiles = load (fixture, -1);
  rename_first (profiles, "First");
  save_or_fail (fixture, profiles);
  assert_contents (fixture->backup, GOOD);

  g_assert_true (g_file_get_contents (fixture->path, &first, NULL, NULL));
  rename_first (profiles, "Second");
  save_or_fail (fixture, profiles);
  assert_contents (fixture->backup, first);
  g_assert_cmpint (stat (fixture->backup, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

/* Another program wrote meanwhile: its file is kept, ours is written, and the user is told. */
static void
test_other (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const others[] = { GOOD, "no profiles at all", "" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GPtrArray) profiles = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *name = NULL;

      put (fixture->path, BACKUP);
      profiles = load (fixture, -1);
      put (fixture->path, others[i]);
      rename_first (profiles, "Ours");
      refused (fixture, profiles, SONDE_CONFIG_ERROR_OTHER);

      name = read_first_name (fixture);
      g_assert_cmpstr (name, ==, "Ours");
      kept = find_file (fixture, ".other-");
      g_assert_nonnull (kept);
      assert_contents (kept, others[i]);

      /* Not a second time, and the other's is no backup of ours. */
      g_assert_false (g_file_test (fixture->backup, G_FILE_TEST_EXISTS));
      save_or_fail (fixture, profiles);
      g_unlink (kept);
      g_unlink (fixture->backup);
    }
}

/* A store that never loaded does not know what is there. */
static void
test_never_loaded (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *kept = NULL;

  put (fixture->path, GOOD);
  refused (fixture, none, SONDE_CONFIG_ERROR_OTHER);
  kept = find_file (fixture, ".other-");
  assert_contents (kept, GOOD);
}

static void
test_symlink (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "dotfiles", "sonde.json", NULL);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autoptr (GPtrArray) profiles = NULL;
  g_autofree char *name = NULL;

  g_mkdir (folder, 0700);
  put (target, GOOD);
  g_assert_cmpint (symlink ("dotfiles/sonde.json", fixture->path), ==, 0);

  profiles = load (fixture, -1);
  rename_first (profiles, "Through the link");
  save_or_fail (fixture, profiles);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_false (g_file_test (target, G_FILE_TEST_IS_SYMLINK));
  name = read_first_name (fixture);
  g_assert_cmpstr (name, ==, "Through the link");

  /* Damaged: what it points at is set aside, the link stays, and so does the link after a save. */
  put (target, "damage");
  g_ptr_array_unref (g_steal_pointer (&profiles));
  profiles = load (fixture, SONDE_CONFIG_ERROR_DAMAGED);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  save_or_fail (fixture, profiles);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (target, G_FILE_TEST_IS_REGULAR));
}

static void
test_unknown_fields (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = NULL;
  g_autofree char *text = NULL;

  put (fixture->path, "{\"version\":1,\"folders\":[\"x\"],\"profiles\":[{\"id\":\"a\",\"tls\":{\"ca\":\"/ca\"}}]}");
  profiles = load (fixture, -1);
  for (guint i = 0; i < 3; i++)
    save_or_fail (fixture, profiles);

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"folders\""));
  g_assert_nonnull (strstr (text, "\"ca\" : \"/ca\""));
}

static void
count_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  guint *n_done = user_data;

  sonde_profile_store_save_finish (SONDE_PROFILE_STORE (object), result, &error);
  g_assert_no_error (error);
  (*n_done)++;
}

/* Many at once: all complete, and the last state is on the disk. */
static void
test_merged (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = load (fixture, -1);
  g_autofree char *name = NULL;
  guint            n_done = 0;

  for (guint i = 0; i <= 1000; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      rename_first (profiles, number);
      sonde_profile_store_save_async (fixture->store, profiles, NULL, count_cb, &n_done);
    }

  /* The copies were made when it was asked for. */
  rename_first (profiles, "later");
  while (n_done < 1001)
    g_main_context_iteration (NULL, TRUE);

  name = read_first_name (fixture);
  g_assert_cmpstr (name, ==, "1000");
}

static void
test_flush (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = load (fixture, -1);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  guint            n_done = 0;

  g_assert_true (sonde_profile_store_flush (fixture->store, &error));
  g_assert_no_error (error);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      rename_first (profiles, number);
      sonde_profile_store_save_async (fixture->store, profiles, NULL, count_cb, &n_done);
    }

  /* Without a turn of the main loop */
  g_assert_true (sonde_profile_store_flush (fixture->store, &error));
  g_assert_no_error (error);
  name = read_first_name (fixture);
  g_assert_cmpstr (name, ==, "2");

  while (n_done < 3)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_flush_fails (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = load (fixture, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) save_error = NULL;

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  sonde_profile_store_save_async (fixture->store, profiles, NULL, store_result_cb, &result);
  g_assert_false (sonde_profile_store_flush (fixture->store, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sonde_profile_store_save_finish (fixture->store, result, &save_error));
  g_assert_error (save_error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE);
}

static void
test_cancelled (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = load (fixture, -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  rename_first (profiles, "written all the same");
  sonde_profile_store_save_async (fixture->store, profiles, cancellable, store_result_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sonde_profile_store_save_finish (fixture->store, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  name = read_first_name (fixture);
  g_assert_cmpstr (name, ==, "written all the same");
}

/* SIGKILL at any moment of a save leaves the old file or the new one, never less. */
static void
test_killed (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GPtrArray) profiles = load (fixture, -1);

  save_or_fail (fixture, profiles);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (SondeProfileStore) store = sonde_profile_store_new (fixture->path);
      g_autoptr (GSubprocess) saver = NULL;
      g_autoptr (GPtrArray) found = NULL;
      g_autoptr (GError) error = NULL;
      char ready;

      saver = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--save", fixture->path, NULL);
      g_assert_no_error (error);

      /* It has saved once, and goes on. */
      g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (saver), &ready, 1, NULL, &error), ==, 1);
      g_usleep (g_test_rand_int_range (0, 20000));
      g_subprocess_force_exit (saver);
      g_subprocess_wait (saver, NULL, &error);
      g_assert_no_error (error);

      found = sonde_profile_store_load (store, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, >=, 50);
    }
}

static int
save_main (const char *path)
{
  g_autoptr (SondeProfileStore) store = sonde_profile_store_new (path);
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);

  g_ptr_array_unref (sonde_profile_store_load (store, NULL));
  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (profiles, sonde_profile_new ());

  while (TRUE)
    {
      sonde_profile_store_save_async (store, profiles, NULL, NULL, NULL);
      if (!sonde_profile_store_flush (store, NULL))
        return 1;

      if (profiles->len == 50)
        {
          g_print ("s");
          fflush (stdout);
        }
      g_ptr_array_add (profiles, sonde_profile_new ());
      if (profiles->len > 200)
        g_ptr_array_set_size (profiles, 51);
    }
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--save") == 0)
    return save_main (argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("/profile-store-save/folder-not-writable", test_folder_not_writable);
  ADD ("/profile-store-save/backup-is-the-last-good-one", test_backup);
  ADD ("/profile-store-save/keeps-what-another-wrote", test_other);
  ADD ("/profile-store-save/keeps-what-it-never-read", test_never_loaded);
  ADD ("/profile-store-save/link-stays-a-link", test_symlink);
  ADD ("/profile-store-save/unknown-fields-survive", test_unknown_fields);
  ADD ("/profile-store-save/merges-saves", test_merged);
  ADD ("/profile-store-save/flush-blocks-until-written", test_flush);
  ADD ("/profile-store-save/flush-tells-what-failed", test_flush_fails);
  ADD ("/profile-store-save/cancel-gives-up-waiting", test_cancelled);
  ADD ("/profile-store-save/whole-after-a-kill", test_killed);

  return g_test_run ();
}
