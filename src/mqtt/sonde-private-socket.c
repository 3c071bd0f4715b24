/* sonde-private-socket.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-private-socket"

#include "sonde-private-socket.h"

#include "sonde-mqtt-error.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FOLDER_TEMPLATE "sonde-XXXXXX"

struct _SondePrivateSocket
{
  char *folder;
  char *path;
  int   fd;
};

static void
set_error (GError **error,
           int      saved_errno)
{
  g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOCAL,
               _ ("No private socket could be made: %s."), g_strerror (saved_errno));
}

static gboolean
listen_below (SondePrivateSocket *self,
              const char         *parent)
{
  g_autofree char   *folder = g_build_filename (parent, FOLDER_TEMPLATE, NULL);
  g_autofree char   *path = g_build_filename (folder, "s", NULL);
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  if (strlen (path) >= sizeof address.sun_path)
    {
      errno = ENAMETOOLONG;
      return FALSE;
    }

  if (g_mkdtemp_full (folder, 0700) == NULL)
    return FALSE;

  self->path = g_build_filename (folder, "s", NULL);
  self->folder = g_steal_pointer (&folder);
  memcpy (address.sun_path, self->path, strlen (self->path) + 1);

  return bind (self->fd, (struct sockaddr *) &address, sizeof address) == 0 && listen (self->fd, 1) == 0;
}

static void
remove_files (SondePrivateSocket *self)
{
  if (self->path != NULL)
    g_unlink (self->path);
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folder, g_free);
}

SondePrivateSocket *
sonde_private_socket_new (GError **error)
{
  g_autoptr (SondePrivateSocket) self = g_new0 (SondePrivateSocket, 1);

  self->fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (self->fd < 0)
    {
      set_error (error, errno);
      return NULL;
    }

  if (listen_below (self, g_get_user_runtime_dir ()))
    return g_steal_pointer (&self);

  /* No such folder, not ours, or a path longer than a socket's may be */
  remove_files (self);
  if (listen_below (self, g_get_tmp_dir ()))
    return g_steal_pointer (&self);

  set_error (error, errno);
  return NULL;
}

void
sonde_private_socket_free (SondePrivateSocket *self)
{
  if (self == NULL)
    return;

  remove_files (self);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

const char *
sonde_private_socket_get_path (SondePrivateSocket *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

int
sonde_private_socket_accept (SondePrivateSocket *self,
                             GError            **error)
{
  struct ucred caller;
  socklen_t    size = sizeof caller;
  int          fd;

  g_return_val_if_fail (self != NULL, -1);

  fd = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0)
    {
      set_error (error, errno);
      return -1;
    }

  if (getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &caller, &size) != 0 || caller.pid != getpid ())
    {
      close (fd);
      set_error (error, EPERM);
      return -1;
    }

  return fd;
}
