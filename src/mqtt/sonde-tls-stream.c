/* sonde-tls-stream.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-stream"

#include "sonde-tls-stream.h"

#include "sonde-mqtt-error.h"
#include "sonde-profile.h"
#include "sonde-tls-bio.h"
#include "sonde-tls-certificate.h"
#include "sonde-tls-context-private.h"
#include "sonde-tls-error.h"
#include "sonde-tls-verify.h"

#include <glib/gi18n.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

/* A write takes more than a record, lest a large packet need a turn of the loop each 16 KiB. */
#define WRITE_LIMIT (256 * 1024)

/*
 * OpenSSL's queue of errors belongs to the thread, and so to all connections
 * on it: it is cleared before each call whose result is looked at.
 */
struct _SondeTlsStream
{
  SondeLayer parent_instance;

  SondeTlsContext *context;
  SSL             *ssl;
  SondeTlsBioState bio;
  char            *name; /* what the certificate must be for */
  gboolean         name_is_set;

  SondeTlsVerification verification;
  gboolean             established;
  gboolean             ended; /* the peer's side */
  GError              *error; /* the end of both sides */
};

G_DEFINE_FINAL_TYPE (SondeTlsStream, sonde_tls_stream, SONDE_TYPE_LAYER)

/* ---- Errors ---- */

static gssize
propagate_error (SondeTlsStream *self,
                 GError        **error)
{
  g_propagate_error (error, g_error_copy (self->error));

  return -1;
}

static gboolean
has_reason (int code,
            int reason)
{
  unsigned long error = ERR_peek_error ();

  return code == SSL_ERROR_SSL && ERR_GET_LIB (error) == ERR_LIB_SSL && ERR_GET_REASON (error) == reason;
}

static gboolean
wants_psk (SondeTlsStream *self)
{
  return *sonde_tls_context_get_psk_identity (self->context) != '\0';
}

static gboolean
is_end (int code)
{
  return code == SSL_ERROR_ZERO_RETURN || has_reason (code, SSL_R_UNEXPECTED_EOF_WHILE_READING);
}

/* OpenSSL gave up: nothing more goes through. */
static void
break_off (SondeTlsStream *self,
           int             code)
{
  if (self->error != NULL)
    return;

  if (has_reason (code, SSL_R_CERTIFICATE_VERIFY_FAILED) && wants_psk (self))
    self->error = sonde_tls_error_without_psk ();
  else if (has_reason (code, SSL_R_CERTIFICATE_VERIFY_FAILED))
    self->error = sonde_tls_error_from_fault (sonde_tls_verification_get_fault (&self->verification), self->name);
  else if (!self->established && (is_end (code) || code == SSL_ERROR_SYSCALL))
    self->error = sonde_tls_error_from_end (self->bio.error);
  else if (code == SSL_ERROR_SYSCALL && self->bio.error != NULL)
    self->error = g_error_copy (self->bio.error);
  else
    self->error = sonde_tls_error_from_queue (!self->established, sonde_tls_context_get_psk_identity (self->context));

  ERR_clear_error ();
}

/* ---- The streams ---- */

static gssize
sonde_tls_stream_read (SondeLayer *layer,
                       void       *buffer,
                       gsize       count,
                       GError    **error)
{
  SondeTlsStream *self = SONDE_TLS_STREAM (layer);
  gsize           total = 0;

  /* A record may be one small packet: as many as there is room for. */
  while (total < count && self->error == NULL && !self->ended)
    {
      gsize n = 0;
      int   code;

      ERR_clear_error ();
      if (SSL_read_ex (self->ssl, (char *) buffer + total, count - total, &n))
        {
          total += n;
          continue;
        }

      code = SSL_get_error (self->ssl, 0);
      if (code == SSL_ERROR_WANT_READ)
        {
          self->bio.read_waits = TRUE;
          return total > 0 ? (gssize) total : sonde_layer_fail_would_block (error);
        }
      if (is_end (code))
        self->ended = TRUE;
      else
        break_off (self, code);
      ERR_clear_error ();
    }

  if (total > 0 || self->error == NULL)
    return total;

  return propagate_error (self, error);
}

static gssize
sonde_tls_stream_write (SondeLayer *layer,
                        const void *buffer,
                        gsize       count,
                        GError    **error)
{
  SondeTlsStream *self = SONDE_TLS_STREAM (layer);
  gsize           limit = MIN (count, WRITE_LIMIT);
  gsize           total = 0;

  while (total < limit && self->error == NULL && !sonde_layer_has_backlog (layer))
    {
      gsize n = 0;
      int   code;

      ERR_clear_error ();
      if (SSL_write_ex (self->ssl, (const char *) buffer + total, limit - total, &n))
        {
          total += n;
          continue;
        }

      code = SSL_get_error (self->ssl, 0);
      if (code == SSL_ERROR_WANT_READ)
        {
          self->bio.write_waits = TRUE;
          return total > 0 ? (gssize) total : sonde_layer_fail_would_block (error);
        }
      break_off (self, code);
    }

  if (total > 0 || self->error == NULL)
    return total;

  return propagate_error (self, error);
}

