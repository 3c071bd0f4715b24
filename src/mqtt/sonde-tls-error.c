/* sonde-tls-error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-error"

#include "sonde-tls-error.h"

#include "sonde-mqtt-error.h"
#include "sonde-tls-certificate.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

void
sonde_tls_fault_clear (SondeTlsFault *self)
{
  X509_free (self->certificate);
  *self = (SondeTlsFault){ .code = X509_V_OK };
}

static GError *
make_error (const char *sentence)
{
  return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS, sentence);
}

/* ---- Certificates ---- */

static GError *
make_name_error (X509       *certificate,
                 const char *name)
{
  g_autofree char *names = certificate != NULL ? sonde_tls_dup_names (certificate) : NULL;

  if (names == NULL)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                        _ ("The broker’s certificate is not for “%s”: it names no host."), name);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                      _ ("The broker’s certificate is not for “%s”, but for: %s."), name, names);
}

/* Against which the dates were held, and which may itself be wrong. */
static char *
dup_today (void)
{
  return sonde_certificate_dup_day (g_get_real_time () / G_USEC_PER_SEC);
}

static GError *
make_expired_error (const SondeTlsFault *fault)
{
  g_autofree char *date = sonde_tls_dup_date (X509_get0_notAfter (fault->certificate));
  g_autofree char *subject = sonde_tls_dup_subject (fault->certificate);
  g_autofree char *today = dup_today ();

  if (fault->depth == 0)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                        _ ("The broker’s certificate expired on %s; this computer’s clock says %s."), date != NULL ? date : "?", today);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                      _ ("The certificate of the authority “%s” expired on %s; this computer’s clock says %s."), subject,
                      date != NULL ? date : "?", today);
}

static GError *
make_early_error (const SondeTlsFault *fault)
{
  g_autofree char *date = sonde_tls_dup_date (X509_get0_notBefore (fault->certificate));
  g_autofree char *subject = sonde_tls_dup_subject (fault->certificate);
  g_autofree char *today = dup_today ();

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                      _ ("The certificate of “%s” is valid only from %s on; this computer’s clock says %s: check it."),
                      subject, date != NULL ? date : "?", today);
}

static GError *
make_unknown_authority_error (X509 *certificate)
{
  g_autofree char *issuer = sonde_tls_dup_issuer (certificate);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                      _ ("The broker’s certificate comes from an authority that is not trusted, “%s”: choose its CA certificate."), issuer);
}

GError *
sonde_tls_error_from_fault (const SondeTlsFault *fault,
                            const char          *name)
{
  switch (fault->certificate != NULL ? fault->code : X509_V_ERR_UNSPECIFIED)
    {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return make_name_error (fault->certificate, name);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return make_expired_error (fault);
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return make_early_error (fault);
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return make_error (_ ("The broker’s certificate is self-signed: to trust it, choose it as the CA certificate."));
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return make_unknown_authority_error (fault->certificate);
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return make_error (_ ("The broker’s certificate does not come from the authority it names: its signature is wrong."));
    case X509_V_ERR_INVALID_PURPOSE:
      return make_error (_ ("The broker’s certificate was not made for a server."));
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
      return make_error (_ ("The broker’s certificate is too weak: its key is too short, or its signature outdated."));
    default:
      return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                          _ ("The broker’s certificate was not accepted: %s."), X509_verify_cert_error_string (fault->code));
    }
}

/* ---- Alerts: what the broker has against us (RFC 8446, 6.2) ---- */

