/* sonde-import-window.h: connections from a file of another program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Says where such files are, reads one, shows what becomes of each connection in it, and adds those
 * that are chosen. Nothing is saved before that.
 */

#pragma once

#include <adwaita.h>
#include <sonde-connections.h>

G_BEGIN_DECLS

/* Signal: "imported" (SondeConnection): done; the first of them. */
#define SONDE_TYPE_IMPORT_WINDOW (sonde_import_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeImportWindow, sonde_import_window, SONDE, IMPORT_WINDOW, AdwWindow)

SondeImportWindow *sonde_import_window_new (GtkWindow        *parent,
                                            SondeConnections *connections);

/* Reads @file, as when it was chosen. */
void sonde_import_window_read (SondeImportWindow *self,
                               GFile             *file);

G_END_DECLS
