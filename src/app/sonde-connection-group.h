/* sonde-connection-group.h: the heading of a group of connections
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Properties (notify): name, n-members (uint), expanded (gboolean: its members are listed). */
#define SONDE_TYPE_CONNECTION_GROUP (sonde_connection_group_get_type ())
G_DECLARE_FINAL_TYPE (SondeConnectionGroup, sonde_connection_group, SONDE, CONNECTION_GROUP, GObject)

SondeConnectionGroup *sonde_connection_group_new (const char *name);
const char           *sonde_connection_group_get_name (SondeConnectionGroup *self);
guint                 sonde_connection_group_get_n_members (SondeConnectionGroup *self);
gboolean              sonde_connection_group_get_expanded (SondeConnectionGroup *self);
void                  sonde_connection_group_update (SondeConnectionGroup *self,
                                                     guint                 n_members,
                                                     gboolean              expanded);

G_END_DECLS
