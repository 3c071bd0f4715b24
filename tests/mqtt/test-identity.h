/* test-identity.h: certificates and keys, made while the test runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

typedef struct
{
  EVP_PKEY *key;
  X509     *certificate;
} TestIdentity;

typedef struct
{
  const char *name;   /* common name; %NULL: the subject is empty (RFC 5280, 4.2.1.6) */
  const char *names;  /* "DNS:localhost,IP:127.0.0.1"; %NULL: an authority */
  const char *usage;  /* extendedKeyUsage, or %NULL */
  const char *begins; /* "20200101000000Z", or %NULL: yesterday */
  const char *ends;   /* likewise, or %NULL: tomorrow */
} TestIdentityForm;

/* @issuer: %NULL is itself */
TestIdentity *test_identity_new (const TestIdentityForm *form,
                                 const TestIdentity     *issuer);
void          test_identity_free (TestIdentity *self);

/* Writes FOLDER/NAME-cert.pem and FOLDER/NAME-key.pem, the key encrypted if there is
 * a @passphrase; returns nothing: the paths are known. */
void test_identity_write (const TestIdentity *self,
                          const char         *folder,
                          const char         *name,
                          const char         *passphrase);

void test_identity_write_pkcs12 (const TestIdentity *self,
                                 const char         *path,
                                 const char         *passphrase);

/* PEM, to be freed by g_free() */
char *test_identity_dup_pem (const TestIdentity *self);

/* TODAY in @sentence, as this computer's clock says it. */
void test_replace_today (GString *sentence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestIdentity, test_identity_free)

G_END_DECLS
