/* sonde-connections.h: all connections, as the sidebar shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GListModel of #SondeConnection, those of no group first, then group by group (see
 * sonde-connection-order.h). Every change is saved to the profiles file.
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

/* Signals: "changed": the list, or the profile of one in it, once a change and when it is complete;
 *   "save-failed" (const char *sentence); "password-needed" (SondeConnection), of any of them. */
#define SONDE_TYPE_CONNECTIONS (sonde_connections_get_type ())
G_DECLARE_FINAL_TYPE (SondeConnections, sonde_connections, SONDE, CONNECTIONS, GObject)

SondeConnections *sonde_connections_new (SondeServices *services);
SondeServices    *sonde_connections_get_services (SondeConnections *self);

/* Reads the profiles file. Returns: %NULL, or one sentence about what is wrong with it. */
char *sonde_connections_load (SondeConnections *self);

/* @password %NULL: leave what is kept. The answers of the editor's Save. */
SondeConnection *sonde_connections_add (SondeConnections   *self,
                                        const SondeProfile *profile,
                                        const char         *password); /* borrowed */
/* Saved once; under "NAME (2)" where the name is taken.
 * Returns: (transfer container) (element-type SondeConnection): in the same order */
GPtrArray *sonde_connections_add_all (SondeConnections *self,
                                      GPtrArray        *profiles);
void       sonde_connections_update (SondeConnections   *self,
                                     SondeConnection    *connection,
                                     const SondeProfile *profile,
                                     const char         *password);
/* Keeps what else is secret, by its purpose (sonde-secret-store.h); "" forgets it. */
void sonde_connections_save_secret (SondeConnections *self,
                                    SondeConnection  *connection,
                                    const char       *purpose,
                                    const char       *secret);
/* A copy under "NAME (2)", with its secrets, right after it. */
SondeConnection *sonde_connections_duplicate (SondeConnections *self,
                                              SondeConnection  *connection);
/* Disconnects and takes it from the list; it can be put back until sonde_connections_forget(). */
void sonde_connections_remove (SondeConnections *self,
                               SondeConnection  *connection);
void sonde_connections_restore (SondeConnections *self,
                                SondeConnection  *connection);
/* Deletes its secrets, and what waits to be sent, for good. */
void sonde_connections_forget (SondeConnections *self,
                               SondeConnection  *connection);

SondeConnection *sonde_connections_find_by_name (SondeConnections *self,
                                                 const char       *name);
/* An unsaved connection for a URI, until sonde_connections_update(). */
SondeConnection *sonde_connections_open_uri (SondeConnections *self,
                                             const char       *uri,
                                             GError          **error);
/* Puts it into @group ("" none) before @next, which is of that group, or (%NULL) at its end. */
void sonde_connections_move (SondeConnections *self,
                             SondeConnection  *connection,
                             const char       *group,
                             SondeConnection  *next);
/* The one so many places below (above, when negative) in the same group. Returns: (nullable): borrowed */
SondeConnection *sonde_connections_get_neighbour (SondeConnections *self,
                                                  SondeConnection  *connection,
                                                  int               steps);
/* One place within its group. Returns: %FALSE where there is none */
gboolean sonde_connections_move_up (SondeConnections *self,
                                    SondeConnection  *connection);
gboolean sonde_connections_move_down (SondeConnections *self,
                                      SondeConnection  *connection);
/* To the end of that group; "" takes it out of its group. */
void sonde_connections_set_group (SondeConnections *self,
                                  SondeConnection  *connection,
                                  const char       *group);
/* The name of another group joins the two. */
void sonde_connections_rename_group (SondeConnections *self,
                                     const char       *group,
                                     const char       *name);
/* Its members are of no group then. */
void sonde_connections_dissolve_group (SondeConnections *self,
                                       const char       *group);
/* So many groups down, or up when negative. Returns: %FALSE where it cannot go */
gboolean sonde_connections_move_group (SondeConnections *self,
                                       const char       *group,
                                       int               steps);
GStrv    sonde_connections_list_groups (SondeConnections *self); /* in order */
void     sonde_connections_set_color (SondeConnections *self,
                                      SondeConnection  *connection,
                                      guint             color); /* or SONDE_NO_COLOR */

/* Connects those that are to connect on start. */
void sonde_connections_start (SondeConnections *self);
/* Disconnects all, stops the local broker, writes what is not yet written; at most 3 s. */
void sonde_connections_shut_down (SondeConnections *self);

G_END_DECLS
