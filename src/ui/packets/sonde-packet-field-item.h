/* sonde-packet-field-item.h: a decoded field, for a list view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-packet-decode.h>

#include <glib-object.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PACKET_FIELD_ITEM (sonde_packet_field_item_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketFieldItem, sonde_packet_field_item, SONDE, PACKET_FIELD_ITEM, GObject)

/* Copies @field. */
SondePacketFieldItem *sonde_packet_field_item_new (const SondePacketField *field);

const SondePacketField *sonde_packet_field_item_get (SondePacketFieldItem *self); /* borrowed */

G_END_DECLS
