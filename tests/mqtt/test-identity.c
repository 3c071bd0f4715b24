/* test-identity.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-identity.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#define DAY (24 * 60 * 60)

static void
set_time (ASN1_TIME  *time,
          const char *text,
          long        otherwise)
{
  if (text != NULL)
    g_assert_true (ASN1_TIME_set_string_X509 (time, text));
  else
    g_assert_nonnull (X509_gmtime_adj (time, otherwise));
}

static void
set_names (X509       *certificate,
           const char *name,
           X509       *issuer)
{
  X509_NAME *subject = X509_get_subject_name (certificate);

  if (name != NULL)
    X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const guchar *) name, -1, -1, 0);
  X509_set_issuer_name (certificate, X509_get_subject_name (issuer));
}

static void
add_extension (X509       *certificate,
               X509       *issuer,
               int         nid,
               const char *value)
{
  X509_EXTENSION *extension;
  X509V3_CTX      context;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  g_assert_true (X509_add_ext (certificate, extension, -1));
  X509_EXTENSION_free (extension);
}

TestIdentity *
test_identity_new (const TestIdentityForm *form,
                   const TestIdentity     *issuer)
{
  TestIdentity *self = g_new0 (TestIdentity, 1);
  X509         *issuing;

  self->key = EVP_EC_gen ("P-256");
  self->certificate = X509_new ();
  issuing = issuer != NULL ? issuer->certificate : self->certificate;

  X509_set_version (self->certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (self->certificate), 1 + g_random_int_range (0, G_MAXINT32 - 1));
  set_time (X509_getm_notBefore (self->certificate), form->begins, -DAY);
  set_time (X509_getm_notAfter (self->certificate), form->ends, DAY);
  X509_set_pubkey (self->certificate, self->key);
  set_names (self->certificate, form->name, issuing);

  add_extension (self->certificate, issuing, NID_basic_constraints, form->names == NULL ? "critical,CA:TRUE" : "CA:FALSE");
  if (form->names != NULL && *form->names != '\0')
    add_extension (self->certificate, issuing, NID_subject_alt_name, form->names);
  if (form->usage != NULL)
    add_extension (self->certificate, issuing, NID_ext_key_usage, form->usage);

  g_assert_true (X509_sign (self->certificate, issuer != NULL ? issuer->key : self->key, EVP_sha256 ()) > 0);

  return self;
}

void
test_identity_free (TestIdentity *self)
{
  EVP_PKEY_free (self->key);
  X509_free (self->certificate);
  g_free (self);
}

void
test_identity_write (const TestIdentity *self,
                     const char         *folder,
                     const char         *name,
                     const char         *passphrase)
{
  g_autofree char *certificate_path = g_strdup_printf ("%s/%s-cert.pem", folder, name);
  g_autofree char *key_path = g_strdup_printf ("%s/%s-key.pem", folder, name);
  BIO             *bio = BIO_new_file (certificate_path, "w");

  g_assert_true (PEM_write_bio_X509 (bio, self->certificate));
  BIO_free (bio);
  bio = BIO_new_file (key_path, "w");
  g_assert_true (PEM_write_bio_PKCS8PrivateKey (bio, self->key, passphrase != NULL ? EVP_aes_256_cbc () : NULL,
                                                passphrase, passphrase != NULL ? strlen (passphrase) : 0, NULL, NULL));
  BIO_free (bio);
}

void
test_identity_write_pkcs12 (const TestIdentity *self,
                            const char         *path,
                            const char         *passphrase)
{
  PKCS12 *file = PKCS12_create (passphrase, "test", self->key, self->certificate, NULL, 0, 0, 0, 0, 0);
  BIO    *bio = BIO_new_file (path, "w");

  g_assert_nonnull (file);
  g_assert_true (i2d_PKCS12_bio (bio, file));
  BIO_free (bio);
  PKCS12_free (file);
}

char *
test_identity_dup_pem (const TestIdentity *self)
{
  BIO  *bio = BIO_new (BIO_s_mem ());
  char *data, *pem;
  long  length;

  g_assert_true (PEM_write_bio_X509 (bio, self->certificate));
  length = BIO_get_mem_data (bio, &data);
  pem = g_strndup (data, length);
  BIO_free (bio);

  return pem;
}

void
test_replace_today (GString *sentence)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  g_string_replace (sentence, "TODAY", today, 0);
}
