/* sonde-subscriber.h: makes the broker hold the filters that are wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread. Says by a call which filters changed.
 */

#pragma once

#include "sonde-limits.h"
#include "sonde-session.h"

G_BEGIN_DECLS

typedef void (*SondeSubscriberFunc) (const char *filter,
                                     gpointer    user_data);

typedef struct _SondeSubscriber SondeSubscriber;

/* @transport is borrowed. */
SondeSubscriber *sonde_subscriber_new (SondeTransport     *transport,
                                       SondeSubscriberFunc changed,
                                       gpointer            user_data);
void             sonde_subscriber_free (SondeSubscriber *self);

/* Sent at once when connected, in as few packets as can be. */
void sonde_subscriber_want (SondeSubscriber             *self,
                            GStrv                        filters,
                            const SondeSubscribeOptions *options);
void sonde_subscriber_unwant (SondeSubscriber *self,
                              GStrv            filters);

/* As sonde_session_may_hold(). */
gboolean sonde_subscriber_may_hold (SondeSubscriber *self,
                                    const char      *filter);

SondeGrant sonde_subscriber_get (SondeSubscriber *self,
                                 const char      *filter,
                                 guint8          *code);

/* After CONNACK: sends what makes the difference; what is wanted, only where @resubscribe.
 * @hidden: there may be a session for all that it says */
void sonde_subscriber_connected (SondeSubscriber   *self,
                                 const SondeLimits *limits,
                                 gboolean           session_present,
                                 gboolean           hidden,
                                 gboolean           resubscribe);
void sonde_subscriber_disconnected (SondeSubscriber *self,
                                    gboolean         session_lasts);

/* SUBACK or UNSUBACK */
void sonde_subscriber_take_answer (SondeSubscriber           *self,
                                   const SondeTransportEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeSubscriber, sonde_subscriber_free)

G_END_DECLS
