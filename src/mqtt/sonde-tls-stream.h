/* sonde-tls-stream.h: TLS over any pollable GIOStream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing goes through before the handshake. Errors of the streams are those
 * of the base, or of %SONDE_MQTT_ERROR with a sentence that tells why: under
 * TLS 1.3 a broker's answer to a missing client certificate comes when the
 * handshake is over, on the first read.
 * A peer that closes without TLS's own mark of the end reads as an end, too:
 * MQTT and WebSocket say by themselves where they end.
 */

#pragma once

#include "sonde-chain.h"
#include "sonde-layer.h"
#include "sonde-tls-context.h"

G_BEGIN_DECLS

#define SONDE_TYPE_TLS_STREAM (sonde_tls_stream_get_type ())
G_DECLARE_FINAL_TYPE (SondeTlsStream, sonde_tls_stream, SONDE, TLS_STREAM, SondeLayer)

/* @host: a name or an address, which the certificate must be for unless the
 * context has another */
SondeTlsStream *sonde_tls_stream_new (GIOStream       *base,
                                      SondeTlsContext *context,
                                      const char      *host);

/* On the thread-default context; without a time limit of its own. */
void     sonde_tls_stream_handshake_async (SondeTlsStream     *self,
                                           GCancellable       *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer            user_data);
gboolean sonde_tls_stream_handshake_finish (SondeTlsStream *self,
                                            GAsyncResult   *result,
                                            GError        **error);

/* "TLS 1.3 with broker.example, certified by Example CA until 2027-01-31" */
char *sonde_tls_stream_describe (SondeTlsStream *self);

/* Returns: (nullable) (transfer full): what the broker presented, also when the
 * handshake failed */
SondeChain *sonde_tls_stream_dup_chain (SondeTlsStream *self);

G_END_DECLS
