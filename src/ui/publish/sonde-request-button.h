/* sonde-request-button.h: Request: what is typed, published to be answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Stands in a SondePublishPane, whose form it takes. Property: connection (SondeConnection or NULL) */
#define SONDE_TYPE_REQUEST_BUTTON (sonde_request_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeRequestButton, sonde_request_button, SONDE, REQUEST_BUTTON, AdwBin)

void sonde_request_button_popup (SondeRequestButton *self);

G_END_DECLS
