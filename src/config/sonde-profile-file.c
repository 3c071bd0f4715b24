/* sonde-profile-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-profile-file"

#include "sonde-profile-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sonde-atomic-file.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_NUMBERED 1000

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

/* An empty file of a name that was free until now: nobody else can take the name meanwhile. */
static char *
reserve_name (const char *path,
              const char *word,
              GError    **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");

  for (guint i = 1; i <= MAX_NUMBERED; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup_printf ("%s.%s-%s", path, word, date)
                                     : g_strdup_printf ("%s.%s-%s-%u", path, word, date, i);
      int              fd = open (name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

      if (fd >= 0)
        {
          close (fd);
          return g_steal_pointer (&name);
        }

      if (errno != EEXIST)
        break;
    }

  set_errno_error (error);

  return NULL;
}

char *
sonde_profile_file_set_aside (const char *path,
                              const char *word,
                              GError    **error)
{
  char *resolved;
  char *name;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (word != NULL, NULL);

  resolved = realpath (path, NULL);
  if (resolved == NULL)
    {
      set_errno_error (error);
      return NULL;
    }

  name = reserve_name (resolved, word, error);
  if (name != NULL && g_rename (resolved, name) != 0)
    {
      set_errno_error (error);
      g_unlink (name);
      g_clear_pointer (&name, g_free);
    }

  free (resolved);

  return name;
}

char *
sonde_profile_file_keep_copy (const char *path,
                              const char *word,
                              GBytes     *bytes,
                              GError    **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL && word != NULL && bytes != NULL, NULL);

  name = reserve_name (path, word, error);
  if (name == NULL)
    return NULL;

  if (!sonde_atomic_file_write (name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                FALSE, error))
    {
      g_unlink (name);
      return NULL;
    }

  return g_steal_pointer (&name);
}

gboolean
sonde_profile_file_replace (const char *path,
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

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (kept != NULL, FALSE);

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
      copy = sonde_profile_file_keep_copy (path, "other", bytes, error);
      if (copy == NULL)
        return FALSE;
    }

  if (!sonde_atomic_file_write (path, text, strlen (text), found != NULL && !is_other, error))
    return FALSE;

  *kept = g_steal_pointer (&copy);

  return TRUE;
}
