/* sonde-grants.h: the filters that are wanted, and what the broker holds of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Knows nothing of transports: it says what is to be sent, and is told what was
 * sent and answered. A broker's session may outlast the connection; what was
 * asked for but not answered in time counts as perhaps held.
 */

#pragma once

#include "sonde-session.h"

G_BEGIN_DECLS

typedef struct _SondeGrants SondeGrants;

SondeGrants *sonde_grants_new (void);
void         sonde_grants_free (SondeGrants *self);

/* How large a packet may be, what @version has words for, and whether the broker takes
 * Subscription Identifiers: a filter that has a topic in common with another that goes without gets
 * one of ours, so that copies of a message can be told from messages (see sonde-copies.h). */
void sonde_grants_set_limits (SondeGrants     *self,
                              SondeMqttVersion version,
                              gsize            packet_size,
                              gboolean         identifiers);

void sonde_grants_want (SondeGrants                 *self,
                        const char                  *filter,
                        const SondeSubscribeOptions *options);

/* Not wanted, and perhaps held: by a session of which only the broker knows. */
void sonde_grants_drop (SondeGrants *self,
                        const char  *filter);

/* Whether the broker may hold it. */
gboolean sonde_grants_may_hold (SondeGrants *self,
                                const char  *filter);

/* As sonde_session_get_grant(). */
SondeGrant sonde_grants_get (SondeGrants *self,
                             const char  *filter,
                             guint8      *code);

/* A packet to send: SUBSCRIBE, or UNSUBSCRIBE. */
typedef struct
{
  GPtrArray            *filters; /* of char *, with equal options */
  SondeSubscribeOptions options;
  gboolean              subscribe;
  gsize                 size; /* bytes, at most */
} SondeGrantStep;

/**
 * sonde_grants_plan:
 * @session_present: whether the broker still holds what it held (3.2.2.2)
 *
 * Returns: (transfer full) (element-type SondeGrantStep): what to send after
 *   CONNACK so that it holds what is wanted and nothing else; unsubscribes first.
 *   A filter too long for a packet has one of its own.
 */
GPtrArray *sonde_grants_plan (SondeGrants *self,
                              gboolean     session_present);

/* … and for these @filters now, whatever the broker holds. */
GPtrArray *sonde_grants_plan_for (SondeGrants *self,
                                  GStrv        filters);

/* @filters were sent with @token; @options %NULL: in an UNSUBSCRIBE */
void sonde_grants_sent (SondeGrants                 *self,
                        GStrv                        filters,
                        const SondeSubscribeOptions *options,
                        guint                        token);

/* @filter was not sent: the broker would have answered with @code. */
void sonde_grants_refused (SondeGrants *self,
                           const char  *filter,
                           guint8       code);

/* Each returns (transfer full) the filters the answer was for, none when later
 * commands have made the answer moot. @codes: of SUBACK or UNSUBACK */
GStrv sonde_grants_subscribed (SondeGrants  *self,
                               guint         token,
                               const guint8 *codes,
                               gsize         n_codes);
GStrv sonde_grants_unsubscribed (SondeGrants  *self,
                                 guint         token,
                                 const guint8 *codes,
                                 gsize         n_codes);

/* The connection ended. @session_lasts: whether the broker keeps the session. */
void sonde_grants_disconnected (SondeGrants *self,
                                gboolean     session_lasts);

/* All filters known. */
GStrv sonde_grants_list (SondeGrants *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeGrants, sonde_grants_free)

G_END_DECLS
