/* sonde-subscriptions.h: the filters of one connection, and what each received
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GListModel of #SondeSubscription. Main thread only.
 */

#pragma once

#include "sonde-subscription.h"

#include <sonde-segment.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_TYPE_SUBSCRIPTIONS (sonde_subscriptions_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscriptions, sonde_subscriptions, SONDE, SUBSCRIPTIONS, GObject)

/* The filters of @profile, followed by what @session says of each. */
SondeSubscriptions *sonde_subscriptions_new (SondeSession       *session,
                                             const SondeProfile *profile);

SondeSubscription *sonde_subscriptions_find (SondeSubscriptions *self,
                                             const char         *filter); /* borrowed, or %NULL */
/* The row of @filter, made anew where there is none (with a colour not in use). */
SondeSubscription *sonde_subscriptions_add (SondeSubscriptions *self,
                                            const char         *filter,
                                            guint               qos);
void               sonde_subscriptions_remove (SondeSubscriptions *self,
                                               const char         *filter);

/* Counts the received messages of @segment from record @first up to @end. */
void sonde_subscriptions_count (SondeSubscriptions *self,
                                SondeSegment       *segment,
                                guint               first,
                                guint               end);

/* Forgets what was learnt of segments that have left. */
void sonde_subscriptions_forget (SondeSubscriptions *self);

/* The first subscription that matches @topic, or %NULL. */
SondeSubscription *sonde_subscriptions_match (SondeSubscriptions *self,
                                              const char         *topic,
                                              gsize               length);

G_END_DECLS
