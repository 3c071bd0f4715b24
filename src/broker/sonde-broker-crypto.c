/* sonde-broker-crypto.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-broker-crypto"

#include "sonde-broker-crypto.h"

#include <sonde-secret.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>

/* What mosquitto 2 reads, and no other length. */
#define SALT_BYTES 12
#define HASH_BYTES 64

/* As many as mosquitto 2.1 itself: the broker does nothing else while it counts, at each CONNECT. */
#define ITERATIONS 1000

#define SERIAL_BITS 127
#define DAY_SECONDS (24 * 3600)
#define AUTHORITY_SECONDS (3650L * DAY_SECONDS)
#define SERVER_SECONDS (397L * DAY_SECONDS)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)

char *
sonde_broker_hash_password (const char *password)
{
  guint8           salt[SALT_BYTES];
  guint8           hash[HASH_BYTES];
  g_autofree char *salt_text = NULL;
  g_autofree char *hash_text = NULL;

  g_return_val_if_fail (password != NULL, NULL);

  if (RAND_bytes (salt, sizeof salt) != 1 ||
      PKCS5_PBKDF2_HMAC (password, strlen (password), salt, sizeof salt, ITERATIONS, EVP_sha512 (), sizeof hash, hash) != 1)
    g_error ("OpenSSL makes no hashes");

  salt_text = g_base64_encode (salt, sizeof salt);
  hash_text = g_base64_encode (hash, sizeof hash);

  return g_strdup_printf ("$7$%d$%s$%s", ITERATIONS, salt_text, hash_text);
}

void
sonde_broker_identity_free (SondeBrokerIdentity *self)
{
  g_free (self->certificate);
  sonde_secret_free (self->key);
  g_free (self);
}

static char *
take_text (BIO *bio)
{
  char *data;
  long  size = BIO_get_mem_data (bio, &data);

  return g_strndup (data, size);
}

static SondeBrokerIdentity *
write_identity (X509     *certificate,
                EVP_PKEY *key)
{
  SondeBrokerIdentity *self = g_new0 (SondeBrokerIdentity, 1);
  g_autoptr (BIO) certificate_bio = BIO_new (BIO_s_mem ());
  g_autoptr (BIO) key_bio = BIO_new (BIO_s_secmem ());

  PEM_write_bio_X509 (certificate_bio, certificate);
  PEM_write_bio_PrivateKey (key_bio, key, NULL, NULL, 0, NULL, NULL);
  self->certificate = take_text (certificate_bio);
  self->key = take_text (key_bio);

  return self;
}

static gboolean
read_identity (const SondeBrokerIdentity *self,
               X509                     **certificate,
               EVP_PKEY                 **key)
{
  g_autoptr (BIO) certificate_bio = BIO_new_mem_buf (self->certificate, -1);
  g_autoptr (BIO) key_bio = BIO_new_mem_buf (self->key, -1);
  char no_passphrase[] = "";

  *certificate = PEM_read_bio_X509 (certificate_bio, NULL, NULL, NULL);
  *key = PEM_read_bio_PrivateKey (key_bio, NULL, NULL, no_passphrase);
  ERR_clear_error ();

  return *certificate != NULL && *key != NULL;
}

/* Large and random, as no two of an authority may be alike (RFC 5280, 4.1.2.2). */
static void
set_serial (X509 *certificate)
{
  g_autoptr (BIGNUM) number = BN_new ();

  BN_rand (number, SERIAL_BITS, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY);
  BN_to_ASN1_INTEGER (number, X509_get_serialNumber (certificate));
}

static void
set_name (X509       *certificate,
          const char *name)
{
  X509_NAME *subject = X509_get_subject_name (certificate);

  X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const unsigned char *) name, -1, -1, 0);
  X509_NAME_add_entry_by_txt (subject, "O", MBSTRING_UTF8, (const unsigned char *) "Sonde", -1, -1, 0);
}

