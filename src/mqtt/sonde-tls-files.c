/* sonde-tls-files.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-files"

#include "sonde-tls-files.h"

#include "sonde-mqtt-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Several times the bundle of all public authorities. */
#define MAX_FILE_SIZE (8 * 1024 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PKCS12, PKCS12_free)

/* What is asked of a passphrase while a key is read. */
typedef struct
{
  const char *passphrase;
  gboolean    asked;
} Passphrase;

static gboolean
set_error (GError    **error,
           const char *sentence)
{
  g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, sentence);

  return FALSE;
}

/* ---- Bytes ---- */

static gboolean
check_file (int          fd,
            const char  *path,
            struct stat *info,
            GError     **error)
{
  if (fd < 0 || fstat (fd, info) != 0)
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, _ ("“%s” cannot be read: %s."), path, g_strerror (errno));
  else if (!S_ISREG (info->st_mode))
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, _ ("“%s” is not a file."), path);
  else if (info->st_size > MAX_FILE_SIZE)
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, _ ("“%s” is too large for a certificate."), path);
  else
    return TRUE;

  return FALSE;
}

/* A BIO in memory overwrites what it held, a key maybe, when it is freed. */
static BIO *
read_file (const char *path,
           GError    **error)
{
  int fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0); /* a pipe must not hold us */
  g_autoptr (BIO) bio = NULL;
  struct stat info;
  char        buffer[4096];
  ssize_t     n = 0;

  if (!check_file (fd, path, &info, error))
    {
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  bio = BIO_new (BIO_s_mem ());
  for (gsize total = 0; total <= MAX_FILE_SIZE && (n = read (fd, buffer, sizeof buffer)) > 0; total += n)
    BIO_write (bio, buffer, n);
  explicit_bzero (buffer, sizeof buffer);
  if (n < 0)
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, _ ("“%s” cannot be read: %s."), path, g_strerror (errno));
  close (fd);

  return n < 0 ? NULL : g_steal_pointer (&bio);
}

static BIO *
rewind_bytes (BIO *bio)
{
  char *data;
  long  length = BIO_get_mem_data (bio, &data);

  return BIO_new_mem_buf (data, length);
}

static int
passphrase_cb (char *buffer,
               int   size,
               int   writing,
               void *user_data)
{
  Passphrase *passphrase = user_data;
  gsize       length;

  passphrase->asked = TRUE;
  if (passphrase->passphrase == NULL || (length = strlen (passphrase->passphrase)) > (gsize) size)
    return -1;

  memcpy (buffer, passphrase->passphrase, length);

  return length;
}

/* Without a callback of ours OpenSSL would ask on the terminal. */
static X509 *
read_certificate (BIO *bio)
{
  Passphrase none = { NULL };

  return PEM_read_bio_X509_AUX (bio, NULL, passphrase_cb, &none);
}

/* ---- Authorities ---- */

/* Returns: how many certificates there were */
static guint
trust_file (X509_STORE *store,
            BIO        *bio)
{
  g_autoptr (BIO) pem = rewind_bytes (bio);
  guint n = 0;

  for (;;)
    {
      g_autoptr (X509) certificate = read_certificate (pem);

      if (certificate == NULL)
        break;
      n += X509_STORE_add_cert (store, certificate) == 1;
    }

  if (n == 0)
    {
      g_autoptr (BIO) der = rewind_bytes (bio);
      g_autoptr (X509) certificate = d2i_X509_bio (der, NULL);

      n += certificate != NULL && X509_STORE_add_cert (store, certificate) == 1;
    }
  ERR_clear_error ();

  return n;
}

/* Every file that holds a certificate; of the others there may be some. */
static guint
trust_folder (X509_STORE *store,
              GDir       *folder,
              const char *path)
{
  const char *name;
  guint       n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autoptr (BIO) bio = read_file (file, NULL);

      if (bio != NULL)
        n += trust_file (store, bio);
    }

  return n;
}

gboolean
sonde_tls_load_authorities (X509_STORE *store,
                            const char *path,
                            GError    **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (BIO) bio = folder == NULL ? read_file (path, error) : NULL;
  guint n;

  if (folder == NULL && bio == NULL)
    return FALSE;

  n = folder != NULL ? trust_folder (store, folder, path) : trust_file (store, bio);
  if (n == 0)
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                 _ ("“%s” holds no CA certificate: choose a PEM file."), path);

  return n > 0;
}

gboolean
sonde_tls_load_trusted (X509_STORE *store,
                        const char *pem,
                        GError    **error)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (pem, -1);

  return trust_file (store, bio) > 0 ||
         set_error (error, _ ("The profile’s own list of trusted authorities holds no certificate."));
}

/* ---- The client's identity ---- */

static gboolean
use_certificate (SSL_CTX    *context,
                 BIO        *bio,
                 const char *path,
                 GError    **error)
{
  g_autoptr (BIO) pem = rewind_bytes (bio);
  g_autoptr (X509) certificate = read_certificate (pem);

  if (certificate == NULL)
    {
      g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                   _ ("“%s” holds no certificate: choose a PEM or PKCS#12 file."), path);
      return FALSE;
    }
  if (SSL_CTX_use_certificate (context, certificate) != 1)
    return set_error (error, _ ("The client certificate cannot be used: its key is too short, or its signature outdated."));

  for (;;)
    {
      g_autoptr (X509) issuer = read_certificate (pem);

      if (issuer == NULL)
        return TRUE;
      SSL_CTX_add1_chain_cert (context, issuer);
    }
}

