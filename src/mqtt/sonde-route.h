/* sonde-route.h: the way from a profile to a stream that MQTT goes over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   name → addresses → TCP → [TLS] → [WebSocket] → stream
 *
 * Each step stands on the one before. In the thread-default context of its
 * caller; no timeout of its own. Errors are those of GIO, or of
 * %SONDE_MQTT_ERROR with a sentence; sonde-cause.h makes sentences of the former.
 */

#pragma once

#include "sonde-chain.h"
#include "sonde-connector.h"

G_BEGIN_DECLS

typedef struct
{
  GIOStream         *stream;     /* what MQTT goes over */
  GSocketConnection *connection; /* what it stands on; the same where nothing lies between */
  char              *address;    /* of the other end, "127.0.0.1:1883"; may be %NULL */
} SondeRoute;

/**
 * sonde_route_open_async:
 * @profile: with the secrets of this attempt
 * @on_stage: called as each step begins, and where there is something to tell
 *   of it once more when it is done; not after the operation completes
 */
void        sonde_route_open_async (const SondeProfile     *profile,
                                    SondeConnectorStageFunc on_stage,
                                    gpointer                stage_data,
                                    GCancellable           *cancellable,
                                    GAsyncReadyCallback     callback,
                                    gpointer                user_data);
SondeRoute *sonde_route_open_finish (GAsyncResult *result,
                                     GError      **error);

/* Returns: (nullable) (transfer full): what the broker presented for TLS, whatever the result */
SondeChain *sonde_route_open_dup_chain (GAsyncResult *result);

/**
 * sonde_route_end_async:
 *
 * Ends our side, each layer with its own mark, then reads on until the other
 * side has ended, too: to close with input unread would reset the connection,
 * and the last words might never be seen. @self may be freed before it completes.
 */
void sonde_route_end_async (SondeRoute         *self,
                            GCancellable       *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/* However it went: there is nothing more to say. */
void sonde_route_end_finish (GAsyncResult *result);

/* Closes it. */
void sonde_route_free (SondeRoute *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeRoute, sonde_route_free)

G_END_DECLS