static X509 *
make_certificate (EVP_PKEY   *key,
                  const char *name,
                  long        seconds)
{
  X509 *certificate = X509_new ();

  X509_set_version (certificate, X509_VERSION_3);
  set_serial (certificate);
  /* Devices that have just started may be a little behind. */
  X509_gmtime_adj (X509_getm_notBefore (certificate), -DAY_SECONDS);
  X509_gmtime_adj (X509_getm_notAfter (certificate), seconds);
  X509_set_pubkey (certificate, key);
  set_name (certificate, name);

  return certificate;
}

static void
add_extension (X509       *certificate,
               X509       *issuer,
               int         nid,
               const char *value)
{
  X509V3_CTX      context;
  X509_EXTENSION *extension;

  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  X509V3_set_ctx_nodb (&context);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  if (extension == NULL)
    g_error ("OpenSSL knows no extension “%s”", value);

  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

/* Each as what it is, and none through OpenSSL's notation of them, which has its own commas. */
static void
add_names (X509              *certificate,
           const char *const *names)
{
  GENERAL_NAMES *list = GENERAL_NAMES_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      GENERAL_NAME      *name = GENERAL_NAME_new ();
      ASN1_OCTET_STRING *address = a2i_IPADDRESS (names[i]);

      if (address != NULL)
        GENERAL_NAME_set0_value (name, GEN_IPADD, address);
      else
        {
          ASN1_IA5STRING *host = ASN1_IA5STRING_new ();

          ASN1_STRING_set (host, names[i], -1);
          GENERAL_NAME_set0_value (name, GEN_DNS, host);
        }
      sk_GENERAL_NAME_push (list, name);
    }

  X509_add1_ext_i2d (certificate, NID_subject_alt_name, list, 0, X509V3_ADD_APPEND);
  GENERAL_NAMES_free (list);
  ERR_clear_error ();
}

static EVP_PKEY *
make_key (void)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");

  if (key == NULL)
    g_error ("OpenSSL makes no keys");

  return key;
}

SondeBrokerIdentity *
sonde_broker_make_authority (const char *name)
{
  g_autoptr (EVP_PKEY) key = make_key ();
  g_autoptr (X509) certificate = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  certificate = make_certificate (key, name, AUTHORITY_SECONDS);
  X509_set_issuer_name (certificate, X509_get_subject_name (certificate));
  add_extension (certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension (certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension (certificate, certificate, NID_subject_key_identifier, "hash");
  X509_sign (certificate, key, EVP_sha256 ());

  return write_identity (certificate, key);
}

SondeBrokerIdentity *
sonde_broker_make_server (const SondeBrokerIdentity *authority,
                          const char *const         *names)
{
  g_autoptr (X509) issuer = NULL;
  g_autoptr (EVP_PKEY) issuer_key = NULL;
  g_autoptr (EVP_PKEY) key = NULL;
  g_autoptr (X509) certificate = NULL;

  g_return_val_if_fail (authority != NULL, NULL);
  g_return_val_if_fail (names != NULL && names[0] != NULL, NULL);

  if (!read_identity (authority, &issuer, &issuer_key))
    return NULL;

  key = make_key ();
  certificate = make_certificate (key, names[0], SERVER_SECONDS);
  X509_set_issuer_name (certificate, X509_get_subject_name (issuer));
  add_extension (certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension (certificate, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension (certificate, issuer, NID_ext_key_usage, "serverAuth");
  add_extension (certificate, issuer, NID_subject_key_identifier, "hash");
  add_extension (certificate, issuer, NID_authority_key_identifier, "keyid");
  add_names (certificate, names);
  X509_sign (certificate, issuer_key, EVP_sha256 ());

  return write_identity (certificate, key);
}

gboolean
sonde_broker_identity_is_authority (const SondeBrokerIdentity *self,
                                    gint64                     seconds)
{
  g_autoptr (X509) certificate = NULL;
  g_autoptr (EVP_PKEY) key = NULL;
  time_t then = time (NULL) + seconds;

  g_return_val_if_fail (self != NULL, FALSE);

  return read_identity (self, &certificate, &key) &&
         X509_check_private_key (certificate, key) == 1 &&
         X509_check_ca (certificate) == 1 &&
         X509_cmp_time (X509_get0_notAfter (certificate), &then) > 0;
}
