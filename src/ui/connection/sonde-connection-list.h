/* sonde-connection-list.h: all connections, in their groups, to choose from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties (notify): connections (nullable); selected (the connection chosen, which a search or a
 *   collapsed group may hide; NULL only when there is none); collapsed-groups (strv); searching
 *   (gboolean: the entry to search with is shown). */
#define SONDE_TYPE_CONNECTION_LIST (sonde_connection_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeConnectionList, sonde_connection_list, SONDE, CONNECTION_LIST, AdwBin)

void             sonde_connection_list_set_connections (SondeConnectionList *self,
                                                        SondeConnections    *connections);
SondeConnection *sonde_connection_list_get_selected (SondeConnectionList *self); /* borrowed */
/* @reveal: a search ends and its group is expanded, where they would hide it */
void sonde_connection_list_select (SondeConnectionList *self,
                                   SondeConnection     *connection,
                                   gboolean             reveal);
/* In the order of the list, as if all groups were expanded; with the focus. */
void sonde_connection_list_select_position (SondeConnectionList *self,
                                            guint                position);
void sonde_connection_list_set_searching (SondeConnectionList *self,
                                          gboolean             searching);

G_END_DECLS
