/* sonde-tls-files.h: certificates and keys from files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks: for workers. Errors are of %SONDE_MQTT_ERROR.
 */

#pragma once

#include "sonde-tls-options.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

/* Trusts what is in @path, a file or a folder. */
gboolean sonde_tls_load_authorities (X509_STORE *store,
                                     const char *path,
                                     GError    **error);

/* Trusts what is in @pem. */
gboolean sonde_tls_load_trusted (X509_STORE *store,
                                 const char *pem,
                                 GError    **error);

/* Gives @context the client certificate, its chain and its key. */
gboolean sonde_tls_load_identity (SSL_CTX               *context,
                                  const SondeTlsOptions *options,
                                  GError               **error);

G_END_DECLS
