/* sonde-removed-subscription.h: a subscription that was removed, to be brought back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

typedef struct _SondeRemovedSubscription SondeRemovedSubscription;

/* Unsubscribes, and the row leaves. Returns: (transfer full) (nullable): %NULL where there is none */
SondeRemovedSubscription *sonde_connection_remove_subscription (SondeConnection *self,
                                                                const char      *filter);

/* All that are subscribed to, or will be on connect, in their order and by one UNSUBSCRIBE; presets that
 * are not stay. Returns: (transfer full) (element-type SondeRemovedSubscription) */
GPtrArray *sonde_connection_remove_subscribed (SondeConnection *self);

/* The row comes back where it stood, with what it counted, and is subscribed to if it was. Does
 * nothing where the user has asked for the filter anew. */
void sonde_removed_subscription_restore (SondeRemovedSubscription *self);

void sonde_removed_subscription_free (SondeRemovedSubscription *self);

G_END_DECLS
