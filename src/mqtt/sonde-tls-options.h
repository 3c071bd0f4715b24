/* sonde-tls-options.h: how a connection is secured; plain data, part of a profile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text is never %NULL; "" is none.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_TLS_ANY_VERSION, /* from 1.2 on */
  SONDE_TLS_1_2,
  SONDE_TLS_1_3,
} SondeTlsVersion;

typedef struct
{
  gboolean        use_tls;
  char           *ca_file;            /* PEM or DER, or a folder of such files; "": the system's authorities */
  char           *client_certificate; /* PEM, or PKCS#12 when its name ends in .p12 or .pfx */
  char           *client_key;         /* PEM; "": in the certificate's file */
  gboolean        verify;             /* the broker's certificate and name */
  char           *server_name;        /* to ask for and to check; "": the host */
  char           *alpn;               /* protocols, separated by commas */
  SondeTlsVersion min_version;
  SondeTlsVersion max_version;
  char           *trusted;      /* PEM: authorities of this profile's own, beside those above */
  char           *ciphers;      /* of TLS 1.2 and before, in OpenSSL's notation; "": OpenSSL's choice */
  char           *psk_identity; /* "": no pre-shared key */

  /* %NULL is none. Never saved: they live in the Secret Service, and here only
   * in the copy that goes with an attempt. */
  char *key_passphrase; /* of the client key */
  char *psk;            /* pre-shared key, in hexadecimal */
} SondeTlsOptions;

/* No TLS; when switched on, the system's authorities and full verification. */
SondeTlsOptions *sonde_tls_options_new (void);
SondeTlsOptions *sonde_tls_options_copy (const SondeTlsOptions *self);

/* Overwrites the secrets. */
void sonde_tls_options_free (SondeTlsOptions *self);

/* Of what is saved: the secrets do not count. */
gboolean sonde_tls_options_equal (const SondeTlsOptions *a,
                                  const SondeTlsOptions *b);

/* Field checks: %NULL when good, else one translated sentence for the field. "" is good. */
const char *sonde_tls_options_check_psk (const char *hex);
const char *sonde_tls_options_check_psk_identity (const char *identity);
const char *sonde_tls_options_check_alpn (const char *protocols);
const char *sonde_tls_options_check_versions (SondeTlsVersion min,
                                              SondeTlsVersion max);
const char *sonde_tls_options_check_ciphers (const char *ciphers);

/* Whether the certificate's file holds the key, too: PKCS#12. */
gboolean sonde_tls_is_pkcs12 (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTlsOptions, sonde_tls_options_free)

G_END_DECLS
