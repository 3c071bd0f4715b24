/* sonde-session.h: the main thread's face of one connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only. Commands complete with what the broker said.
 */

#pragma once

#include "sonde-machine.h"
#include "sonde-publish.h"
#include "sonde-transport.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_TYPE_STATE (sonde_state_get_type ())
GType sonde_state_get_type (void);

/**
 * SondeSession:
 *
 * Properties (all notify, all read-only from outside):
 *   state (SondeState), retry-at (gint64, monotonic µs, 0 when not waiting),
 *   session-present (gboolean), error (GError, why it is not online; cleared by
 *   the next success or connect), stage (int, SondeStage of the attempt)
 * Signals:
 *   stage (int stage, const char *detail, gint64 time): an attempt came so far
 *   connack (guint reason, gboolean session_present, GBytes *properties)
 *   messages (SondeSegment *segment, guint count): boxed pointer, may be many a second
 *   filter-changed (const char *filter): what sonde_session_get_grant() says of it changed
 *   acked (guint64 serial, guint reason, gint64 round_trip_us)
 *   repeat (guint id, const SondeRepeatProgress *progress): at most ten times a second
 */
#define SONDE_TYPE_SESSION (sonde_session_get_type ())
G_DECLARE_FINAL_TYPE (SondeSession, sonde_session, SONDE, SESSION, GObject)

SondeSession *sonde_session_new (SondeTransport *transport);

/* Connects with a copy of @profile, or drops the present connection first. Wants what
 * sonde_session_subscribe() was called for, not the profile's subscriptions. @password
 * may be %NULL. */
void sonde_session_connect (SondeSession       *self,
                            const SondeProfile *profile,
                            const char         *password);
void sonde_session_disconnect (SondeSession *self); /* the normal way */
void sonde_session_say_goodbye (SondeSession       *self,
                                const SondeGoodbye *goodbye);
void sonde_session_retry_now (SondeSession *self);

SondeState       sonde_session_get_state (SondeSession *self);
SondeStage       sonde_session_get_stage (SondeSession *self);
gint64           sonde_session_get_retry_at (SondeSession *self);
gboolean         sonde_session_get_session_present (SondeSession *self);
const GError    *sonde_session_get_error (SondeSession *self);
SondeChain      *sonde_session_get_chain (SondeSession *self); /* presented in the present or last attempt; or %NULL */
SondeMqttVersion sonde_session_get_version (SondeSession *self);
guint32          sonde_session_get_expiry (SondeSession *self); /* s; as last connected, 0 in MQTT 3 */

/* As last connected with; %NULL before. */
const SondeProfile *sonde_session_get_profile (SondeSession *self);

/*
 * The wanted filters survive connections: after each CONNACK the session sends what is missing
 * (all of them, or the difference when the session is present); where the profile does not wish
 * to resubscribe it sends UNSUBSCRIBE only.
 */
typedef enum
{
  SONDE_GRANT_NONE,    /* not wanted, or offline and not known to the broker */
  SONDE_GRANT_PENDING, /* SUBSCRIBE sent */
  SONDE_GRANT_GRANTED, /* code is the granted QoS */
  SONDE_GRANT_REFUSED, /* code is the reason */
} SondeGrant;

SondeGrant sonde_session_get_grant (SondeSession *self,
                                    const char   *filter,
                                    guint8       *code);

/* Wants @filter so from now on and, when online, subscribes at once; where it is subscribed to
 * already, anew (3.8.4). The filter must be valid. */
void sonde_session_subscribe (SondeSession                *self,
                              const char                  *filter,
                              const SondeSubscribeOptions *options);
/* Offline the broker may hold @filter since an earlier run: UNSUBSCRIBE is sent to a session that
 * is present. */
void sonde_session_unsubscribe (SondeSession *self,
                                const char   *filter);

/* Likewise, each as one packet where that is not too large. No filter twice. */
void sonde_session_subscribe_many (SondeSession                *self,
                                   GStrv                        filters,
                                   const SondeSubscribeOptions *options);
void sonde_session_unsubscribe_many (SondeSession *self,
                                     GStrv         filters);

/* Whether the broker holds @filter, or may: FALSE once UNSUBACK came, or its session was gone. */
gboolean sonde_session_may_hold (SondeSession *self,
                                 const char   *filter);

typedef struct
{
  guint64 serial;     /* of its row in the log */
  guint8  reason;     /* of PUBACK, PUBREC or PUBCOMP; 0 at QoS 0 */
  gint64  round_trip; /* µs from PUBLISH to PUBACK or PUBCOMP; -1 at QoS 0 */
} SondePublishResult;

/* How far a publish has come; what follows the last is what its callback hears. */
typedef enum
{
  SONDE_PUBLISH_QUEUED,   /* waits for its turn: for room, or for the next connection */
  SONDE_PUBLISH_SENT,     /* handed to the socket */
  SONDE_PUBLISH_RECEIVED, /* QoS 2: PUBREC came, PUBCOMP is to follow */
} SondePublishState;

/* @reason: of the PUBREC; @round_trip: µs from PUBLISH to PUBREC; both 0 before */
typedef void (*SondePublishWatch) (SondePublishState state,
                                   guint8            reason,
                                   gint64            round_trip,
                                   gpointer          user_data);

/**
 * sonde_session_publish_async:
 * @publish: copied; its properties are left out in MQTT 3
 *
 * Completes when QoS 0 was handed to the socket, QoS 1 and 2 when acknowledged
 * (also after a reconnect). Fails with SONDE_MQTT_ERROR: OFFLINE at once when not
 * online, INVALID for what cannot be said, or is ruled out by the broker, TOO_LARGE, BUSY when too many wait for
 * their answer, LOST when the session ended first, so that it may have been sent, REFUSED with
 * the reason code named.
 */
void sonde_session_publish_async (SondeSession       *self,
                                  const SondePublish *publish,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
/* Likewise; @watch is called with each state as it begins, QUEUED perhaps before this returns, and
 * never after @callback. */
void     sonde_session_publish_watched_async (SondeSession       *self,
                                              const SondePublish *publish,
                                              SondePublishWatch   watch,
                                              gpointer            watch_data,
                                              GCancellable       *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer            user_data);
gboolean sonde_session_publish_finish (SondeSession       *self,
                                       GAsyncResult       *result,
                                       SondePublishResult *answer,
                                       GError            **error);

/* From now on, in this connection and the next ones, until it ends or is stopped. Takes the supply
 * of @order. Returns: its id, never 0 */
guint sonde_session_start_repeat (SondeSession           *self,
                                  const SondeRepeatOrder *order);
void  sonde_session_stop_repeat (SondeSession *self,
                                 guint         id);

G_END_DECLS
