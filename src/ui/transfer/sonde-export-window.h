/* sonde-export-window.h: which connections go into a file to hand on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <sonde-connections.h>

G_BEGIN_DECLS

#define SONDE_TYPE_EXPORT_WINDOW (sonde_export_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeExportWindow, sonde_export_window, SONDE, EXPORT_WINDOW, AdwWindow)

SondeExportWindow *sonde_export_window_new (GtkWindow        *parent,
                                            SondeConnections *connections);

G_END_DECLS
