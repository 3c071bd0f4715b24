/* test-profile-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Run with --save PATH it saves over and over, to be killed.
 */

#include <sonde-profile-file.h>
#include <sonde-profile-json.h>
#include <sonde-profile-store.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GOOD "{\"version\":1,\"profiles\":[{\"id\":\"a\",\"name\":\"Good\"}]}"
#define BACKUP "{\"version\":1,\"profiles\":[{\"id\":\"b\",\"name\":\"Backup\"}]}"
#define NEWER "{\"version\":2,\"profiles\":[{\"id\":\"n\",\"name\":\"Newer\"}]}"
#define NOBODY 65534

typedef struct
{
  char              *folder;
  char              *path;
  char              *backup;
  SondeProfileStore *store;
} Fixture;

static void
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

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->store);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->backup);
}

static void
put (const char *path,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
assert_contents (const char *path,
                 const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

/* The only file of the folder with @part in its name. Returns: (nullable) (transfer full) */
static char *
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

static GPtrArray *
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

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

static gboolean
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

static void
save_or_fail (Fixture   *fixture,
              GPtrArray *profiles)
{
  g_autoptr (GError) error = NULL;

  save (fixture, profiles, &error);
  g_assert_no_error (error);
}

static void
refused (Fixture   *fixture,
         GPtrArray *profiles,
         int        code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (save (fixture, profiles, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, code);
}

static const char *
get_name (GPtrArray *profiles,
          guint      index)
{
  SondeProfile *profile = g_ptr_array_index (profiles, index);

  return profile->name;
}

static void
rename_first (GPtrArray  *profiles,
              const char *name)
{
  SondeProfile *profile = g_ptr_array_index (profiles, 0);

  g_free (profile->name);
  profile->name = g_strdup (name);
}

/* What a store that starts now would show */
static char *
read_first_name (Fixture *fixture)
{
  g_autoptr (SondeProfileStore) store = sonde_profile_store_new (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) profiles = sonde_profile_store_load (store, &error);

  g_assert_no_error (error);

  return g_strdup (get_name (profiles, 0));
}

static void
test_first_start (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = load (fixture, -1);
  g_autofree char *name = NULL;
  struct stat      status;

  g_assert_cmpuint (profiles->len, ==, 1);
  g_assert_true (((SondeProfile *) g_ptr_array_index (profiles, 0))->local_broker);

  /* Nothing is written unasked. */
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  rename_first (profiles, "Saved");
  save_or_fail (fixture, profiles);
  name = read_first_name (fixture);
  g_assert_cmpstr (name, ==, "Saved");
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_empty_list (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) profiles = NULL;

  save_or_fail (fixture, none);
  profiles = load (fixture, -1);
  g_assert_cmpuint (profiles->len, ==, 1);
  g_assert_true (((SondeProfile *) g_ptr_array_index (profiles, 0))->local_broker);
}

static const char *const damaged_texts[] = { "", "{}", "{\"version\":1,\"profiles\":[{\"id\":", "\x7f"
                                                                                                "ELF\1\2\xff",
                                             "[7]" };

static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (damaged_texts) * 2; i++)
    {
      const char *text = damaged_texts[i % G_N_ELEMENTS (damaged_texts)];
      gboolean    has_backup = i >= G_N_ELEMENTS (damaged_texts);
      g_autoptr (GPtrArray) profiles = NULL;
      g_autofree char *aside = NULL;
      g_autofree char *name = NULL;

      g_test_message ("case %u", i);
      put (fixture->path, text);
      if (has_backup)
        put (fixture->backup, BACKUP);

      profiles = load (fixture, SONDE_CONFIG_ERROR_DAMAGED);
      g_assert_cmpstr (get_name (profiles, 0), ==, has_backup ? "Backup" : "Local broker");
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
      aside = find_file (fixture, "damaged");
      g_assert_nonnull (aside);
      assert_contents (aside, text);

      /* It can be saved again, and the good copy stays till then. */
      rename_first (profiles, "Mended");
      save_or_fail (fixture, profiles);
      name = read_first_name (fixture);
      g_assert_cmpstr (name, ==, "Mended");
      if (has_backup)
        assert_contents (fixture->backup, BACKUP);

      g_unlink (aside);
      g_unlink (fixture->path);
      g_unlink (fixture->backup);
    }
}

/* The same day again: numbered, nothing overwritten. */
static void
test_damaged_again (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GDir) directory = NULL;
  guint       n_aside = 0;
  const char *name;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GPtrArray) profiles = NULL;
      g_autofree char *text = g_strdup_printf ("damage %u", i);

      put (fixture->path, text);
      profiles = load (fixture, SONDE_CONFIG_ERROR_DAMAGED);
    }

  directory = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (directory)) != NULL)
    n_aside += strstr (name, ".damaged-") != NULL;
  g_assert_cmpuint (n_aside, ==, 5);
}

