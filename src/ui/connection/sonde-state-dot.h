/* sonde-state-dot.h: the state of a connection as a coloured dot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection. Decoration: what it says always stands in words beside it. */
#define SONDE_TYPE_STATE_DOT (sonde_state_dot_get_type ())
G_DECLARE_FINAL_TYPE (SondeStateDot, sonde_state_dot, SONDE, STATE_DOT, AdwBin)

void sonde_state_dot_set_connection (SondeStateDot   *self,
                                     SondeConnection *connection);

G_END_DECLS
