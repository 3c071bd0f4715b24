/* sonde-subscription-private.h: what only the list of subscriptions may do to one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-subscription.h"

G_BEGIN_DECLS

/* What a broker may do in its own way. */
typedef enum
{
  SONDE_DIFFERENCE_NONE,
  SONDE_DIFFERENCE_NO_STATUS,   /* it publishes no $SYS topics */
  SONDE_DIFFERENCE_NO_RETAINED, /* a wildcard brings no retained message */
  SONDE_DIFFERENCE_RENAMED,     /* the message came under another name */
} SondeDifference;

SondeSubscription *sonde_subscription_new (const SondeWanted *wanted);

/* Of the same filter. */
void sonde_subscription_set_wanted (SondeSubscription *self,
                                    const SondeWanted *wanted);
void sonde_subscription_set_solo (SondeSubscription *self,
                                  gboolean           solo);

/* @code: the granted QoS, or the reason code of a refusal in @version */
void sonde_subscription_set_grant (SondeSubscription *self,
                                   SondeGrant         grant,
                                   guint8             code,
                                   SondeMqttVersion   version);

/* Whether there is a connection on which it could be subscribed. */
void sonde_subscription_set_online (SondeSubscription *self,
                                    gboolean           online);

/* @topic: the message it was seen with; %NULL for NO_STATUS. Stays until the grant changes. */
void sonde_subscription_set_difference (SondeSubscription *self,
                                        SondeDifference    difference,
                                        const char        *topic);

/* Counts without telling; sonde_subscription_refresh() tells. @now: monotonic */
void sonde_subscription_add_count (SondeSubscription *self,
                                   guint              n,
                                   gint64             now,
                                   gint64             arrived_at);

/* Notifies count and rate where they changed. Returns: whether the rate is not yet 0 */
gboolean sonde_subscription_refresh (SondeSubscription *self,
                                     gint64             now);

G_END_DECLS