/* SSL_has_pending() alone stays true for a record that is not whole, and the loop would spin. */
static gboolean
sonde_tls_stream_is_readable (SondeLayer *layer)
{
  SondeTlsStream *self = SONDE_TLS_STREAM (layer);

  return self->error != NULL || self->ended || (!self->bio.read_waits && SSL_has_pending (self->ssl));
}

static gboolean
sonde_tls_stream_is_writable (SondeLayer *layer)
{
  SondeTlsStream *self = SONDE_TLS_STREAM (layer);

  return self->error != NULL || !self->bio.write_waits;
}

static void
sonde_tls_stream_end (SondeLayer *layer)
{
  SondeTlsStream *self = SONDE_TLS_STREAM (layer);

  if (!self->established || self->error != NULL)
    return;

  ERR_clear_error ();
  SSL_shutdown (self->ssl);
  ERR_clear_error ();
}

/* ---- The handshake ---- */

static gboolean
used_psk (SondeTlsStream *self)
{
  if (SSL_version (self->ssl) == TLS1_3_VERSION)
    return SSL_session_reused (self->ssl); /* we keep no sessions: it is our key */

  switch (SSL_CIPHER_get_kx_nid (SSL_get_current_cipher (self->ssl)))
    {
    case NID_kx_psk:
    case NID_kx_ecdhe_psk:
    case NID_kx_dhe_psk:
    case NID_kx_rsa_psk:
      return TRUE;
    default:
      return FALSE;
    }
}

/* OpenSSL is content with a handshake, whoever the other side may be. Some ciphers
 * ask for no certificate, and with a certificate a broker may pass over our key. */
static gboolean
check_peer (SondeTlsStream *self)
{
  if (wants_psk (self) && !used_psk (self))
    self->error = sonde_tls_error_without_psk ();
  else if (!wants_psk (self) && self->verification.required && SSL_get0_peer_certificate (self->ssl) == NULL)
    self->error = sonde_tls_error_without_certificate ();

  return self->error == NULL;
}

static gboolean
step_handshake (SondeTlsStream *self,
                GError        **error)
{
  int result, code;

  ERR_clear_error ();
  result = SSL_do_handshake (self->ssl);
  if (result == 1)
    {
      self->established = check_peer (self);
      if (!self->established)
        propagate_error (self, error);
      return self->established;
    }

  code = SSL_get_error (self->ssl, result);
  if (code == SSL_ERROR_WANT_READ)
    {
      self->bio.read_waits = TRUE;
      sonde_layer_fail_would_block (error);
      return FALSE;
    }
  break_off (self, code);
  propagate_error (self, error);

  return FALSE;
}

