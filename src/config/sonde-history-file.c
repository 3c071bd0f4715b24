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
#include <sys/stat.h>
#include <unistd.h>

G_STATIC_ASSERT (SONDE_HISTORY_MOST_BYTES < SONDE_PROFILE_FILE_MAX_BYTES);

static void
set_errno_error (GError **error)
{
  int saved = errno;

  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (saved), g_strerror (saved));
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

/* With the lock. On a full disk not a part of it stays. */
static gboolean
append (int         descriptor,
        const char *lines,
        gsize       length,
        GError    **error)
{
  struct stat status;

  if (fstat (descriptor, &status) == 0 &&
      (!ends_within_a_line (descriptor) || sonde_write_all (descriptor, "\n", 1)) &&
      sonde_write_all (descriptor, lines, length))
    return TRUE;

  set_errno_error (error);
  if (ftruncate (descriptor, status.st_size) != 0)
    g_info ("A part of a line stays: %s", g_strerror (errno));

  return FALSE;
}

gboolean
sonde_history_file_append (const char *path,
                           const char *lines,
                           gsize       length,
                           GError    **error)
{
  int      locked = sonde_file_lock (path);
  int      descriptor = open (path, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
  gboolean done = FALSE;

  if (descriptor < 0)
    set_errno_error (error);
  else
    {
      done = append (descriptor, lines, length, error) && bound (path, descriptor, error);
      close (descriptor);
    }
  if (locked >= 0)
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

  locked = sonde_file_lock (path);
  bytes = sonde_profile_file_read (path, error);
  if (bytes != NULL && locked >= 0 && is_too_large (bytes) && !compact (path, bytes, &fault))
    g_warning ("%s", fault->message);
  if (locked >= 0)
    close (locked);

  return bytes != NULL ? parse (bytes) : NULL;
}

gboolean
sonde_history_file_clear (const char *path,
                          GError    **error)
{
  int      locked = sonde_file_lock (path);
  gboolean done = sonde_atomic_file_write (path, "", 0, FALSE, error);

  if (locked >= 0)
    close (locked);

  return done;
}
