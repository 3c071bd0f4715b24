/* sonde-client-list.h: who is connected to the local broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-broker-clients.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_CLIENT_LIST (sonde_client_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeClientList, sonde_client_list, SONDE, CLIENT_LIST, GtkBox)

void sonde_client_list_set_clients (SondeClientList    *self,
                                    SondeBrokerClients *clients);

G_END_DECLS
