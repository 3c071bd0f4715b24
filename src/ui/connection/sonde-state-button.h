/* sonde-state-button.h: the state of the connection in the header, and its details
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (nullable). */
#define SONDE_TYPE_STATE_BUTTON (sonde_state_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeStateButton, sonde_state_button, SONDE, STATE_BUTTON, AdwBin)

G_END_DECLS
