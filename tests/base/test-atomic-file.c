/* test-atomic-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-atomic-file.h"

#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  char *path;   /* in the folder, not there yet */
  char *backup; /* path.bak */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-atomic-file-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
  fixture->backup = g_build_filename (fixture->folder, "file.bak", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->backup);
}

static void
write_text (const char *path,
            const char *text,
            gboolean    keep_backup)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sonde_atomic_file_write (path, text, strlen (text), keep_backup, &error));
  g_assert_no_error (error);
}

static void
assert_text (const char *path,
             const char *expected)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, expected);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static guint
get_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static void
test_new_and_replaced (Fixture      *fixture,
                       gconstpointer data)
{
  write_text (fixture->path, "one", FALSE);
  assert_text (fixture->path, "one");
  g_assert_cmpuint (get_mode (fixture->path), ==, 0600);

  g_assert_cmpint (chmod (fixture->path, 0644), ==, 0);
  write_text (fixture->path, "two", FALSE);
  assert_text (fixture->path, "two");
  g_assert_cmpuint (get_mode (fixture->path), ==, 0600);

  write_text (fixture->path, "", FALSE);
  assert_text (fixture->path, "");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_backup_is_the_last_one (Fixture      *fixture,
                             gconstpointer data)
{
  write_text (fixture->path, "one", TRUE);
  g_assert_false (g_file_test (fixture->backup, G_FILE_TEST_EXISTS));

  write_text (fixture->path, "two", TRUE);
  assert_text (fixture->backup, "one");
  write_text (fixture->path, "three", TRUE);
  assert_text (fixture->backup, "two");
  assert_text (fixture->path, "three");

  /* as after a SIGKILL between the two renames */
  g_assert_cmpint (unlink (fixture->backup), ==, 0);
  g_assert_cmpint (link (fixture->path, fixture->backup), ==, 0);
  write_text (fixture->path, "four", TRUE);
  assert_text (fixture->backup, "three");
  assert_text (fixture->path, "four");

  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
}

static void
test_parents_are_made (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *parent = g_build_filename (fixture->folder, "a", "b", NULL);
  g_autofree char *path = g_build_filename (parent, "file", NULL);

  write_text (path, "one", TRUE);
  assert_text (path, "one");
  g_assert_cmpuint (get_mode (parent), ==, 0700);
}

static void
test_links_stay (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "elsewhere", NULL);
  g_autofree char *target = g_build_filename (elsewhere, "real", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);

  g_assert_cmpint (g_mkdir (elsewhere, 0700), ==, 0);
  g_assert_cmpint (symlink ("elsewhere/real", link), ==, 0);
  g_assert_cmpint (symlink (link, fixture->path), ==, 0);

  /* a link that leads nowhere, then one that leads to a file */
  write_text (fixture->path, "one", TRUE);
  assert_text (target, "one");
  write_text (fixture->path, "two", TRUE);
  assert_text (target, "two");
  assert_text (fixture->backup, "one");

  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

static void
assert_fails (const char *path,
              int         code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sonde_atomic_file_write (path, "new", 3, TRUE, &error));
  if (code != 0)
    g_assert_error (error, G_FILE_ERROR, code);
  else
    g_assert_true (error != NULL && error->domain == G_FILE_ERROR);
}

/* What cannot be written, be it by root: nothing changes, nothing is left behind. */
static void
test_failures_leave_no_trace (Fixture      *fixture,
                              gconstpointer data)
{
  g_autofree char *below_a_file = g_build_filename (fixture->path, "file", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);
  g_autofree char *a_folder = g_build_filename (fixture->folder, "folder", NULL);

  write_text (fixture->path, "old", FALSE);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  g_assert_cmpint (g_mkdir (a_folder, 0700), ==, 0);

  assert_fails (below_a_file, G_FILE_ERROR_NOTDIR);
  assert_fails (loop, G_FILE_ERROR_LOOP);
  assert_fails (a_folder, 0);
  assert_fails ("/proc/self/sonde", 0);

  assert_text (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 3);
  g_assert_cmpuint (count_files (a_folder), ==, 0);
}

