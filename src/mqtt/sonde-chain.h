/* sonde-chain.h: the certificates a broker presented, and what is wrong with them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plain, immutable and counted; any thread. All text is valid UTF-8, bounded and on one line, but the PEM.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The gravest thing that is wrong: a stranger with a wrong name has the wrong name. */
typedef enum
{
  SONDE_CHAIN_GOOD,
  SONDE_CHAIN_UNKNOWN_AUTHORITY, /* or self-signed: nothing else is wrong */
  SONDE_CHAIN_WRONG_NAME,
  SONDE_CHAIN_EXPIRED,
  SONDE_CHAIN_TOO_EARLY,
  SONDE_CHAIN_OTHER_FAULT,
} SondeChainVerdict;

typedef struct
{
  char    *name;    /* what names its subject best, "Lab Root CA" */
  char    *subject; /* in full, "CN=Lab Root CA, O=Lab" */
  char    *issuer;  /* likewise */
  char    *names;   /* of hosts it is for, "a.example, b.example"; or %NULL */
  gint64   begins;  /* Unix time, s */
  gint64   ends;
  char    *fingerprint; /* SHA-256, "9F:2C:…" */
  char    *pem;
  gboolean is_authority;
  char    *fault; /* a sentence, or %NULL */
} SondeCertificate;

typedef struct
{
  SondeChainVerdict verdict;
  char             *asked_for;      /* the name or address it was to be for */
  char             *missing_issuer; /* the authority that was neither presented nor known; or %NULL */
  GPtrArray        *certificates;   /* of SondeCertificate, as they came: the broker's own first */
  char             *protection;     /* TLS version and cipher, where the handshake was completed; or %NULL */
  int               to_trust;       /* index of the one that, were it trusted, would mend all; or -1 */

  /*< private >*/
  gatomicrefcount ref_count;
} SondeChain;

/* An empty one, to be filled in by its maker. */
SondeChain *sonde_chain_new (const char *asked_for);
SondeChain *sonde_chain_ref (SondeChain *self);
void        sonde_chain_unref (SondeChain *self);

void sonde_certificate_free (SondeCertificate *self);

/* "2026-01-31" */
char *sonde_certificate_dup_day (gint64 time);

/* "expires in 19 days", "expired"; %NULL while there is time. @now: Unix time, s */
char *sonde_certificate_dup_haste (const SondeCertificate *self,
                                   gint64                  now);

/* Returns: (nullable): borrowed */
const SondeCertificate *sonde_chain_get_to_trust (const SondeChain *self);

/* As lines for a report. */
char *sonde_chain_to_text (const SondeChain *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeChain, sonde_chain_unref)

G_END_DECLS
