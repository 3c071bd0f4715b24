/* sonde-private-socket.h: a listening AF_UNIX socket nobody else can reach
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lives for the moment of one connect(): its folder is 0700, and both leave
 * the file system with it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SondePrivateSocket SondePrivateSocket;

SondePrivateSocket *sonde_private_socket_new (GError **error);
void                sonde_private_socket_free (SondePrivateSocket *self);
const char         *sonde_private_socket_get_path (SondePrivateSocket *self);

/* The connection this process has just made; non-blocking, the caller's to close. */
int sonde_private_socket_accept (SondePrivateSocket *self,
                                 GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePrivateSocket, sonde_private_socket_free)

G_END_DECLS
