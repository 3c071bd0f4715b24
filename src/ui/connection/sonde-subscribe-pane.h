/* sonde-subscribe-pane.h: what the selected connection listens to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (nullable). */
#define SONDE_TYPE_SUBSCRIBE_PANE (sonde_subscribe_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscribePane, sonde_subscribe_pane, SONDE, SUBSCRIBE_PANE, AdwBin)

void sonde_subscribe_pane_set_connection (SondeSubscribePane *self,
                                          SondeConnection    *connection);
void sonde_subscribe_pane_focus_filter (SondeSubscribePane *self);

G_END_DECLS
