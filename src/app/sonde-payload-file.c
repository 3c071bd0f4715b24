/* sonde-payload-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-payload-file"

#include "sonde-payload-file.h"

#include <sonde-format.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
describe_errno (const char *name,
                int         number)
{
  if (number == ENOENT)
    return g_strdup_printf (_ ("“%s” is not there: choose another file."), name);

  return g_strdup_printf (_ ("“%s” cannot be read: %s."), name, g_strerror (number));
}

static char *
describe_size (const char *name,
               gsize       maximum)
{
  g_autofree char *most = sonde_format_size (maximum);

  return g_strdup_printf (_ ("“%s” is too large: a payload can have %s here."), name, most);
}

static char *
check (const char        *name,
       const struct stat *status,
       gsize              maximum)
{
  if (S_ISDIR (status->st_mode))
    return g_strdup_printf (_ ("“%s” is a folder: choose a file."), name);
  if (!S_ISREG (status->st_mode))
    return g_strdup_printf (_ ("“%s” is a device or a pipe: choose a regular file."), name);
  if ((guint64) status->st_size > maximum)
    return describe_size (name, maximum);

  return NULL;
}

/* One byte more than @size is asked for: the file may have grown meanwhile. */
static GBytes *
read_all (int         fd,
          const char *name,
          gsize       size,
          char      **fault)
{
  g_autofree guint8 *bytes = g_try_malloc (size + 1);
  gsize              done = 0;

  if (bytes == NULL)
    {
      *fault = describe_errno (name, ENOMEM);
      return NULL;
    }

  while (done <= size)
    {
      gssize n = read (fd, bytes + done, size + 1 - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          *fault = describe_errno (name, errno);
          return NULL;
        }
      if (n == 0)
        return g_bytes_new_take (g_steal_pointer (&bytes), done);
      done += n;
    }

  *fault = g_strdup_printf (_ ("“%s” changed while it was read: publish it again."), name);
  return NULL;
}

GBytes *
sonde_payload_file_read (const char *path,
                         gsize       maximum,
                         char      **fault)
{
  g_autofree char *name = NULL;
  struct stat      status;
  GBytes          *bytes = NULL;
  int              fd;

  g_return_val_if_fail (path != NULL && fault != NULL, NULL);

  *fault = NULL;
  if (*path == '\0')
    {
      *fault = g_strdup (_ ("No file is chosen: choose the one to send."));
      return NULL;
    }

  name = g_filename_display_basename (path);
  /* Without waiting for someone to write into a FIFO. */
  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    {
      *fault = describe_errno (name, errno);
      return NULL;
    }

  if (fstat (fd, &status) != 0)
    *fault = describe_errno (name, errno);
  else
    *fault = check (name, &status, maximum);
  if (*fault == NULL)
    bytes = read_all (fd, name, status.st_size, fault);
  close (fd);
  return bytes;
}
