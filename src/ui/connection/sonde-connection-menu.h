/* sonde-connection-menu.h: what can be done with a connection of the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A popover whose items are the actions "connection.…" of the row that has it, and "connections.…"
 * of the list that has the row. It shows the groups of now: make it when it is to be seen. */
GtkWidget *sonde_connection_menu_new (SondeConnections *connections,
                                      SondeConnection  *connection);

G_END_DECLS
