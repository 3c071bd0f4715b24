/* sonde-connection-row.h: a connection in the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_CONNECTION_ROW (sonde_connection_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeConnectionRow, sonde_connection_row, SONDE, CONNECTION_ROW, GtkListBoxRow)

GtkWidget       *sonde_connection_row_new (SondeConnections *connections,
                                           SondeConnection  *connection);
SondeConnection *sonde_connection_row_get_connection (SondeConnectionRow *self); /* borrowed */

G_END_DECLS
