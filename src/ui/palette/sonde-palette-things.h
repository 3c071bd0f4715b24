/* sonde-palette-things.h: connections, subscriptions, templates and topics that the command palette offers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-palette-item.h"

#include <sonde-connections.h>

G_BEGIN_DECLS

/* To switch to, to connect and to disconnect */
void sonde_palette_add_connections (GPtrArray        *items,
                                    SondeConnections *connections,
                                    SondeConnection  *selected);

/* Those of the connection; each lists what can be done with it. */
void sonde_palette_add_subscriptions (GPtrArray       *items,
                                      SondeConnection *connection);

/* Those of the connection's profile and those for all, as far as they are loaded. */
void sonde_palette_add_templates (GPtrArray       *items,
                                  GtkWidget       *window,
                                  SondeConnection *connection);

/* Returns: (transfer full): one that lists what can be done with the topic */
SondePaletteItem *sonde_palette_item_new_topic (SondeConnection *connection,
                                                const char      *topic);

G_END_DECLS
