/* sonde-tls-verify.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-tls-verify"

#include "sonde-tls-verify.h"

#include "sonde-tls-certificate.h"

#include <glib/gi18n.h>
#include <openssl/x509v3.h>

/* More is a game, not a chain. */
#define MAX_CERTIFICATES 20
#define MAX_FAULTS 50

void
sonde_tls_verification_init (SondeTlsVerification *self,
                             gboolean              required)
{
  self->required = required;
  self->faults = g_array_new (FALSE, TRUE, sizeof (SondeTlsFault));
  g_array_set_clear_func (self->faults, (GDestroyNotify) sonde_tls_fault_clear);
}

void
sonde_tls_verification_clear (SondeTlsVerification *self)
{
  g_clear_pointer (&self->faults, g_array_unref);
  sk_X509_pop_free (self->presented, X509_free);
  self->presented = NULL;
}

/* ---- While OpenSSL looks at it ---- */

static SondeTlsVerification *
get_verification (X509_STORE_CTX *store)
{
  return SSL_get_app_data ((SSL *) X509_STORE_CTX_get_ex_data (store, SSL_get_ex_data_X509_STORE_CTX_idx ()));
}

static void
add_fault (SondeTlsVerification *self,
           X509_STORE_CTX       *store)
{
  SondeTlsFault fault = { X509_STORE_CTX_get_error (store), X509_STORE_CTX_get_error_depth (store), NULL };
  X509         *certificate = X509_STORE_CTX_get_current_cert (store);

  if (self->faults->len == MAX_FAULTS)
    return;

  if (certificate != NULL && X509_up_ref (certificate))
    fault.certificate = certificate;
  g_array_append_val (self->faults, fault);
}

static int
collect_cb (int             accepted,
            X509_STORE_CTX *store)
{
  if (!accepted)
    add_fault (get_verification (store), store);

  return 1;
}

int
sonde_tls_verify_cb (X509_STORE_CTX *store,
                     void           *unused)
{
  SondeTlsVerification *self = get_verification (store);
  const SondeTlsFault  *fault;

  sk_X509_pop_free (self->presented, X509_free);
  self->presented = X509_chain_up_ref (X509_STORE_CTX_get0_untrusted (store));

  X509_STORE_CTX_set_verify_cb (store, collect_cb);
  if (X509_verify_cert (store) <= 0 && self->faults->len == 0)
    add_fault (self, store);

  fault = sonde_tls_verification_get_fault (self);
  if (fault == NULL)
    return 1;

  X509_STORE_CTX_set_error (store, fault->code); /* tells the broker, too */

  return !self->required;
}

/* ---- What came of it ---- */

static gboolean
is_of_authority (int code)
{
  switch (code)
    {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return TRUE;
    default:
      return FALSE;
    }
}

const SondeTlsFault *
sonde_tls_verification_get_fault (const SondeTlsVerification *self)
{
  for (guint i = 0; i < self->faults->len; i++)
    {
      const SondeTlsFault *fault = &g_array_index (self->faults, SondeTlsFault, i);

      if (!is_of_authority (fault->code))
        return fault;
    }

  return self->faults->len > 0 ? &g_array_index (self->faults, SondeTlsFault, 0) : NULL;
}

static SondeChainVerdict
get_verdict (const SondeTlsFault *fault)
{
  if (fault == NULL)
    return SONDE_CHAIN_GOOD;
  if (is_of_authority (fault->code))
    return SONDE_CHAIN_UNKNOWN_AUTHORITY;

  switch (fault->code)
    {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return SONDE_CHAIN_WRONG_NAME;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return SONDE_CHAIN_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return SONDE_CHAIN_TOO_EARLY;
    default:
      return SONDE_CHAIN_OTHER_FAULT;
    }
}

static int
find_presented (const SondeTlsVerification *self,
                const X509                 *certificate)
{
  for (int i = 0; certificate != NULL && i < sk_X509_num (self->presented) && i < MAX_CERTIFICATES; i++)
    if (X509_cmp (sk_X509_value (self->presented, i), certificate) == 0)
      return i;

  return -1;
}

static char *
dup_sentence (const SondeTlsFault *fault,
              const char          *name)
{
  g_autoptr (GError) error = NULL;

  if (!is_of_authority (fault->code))
    {
      error = sonde_tls_error_from_fault (fault, name);
      return g_strdup (error->message);
    }

  if (fault->code == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT)
    return g_strdup (_ ("Self-signed, and not trusted."));
  if (fault->code == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN)
    return g_strdup (_ ("This authority is not trusted."));

  return g_strdup (_ ("Its issuer is not trusted, and was not presented."));
}

static void
tell_fault (const SondeTlsVerification *self,
            const SondeTlsFault        *fault,
            SondeChain                 *chain)
{
  int               at = find_presented (self, fault->certificate);
  SondeCertificate *certificate;

  if (at < 0)
    return;

  certificate = g_ptr_array_index (chain->certificates, at);
  if (certificate->fault == NULL)
    certificate->fault = dup_sentence (fault, chain->asked_for);
  if (!is_of_authority (fault->code))
    return;

  /* The top of the chain as OpenSSL built it: what follows it was presented for nothing. */
  chain->to_trust = at;
  if (chain->missing_issuer == NULL && X509_check_issued (fault->certificate, fault->certificate) != X509_V_OK)
    chain->missing_issuer = g_strdup (certificate->issuer);
}

SondeChain *
sonde_tls_verification_to_chain (const SondeTlsVerification *self,
                                 const char                 *name)
{
  g_autoptr (SondeChain) chain = NULL;

  if (sk_X509_num (self->presented) <= 0)
    return NULL;

  chain = sonde_chain_new (name);
  for (int i = 0; i < sk_X509_num (self->presented) && i < MAX_CERTIFICATES; i++)
    g_ptr_array_add (chain->certificates, sonde_tls_read_certificate (sk_X509_value (self->presented, i)));

  chain->verdict = get_verdict (sonde_tls_verification_get_fault (self));
  for (guint i = 0; i < self->faults->len; i++)
    tell_fault (self, &g_array_index (self->faults, SondeTlsFault, i), chain);
  if (chain->verdict != SONDE_CHAIN_UNKNOWN_AUTHORITY)
    chain->to_trust = -1;

  return g_steal_pointer (&chain);
}
