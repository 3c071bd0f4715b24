/* sonde-subscriptions-private.h: what the files of one class share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-differences.h"
#include "sonde-subscription-private.h"
#include "sonde-subscriptions.h"

G_BEGIN_DECLS

/*
 * Which subscriptions a message matches is derived once a (topic number of the
 * newest segment, set of subscriptions), so that counting a message is one look
 * in a table:
 *
 *   topic number ──set_of_topic──▶ index ──sets──▶ MatchSet {members, pending}
 */
typedef struct
{
  GPtrArray *members; /* of SondeSubscription, in the list's order, owned by it */
  guint      pending; /* counted in the present stretch */
  guint32    time;    /* of the last of them, in the segment's time */
} MatchSet;

struct _SondeSubscriptions
{
  GObject parent_instance;

  SondeSession     *session;
  GPtrArray        *items; /* of SondeSubscription */
  SondeDifferences *differences;
  SondeTopicSet    *topics; /* received */

  guint64    segment_serial; /* of the segment that set_of_topic speaks of */
  gboolean   has_segment;
  GArray    *set_of_topic; /* of guint, by topic number; 0 is not yet known */
  GPtrArray *sets;         /* of MatchSet; index 0 is not used */

  GHashTable *holds; /* what Sonde itself listens to, by filter: see sonde-subscriptions-own.h */

  SondeScope *scope; /* what muted and solo ones leave in view; NULL: all */

  guint refresh_source;
};

/* Finds anew what is in view. */
void sonde_subscriptions_update_scope (SondeSubscriptions *self);
void sonde_subscriptions_notify_scope (SondeSubscriptions *self);

/* Brings back a row that was removed, as the last one. */
void sonde_subscriptions_restore (SondeSubscriptions *self,
                                  SondeSubscription  *item);

GHashTable *sonde_subscriptions_new_holds (void);
/* The user asked for @filter, or unsubscribed from it: Sonde may listen to it, too. */
void sonde_subscriptions_adopted (SondeSubscriptions *self,
                                  const char         *filter);
void sonde_subscriptions_abandoned (SondeSubscriptions *self,
                                    const char         *filter);

/* Tells views that a colour or an alias is another. */
void sonde_subscriptions_looks_changed (SondeSubscriptions *self);

G_END_DECLS
