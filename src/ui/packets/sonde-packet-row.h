/* sonde-packet-row.h: one packet in the list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws its cells itself: a list view binds two hundred rows again for what comes in.
 */

#pragma once

#include <sonde-packet-item.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PACKET_ROW (sonde_packet_row_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketRow, sonde_packet_row, SONDE, PACKET_ROW, GtkWidget)

SondePacketRow *sonde_packet_row_new (void);

/* Within its list item, which gets the name that a screen reader says. */
void sonde_packet_row_bind (SondePacketRow  *self,
                            SondePacketItem *item);

/* A row that is out of view does not draw itself: when the view has moved, it may have to. */
void sonde_packet_row_view_moved (SondePacketRow *self);

/* Of the packet that it was bound to last. */
guint64 sonde_packet_row_get_serial (SondePacketRow *self);

G_END_DECLS
