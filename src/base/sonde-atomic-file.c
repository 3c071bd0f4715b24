/* sonde-atomic-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-atomic-file"

#include "sonde-atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define UNFINISHED ".sonde-" /* and six or eight letters */

#define MAX_LINKS 40 /* as many as the kernel follows */

/* Keeps errno's meaning in the error's code. Returns: %FALSE */
static gboolean
set_error (GError    **error,
           const char *path)
{
  int              code = errno;
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error,
               G_FILE_ERROR,
               g_file_error_from_errno (code),
               _ ("“%s” could not be written: %s"),
               name,
               g_strerror (code));

  return FALSE;
}

/* Where the symbolic links at @path end; the last one may lead to nothing yet. */
static char *
follow_links (const char *path,
              GError    **error)
{
  g_autofree char *target = g_strdup (path);

  for (int i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *link = NULL;
      g_autofree char *folder = NULL;
      struct stat      info;

      if (lstat (target, &info) != 0 || !S_ISLNK (info.st_mode))
        return g_steal_pointer (&target);

      link = g_file_read_link (target, error);
      if (link == NULL)
        return NULL;

      folder = g_path_get_dirname (target);
      g_free (target);
      target = g_path_is_absolute (link) ? g_strdup (link) : g_build_filename (folder, link, NULL);
    }

  errno = ELOOP;
  set_error (error, path);
  return NULL;
}

/* The name of a new file's place is only on the disk when its folder is. Not all
 * file systems can; then the rename is as lasting as it gets. */
static void
flush_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;

  fsync (fd);
  close (fd);
}

gboolean
sonde_write_all (int         fd,
                 const char *contents,
                 gsize       length)
{
  while (length > 0)
    {
      gssize n = write (fd, contents, MIN (length, G_MAXINT));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;

      contents += n;
      length -= n;
    }

  return TRUE;
}

/* Returns: (transfer full): a file of that contents, flushed, in the folder of @target */
static char *
write_beside (const char *target,
              const char *contents,
              gsize       length,
              GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *name = g_build_filename (folder, UNFINISHED "XXXXXX", NULL);
  int              fd = g_mkstemp_full (name, O_WRONLY | O_CLOEXEC, 0600);
  gboolean         written;

  if (fd < 0)
    {
      set_error (error, target);
      return NULL;
    }

  written = sonde_write_all (fd, contents, length) && fchmod (fd, 0600) == 0 && fsync (fd) == 0;
  if (!written)
    set_error (error, target);
  if (close (fd) != 0 && written)
    written = set_error (error, target);

  if (!written)
    {
      unlink (name);
      return NULL;
    }

  return g_steal_pointer (&name);
}

/* Puts the finished @file in the place of @target. */
static gboolean
move_over (const char *file,
           const char *target,
           GError    **error)
{
  if (rename (file, target) != 0)
    {
      set_error (error, target);
      unlink (file);
      return FALSE;
    }

  /* two names of one file: rename() then does nothing, and succeeds */
  unlink (file);
  flush_folder_of (target);

  return TRUE;
}

/* Returns: (transfer full): a second name of @file beside @backup, or %NULL where there cannot be one */
static char *
link_beside (const char *file,
             const char *backup)
{
  g_autofree char *folder = g_path_get_dirname (backup);

  for (int i = 0; i < 100; i++)
    {
      g_autofree char *base = g_strdup_printf (UNFINISHED "%08x", g_random_int ());
      g_autofree char *name = g_build_filename (folder, base, NULL);

      if (link (file, name) == 0)
        return g_steal_pointer (&name);
      if (errno != EEXIST)
        return NULL;
    }

  return NULL;
}

/*
 * The backup is replaced by a rename too, so there is never a moment without
 * one. A second name costs nothing; across file systems, or where there are no
 * hard links, it is a copy.
 */
static gboolean
back_up (const char *target,
         const char *backup,
         GError    **error)
{
  g_autofree char *file = NULL;
  g_autofree char *contents = NULL;
  gsize            length;

  if (!g_file_test (target, G_FILE_TEST_EXISTS))
    return TRUE;

  file = link_beside (target, backup);
  if (file == NULL)
    {
      if (!g_file_get_contents (target, &contents, &length, error))
        return FALSE;
      file = write_beside (backup, contents, length, error);
    }

  return file != NULL && move_over (file, backup, error);
}

gboolean
sonde_atomic_file_write (const char *path,
                         const char *contents,
                         gsize       length,
                         gboolean    keep_backup,
                         GError    **error)
{
  g_autofree char *target = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;
  g_autofree char *backup = NULL;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), FALSE);
  g_return_val_if_fail (contents != NULL || length == 0, FALSE);

  target = follow_links (path, error);
  if (target == NULL)
    return FALSE;

  folder = g_path_get_dirname (target);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_error (error, target);

  /* the new file first: where the disk is full, nothing else is touched */
  file = write_beside (target, contents, length, error);
  if (file == NULL)
    return FALSE;

  backup = g_strconcat (path, ".bak", NULL);
  if (keep_backup && !back_up (target, backup, error))
    {
      unlink (file);
      return FALSE;
    }

  return move_over (file, target, error);
}

static gboolean
is_name_of_unfinished (const char *name)
{
  gsize length = strlen (name);

  return g_str_has_prefix (name, UNFINISHED) &&
         (length == strlen (UNFINISHED) + 6 || length == strlen (UNFINISHED) + 8) &&
         strspn (name + strlen (UNFINISHED), G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS) == length - strlen (UNFINISHED);
}

void
sonde_atomic_file_sweep (const char *folder,
                         guint       age_s)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  time_t now = time (NULL);

  for (const char *name; entries != NULL && (name = g_dir_read_name (entries)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat      info;

      /* When it was made, whatever the times of what it is a second name of. */
      if (is_name_of_unfinished (name) && lstat (path, &info) == 0 && S_ISREG (info.st_mode) &&
          info.st_ctime <= now - (time_t) age_s)
        unlink (path);
    }
}

int
sonde_file_lock (const char *path)
{
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd = g_mkdir_with_parents (folder, 0700) == 0 ? open (lock, O_CREAT | O_RDWR | O_CLOEXEC, 0600) : -1;
  int              saved;

  while (fd >= 0 && flock (fd, LOCK_EX) != 0)
    {
      if (errno == EINTR)
        continue;

      saved = errno;
      close (fd);
      errno = saved;
      return -1;
    }

  return fd;
}
