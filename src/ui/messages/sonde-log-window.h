/* sonde-log-window.h: messages of a file, to be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-services.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Reads @file, an export as JSON Lines, and shows it as the log of a connection that never
 * connects. Closing it forgets what was read. */
#define SONDE_TYPE_LOG_WINDOW (sonde_log_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeLogWindow, sonde_log_window, SONDE, LOG_WINDOW, AdwApplicationWindow)

SondeLogWindow *sonde_log_window_new (GtkApplication *application,
                                      SondeServices  *services,
                                      GFile          *file);

/* Lets the user choose a file, then opens it in a window of its own. */
void sonde_log_window_choose (GtkWindow     *parent,
                              SondeServices *services);

G_END_DECLS
