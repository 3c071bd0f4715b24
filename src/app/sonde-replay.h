/* sonde-replay.h: the messages of a file of JSON Lines, one a line, to be sent again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read in a worker, a little ahead of what is sent; never as a whole. Lines are as an export writes
 * them (sonde-record-text.h). Events of the connection are left out; a line that is no message is
 * named by its number, and the next one follows. Nothing in the file is trusted.
 */

#pragma once

#include <sonde-supply.h>

#include <gio/gio.h>

G_BEGIN_DECLS

extern const SondeSupplyFuncs sonde_replay_funcs;

/* Returns: (transfer full): for sonde_replay_funcs */
gpointer sonde_replay_new (GFile *file);

G_END_DECLS
