/* sonde-packets-save.h: asks for a place, and exports packets into it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-packet-export.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What @list lists when the place is chosen. How it ended is said in a toast of the window that
 * @widget is in. @name: of the connection, for the file's */
void sonde_packets_save (GtkWidget              *widget,
                         SondePacketRing        *ring,
                         SondePacketList        *list,
                         SondePacketExportFormat format,
                         const char             *name);

G_END_DECLS