/* Returns: whether it is over */
static gboolean
advance_handshake (GTask *task)
{
  SondeTlsStream *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return TRUE;

  if (step_handshake (self, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;
  else
    g_task_return_error (task, g_steal_pointer (&error));

  return TRUE;
}

static gboolean
handshake_ready_cb (GObject *stream,
                    gpointer user_data)
{
  return advance_handshake (user_data) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

void
sonde_tls_stream_handshake_async (SondeTlsStream     *self,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (SONDE_IS_TLS_STREAM (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sonde_tls_stream_handshake_async);

  /* Without a name to check, any certificate of a known authority would do. */
  if (!self->name_is_set)
    {
      g_task_return_new_error (task, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                               _ ("“%s” is no name that a certificate can be checked for."), self->name);
      return;
    }
  if (advance_handshake (task))
    return;

  source = sonde_layer_create_source (SONDE_LAYER (self), G_IO_IN, cancellable);
  g_source_set_callback (source, G_SOURCE_FUNC (handshake_ready_cb), g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

gboolean
sonde_tls_stream_handshake_finish (SondeTlsStream *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- Whom we talk to ---- */

/* Without the dot that ends a full name. */
static char *
normalize_name (const char *host)
{
  g_autofree char *ascii = sonde_host_dup_ascii (host);

  if (ascii == NULL)
    return g_strdup (host);
  if (g_str_has_suffix (ascii, "."))
    ascii[strlen (ascii) - 1] = '\0';

  return g_steal_pointer (&ascii);
}

static void
set_name (SondeTlsStream *self,
          const char     *host)
{
  X509_VERIFY_PARAM *param = SSL_get0_param (self->ssl);

  self->name = normalize_name (host);
  if (g_hostname_is_ip_address (self->name))
    {
      self->name_is_set = X509_VERIFY_PARAM_set1_ip_asc (param, self->name) == 1;
      return;
    }

  X509_VERIFY_PARAM_set_hostflags (param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  self->name_is_set = X509_VERIFY_PARAM_set1_host (param, self->name, 0) == 1 &&
                      SSL_set_tlsext_host_name (self->ssl, self->name) == 1;
}

static char *
describe_peer (SondeTlsStream *self)
{
  X509                *certificate = SSL_get0_peer_certificate (self->ssl);
  const char          *version = SSL_get_version (self->ssl);
  const SondeTlsFault *fault = sonde_tls_verification_get_fault (&self->verification);
  g_autofree char     *subject = NULL;
  g_autofree char     *issuer = NULL;
  g_autofree char     *until = NULL;

  if (certificate == NULL && wants_psk (self))
    return g_strdup_printf (_ ("%s with the pre-shared key of “%s”"), version, sonde_tls_context_get_psk_identity (self->context));
  if (certificate == NULL)
    return g_strdup (version);

  subject = sonde_tls_dup_subject (certificate);
  issuer = sonde_tls_dup_issuer (certificate);
  until = sonde_tls_dup_date (X509_get0_notAfter (certificate));
  if (fault != NULL)
    return g_strdup_printf (_ ("%s with “%s”, not verified: %s"), version, subject, X509_verify_cert_error_string (fault->code));

  return g_strdup_printf (_ ("%s with “%s”, certified by “%s” until %s"), version, subject, issuer, until != NULL ? until : "?");
}

char *
sonde_tls_stream_describe (SondeTlsStream *self)
{
  g_autofree char *peer = NULL;
  const guchar    *protocol;
  unsigned int     length;

  g_return_val_if_fail (SONDE_IS_TLS_STREAM (self), NULL);

  peer = describe_peer (self);
  SSL_get0_alpn_selected (self->ssl, &protocol, &length);
  if (length == 0 && sonde_tls_context_offers_protocols (self->context))
    return g_strdup_printf (_ ("%s; the broker chose no application protocol (ALPN)"), peer);

  return g_steal_pointer (&peer);
}

SondeChain *
sonde_tls_stream_dup_chain (SondeTlsStream *self)
{
  SondeChain *chain;

  g_return_val_if_fail (SONDE_IS_TLS_STREAM (self), NULL);

  chain = sonde_tls_verification_to_chain (&self->verification, self->name);
  if (chain != NULL && self->established)
    chain->protection = g_strdup_printf ("%s, %s", SSL_get_version (self->ssl), SSL_get_cipher_name (self->ssl));

  return chain;
}

/* ---- Life ---- */

static void
sonde_tls_stream_finalize (GObject *object)
{
  SondeTlsStream *self = SONDE_TLS_STREAM (object);

  SSL_free (self->ssl);
  sonde_tls_context_unref (self->context);
  sonde_tls_verification_clear (&self->verification);
  g_clear_error (&self->bio.error);
  g_clear_error (&self->error);
  g_free (self->name);

  G_OBJECT_CLASS (sonde_tls_stream_parent_class)->finalize (object);
}

static void
sonde_tls_stream_class_init (SondeTlsStreamClass *klass)
{
  SondeLayerClass *layer_class = SONDE_LAYER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sonde_tls_stream_finalize;
  layer_class->read = sonde_tls_stream_read;
  layer_class->write = sonde_tls_stream_write;
  layer_class->is_readable = sonde_tls_stream_is_readable;
  layer_class->is_writable = sonde_tls_stream_is_writable;
  layer_class->end = sonde_tls_stream_end;
}

static void
sonde_tls_stream_init (SondeTlsStream *self)
{
}

SondeTlsStream *
sonde_tls_stream_new (GIOStream       *base,
                      SondeTlsContext *context,
                      const char      *host)
{
  SondeTlsStream *self;
  const char     *server_name;
  BIO            *bio;

  g_return_val_if_fail (G_IS_IO_STREAM (base), NULL);
  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (SONDE_TYPE_TLS_STREAM, NULL);
  sonde_layer_set_base (SONDE_LAYER (self), base);
  self->context = sonde_tls_context_ref (context);
  self->bio.layer = SONDE_LAYER (self);
  self->ssl = sonde_tls_context_create_ssl (context);
  sonde_tls_verification_init (&self->verification, sonde_tls_context_get_verify (context));
  SSL_set_app_data (self->ssl, &self->verification);
  server_name = sonde_tls_context_get_server_name (context);
  set_name (self, *server_name != '\0' ? server_name : host);
  bio = sonde_tls_bio_new (&self->bio);
  SSL_set_bio (self->ssl, bio, bio);
  SSL_set_connect_state (self->ssl);

  return self;
}
