/* sonde-tls-certificate.h: a certificate in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What it says is anybody's text: here it comes out as valid UTF-8, short, on one line.
 */

#pragma once

#include "sonde-chain.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

/* The common name, or what else names it best. */
char *sonde_tls_dup_subject (X509 *certificate);
char *sonde_tls_dup_issuer (X509 *certificate);

/* The names it is for, "a.example, b.example"; %NULL when it names none */
char *sonde_tls_dup_names (X509 *certificate);

/* "2027-01-31", or %NULL */
char *sonde_tls_dup_date (const ASN1_TIME *time);

/* As plain data, without a fault. */
SondeCertificate *sonde_tls_read_certificate (X509 *certificate);

G_END_DECLS
