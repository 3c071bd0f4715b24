/* sonde-proxy-client.h: from a connection to a proxy to one that goes on to the broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In the thread-default context of its caller; no timeout of its own. Nothing
 * is read beyond the proxy's last answer: what follows is the broker's.
 */

#pragma once

#include "sonde-profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* @connection: to the proxy of @profile, which is %SONDE_PROXY_SOCKS5 or %SONDE_PROXY_HTTP.
 * Errors are those of GIO where the connection broke or ended (%G_IO_ERROR_CONNECTION_CLOSED),
 * else of %SONDE_MQTT_ERROR with the proxy's reason as a sentence. */
void     sonde_proxy_client_open_async (GSocketConnection  *connection,
                                        const SondeProfile *profile,
                                        GCancellable       *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);
gboolean sonde_proxy_client_open_finish (GAsyncResult *result,
                                         GError      **error);

G_END_DECLS
