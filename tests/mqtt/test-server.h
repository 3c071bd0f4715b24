/* test-server.h: a server that misbehaves as it is told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In a thread of its own, on 127.0.0.1 if not told otherwise; serves one client after the other.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TEST_SERVER_ANSWERS,   /* the bytes, once the client has sent something, then is silent */
  TEST_SERVER_HANGS_UP,  /* the bytes likewise, then closes */
  TEST_SERVER_RESETS,    /* the bytes likewise, then resets */
  TEST_SERVER_FLOODS,    /* the bytes likewise, again and again */
  TEST_SERVER_SLAMS,     /* resets as soon as the client is there */
  TEST_SERVER_NOT_TAKEN, /* does not even finish the TCP handshake */
} TestServerManner;

typedef struct _TestServer TestServer;

TestServer *test_server_new (TestServerManner manner,
                             const void      *bytes,
                             gsize            size);

/* Does not take what knocks at that address and port; %NULL where there is no such address. */
TestServer *test_server_new_silent (const char *address,
                                    guint16     port);

void    test_server_free (TestServer *self);
guint16 test_server_get_port (TestServer *self);

/* What came from all clients so far. */
GBytes *test_server_dup_received (TestServer *self);

/* How many clients have come and gone. */
guint test_server_get_n_gone (TestServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

G_END_DECLS
