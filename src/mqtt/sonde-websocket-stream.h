/* sonde-websocket-stream.h: a WebSocket over any pollable GIOStream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is written goes out in masked binary frames, what is read is the payload
 * of those that come in, and neither waits for a whole frame. Pings are answered
 * by the way, as long as somebody reads. Our end is a CLOSE with status 1000.
 * A peer's CLOSE reads as the end, too, or as an error of %SONDE_MQTT_ERROR with
 * a sentence where it says why; so does whatever breaks the rules of RFC 6455.
 */

#pragma once

#include "sonde-layer.h"

G_BEGIN_DECLS

#define SONDE_TYPE_WEBSOCKET_STREAM (sonde_websocket_stream_get_type ())
G_DECLARE_FINAL_TYPE (SondeWebsocketStream, sonde_websocket_stream, SONDE, WEBSOCKET_STREAM, SondeLayer)

/* After the upgrade. @first: (nullable): bytes that came with its answer; at most 64 KiB */
SondeWebsocketStream *sonde_websocket_stream_new (GIOStream *base,
                                                  GBytes    *first);

G_END_DECLS
