/* sonde-tls-verify.h: all that is wrong with what a broker presented
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * OpenSSL stops at the first fault. But who is asked to trust an authority must
 * know whether anything else is wrong.
 */

#pragma once

#include "sonde-chain.h"
#include "sonde-tls-error.h"

#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean required;           /* else faults are only noted */
  GArray  *faults;             /* of SondeTlsFault */
  STACK_OF (X509) * presented; /* or %NULL */
} SondeTlsVerification;

void sonde_tls_verification_init (SondeTlsVerification *self,
                                  gboolean              required);
void sonde_tls_verification_clear (SondeTlsVerification *self);

/* For SSL_CTX_set_cert_verify_callback(); the app data of the SSL is its SondeTlsVerification. */
int sonde_tls_verify_cb (X509_STORE_CTX *store,
                         void           *unused);

/* Returns: (nullable): the gravest */
const SondeTlsFault *sonde_tls_verification_get_fault (const SondeTlsVerification *self);

/* Returns: (nullable): %NULL when nothing was presented */
SondeChain *sonde_tls_verification_to_chain (const SondeTlsVerification *self,
                                             const char                 *name);

G_END_DECLS
