/* sonde-tls-context.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-context"

#include "sonde-tls-context.h"

#include "sonde-mqtt-error.h"
#include "sonde-tls-checks.h"
#include "sonde-tls-context-private.h"
#include "sonde-tls-files.h"
#include "sonde-tls-keylog.h"
#include "sonde-tls-verify.h"

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <string.h>

/* What comes in may be many small records: to be read at once. */
#define READ_AHEAD (64 * 1024 + 512)

/* Of TLS 1.2: those that need no certificate, which with a key of one's own proves nothing. */
#define PSK_CIPHERS "kECDHEPSK:kDHEPSK:kPSK:!eNULL"

/* Of TLS 1.3: those whose hash is that of such keys (RFC 8446, 4.2.11), or a broker
 * with a certificate may choose another and pass over the key. */
#define PSK_CIPHERSUITES "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"

struct _SondeTlsContext
{
  gatomicrefcount ref_count;
  SSL_CTX        *ssl_context;
  char           *server_name;
  gboolean        verify;
  gboolean        offers_protocols;
  char           *psk_identity; /* "" is none */
  GByteArray     *psk;          /* or %NULL */
  int             keylog;       /* a file, or -1 */
};

static int
get_version_number (SondeTlsVersion version,
                    int             otherwise)
{
  switch (version)
    {
    case SONDE_TLS_1_2:
      return TLS1_2_VERSION;
    case SONDE_TLS_1_3:
      return TLS1_3_VERSION;
    case SONDE_TLS_ANY_VERSION:
    default:
      return otherwise;
    }
}

static void
set_basics (SSL_CTX               *context,
            const SondeTlsOptions *options)
{
  SSL_CTX_set_min_proto_version (context, get_version_number (options->min_version, TLS1_2_VERSION));
  SSL_CTX_set_max_proto_version (context, get_version_number (options->max_version, 0));
  SSL_CTX_set_options (context, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode (context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead (context, 1);
  SSL_CTX_set_default_read_buffer_len (context, READ_AHEAD);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_verify_callback (context, sonde_tls_verify_cb, NULL);
}

static gboolean
set_authorities (SSL_CTX               *context,
                 const SondeTlsOptions *options,
                 GError               **error)
{
  X509_STORE *store = SSL_CTX_get_cert_store (context);

  if (*options->trusted != '\0')
    {
      /* It may be an authority in the middle, or the broker's own certificate. */
      X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN);
      if (!sonde_tls_load_trusted (store, options->trusted, error))
        return FALSE;
    }
  if (*options->ca_file != '\0')
    {
      /* Whom the user chose is trusted, also when another authority stands above. */
      X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN);
      return sonde_tls_load_authorities (store, options->ca_file, error);
    }

  /* Without a check, or where a key of ours is the check, they need not be read. */
  if (options->verify && *options->psk_identity == '\0')
    SSL_CTX_set_default_verify_paths (context);

  return TRUE;
}

static gboolean
fail (GError    **error,
      const char *sentence)
{
  g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, sentence);

  return FALSE;
}

/* What the editor does not let pass may still stand in a file. */
static gboolean
check (const SondeTlsOptions *options,
       GError               **error)
{
  const char *sentence = sonde_tls_options_check_versions (options->min_version, options->max_version);

  if (sentence == NULL && *options->alpn != '\0')
    sentence = sonde_tls_options_check_alpn (options->alpn);
  if (sentence == NULL && *options->psk_identity != '\0')
    sentence = sonde_tls_options_check_psk_identity (options->psk_identity);
  if (sentence == NULL && *options->psk_identity != '\0' && options->psk != NULL)
    sentence = sonde_tls_options_check_psk (options->psk);

  return sentence == NULL || fail (error, sentence);
}

static void
set_protocols (SondeTlsContext *self,
               const char      *names)
{
  g_autoptr (GBytes) wire = NULL;
  gsize         size;
  gconstpointer data;

  self->offers_protocols = *names != '\0';
  if (!self->offers_protocols)
    return;

  wire = sonde_tls_pack_protocols (names);
  data = g_bytes_get_data (wire, &size);
  SSL_CTX_set_alpn_protos (self->ssl_context, data, size);
}

static gboolean
set_ciphers (SSL_CTX               *context,
             const SondeTlsOptions *options,
             GError               **error)
{
  g_autofree char *bad = *options->ciphers != '\0' ? sonde_tls_find_bad_cipher (options->ciphers) : NULL;

  if (bad != NULL)
    {
      g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                   _ ("The profile’s ciphers cannot be used: “%s” names no cipher of TLS 1.2."), bad);
      return FALSE;
    }

  if (*options->ciphers != '\0')
    SSL_CTX_set_cipher_list (context, options->ciphers);
  else if (*options->psk_identity != '\0')
    SSL_CTX_set_cipher_list (context, PSK_CIPHERS);

  return TRUE;
}

