/* sonde-link.h: the network thread's side of one connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   IDLE ──open──▶ OPENING ──stream──▶ WAITING ──CONNACK 0──▶ ONLINE ──close──▶ CLOSING
 *     ▲              │                   │                      │                 │
 *     └──────────────┴─── CLOSED event ──┴──────────────────────┴─────────────────┘
 *
 * Lives as long as its transport, over all attempts: the log's serials and
 * what is in flight go on with it. All functions on the network thread.
 */

#pragma once

#include "sonde-network.h"
#include "sonde-packet-ring.h"
#include "sonde-sender.h"
#include "sonde-transport.h"

#include <sonde-mailbox.h>

G_BEGIN_DECLS

typedef struct _SondeLink SondeLink;

/* Takes @hold; posts #SondeTransportEvent to @mailbox. */
SondeLink *sonde_link_new (SondeNetworkHold *hold,
                           SondeMailbox     *mailbox);

/* Says goodbye to the broker if need be, then frees itself. */
void sonde_link_abandon (SondeLink *self);

/* All that passes is recorded there; before the first attempt. */
void sonde_link_set_packets (SondeLink       *self,
                             SondePacketRing *packets);

/* As the functions of SondeTransport. */
void sonde_link_open (SondeLink          *self,
                      const SondeProfile *profile,
                      const char         *password,
                      gboolean            again);
void sonde_link_close (SondeLink          *self,
                       const SondeGoodbye *goodbye);

/* Takes the commands; ignores them when there is no connection. */
SondeSender *sonde_link_get_sender (SondeLink *self);

G_END_DECLS
