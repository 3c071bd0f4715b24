/* sonde-websocket-client.h: from a stream to a WebSocket on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-profile.h"
#include "sonde-websocket-stream.h"

G_BEGIN_DECLS

/**
 * sonde_websocket_connect_async:
 * @base: with pollable streams; TLS where @profile wants it
 *
 * Asks for the profile's path, with its headers. In the thread-default context
 * of its caller; no timeout of its own. Errors are those of the base, or of
 * %SONDE_MQTT_ERROR with a sentence.
 */
void                  sonde_websocket_connect_async (GIOStream          *base,
                                                     const SondeProfile *profile,
                                                     GCancellable       *cancellable,
                                                     GAsyncReadyCallback callback,
                                                     gpointer            user_data);
SondeWebsocketStream *sonde_websocket_connect_finish (GAsyncResult *result,
                                                      GError      **error);

G_END_DECLS
