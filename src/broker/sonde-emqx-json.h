/* sonde-emqx-json.h: answers of EMQX 5, read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions. Nothing of an answer is trusted: what is not of its kind counts as not there.
 */

#pragma once

#include "sonde-emqx-facts.h"

G_BEGIN_DECLS

/* GET nodes. Returns: %FALSE where it is no list; so below */
gboolean sonde_emqx_json_read_nodes (GBytes            *body,
                                     SondeEmqxOverview *overview);

/* GET monitor_current */
gboolean sonde_emqx_json_read_current (GBytes            *body,
                                       SondeEmqxOverview *overview);

/* GET clients */
gboolean sonde_emqx_json_read_clients (GBytes           *body,
                                       SondeEmqxClients *clients);

/* GET clients/ID/subscriptions */
gboolean sonde_emqx_json_read_subscriptions (GBytes    *body,
                                             GPtrArray *subscriptions); /* of SondeEmqxSubscription */

/* Of a refusal {"code": …, "message": …}: what it says. Returns: %NULL where it is none */
char *sonde_emqx_json_dup_message (GBytes *body);

G_END_DECLS
