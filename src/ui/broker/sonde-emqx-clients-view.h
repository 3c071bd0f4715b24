/* sonde-emqx-clients-view.h: the clients of an EMQX, to search and to disconnect
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-emqx-api.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_EMQX_CLIENTS_VIEW (sonde_emqx_clients_view_get_type ())
G_DECLARE_FINAL_TYPE (SondeEmqxClientsView, sonde_emqx_clients_view, SONDE, EMQX_CLIENTS_VIEW, GtkWidget)

/* @api: %NULL for none */
void sonde_emqx_clients_view_set_api (SondeEmqxClientsView *self,
                                      SondeEmqxApi         *api);

/* Asks anew, whatever is under way. */
void sonde_emqx_clients_view_refresh (SondeEmqxClientsView *self);

/* Whether what was asked is still to be answered. */
gboolean sonde_emqx_clients_view_is_listing (SondeEmqxClientsView *self);

G_END_DECLS
