/* sonde-tls-context-private.h: for the stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-tls-context.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

/* A new connection, with the options that are the context's. Its app data must be
 * a SondeTlsVerification before the handshake. */
SSL *sonde_tls_context_create_ssl (SondeTlsContext *self);

gboolean    sonde_tls_context_get_verify (SondeTlsContext *self);
const char *sonde_tls_context_get_server_name (SondeTlsContext *self);  /* "" is none */
const char *sonde_tls_context_get_psk_identity (SondeTlsContext *self); /* likewise */
gboolean    sonde_tls_context_offers_protocols (SondeTlsContext *self);

G_END_DECLS