static void
test_unwritable_backup (Fixture      *fixture,
                        gconstpointer data)
{
  write_text (fixture->path, "old", FALSE);
  g_assert_cmpint (g_mkdir (fixture->backup, 0700), ==, 0);

  assert_fails (fixture->path, 0);
  assert_text (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
}

static void
test_unwritable_folder (Fixture      *fixture,
                        gconstpointer data)
{
  if (geteuid () == 0)
    {
      g_test_skip ("root may write anywhere");
      return;
    }

  write_text (fixture->path, "old", FALSE);
  g_assert_cmpint (chmod (fixture->folder, 0500), ==, 0);
  assert_fails (fixture->path, G_FILE_ERROR_ACCES);
  g_assert_cmpint (chmod (fixture->folder, 0700), ==, 0);

  assert_text (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* Saves texts of one letter each, of sizes that differ, until it is killed. */
static G_GNUC_NORETURN void
save_for_ever (const char *path,
               int         ready)
{
  g_autofree char *text = g_malloc (100 * 1000);

  for (guint i = 0;; i++)
    {
      gsize length = 1000 + i * 7919 % 99000;

      memset (text, 'a' + i % 26, length);
      if (!sonde_atomic_file_write (path, text, length, TRUE, NULL))
        _exit (1);
      if (i == 1 && write (ready, "r", 1) != 1)
        _exit (1);
    }
}

static void
assert_whole (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >=, 1000);
  for (gsize i = 0; i < length; i++)
    g_assert_cmpint (contents[i], ==, contents[0]);

  /* whole also means: of the length that goes with the letter */
  for (guint i = contents[0] - 'a'; i < 1000 * 1000; i += 26)
    {
      if (length == 1000 + i * 7919 % 99000)
        return;
    }
  g_assert_not_reached ();
}

static void
test_sigkill_leaves_a_whole_file (Fixture      *fixture,
                                  gconstpointer data)
{
  for (int round = 0; round < 30; round++)
    {
      int   pipe_fds[2];
      char  byte;
      pid_t child;

      g_assert_cmpint (pipe (pipe_fds), ==, 0);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        save_for_ever (fixture->path, pipe_fds[1]);

      close (pipe_fds[1]);
      g_assert_cmpint (read (pipe_fds[0], &byte, 1), ==, 1);
      close (pipe_fds[0]);

      /* not to wait for anything: to strike at another moment each time */
      g_usleep (g_test_rand_int_range (0, 20000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);

      assert_whole (fixture->path);
      assert_whole (fixture->backup);
    }
}

/* Saves as a traced process. Returns: %FALSE when it was done before it came to @n stops, two a system call */
static gboolean
save_and_kill_at (const char *path,
                  const char *text,
                  guint       n,
                  gboolean   *traced)
{
  pid_t child = fork ();
  int   status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit (2);
      raise (SIGSTOP);
      _exit (sonde_atomic_file_write (path, text, strlen (text), TRUE, NULL) ? 0 : 1);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  *traced = WIFSTOPPED (status);
  for (guint i = 0; i < n && WIFSTOPPED (status); i++)
    {
      g_assert_cmpint (ptrace (PTRACE_SYSCALL, child, NULL, NULL), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    }
  if (!WIFSTOPPED (status))
    {
      g_assert_true (!*traced || (WIFEXITED (status) && WEXITSTATUS (status) == 0));
      return FALSE;
    }

  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return TRUE;
}

static void
test_sigkill_at_every_system_call (Fixture      *fixture,
                                   gconstpointer data)
{
  gboolean traced = TRUE, killed = TRUE;
  guint    n;

  for (n = 1; killed; n++)
    {
      g_autofree char *now = NULL;
      g_autofree char *before = NULL;

      write_text (fixture->path, "first", FALSE);
      write_text (fixture->backup, "backup", FALSE);
      killed = save_and_kill_at (fixture->path, "second", n, &traced);
      if (!traced)
        {
          g_test_skip ("no process may be traced here");
          return;
        }

      g_assert_true (g_file_get_contents (fixture->path, &now, NULL, NULL));
      g_assert_true (g_file_get_contents (fixture->backup, &before, NULL, NULL));
      if (g_str_equal (now, "second"))
        g_assert_cmpstr (before, ==, "first");
      else
        g_assert_cmpstr (now, ==, "first");
      g_assert_true (g_str_equal (before, "backup") || g_str_equal (before, "first"));
      g_assert_true (killed || g_str_equal (now, "second"));
    }

  g_test_message ("killed at %u places", n - 2);
  g_assert_cmpuint (n, >, 20);

  /* What they left is swept. */
  sonde_atomic_file_sweep (fixture->folder, 0);
  g_assert_cmpuint (count_files (fixture->folder), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/atomic-file/new-and-replaced", test_new_and_replaced);
  ADD ("/atomic-file/backup-is-the-last-one", test_backup_is_the_last_one);
  ADD ("/atomic-file/parents-are-made", test_parents_are_made);
  ADD ("/atomic-file/links-stay", test_links_stay);
  ADD ("/atomic-file/failures-leave-no-trace", test_failures_leave_no_trace);
  ADD ("/atomic-file/unwritable-backup", test_unwritable_backup);
  ADD ("/atomic-file/unwritable-folder", test_unwritable_folder);
  ADD ("/atomic-file/sigkill-leaves-a-whole-file", test_sigkill_leaves_a_whole_file);
  ADD ("/atomic-file/sigkill-at-every-system-call", test_sigkill_at_every_system_call);

  return g_test_run ();
}
