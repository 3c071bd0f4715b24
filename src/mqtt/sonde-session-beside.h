/* sonde-session-beside.h: a connection of Sonde's own beside the user's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-session.h"

G_BEGIN_DECLS

/**
 * sonde_session_open_beside:
 * @transport: one that nothing else uses
 *
 * Connects to the broker that @self is connected to, in the same way and with the same secrets,
 * but as a client of its own: another client id, clean start, no session expiry, no will; once,
 * without reconnecting. Nothing of @self changes by it.
 *
 * Returns: (transfer full) (nullable): a session that is connecting: watch its state; %NULL when
 *   @self is not online
 */
SondeSession *sonde_session_open_beside (SondeSession   *self,
                                         SondeTransport *transport);

/* Says DISCONNECT, which may take a while, and lets it go. @beside is taken. */
void sonde_session_close_beside (SondeSession *beside);

G_END_DECLS
