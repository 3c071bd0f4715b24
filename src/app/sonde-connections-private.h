/* sonde-connections-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-connection-secrets.h"
#include "sonde-connections.h"

G_BEGIN_DECLS

struct _SondeConnections
{
  GObject parent_instance;

  SondeServices          *services;
  SondeConnectionSecrets *secrets;
  GPtrArray              *items;     /* of SondeConnection, in order */
  GHashTable             *removed;   /* SondeConnection → its position, while it can be restored */
  gboolean                arranging; /* several profiles change: saved and told once */
};

/* To be saved, and told by "changed". */
void sonde_connections_changed (SondeConnections *self);
/* Takes it from its place, and puts it where its group has one near @position (counted without it). */
void sonde_connections_replace (SondeConnections *self,
                                SondeConnection  *connection,
                                guint             position);

G_END_DECLS
