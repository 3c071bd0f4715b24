/* sonde-tls-keylog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-keylog"

#include "sonde-tls-keylog.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

int
sonde_tls_keylog_open (void)
{
  const char *path = g_getenv ("SSLKEYLOGFILE");
  int         fd;

  if (path == NULL || *path == '\0')
    return -1;

  fd = g_open (path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0600); /* a pipe must not hold us */
  if (fd < 0)
    g_debug ("SSLKEYLOGFILE is set, but cannot be written: %s", g_strerror (errno));
  else
    g_debug ("SSLKEYLOGFILE is set: the keys of this connection are appended to that file");

  return fd;
}

void
sonde_tls_keylog_close (int fd)
{
  if (fd >= 0)
    close (fd);
}

void
sonde_tls_keylog_append (int         fd,
                         const char *line)
{
  char         end = '\n';
  struct iovec parts[] = { { (char *) line, strlen (line) }, { &end, 1 } };

  if (writev (fd, parts, G_N_ELEMENTS (parts)) < 0)
    g_debug ("The file of SSLKEYLOGFILE cannot be written: %s", g_strerror (errno));
}
