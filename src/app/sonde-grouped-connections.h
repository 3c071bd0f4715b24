/* sonde-grouped-connections.h: the connections under the headings of their groups
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A flat GListModel of #SondeConnection and, before the first of each group, its
 * #SondeConnectionGroup. Left out are the members of a collapsed group and, while something is
 * searched for, what does not match; a search looks into collapsed groups too.
 */

#pragma once

#include "sonde-connection-group.h"
#include "sonde-connections.h"

G_BEGIN_DECLS

/* Properties (notify): collapsed (strv: names of groups; those that do not exist are kept),
 *   search (string), n-found (uint): the connections that match. */
#define SONDE_TYPE_GROUPED_CONNECTIONS (sonde_grouped_connections_get_type ())
G_DECLARE_FINAL_TYPE (SondeGroupedConnections, sonde_grouped_connections, SONDE, GROUPED_CONNECTIONS, GObject)

SondeGroupedConnections *sonde_grouped_connections_new (SondeConnections *connections);

const char *const *sonde_grouped_connections_get_collapsed (SondeGroupedConnections *self);
void               sonde_grouped_connections_set_collapsed (SondeGroupedConnections *self,
                                                            const char *const       *names);
/* Nothing is collapsed or expanded during a search. */
void  sonde_grouped_connections_set_expanded (SondeGroupedConnections *self,
                                              const char              *group,
                                              gboolean                 expanded);
void  sonde_grouped_connections_set_search (SondeGroupedConnections *self,
                                            const char              *text);
guint sonde_grouped_connections_get_n_found (SondeGroupedConnections *self);

G_END_DECLS
