/* sonde-payload-view.h: the payload of a message, and the choice how to look at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* A view of its own for each SondeViewKind, made when it is first looked at. */
#define SONDE_TYPE_PAYLOAD_VIEW (sonde_payload_view_get_type ())
G_DECLARE_FINAL_TYPE (SondePayloadView, sonde_payload_view, SONDE, PAYLOAD_VIEW, AdwBin)

/* @item: of the log of @connection, and no event; or %NULL */
void sonde_payload_view_set_item (SondePayloadView *self,
                                  SondeConnection  *connection,
                                  SondeMessageItem *item);

G_END_DECLS
