/* sonde-packet-field-row.h: a decoded field: its name, its value, its clause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-packet-decode.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PACKET_FIELD_ROW (sonde_packet_field_row_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketFieldRow, sonde_packet_field_row, SONDE, PACKET_FIELD_ROW, GtkBox)

SondePacketFieldRow *sonde_packet_field_row_new (void);

/* Within its list item, which gets the name that a screen reader says. */
void sonde_packet_field_row_bind (SondePacketFieldRow    *self,
                                  const SondePacketField *field);

G_END_DECLS
