/* test-profile-store.c: every way the profiles file can be when Sonde starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "profile-store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

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

/* clang-format off */
static const char *const damaged_texts[] = {
  "", "{}", "{\"version\":1,\"profiles\":[{\"id\":", "\x7f" "ELF\1\2\xff", "[7]",
};
/* clang-format on */

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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/profile-store/first-start", test_first_start);
  ADD ("/profile-store/never-none", test_empty_list);
  ADD ("/profile-store/damaged-is-set-aside", test_damaged);
  ADD ("/profile-store/damaged-again-is-numbered", test_damaged_again);
  ADD ("/profile-store/damaged-with-its-backup", test_both_damaged);
  ADD ("/profile-store/missing-with-backup", test_missing_with_backup);
  ADD ("/profile-store/newer-is-never-written", test_newer);
  ADD ("/profile-store/newer-backup-is-never-written", test_newer_backup);
  ADD ("/profile-store/unreadable-is-never-written", test_unreadable);
  ADD ("/profile-store/no-permission-is-never-written", test_no_permission);

  return g_test_run ();
}
