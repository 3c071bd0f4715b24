/* sonde-connector.h: from a host name to an open TCP connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names are looked up without blocking, addresses of both families are tried
 * side by side. Runs in the thread-default context of its caller. Errors are
 * those of GIO; sonde-cause.h makes sentences of them.
 */

#pragma once

#include "sonde-transport.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* @detail: the host name, or the address that is tried now; may be %NULL */
typedef void (*SondeConnectorStageFunc) (SondeStage  stage,
                                         const char *detail,
                                         gpointer    user_data);

/* @on_stage is called until the operation completes. No timeout of its own. */
void sonde_connector_connect_async (const char             *host,
                                    guint16                 port,
                                    SondeConnectorStageFunc on_stage,
                                    gpointer                stage_data,
                                    GCancellable           *cancellable,
                                    GAsyncReadyCallback     callback,
                                    gpointer                user_data);

GSocketConnection *sonde_connector_connect_finish (GAsyncResult *result,
                                                   GError      **error);

/* "127.0.0.1:1883", "[::1]:1883"; also while it connects. %NULL when not known */
char *sonde_connector_dup_remote_address (GSocketConnection *connection);

G_END_DECLS
