/* test-file-faults.c: what goes wrong while a file is written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "profile-store-fixture.h"
#include "sonde-history-file.h"
#include "sonde-profile-file.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sonde-atomic-file.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define LINE "{\"topic\":\"a\"}\n"

static gpointer
replace_worker (gpointer data)
{
  const char      *path = data;
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, GOOD, -1);
  g_autoptr (GError) error = NULL;
  char *kept = NULL;

  g_assert_true (sonde_profile_file_replace (path, NEWER, expected, &kept, &error));
  g_assert_no_error (error);
  return kept;
}

/* Another Sonde is within its save: ours waits, and then sees what that one wrote. */
static void
test_two_at_once (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char *kept = NULL;
  GThread         *thread;
  int              lock;

  put (fixture->path, GOOD);
  lock = sonde_file_lock (fixture->path);
  g_assert_cmpint (lock, >=, 0);
  thread = g_thread_new ("save", replace_worker, fixture->path);
  put (fixture->path, BACKUP);
  close (lock);
  kept = g_thread_join (thread);

  g_assert_nonnull (kept);
  assert_contents (kept, BACKUP);
  assert_contents (fixture->path, NEWER);
}

static void
test_too_large (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *text = g_malloc (SONDE_PROFILE_FILE_MAX_BYTES + 2);
  g_autofree char *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, GOOD, -1);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  put (fixture->path, GOOD);
  memset (text, ' ', SONDE_PROFILE_FILE_MAX_BYTES + 1);
  text[SONDE_PROFILE_FILE_MAX_BYTES + 1] = '\0';
  g_assert_false (sonde_profile_file_replace (fixture->path, text, expected, &kept, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  assert_contents (fixture->path, GOOD);
}

/* A writer that was killed leaves its file; one that still writes keeps it. */
static void
test_left_unfinished (Fixture      *fixture,
                      gconstpointer data)
{
  static const struct
  {
    const char *name;
    gboolean    goes;
  } cases[] = {
    { ".sonde-aB3dE6", TRUE },
    { ".sonde-0123abcd", TRUE },
    { ".sonde-notours", FALSE },
    { ".sonde-a.b.cd", FALSE },
    { "sonde-aB3dE6", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, cases[i].name, NULL);

      put (path, "half of it");
      sonde_atomic_file_sweep (fixture->folder, 60 * 60);
      g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
      sonde_atomic_file_sweep (fixture->folder, 0);
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, !cases[i].goes);
    }
}

/* As in a folder that may not be written to, which root may */
static void
test_history_without_lock (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char *lock = g_strconcat (fixture->path, ".lock", NULL);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (lock, 0700), ==, 0);
  g_assert_true (sonde_history_file_append (fixture->path, LINE, strlen (LINE), &error));
  g_assert_no_error (error);
  entries = sonde_history_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (entries);
  assert_contents (fixture->path, LINE);
}

/* Files end at @size, as on a full disk. */
static void
limit_files (rlim_t         size,
             struct rlimit *before)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, before), ==, 0);
  limit = *before;
  limit.rlim_cur = size;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_history_full_disk (Fixture      *fixture,
                        gconstpointer data)
{
  static const char *const contents[] = { LINE, LINE "cut" };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      struct rlimit before;
      g_autoptr (GError) error = NULL;
      gboolean done;

      put (fixture->path, contents[i]);
      limit_files (strlen (contents[i]) + 5, &before);
      done = sonde_history_file_append (fixture->path, LINE, strlen (LINE), &error);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_false (done);
      g_assert_nonnull (error);
      assert_contents (fixture->path, contents[i]);
    }
}

/* At whatever byte it is full, the profiles are as they were, and so is their copy. */
static void
test_profiles_full_disk (Fixture      *fixture,
                         gconstpointer data)
{
  static const rlim_t sizes[] = { 0, 1, sizeof GOOD - 2 };
  g_autofree char    *expected = g_compute_checksum_for_string (G_CHECKSUM_SHA256, GOOD, -1);

  put (fixture->path, GOOD);
  put (fixture->backup, BACKUP);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      struct rlimit    before;
      g_autofree char *kept = NULL;
      g_autofree char *left = NULL;
      g_autoptr (GError) error = NULL;
      gboolean done;

      limit_files (sizes[i], &before);
      done = sonde_profile_file_replace (fixture->path, NEWER, expected, &kept, &error);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_false (done);
      g_assert_nonnull (error);
      assert_contents (fixture->path, GOOD);
      assert_contents (fixture->backup, BACKUP);
      left = find_file (fixture, ".sonde-");
      g_assert_null (left);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/file-faults/two-at-once", test_two_at_once);
  ADD ("/file-faults/too-large", test_too_large);
  ADD ("/file-faults/left-unfinished", test_left_unfinished);
  ADD ("/file-faults/history-without-lock", test_history_without_lock);
  ADD ("/file-faults/history-full-disk", test_history_full_disk);
  ADD ("/file-faults/profiles-full-disk", test_profiles_full_disk);

  return g_test_run ();
}
