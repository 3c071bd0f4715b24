/* sonde-subscriptions-own.h: what Sonde itself listens to in the user's session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Such a filter has no row, and the user's own are left alone: what the user has, or asks for
 * meanwhile, stays when Sonde lets go. Main thread only.
 */

#pragma once

#include "sonde-subscriptions.h"

G_BEGIN_DECLS

/* Whether the broker granted a subscription that brings what is published to @topic. A shared one
 * may bring it to another client (5.0, 4.8.2). */
gboolean sonde_subscriptions_hear (SondeSubscriptions *self,
                                   const char         *topic);

/* Subscribes to @filter, unless it is subscribed to or asked for already; the session says how that
 * goes. Counted: each is to be followed by a sonde_subscriptions_release(). */
void sonde_subscriptions_hold (SondeSubscriptions          *self,
                               const char                  *filter,
                               const SondeSubscribeOptions *options);
/* Returns: whether it was the last, so that it is unsubscribed from, or will be when connected */
gboolean sonde_subscriptions_release (SondeSubscriptions *self,
                                      const char         *filter);

G_END_DECLS
