/* test-tls-server.h: the other end of a TLS connection, in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "test-identity.h"

#include <gio/gio.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct _TestTlsServer TestTlsServer;

/* Owns nothing it is given: identities live as long as the server. */
#define TEST_PSK "00aff1"

typedef struct
{
  const TestIdentity *identity;         /* %NULL: pre-shared keys only */
  const TestIdentity *above[2];         /* presented, too, after its own */
  const TestIdentity *client_authority; /* demands a client certificate by it */
  int                 max_version;      /* 0 is any */
  int                 min_version;
  const char         *protocol;     /* ALPN: knows this one only */
  const char         *psk_identity; /* takes this one, with TEST_PSK */
  const char         *ciphers;      /* of TLS 1.2, or %NULL */
  const char         *plain;        /* says this instead of TLS, then closes */
  gsize               cut;          /* closes after so many bytes of its own; 0 is never */
  gboolean            silent;       /* says nothing */
  gboolean            nested;       /* TLS in TLS */
  gboolean            echo;         /* everything, until the end; with key updates */
  gboolean            update_keys;
  gboolean            truncate; /* ends without close_notify */
} TestTlsScript;

/* The client's end is in @connection. */
TestTlsServer *test_tls_server_new (const TestTlsScript *script,
                                    GIOStream          **connection);

/* Waits for it. */
void test_tls_server_free (TestTlsServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestTlsServer, test_tls_server_free)

G_END_DECLS
