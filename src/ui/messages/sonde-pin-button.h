/* sonde-pin-button.h: pins the chosen view of the payload for topics that match a filter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-view-pins.h"

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PIN_BUTTON (sonde_pin_button_get_type ())
G_DECLARE_FINAL_TYPE (SondePinButton, sonde_pin_button, SONDE, PIN_BUTTON, AdwBin)

void sonde_pin_button_set_pins (SondePinButton *self,
                                SondeViewPins  *pins);

/* @item: a message of @connection's log, shown as @kind */
void sonde_pin_button_set_shown (SondePinButton   *self,
                                 SondeConnection  *connection,
                                 SondeMessageItem *item,
                                 SondeViewKind     kind);

G_END_DECLS
