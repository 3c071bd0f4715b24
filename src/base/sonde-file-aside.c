/* sonde-file-aside.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-file-aside"

#include "sonde-file-aside.h"

#include "sonde-atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_NUMBERED 1000

static void
set_errno_error (GError **error)
{
  int saved = errno;

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (saved), g_strerror (saved));
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
sonde_file_set_aside (const char *path,
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
sonde_file_keep_copy (const char *path,
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