static const char *
get_alert_sentence (int alert)
{
  switch (alert)
    {
    case SSL_AD_CERTIFICATE_REQUIRED:
      return _ ("The broker demands a client certificate: choose one, with its key.");
    case SSL_AD_HANDSHAKE_FAILURE:
      return _ ("The broker ended the TLS handshake: it may demand a client certificate, a pre-shared key, or other ciphers.");
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_UNKNOWN:
      return _ ("The broker does not accept the client certificate.");
    case SSL_AD_CERTIFICATE_REVOKED:
      return _ ("The broker does not accept the client certificate: it was revoked.");
    case SSL_AD_CERTIFICATE_EXPIRED:
      return _ ("The broker does not accept the client certificate: it has expired.");
    case SSL_AD_UNKNOWN_CA:
      return _ ("The broker does not know the authority of the client certificate.");
    case SSL_AD_DECRYPT_ERROR:
      return _ ("The broker does not accept the client certificate: its signature is wrong.");
    case SSL_AD_ACCESS_DENIED:
      return _ ("The broker does not let the holder of this client certificate in.");
    case SSL_AD_PROTOCOL_VERSION:
      return _ ("The broker and Sonde have no version of TLS in common.");
    case SSL_AD_INSUFFICIENT_SECURITY:
      return _ ("The broker demands stronger ciphers.");
    case SSL_AD_UNRECOGNIZED_NAME:
      return _ ("The broker does not answer to this server name.");
    case SSL_AD_NO_APPLICATION_PROTOCOL:
      return _ ("The broker knows none of the application protocols (ALPN) that were offered.");
    case SSL_AD_UNKNOWN_PSK_IDENTITY:
      return _ ("The broker demands a pre-shared key.");
    case SSL_AD_INTERNAL_ERROR:
      return _ ("The broker failed at TLS: it reports an internal error.");
    default:
      return NULL;
    }
}

static GError *
make_alert_error (int alert)
{
  const char *sentence = get_alert_sentence (alert);

  if (sentence != NULL)
    return make_error (sentence);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                      _ ("The broker ended the TLS connection: alert %d."), alert);
}

/* With a pre-shared key it is the key that an alert is about; brokers use several for the same. */
static GError *
make_psk_alert_error (int         alert,
                      const char *identity)
{
  switch (alert)
    {
    case SSL_AD_BAD_RECORD_MAC:
    case SSL_AD_DECRYPT_ERROR:
    case SSL_AD_ILLEGAL_PARAMETER:
      return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                          _ ("The broker has another pre-shared key for “%s”: type it anew."), identity);
    case SSL_AD_UNKNOWN_PSK_IDENTITY:
    case SSL_AD_HANDSHAKE_FAILURE:
      return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                          _ ("The broker has no pre-shared key for “%s”, or takes none on this port."), identity);
    default:
      return make_alert_error (alert);
    }
}

GError *
sonde_tls_error_without_psk (void)
{
  return make_error (_ ("The broker takes no pre-shared key on this port, but shows a certificate: use another port, or leave the identity of the key empty."));
}

GError *
sonde_tls_error_without_certificate (void)
{
  return make_error (_ ("The broker presented no certificate, so it cannot be verified: choose other ciphers."));
}

/* ---- What OpenSSL says ---- */

static gboolean
is_no_tls (int reason)
{
  switch (reason)
    {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_RECORD_LENGTH_MISMATCH:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_UNKNOWN_PROTOCOL:
    case SSL_R_BAD_RECORD_TYPE:
      return TRUE;
    default:
      return FALSE;
    }
}

GError *
sonde_tls_error_from_queue (gboolean    handshaking,
                            const char *psk_identity)
{
  unsigned long code = ERR_peek_error ();
  int           reason = ERR_GET_LIB (code) == ERR_LIB_SSL ? ERR_GET_REASON (code) : 0;
  const char   *words = ERR_reason_error_string (code);

  ERR_clear_error ();

  if (reason >= SSL_AD_REASON_OFFSET)
    return *psk_identity != '\0' ? make_psk_alert_error (reason - SSL_AD_REASON_OFFSET, psk_identity)
                                 : make_alert_error (reason - SSL_AD_REASON_OFFSET);
  if (handshaking && is_no_tls (reason))
    return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_NO_TLS,
                                _ ("What answers there does not speak TLS: switch TLS off, or use the port for it, often 8883."));
  if (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_NO_PROTOCOLS_AVAILABLE)
    return make_error (_ ("The broker and Sonde have no version of TLS in common."));
  if (reason == SSL_R_DH_KEY_TOO_SMALL || reason == SSL_R_EE_KEY_TOO_SMALL)
    return make_error (_ ("The broker’s encryption is too weak: its key is too short."));

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TLS,
                      _ ("TLS failed: %s."), words != NULL ? words : "?");
}

GError *
sonde_tls_error_from_end (const GError *error)
{
  /* A reset has the same code, and is how many a plain broker answers. */
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                                _ ("The connection was closed during the TLS handshake: that port may not take TLS."));

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT,
                      _ ("The connection broke during the TLS handshake: %s."), error->message);
}
