/* sonde-waiting-window.h: what a connection is to send when connected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_WAITING_WINDOW (sonde_waiting_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeWaitingWindow, sonde_waiting_window, SONDE, WAITING_WINDOW, AdwWindow)

SondeWaitingWindow *sonde_waiting_window_new (GtkWindow       *parent,
                                              SondeConnection *connection);

/* Time has passed. */
void sonde_waiting_window_update (SondeWaitingWindow *self);

G_END_DECLS
