/* sonde-tls-bio.h: OpenSSL's end of a stream
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-layer.h"

#include <openssl/bio.h>

G_BEGIN_DECLS

typedef struct
{
  SondeLayer *layer; /* not owned */
  GError     *error; /* of the last read: OpenSSL says only that there was one */
  gboolean    eof;

  /* Whether OpenSSL waits for the base: set by the stream after a WANT_READ,
   * cleared by every successful read, whoever asked for it. */
  gboolean read_waits;
  gboolean write_waits;
} SondeTlsBioState;

/* @state must outlive it. */
BIO *sonde_tls_bio_new (SondeTlsBioState *state);

G_END_DECLS
