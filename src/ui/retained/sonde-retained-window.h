/* sonde-retained-window.h: the retained messages of a broker, to be looked at and cleared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_RETAINED_WINDOW (sonde_retained_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeRetainedWindow, sonde_retained_window, SONDE, RETAINED_WINDOW, AdwWindow)

SondeRetainedWindow *sonde_retained_window_new (GtkWindow       *parent,
                                                SondeConnection *connection);

SondeConnection *sonde_retained_window_get_connection (SondeRetainedWindow *self);

/* Looks below @filter at once, unless it is clearing. */
void sonde_retained_window_find (SondeRetainedWindow *self,
                                 const char          *filter);

G_END_DECLS
