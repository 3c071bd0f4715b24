/* sonde-system-proxy.h: what proxies the desktop names for a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-mqtt-error.h"
#include "sonde-profile.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * sonde_system_proxy_lookup_async:
 *
 * Asks GIO's resolver for this desktop, in a worker thread, as it may run
 * scripts and read settings. A proxy for all traffic is preferred; where there is
 * none, the one for the web is asked, as it can connect to any port.
 */
void sonde_system_proxy_lookup_async (const SondeProfile *profile,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);

/* Returns: (transfer container): of #SondeNetworkOptions as those of the profile, each
 *   with a proxy or none in the place of the system's, in the order to try them; or
 *   %NULL with an error of SONDE_MQTT_ERROR */
GPtrArray *sonde_system_proxy_lookup_finish (GAsyncResult *result,
                                             GError      **error);

/* Returns: (transfer container): the same for the URIs of a resolver, which may be empty
 *   where none of them can be used */
GPtrArray *sonde_system_proxy_read_uris (const SondeNetworkOptions *options,
                                         const char *const         *uris);

G_END_DECLS
