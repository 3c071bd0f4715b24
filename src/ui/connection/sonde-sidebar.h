/* sonde-sidebar.h: where to connect, and what to listen to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connections.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: connections (nullable, set once), selected (the connection chosen; NULL only when there
 *   is none), collapsed-groups (strv). */
#define SONDE_TYPE_SIDEBAR (sonde_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (SondeSidebar, sonde_sidebar, SONDE, SIDEBAR, AdwBin)

void             sonde_sidebar_set_connections (SondeSidebar     *self,
                                                SondeConnections *connections);
SondeConnection *sonde_sidebar_get_selected (SondeSidebar *self); /* borrowed */
/* Before the sidebar is first shown, what is collapsed stays so. */
void sonde_sidebar_select (SondeSidebar    *self,
                           SondeConnection *connection);
void sonde_sidebar_select_position (SondeSidebar *self,
                                    guint         position);
void sonde_sidebar_focus_filter (SondeSidebar *self);

G_END_DECLS
