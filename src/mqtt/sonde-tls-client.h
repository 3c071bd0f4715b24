/* sonde-tls-client.h: from a stream to one secured by TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-tls-stream.h"

G_BEGIN_DECLS

/**
 * sonde_tls_connect_async:
 * @base: with pollable streams
 * @host: what @base goes to
 *
 * Reads the files that @options name, then does the handshake. In the
 * thread-default context of its caller; no timeout of its own.
 */
void            sonde_tls_connect_async (GIOStream             *base,
                                         const SondeTlsOptions *options,
                                         const char            *host,
                                         GCancellable          *cancellable,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data);
SondeTlsStream *sonde_tls_connect_finish (GAsyncResult *result,
                                          GError      **error);

/* Returns: (nullable) (transfer full): what the broker presented, whatever the result */
SondeChain *sonde_tls_connect_dup_chain (GAsyncResult *result);

G_END_DECLS
