/* sonde-uri.h: mqtt://user@host:1883/filter, wss://user@host/path, mqtt+unix:///path
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-profile.h"

G_BEGIN_DECLS

/**
 * sonde_uri_parse:
 * @uri: from a command line or another program; any text
 *
 * `mqtt://[user@]host[:port][/filter]`, percent-decoded: `/%23` subscribes to #.
 * With `mqtts://` it uses TLS, on port 8883 if it says no other.
 * `ws://[user@]host[:port][/path]` and `wss://` are by WebSocket, on ports 80 and
 * 443: what follows the host is the WebSocket's path, as typed, and / if nothing
 * does. No filter fits there, nor in `mqtt+unix://[user@]/path`, percent-decoded,
 * the path of a socket of this machine.
 * The profile is named after its address, has a generated client id and wants
 * the filter at QoS 0. A password in it is refused: it would be visible in the
 * list of processes.
 *
 * Returns: (transfer full): an unsaved profile, or %NULL with a #SondeMqttError
 *   whose message is one sentence for the user
 */
SondeProfile *sonde_uri_parse (const char *uri,
                               GError    **error);

G_END_DECLS
