/* sonde-packet-view.h: the list of packets, with its titles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-packet-list.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties (notify): live (gboolean), selected-item (SondePacketItem, read-only: it stays
 * selected when it has left the list). */
#define SONDE_TYPE_PACKET_VIEW (sonde_packet_view_get_type ())
G_DECLARE_FINAL_TYPE (SondePacketView, sonde_packet_view, SONDE, PACKET_VIEW, AdwBin)

/* @list: (nullable). Nothing is selected in another one. */
void sonde_packet_view_set_list (SondePacketView *self,
                                 SondePacketList *list);

/* Around what makes the list another one: the view lets go of it and takes it up anew. */
void sonde_packet_view_set_filter (SondePacketView         *self,
                                   const SondePacketFilter *filter);

/* Selects what is selected again, should it have come into the list. */
void sonde_packet_view_restore_selection (SondePacketView *self);

SondePacketItem *sonde_packet_view_get_selected_item (SondePacketView *self);

G_END_DECLS
