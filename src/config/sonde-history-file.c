/* sonde-history-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-history-file"

#include "sonde-history-file.h"

#include "sonde-json-line.h"
#include "sonde-profile-file.h"

#include <sonde-atomic-file.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

G_STATIC_ASSERT (SONDE_HISTORY_MOST_BYTES < SONDE_PROFILE_FILE_MAX_BYTES);

static void
set_errno_error (GError **error)
{
  int saved = errno;

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (saved), g_strerror (saved));
}

/* Returns: a descriptor to close; -1 with @error */
static int
lock (const char *path,
      GError    **error)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  int              descriptor;

  descriptor = g_mkdir_with_parents (folder, 0700) == 0 ? open (lock_path, O_CREAT | O_RDWR | O_CLOEXEC, 0600) : -1;
  if (descriptor < 0)
    {
      set_errno_error (error);
      return -1;
    }

  while (flock (descriptor, LOCK_EX) != 0)
    if (errno != EINTR)
      {
        set_errno_error (error);
        close (descriptor);
        return -1;
      }

  return descriptor;
}

static gboolean
ends_within_a_line (int descriptor)
{
  struct stat status;
  char        last;

  return fstat (descriptor, &status) == 0 && status.st_size > 0 &&
         pread (descriptor, &last, 1, status.st_size - 1) == 1 && last != '\n';
}

/* ---- Keeping it bounded ---- */

/* Where the newest lines begin that fit, when no more than a part of @most_lines and @most_bytes stay. */
static gsize
find_begin (const char *bytes,
            gsize       size,
            guint       most_lines,
            gsize       most_bytes)
{
  gsize begin = size;
  guint n_lines = 0;

  while (begin > 0 && n_lines < most_lines)
    {
      gsize at = begin - 1; /* behind it the line ends */

      while (at > 0 && bytes[at - 1] != '\n')
        at--;
      if (size - at > most_bytes)
        break;
      begin = at;
      n_lines++;
    }

  return begin;
}

/* With the lock. */
static gboolean
compact (const char *path,
         GBytes     *bytes,
         GError    **error)
{
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);
  gsize       begin = find_begin (data, size, SONDE_HISTORY_MOST / 4 * 3, SONDE_HISTORY_MOST_BYTES / 4 * 3);

  return sonde_atomic_file_write (path, data + begin, size - begin, FALSE, error);
}

static gboolean
is_too_large (GBytes *bytes)
{
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);

  return find_begin (data, size, SONDE_HISTORY_MOST, SONDE_HISTORY_MOST_BYTES) > 0;
}

/* With the lock. How many lines there are is looked at when it is read. */
static gboolean
bound (const char *path,
       int         descriptor,
       GError    **error)
{
  struct stat status;
  g_autoptr (GBytes) bytes = NULL;

  if (fstat (descriptor, &status) != 0 || status.st_size <= SONDE_HISTORY_MOST_BYTES)
    return TRUE;

  bytes = sonde_profile_file_read (path, error);
  return bytes != NULL && compact (path, bytes, error);
}

/* ---- What is asked of it ---- */

gboolean
sonde_history_file_append (const char *path,
                           const char *lines,
                           gsize       length,
                           GError    **error)
{
  int      locked = lock (path, error);
  int      descriptor;
  gboolean done = FALSE;

  if (locked < 0)
    return FALSE;

  descriptor = open (path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
  if (descriptor >= 0)
    done = (!ends_within_a_line (descriptor) || sonde_write_all (descriptor, "\n", 1)) && sonde_write_all (descriptor, lines, length);
  if (!done)
    set_errno_error (error);
  if (done)
    done = bound (path, descriptor, error);
  if (descriptor >= 0)
    close (descriptor);
  close (locked);

  return done;
}

static GPtrArray *
parse (GBytes *bytes)
{
  GPtrArray  *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_history_entry_unref);
  gsize       size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *at = data + find_begin (data, size, SONDE_HISTORY_MOST, SONDE_HISTORY_MOST_BYTES);
  const char *line;
  gsize       length;

  while (sonde_json_line_next (&at, data + size, &line, &length))
    {
      SondeHistoryEntry *entry = sonde_history_entry_from_line (line, length);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }

  return entries;
}

GPtrArray *
sonde_history_file_read (const char *path,
                         GError    **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int locked;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_history_entry_unref);

  locked = lock (path, error);
  if (locked < 0)
    return NULL;

  bytes = sonde_profile_file_read (path, error);
  if (bytes != NULL && is_too_large (bytes) && !compact (path, bytes, &fault))
    g_warning ("%s", fault->message);
  close (locked);

  return bytes != NULL ? parse (bytes) : NULL;
}

gboolean
sonde_history_file_clear (const char *path,
                          GError    **error)
{
  int      locked = lock (path, error);
  gboolean done;

  if (locked < 0)
    return FALSE;

  done = sonde_atomic_file_write (path, "", 0, FALSE, error);
  close (locked);

  return done;
}
