/* sonde-request-private.h: what a connection's requests call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-request.h"
#include "sonde-subscriptions.h"

G_BEGIN_DECLS

/* Copies @message; in MQTT 5 it gets correlation data where it has none. */
SondeRequest *sonde_request_new (SondeSession       *session,
                                 SondeSubscriptions *subscriptions,
                                 const SondePublish *message,
                                 guint               timeout_ms);

/* May end it at once. */
void sonde_request_start (SondeRequest *self);

/* A record of the log. Returns: whether it is of this request, and so of no other */
gboolean sonde_request_take (SondeRequest       *self,
                             const SondeSegment *segment,
                             guint               index);

/* Whether the broker may still hold the subscription to the response topic: it was to be given up
 * when the connection had ended. */
gboolean sonde_request_get_left (SondeRequest *self);

G_END_DECLS
