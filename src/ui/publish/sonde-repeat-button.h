/* sonde-repeat-button.h: Repeat: what is typed, or a file, sent again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Stands in a SondePublishPane, whose form it takes. Property: connection (SondeConnection or NULL) */
#define SONDE_TYPE_REPEAT_BUTTON (sonde_repeat_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeRepeatButton, sonde_repeat_button, SONDE, REPEAT_BUTTON, AdwBin)

G_END_DECLS
