/* sonde-alerts-button.h: whether messages call the user, and by which filters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (SondeConnection, nullable). */
#define SONDE_TYPE_ALERTS_BUTTON (sonde_alerts_button_get_type ())
G_DECLARE_FINAL_TYPE (SondeAlertsButton, sonde_alerts_button, SONDE, ALERTS_BUTTON, AdwBin)

G_END_DECLS
