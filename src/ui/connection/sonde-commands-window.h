/* sonde-commands-window.h: how other programs reach the same broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_COMMANDS_WINDOW (sonde_commands_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeCommandsWindow, sonde_commands_window, SONDE, COMMANDS_WINDOW, AdwWindow)

SondeCommandsWindow *sonde_commands_window_new (GtkWindow       *parent,
                                                SondeConnection *connection);

G_END_DECLS
