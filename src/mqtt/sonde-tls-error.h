/* sonde-tls-error.h: why TLS failed, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All errors made here are of %SONDE_MQTT_ERROR.
 */

#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* Something that is wrong with the chain the broker presented. */
typedef struct
{
  int   code;        /* X509_V_ERR_…; X509_V_OK when there is none */
  int   depth;       /* 0 is the broker's own certificate */
  X509 *certificate; /* the faulty one; may be %NULL */
} SondeTlsFault;

void sonde_tls_fault_clear (SondeTlsFault *self);

/* @name: what the certificate was to be for */
GError *sonde_tls_error_from_fault (const SondeTlsFault *fault,
                                    const char          *name);

/* From the error queue of this thread, which is empty then. While the
 * handshake goes on, @handshaking, what does not look like TLS is no TLS.
 * @psk_identity: of the pre-shared key we offered; "" is none */
GError *sonde_tls_error_from_queue (gboolean    handshaking,
                                    const char *psk_identity);

/* The broker passed over the pre-shared key we offered. */
GError *sonde_tls_error_without_psk (void);

/* It presented no certificate, where one was to be verified. */
GError *sonde_tls_error_without_certificate (void);

/* The stream below ended or broke (@error) in the middle of the handshake: not of
 * %SONDE_MQTT_ERROR_TLS, as that may pass. */
GError *sonde_tls_error_from_end (const GError *error);

G_END_DECLS
