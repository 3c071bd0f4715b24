/* sonde-requests.h: what a connection waits to be answered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-request.h"
#include "sonde-subscriptions.h"

G_BEGIN_DECLS

/**
 * SondeRequests:
 *
 * Several may wait at once. In MQTT 3, where two wait on one response topic, the first answer is the
 * older one's.
 * Signal: left (const char *filter): UNSUBSCRIBE of a response topic could not be sent before the
 *   connection ended
 */
#define SONDE_TYPE_REQUESTS (sonde_requests_get_type ())
G_DECLARE_FINAL_TYPE (SondeRequests, sonde_requests, SONDE, REQUESTS, GObject)

typedef struct _SondeConnection SondeConnection;

/* What stands typed, so that switching connections loses nothing. */
typedef struct
{
  char *response_topic; /* or %NULL: not yet */
  guint timeout_s;
} SondeRequestDraft;

SondeRequests *sonde_requests_new (SondeSession       *session,
                                   SondeSubscriptions *subscriptions);

/* Those of @connection, made when first asked for; borrowed. */
SondeRequests *sonde_connection_get_requests (SondeConnection *connection);

/* A response topic that no other client uses: below the broker's Response Information (5.0,
 * 3.2.2.3.15), where it gave one. */
char *sonde_connection_dup_response_topic (SondeConnection *connection);

/**
 * sonde_requests_send:
 * @message: with a response topic; copied
 * @timeout_ms: for the subscription, for the handing over and for the answer, each
 *
 * Subscribes to the response topic unless a subscription covers it, and takes that back in the end.
 *
 * Returns: (transfer full): may have failed already
 */
SondeRequest *sonde_requests_send (SondeRequests      *self,
                                   const SondePublish *message,
                                   guint               timeout_ms);

SondeRequestDraft *sonde_requests_get_draft (SondeRequests *self); /* borrowed, writable */

/* The last one, or %NULL; borrowed. */
SondeRequest *sonde_requests_get_last (SondeRequests *self);

guint sonde_requests_get_n_waiting (SondeRequests *self);

/* The log has these records of @segment now. */
void sonde_requests_take (SondeRequests *self,
                          SondeSegment  *segment,
                          guint          first,
                          guint          end);

/* Cancels all of them, as the connection goes. */
void sonde_requests_stop (SondeRequests *self);

G_END_DECLS
