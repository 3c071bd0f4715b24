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

void sonde_grants_want (SondeGrants *self,
                        const char  *filter,
                        guint8       qos);
void sonde_grants_unwant (SondeGrants *self,
                          const char  *filter);

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

/* A command to send: SUBSCRIBE, or UNSUBSCRIBE. */
typedef struct
{
  char    *filter;
  guint8   qos;
  gboolean subscribe;
} SondeGrantStep;

/**
 * sonde_grants_plan:
 * @session_present: whether the broker still holds what it held (3.2.2.2)
 *
 * Returns: (transfer full) (element-type SondeGrantStep): what to send after
 *   CONNACK so that it holds what is wanted and nothing else; unsubscribes first
 */
GPtrArray *sonde_grants_plan (SondeGrants *self,
                              gboolean     session_present);

/* @step was sent with @token. */
void sonde_grants_sent (SondeGrants          *self,
                        const SondeGrantStep *step,
                        guint                 token);

/* What a single command for @filter would be now. */
void sonde_grants_get_step (SondeGrants    *self,
                            const char     *filter,
                            SondeGrantStep *step);

/* Each returns (transfer full) the filter the answer was for, or %NULL when a
 * later command has made the answer moot. @code: of SUBACK or UNSUBACK */
char *sonde_grants_subscribed (SondeGrants *self,
                               guint        token,
                               guint8       code);
char *sonde_grants_unsubscribed (SondeGrants *self,
                                 guint        token,
                                 guint8       code);

/* The connection ended. @session_lasts: whether the broker keeps the session. */
void sonde_grants_disconnected (SondeGrants *self,
                                gboolean     session_lasts);

/* All filters known. */
GStrv sonde_grants_list (SondeGrants *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeGrants, sonde_grants_free)

G_END_DECLS