static void
test_both_damaged (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *backup_aside = NULL;

  put (fixture->path, "one");
  put (fixture->backup, "two");
  profiles = load (fixture, SONDE_CONFIG_ERROR_DAMAGED);
  g_assert_cmpstr (get_name (profiles, 0), ==, "Local broker");
  aside = find_file (fixture, "json.damaged");
  assert_contents (aside, "one");
  backup_aside = find_file (fixture, "bak.damaged");
  assert_contents (backup_aside, "two");
}

/* A start that set the file aside and was never saved: the next start finds the copy still. */
static void
test_missing_with_backup (Fixture      *fixture,
                          gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) profiles = NULL;

      put (fixture->backup, BACKUP);
      profiles = load (fixture, SONDE_CONFIG_ERROR_DAMAGED);
      g_assert_cmpstr (get_name (profiles, 0), ==, "Backup");
    }
}

static void
test_newer (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = NULL;

  put (fixture->path, NEWER);
  profiles = load (fixture, SONDE_CONFIG_ERROR_NEWER);
  g_assert_cmpstr (get_name (profiles, 0), ==, "Newer");
  refused (fixture, profiles, SONDE_CONFIG_ERROR_NEWER);
  assert_contents (fixture->path, NEWER);
  g_assert_false (g_file_test (fixture->backup, G_FILE_TEST_EXISTS));
}

static void
test_newer_backup (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GPtrArray) profiles = NULL;

  put (fixture->path, "damage");
  put (fixture->backup, NEWER);
  profiles = load (fixture, SONDE_CONFIG_ERROR_NEWER);
  g_assert_cmpstr (get_name (profiles, 0), ==, "Newer");
  refused (fixture, profiles, SONDE_CONFIG_ERROR_NEWER);
  assert_contents (fixture->backup, NEWER);
}

static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) profiles = NULL;

      if (i == 0)
        g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
      else if (i == 1)
        g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
      else
        g_assert_cmpint (symlink ("profiles.json", fixture->path), ==, 0);

      put (fixture->backup, BACKUP);
      profiles = load (fixture, SONDE_CONFIG_ERROR_READ);
      g_assert_cmpstr (get_name (profiles, 0), ==, "Local broker");
      refused (fixture, profiles, SONDE_CONFIG_ERROR_WRITE);
      assert_contents (fixture->backup, BACKUP);
      g_remove (fixture->path);
    }
}

/* As a user without the right: root passes every permission, so it becomes one for a moment. */
static void
test_no_permission (Fixture      *fixture,
                    gconstpointer data)
{
  gboolean is_root = geteuid () == 0;
  g_autoptr (GPtrArray) unreadable = NULL;
  g_autoptr (GPtrArray) damaged = NULL;

  put (fixture->path, GOOD);
  g_chmod (fixture->path, 0000);
  g_chmod (fixture->folder, 0555);
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);

  unreadable = load (fixture, SONDE_CONFIG_ERROR_READ);
  refused (fixture, unreadable, SONDE_CONFIG_ERROR_WRITE);

  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_chmod (fixture->path, 0644);
  assert_contents (fixture->path, GOOD);
  g_chmod (fixture->folder, 0755);
  put (fixture->path, "damage");
  g_chmod (fixture->path, 0644);
  g_chmod (fixture->folder, 0555);
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);

  /* Damaged, and no way to set it aside */
  damaged = load (fixture, SONDE_CONFIG_ERROR_WRITE);
  refused (fixture, damaged, SONDE_CONFIG_ERROR_WRITE);

  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  assert_contents (fixture->path, "damage");
  g_chmod (fixture->folder, 0755);
}

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

#define ADD(path, function) g_test_add ("/profile-store/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--save") == 0)
    return save_main (argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("first-start", test_first_start);
  ADD ("never-none", test_empty_list);
  ADD ("damaged-is-set-aside", test_damaged);
  ADD ("damaged-again-is-numbered", test_damaged_again);
  ADD ("damaged-with-its-backup", test_both_damaged);
  ADD ("missing-with-backup", test_missing_with_backup);
  ADD ("newer-is-never-written", test_newer);
  ADD ("newer-backup-is-never-written", test_newer_backup);
  ADD ("unreadable-is-never-written", test_unreadable);
  ADD ("no-permission-is-never-written", test_no_permission);
  ADD ("folder-not-writable", test_folder_not_writable);
  ADD ("backup-is-the-last-good-one", test_backup);
  ADD ("keeps-what-another-wrote", test_other);
  ADD ("keeps-what-it-never-read", test_never_loaded);
  ADD ("link-stays-a-link", test_symlink);
  ADD ("unknown-fields-survive", test_unknown_fields);
  ADD ("merges-saves", test_merged);
  ADD ("flush-blocks-until-written", test_flush);
  ADD ("flush-tells-what-failed", test_flush_fails);
  ADD ("cancel-gives-up-waiting", test_cancelled);
  ADD ("whole-after-a-kill", test_killed);

  return g_test_run ();
}
