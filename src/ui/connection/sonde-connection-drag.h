/* sonde-connection-drag.h: rows of connections dragged to another place or group
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lives as long as @list, whose rows are #SondeConnectionRow and #SondeGroupRow, and which is in a
 * scrolled window. */
#define SONDE_TYPE_CONNECTION_DRAG (sonde_connection_drag_get_type ())
G_DECLARE_FINAL_TYPE (SondeConnectionDrag, sonde_connection_drag, SONDE, CONNECTION_DRAG, GObject)

SondeConnectionDrag *sonde_connection_drag_new (GtkListBox       *list,
                                                SondeConnections *connections);

G_END_DECLS
