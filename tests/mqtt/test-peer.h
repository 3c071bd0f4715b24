/* test-peer.h: the other end of a stream, played by the test itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns: (transfer full): the stream's end; @peer is the other one, a socket that
 * blocks, and is the caller's to close */
GIOStream *test_peer_new (int *peer);

/* All of it, or FALSE at the end. */
gboolean test_peer_read (int   peer,
                         void *bytes,
                         gsize size);
void     test_peer_write (int         peer,
                          const void *bytes,
                          gsize       size);

/* A frame of a WebSocket's client, which must be masked. Returns: its opcode, or -1 at the end */
int test_peer_read_frame (int      peer,
                          GBytes **payload);

/* One of its server. @first: the opcode, with 0x80 when it is the last of a message */
void test_peer_write_frame (int         peer,
                            guint8      first,
                            const void *payload,
                            gsize       size);

G_END_DECLS
