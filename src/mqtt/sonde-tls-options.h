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

  /* Of the client key; %NULL is none. Never saved: it lives in the Secret
   * Service, and here only in the copy that goes with an attempt. */
  char *key_passphrase;
} SondeTlsOptions;

/* No TLS; when switched on, the system's authorities and full verification. */
SondeTlsOptions *sonde_tls_options_new (void);
SondeTlsOptions *sonde_tls_options_copy (const SondeTlsOptions *self);

/* Overwrites the passphrase. */
void sonde_tls_options_free (SondeTlsOptions *self);

/* Of what is saved: the passphrase does not count. */
gboolean sonde_tls_options_equal (const SondeTlsOptions *a,
                                  const SondeTlsOptions *b);

/* %NULL is none. */
void sonde_tls_options_set_key_passphrase (SondeTlsOptions *self,
                                           const char      *passphrase);

/* Whether the certificate's file holds the key, too: PKCS#12. */
gboolean sonde_tls_is_pkcs12 (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeTlsOptions, sonde_tls_options_free)

G_END_DECLS
