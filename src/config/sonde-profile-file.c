/* sonde-profile-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-file"

#include "sonde-profile-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sonde-atomic-file.h>
#include <sonde-file-aside.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No write takes as long. */
#define UNFINISHED_FOR_S (60 * 60)

static void
set_errno_error (GError **error)
{
  int saved = errno;

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (saved), g_strerror (saved));
}

static GBytes *
read_all (int      fd,
          GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 chunk[16 * 1024];
  gssize size;

  /* Not the size of fstat(): the file may grow meanwhile. */
  while ((size = read (fd, chunk, sizeof chunk)) != 0)
    {
      if (size > 0)
        g_byte_array_append (bytes, chunk, size);
      else if (errno != EINTR)
        {
          set_errno_error (error);
          return NULL;
        }

      if (bytes->len > SONDE_PROFILE_FILE_MAX_BYTES)
        {
          g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, _ ("It is far too large."));
          return NULL;
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GBytes *
sonde_profile_file_read (const char *path,
                         GError    **error)
{
  struct stat status;
  GBytes     *bytes = NULL;
  int         fd;

  g_return_val_if_fail (path != NULL, NULL);

  /* A FIFO of that name would else keep us waiting for a writer. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    {
      set_errno_error (error);
      return NULL;
    }

  if (fstat (fd, &status) != 0)
    set_errno_error (error);
  else if (!S_ISREG (status.st_mode))
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _ ("It is not a regular file."));
  else
    bytes = read_all (fd, error);

  close (fd);

  return bytes;
}

char *
sonde_profile_file_checksum (GBytes *bytes)
{
  return bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
}

/* With the lock, where there is one. */
static gboolean
replace (const char *path,
         const char *text,
         const char *expected,
         char      **kept,
         GError    **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  g_autofree char *copy = NULL;
  gboolean         is_other;

  bytes = sonde_profile_file_read (path, &local_error);
  if (bytes == NULL && !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  found = sonde_profile_file_checksum (bytes);
  is_other = found != NULL && g_strcmp0 (found, expected) != 0;
  if (is_other)
    {
      copy = sonde_file_keep_copy (path, "other", bytes, error);
      if (copy == NULL)
        return FALSE;
    }

  if (!sonde_atomic_file_write (path, text, strlen (text), found != NULL && !is_other, error))
    return FALSE;

  *kept = g_steal_pointer (&copy);

  return TRUE;
}

gboolean
sonde_profile_file_replace (const char *path,
                            const char *text,
                            const char *expected,
                            char      **kept,
                            GError    **error)
{
  g_autofree char *folder = NULL;
  gboolean         done;
  int              lock;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (kept != NULL, FALSE);

  /* It would not be read again. */
  if (strlen (text) > SONDE_PROFILE_FILE_MAX_BYTES)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, _ ("It is far too large."));
      return FALSE;
    }

  lock = sonde_file_lock (path);
  done = replace (path, text, expected, kept, error);
  folder = g_path_get_dirname (path);
  sonde_atomic_file_sweep (folder, UNFINISHED_FOR_S);
  if (lock >= 0)
    close (lock);

  return done;
}
