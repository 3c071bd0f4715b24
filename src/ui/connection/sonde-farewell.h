/* sonde-farewell.h: ends a connection in another way than usual, and asks or explains first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * @widget: in the window that asks; its win.toast tells how it went
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

void sonde_farewell_drop (SondeConnection *connection);

/* DISCONNECT with reason 0x04 (5.0, 3.14.2.1); where that cannot be, a dialog says why. */
void sonde_farewell_with_will (GtkWidget       *widget,
                               SondeConnection *connection);

/* Asks, then has the broker forget the session it keeps for this client id. */
void sonde_farewell_discard_session (GtkWidget       *widget,
                                     SondeConnection *connection);

G_END_DECLS
