/* sonde-subscriptions.h: the filters of one connection, and what each received
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GListModel of #SondeSubscription. Main thread only.
 *
 * Property (notifies): scope (SondeScope, or NULL: all is in view), of the muted and the solo ones.
 * Signal: "looks-changed" when a colour or an alias is another.
 */

#pragma once

#include "sonde-subscription.h"
#include "sonde-topic-set.h"

#include <sonde-scope.h>
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
guint              sonde_subscriptions_get_position (SondeSubscriptions *self,
                                                     const char         *filter); /* or G_MAXUINT */
/* The row of @filter, made anew where there is none (with a colour not in use). */
SondeSubscription *sonde_subscriptions_add (SondeSubscriptions *self,
                                            const char         *filter,
                                            guint               qos);
/* Makes the row of its filter as @wanted says; there must be one. */
void sonde_subscriptions_change (SondeSubscriptions *self,
                                 const SondeWanted  *wanted);
/* @position: as it is to be in the end */
void sonde_subscriptions_move (SondeSubscriptions *self,
                               const char         *filter,
                               guint               position);

/* Whether @filter is alone in view; others may be so, too. */
void sonde_subscriptions_set_solo (SondeSubscriptions *self,
                                   const char         *filter,
                                   gboolean            solo);
/* @filter alone and no other; %NULL: none is. */
void        sonde_subscriptions_show_only (SondeSubscriptions *self,
                                           const char         *filter);
SondeScope *sonde_subscriptions_get_scope (SondeSubscriptions *self); /* borrowed, nullable */
void        sonde_subscriptions_remove (SondeSubscriptions *self,
                                        const char         *filter);

/* Counts the received messages of @segment from record @first up to @end, each for every filter that
 * it matches: as many as one sees who looks at its messages only. Copies of a message that a broker
 * of MQTT 5 sends for several subscriptions are not among them (see sonde-copies.h). */
void sonde_subscriptions_count (SondeSubscriptions *self,
                                SondeSegment       *segment,
                                guint               first,
                                guint               end);

/* The topics received, those of segments that have left too. */
SondeTopicSet *sonde_subscriptions_get_topics (SondeSubscriptions *self);

/* Forgets what was learnt of segments that have left. */
void sonde_subscriptions_forget (SondeSubscriptions *self);

/* The first subscription that matches @topic, or %NULL. */
SondeSubscription *sonde_subscriptions_match (SondeSubscriptions *self,
                                              const char         *topic,
                                              gsize               length);

G_END_DECLS
