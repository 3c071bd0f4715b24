/* sonde-side-session.h: Sonde's own needs, apart from the user's session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

/**
 * sonde_side_session_open:
 *
 * A second connection to the broker that @connection is connected to, as
 * sonde_session_open_beside() makes it: for what the broker tells of itself below $SYS, and to
 * look up retained messages. What it receives comes by its signal "messages", and into no log.
 * Where a broker allows one connection only, or knows clients by their client id, it fails:
 * sonde_session_get_error() says why.
 *
 * Returns: (transfer full) (nullable): a session that is connecting, to be given to
 *   sonde_session_close_beside() at the end; %NULL when @connection is not online
 */
SondeSession *sonde_side_session_open (SondeConnection *connection);

/* Why it ended, or was not let in; of one that is idle. */
GError *sonde_side_session_dup_error (SondeSession *side);

G_END_DECLS
