/* sonde-differences.h: notices where a broker does not do what was to be expected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets the note of the subscription concerned. Main thread only.
 */

#pragma once

#include "sonde-subscription.h"

G_BEGIN_DECLS

typedef struct _SondeDifferences SondeDifferences;

/* @subscriptions: of SondeSubscription; borrowed for life */
SondeDifferences *sonde_differences_new (GPtrArray *subscriptions);
void              sonde_differences_free (SondeDifferences *self);

/* SUBACK granted @subscription: what it must bring is due soon. */
void sonde_differences_granted (SondeDifferences  *self,
                                SondeSubscription *subscription);

/* We sent a message to be retained, or, when @size is 0, to be so no more. */
void sonde_differences_sent_retained (SondeDifferences *self,
                                      const char       *topic,
                                      gsize             size);

/* A message came marked retained that these subscriptions match. */
void sonde_differences_received_retained (SondeDifferences *self,
                                          GPtrArray        *subscriptions);

/* A message came that no subscription matches. */
void sonde_differences_received_astray (SondeDifferences *self,
                                        const char       *topic,
                                        gsize             length);

G_END_DECLS
