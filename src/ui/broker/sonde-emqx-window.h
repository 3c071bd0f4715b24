/* sonde-emqx-window.h: what EMQX 5 tells over its REST API
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_EMQX_WINDOW (sonde_emqx_window_get_type ())
G_DECLARE_FINAL_TYPE (SondeEmqxWindow, sonde_emqx_window, SONDE, EMQX_WINDOW, AdwWindow)

GtkWidget *sonde_emqx_window_new (GtkWindow       *parent,
                                  SondeConnection *connection);

G_END_DECLS