static gboolean
use_key (SSL_CTX               *context,
         BIO                   *bio,
         const char            *path,
         const SondeTlsOptions *options,
         GError               **error)
{
  Passphrase passphrase = { options->key_passphrase };
  g_autoptr (BIO) pem = rewind_bytes (bio);
  g_autoptr (EVP_PKEY) key = PEM_read_bio_PrivateKey (pem, NULL, passphrase_cb, &passphrase);

  if (key == NULL && passphrase.asked && passphrase.passphrase == NULL)
    return set_error (error, _ ("The client key is encrypted: type its passphrase."));
  if (key == NULL && passphrase.asked)
    return set_error (error, _ ("The passphrase does not open the client key."));
  if (key == NULL)
    {
      g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                   _ ("“%s” holds no private key: choose a PEM file."), path);
      return FALSE;
    }
  if (SSL_CTX_use_PrivateKey (context, key) != 1)
    return set_error (error, _ ("The client key does not belong to the client certificate."));

  return TRUE;
}

static gboolean
load_pem (SSL_CTX               *context,
          const SondeTlsOptions *options,
          GError               **error)
{
  const char *key_path = *options->client_key != '\0' ? options->client_key : options->client_certificate;
  g_autoptr (BIO) certificate = read_file (options->client_certificate, error);
  g_autoptr (BIO) key = NULL;

  if (certificate == NULL || !use_certificate (context, certificate, options->client_certificate, error))
    return FALSE;

  key = read_file (key_path, error);

  return key != NULL && use_key (context, key, key_path, options, error);
}

/* ---- PKCS#12 ---- */

/* Through DER: what was read with the legacy algorithms must not live in their library context. */
static EVP_PKEY *
move_key (EVP_PKEY *key)
{
  unsigned char       *der = NULL;
  int                  length = i2d_PrivateKey (key, &der);
  const unsigned char *at = der;
  EVP_PKEY            *moved = length > 0 ? d2i_AutoPrivateKey (NULL, &at, length) : NULL;

  if (length > 0)
    OPENSSL_clear_free (der, length);

  return moved;
}

static X509 *
move_certificate (X509 *certificate)
{
  unsigned char       *der = NULL;
  int                  length = i2d_X509 (certificate, &der);
  const unsigned char *at = der;
  X509                *moved = length > 0 ? d2i_X509 (NULL, &at, length) : NULL;

  OPENSSL_free (der);

  return moved;
}

static gboolean
use_pkcs12 (SSL_CTX               *context,
            PKCS12                *file,
            const SondeTlsOptions *options,
            GError               **error)
{
  EVP_PKEY *key = NULL;
  X509     *certificate = NULL;
  STACK_OF (X509) *chain = NULL;
  gboolean opened = PKCS12_parse (file, options->key_passphrase, &key, &certificate, &chain) == 1;
  g_autoptr (EVP_PKEY) moved_key = key != NULL ? move_key (key) : NULL;
  g_autoptr (X509) moved_certificate = certificate != NULL ? move_certificate (certificate) : NULL;
  gboolean used;

  used = moved_key != NULL && moved_certificate != NULL &&
         SSL_CTX_use_certificate (context, moved_certificate) == 1 && SSL_CTX_use_PrivateKey (context, moved_key) == 1;
  for (int i = 0; used && i < sk_X509_num (chain); i++)
    {
      g_autoptr (X509) issuer = move_certificate (sk_X509_value (chain, i));

      if (issuer != NULL)
        SSL_CTX_add1_chain_cert (context, issuer);
    }
  EVP_PKEY_free (key);
  X509_free (certificate);
  sk_X509_pop_free (chain, X509_free);

  if (!opened && options->key_passphrase == NULL)
    return set_error (error, _ ("The client certificate’s file is encrypted: type its passphrase."));
  if (!opened)
    return set_error (error, _ ("The passphrase does not open the client certificate’s file."));
  if (!used)
    g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                 _ ("“%s” holds no certificate with its key that can be used."), options->client_certificate);

  return used;
}

static gboolean
load_pkcs12 (SSL_CTX               *context,
             const SondeTlsOptions *options,
             GError               **error)
{
  g_autoptr (BIO) bio = read_file (options->client_certificate, error);
  g_autoptr (PKCS12) file = NULL;
  OSSL_LIB_CTX  *library;
  OSSL_PROVIDER *standard, *legacy;
  gboolean       loaded;

  if (bio == NULL)
    return FALSE;

  /* Older files are encrypted with RC2 or 3DES. A context of its own, lest all TLS take them. */
  library = OSSL_LIB_CTX_new ();
  standard = OSSL_PROVIDER_load (library, "default");
  legacy = OSSL_PROVIDER_load (library, "legacy");
  file = PKCS12_init_ex (NID_pkcs7_data, library, NULL);
  if (d2i_PKCS12_bio (bio, &file) == NULL)
    {
      g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                   _ ("“%s” is no PKCS#12 file."), options->client_certificate);
      loaded = FALSE;
    }
  else
    {
      loaded = use_pkcs12 (context, file, options, error);
    }

  g_clear_pointer (&file, PKCS12_free);
  if (legacy != NULL)
    OSSL_PROVIDER_unload (legacy);
  if (standard != NULL)
    OSSL_PROVIDER_unload (standard);
  OSSL_LIB_CTX_free (library);

  return loaded;
}

gboolean
sonde_tls_load_identity (SSL_CTX               *context,
                         const SondeTlsOptions *options,
                         GError               **error)
{
  gboolean loaded = sonde_tls_is_pkcs12 (options->client_certificate) ? load_pkcs12 (context, options, error)
                                                                      : load_pem (context, options, error);

  ERR_clear_error ();

  return loaded;
}
