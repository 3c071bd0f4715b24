/* sonde-websocket-handshake.h: what is said before the first frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * RFC 6455, 4, with the subprotocol of MQTT (5.0, 6). Pure functions, but for the key.
 */

#pragma once

#include "sonde-http-exchange.h"
#include "sonde-profile.h"

G_BEGIN_DECLS

/* A new Sec-WebSocket-Key */
char *sonde_websocket_create_key (void);

/* "mqtt", or "mqttv3.1" for MQTT 3.1 */
const char *sonde_websocket_get_subprotocol (SondeMqttVersion version);

/**
 * sonde_websocket_create_request:
 *
 * Returns: (transfer full): or %NULL with %SONDE_MQTT_ERROR_WEBSOCKET where the
 *   path or a header of @profile is none
 */
char *sonde_websocket_create_request (const SondeProfile *profile,
                                      const char         *key,
                                      GError            **error);

/**
 * sonde_websocket_check_answer:
 * @error: of %SONDE_MQTT_ERROR: a sentence that tells what the server said. Of
 *   %SONDE_MQTT_ERROR_WEBSOCKET where trying again cannot help.
 *
 * Returns: whether frames follow
 */
gboolean sonde_websocket_check_answer (const SondeProfile    *profile,
                                       const char            *key,
                                       const SondeHttpAnswer *answer,
                                       GError               **error);

/* The path as it may be shown: what follows a ? may be a secret. */
char *sonde_websocket_dup_path_label (const char *path);

G_END_DECLS
