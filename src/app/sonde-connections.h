/* sonde-connections.h: all connections, as the sidebar shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GListModel of #SondeConnection. Every change is saved to the profiles file.
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

/* Signals: "save-failed" (const char *sentence); "password-needed" (SondeConnection), of any of them. */
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
void             sonde_connections_update (SondeConnections   *self,
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
/* Deletes its secrets for good. */
void sonde_connections_forget (SondeConnections *self,
                               SondeConnection  *connection);

SondeConnection *sonde_connections_find_by_name (SondeConnections *self,
                                                 const char       *name);
/* An unsaved connection for a URI, until sonde_connections_update(). */
SondeConnection *sonde_connections_open_uri (SondeConnections *self,
                                             const char       *uri,
                                             GError          **error);
/* Disconnects all, stops the local broker, writes what is not yet written; at most 3 s. */
void sonde_connections_shut_down (SondeConnections *self);

G_END_DECLS
