/* sonde-connector.h: from a profile to an open connection, by TCP, a proxy or a socket of this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names are looked up without blocking, by the proxy where there is one;
 * addresses of both families are tried side by side. Runs in the thread-default
 * context of its caller. Errors are of SONDE_MQTT_ERROR, each with its sentence,
 * or G_IO_ERROR_CANCELLED.
 */

#pragma once

#include "sonde-transport.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* @detail: the host name, the address or socket that is tried now, or the proxy that is
 * asked; may be %NULL */
typedef void (*SondeConnectorStageFunc) (SondeStage  stage,
                                         const char *detail,
                                         gpointer    user_data);

/* @profile: with the secrets of this attempt
 * @on_stage is called until the operation completes. No timeout of its own. */
void sonde_connector_connect_async (const SondeProfile     *profile,
                                    SondeConnectorStageFunc on_stage,
                                    gpointer                stage_data,
                                    GCancellable           *cancellable,
                                    GAsyncReadyCallback     callback,
                                    gpointer                user_data);

/* @address: (out): of the broker, as far as it is known here: "127.0.0.1:1883", "[::1]:1883",
 *   "/run/broker.sock"; through a proxy as it was asked for */
GSocketConnection *sonde_connector_connect_finish (GAsyncResult *result,
                                                   char        **address,
                                                   GError      **error);

G_END_DECLS
