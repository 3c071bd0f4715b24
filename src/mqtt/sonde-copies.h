/* sonde-copies.h: tells copies of a message from messages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A broker of MQTT 5 may send a message once for each subscription that it matches (3.3.4;
 * mosquitto and EMQX do). Of filters with a topic in common all but one have a Subscription
 * Identifier (see sonde-overlaps.h), so that a copy says which subscription it is for. Messages with
 * equal topic, payload and properties are counted for each: see sonde-copy-ledger.h. Identifiers,
 * and the message expiry, which a broker counts down, may differ.
 *
 * What comes first has the row in the log, with its QoS and its packet id. On their own are:
 * - what was retained when a subscription was made: each subscription gets its own;
 * - what a shared subscription brings;
 * - copies for subscriptions of which nothing is known, such as of an earlier run, and for several
 *   to which the user gave the same identifier;
 * - what a subscription with No Local brings, which gets not all of them.
 * Network thread, of one connection. Costs nothing where no subscription has an identifier, or there is but one.
 */

#pragma once

#include "sonde-segment.h"
#include "sonde-subscribe-options.h"

G_BEGIN_DECLS

typedef struct _SondeCopies SondeCopies;

SondeCopies *sonde_copies_new (void);
void         sonde_copies_free (SondeCopies *self);

/* SUBSCRIBE is sent: copies for @filters may come from now on. MQTT 5 only */
void sonde_copies_subscribing (SondeCopies                 *self,
                               GStrv                        filters,
                               const SondeSubscribeOptions *options);

/* SUBACK and UNSUBACK, once all that came before is told apart */
void sonde_copies_answered (SondeCopies *self,
                            const char  *filter,
                            gboolean     granted);
void sonde_copies_unsubscribed (SondeCopies *self,
                                const char  *filter);

/* What is not answered will not be; the session may go on. */
void sonde_copies_disconnected (SondeCopies *self);

/* @message has come. Takes our own identifiers out of its properties, which then are borrowed until
 * the next call. Returns: %FALSE for a copy of one that came before */
gboolean sonde_copies_is_new (SondeCopies  *self,
                              SondeMessage *message);

/* The broker knows nothing of what was subscribed to. */
void sonde_copies_clear (SondeCopies *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCopies, sonde_copies_free)

G_END_DECLS
