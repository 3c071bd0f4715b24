/* sonde-background.h: connections that go on when the window is closed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where the setting wants it, holds @application while a connection is open: with the last one the
 * program ends, unless a window is there. */
#define SONDE_TYPE_BACKGROUND (sonde_background_get_type ())
G_DECLARE_FINAL_TYPE (SondeBackground, sonde_background, SONDE, BACKGROUND, GObject)

SondeBackground *sonde_background_new (GtkApplication   *application,
                                       SondeConnections *connections,
                                       GSettings        *settings);

G_END_DECLS
