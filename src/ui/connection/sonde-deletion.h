/* sonde-deletion.h: deletes a connection; the toast it returns can undo that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Returns: (transfer full): forgets the password of @connection when it is dismissed or dropped */
AdwToast *sonde_deletion_new (SondeConnections *connections,
                              SondeConnection  *connection);

G_END_DECLS