static unsigned int
psk_cb (SSL           *ssl,
        const char    *hint,
        char          *identity,
        unsigned int   identity_size,
        unsigned char *key,
        unsigned int   key_size)
{
  SondeTlsContext *self = SSL_CTX_get_app_data (SSL_get_SSL_CTX (ssl));

  if (strlen (self->psk_identity) >= identity_size || self->psk->len > key_size)
    return 0;

  memcpy (identity, self->psk_identity, strlen (self->psk_identity) + 1);
  memcpy (key, self->psk->data, self->psk->len);

  return self->psk->len;
}

static gboolean
set_psk (SondeTlsContext       *self,
         const SondeTlsOptions *options,
         GError               **error)
{
  self->psk_identity = g_strdup (options->psk_identity);
  if (*options->psk_identity == '\0')
    return TRUE;

  if (options->psk == NULL || *options->psk == '\0')
    {
      g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                   _ ("The pre-shared key of “%s” is missing: type it in the profile."), options->psk_identity);
      return FALSE;
    }

  self->psk = sonde_tls_unpack_psk (options->psk);
  SSL_CTX_set_psk_client_callback (self->ssl_context, psk_cb);
  SSL_CTX_set_ciphersuites (self->ssl_context, PSK_CIPHERSUITES);

  return TRUE;
}

static void
keylog_cb (const SSL  *ssl,
           const char *line)
{
  SondeTlsContext *self = SSL_CTX_get_app_data (SSL_get_SSL_CTX (ssl));

  sonde_tls_keylog_append (self->keylog, line);
}

static SondeTlsContext *
build (const SondeTlsOptions *options,
       GError               **error)
{
  g_autoptr (SondeTlsContext) self = g_new0 (SondeTlsContext, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->ssl_context = SSL_CTX_new (TLS_client_method ());
  self->keylog = sonde_tls_keylog_open ();
  self->server_name = g_strdup (options->server_name);
  self->verify = options->verify;
  SSL_CTX_set_app_data (self->ssl_context, self);
  if (self->keylog >= 0)
    SSL_CTX_set_keylog_callback (self->ssl_context, keylog_cb);
  set_basics (self->ssl_context, options);

  if (!check (options, error) || !set_psk (self, options, error) || !set_ciphers (self->ssl_context, options, error) ||
      !set_authorities (self->ssl_context, options, error))
    return NULL;
  set_protocols (self, options->alpn);
  if (*options->client_certificate != '\0' && !sonde_tls_load_identity (self->ssl_context, options, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
build_worker (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  GError          *error = NULL;
  SondeTlsContext *context = build (task_data, &error);

  /* The thread goes back to GLib's pool: nothing of ours stays in its queue. */
  ERR_clear_error ();
  if (context != NULL)
    g_task_return_pointer (task, context, (GDestroyNotify) sonde_tls_context_unref);
  else
    g_task_return_error (task, error);
}

void
sonde_tls_context_build_async (const SondeTlsOptions *options,
                               GCancellable          *cancellable,
                               GAsyncReadyCallback    callback,
                               gpointer               user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (options != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_tls_context_build_async);
  g_task_set_task_data (task, sonde_tls_options_copy (options), (GDestroyNotify) sonde_tls_options_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, build_worker);
}

SondeTlsContext *
sonde_tls_context_build_finish (GAsyncResult *result,
                                GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, sonde_tls_context_build_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

SondeTlsContext *
sonde_tls_context_ref (SondeTlsContext *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
sonde_tls_context_unref (SondeTlsContext *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  SSL_CTX_free (self->ssl_context);
  sonde_tls_keylog_close (self->keylog);
  if (self->psk != NULL)
    explicit_bzero (self->psk->data, self->psk->len);
  g_clear_pointer (&self->psk, g_byte_array_unref);
  g_free (self->psk_identity);
  g_free (self->server_name);
  g_free (self);
}

SSL *
sonde_tls_context_create_ssl (SondeTlsContext *self)
{
  return SSL_new (self->ssl_context);
}

gboolean
sonde_tls_context_get_verify (SondeTlsContext *self)
{
  return self->verify;
}

const char *
sonde_tls_context_get_server_name (SondeTlsContext *self)
{
  return self->server_name;
}

const char *
sonde_tls_context_get_psk_identity (SondeTlsContext *self)
{
  return self->psk_identity;
}

gboolean
sonde_tls_context_offers_protocols (SondeTlsContext *self)
{
  return self->offers_protocols;
}
