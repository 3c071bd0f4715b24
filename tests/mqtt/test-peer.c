/* test-peer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-peer"

#include "test-peer.h"

#include <string.h>
#include <sys/socket.h>

GIOStream *
test_peer_new (int *peer)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;
  int fds[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds));
  socket = g_socket_new_from_fd (fds[0], &error);
  g_assert_no_error (error);
  *peer = fds[1];

  return G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
}

gboolean
test_peer_read (int   peer,
                void *bytes,
                gsize size)
{
  for (gsize done = 0; done < size;)
    {
      gssize n = recv (peer, (guint8 *) bytes + done, size - done, 0);

      if (n <= 0)
        return FALSE;
      done += n;
    }

  return TRUE;
}

void
test_peer_write (int         peer,
                 const void *bytes,
                 gsize       size)
{
  g_assert_cmpint (send (peer, bytes, size, MSG_NOSIGNAL), ==, (gssize) size);
}

int
test_peer_read_frame (int      peer,
                      GBytes **payload)
{
  guint8             head[2], mask[4];
  guint16            size_16;
  guint64            size;
  g_autofree guint8 *bytes = NULL;

  if (!test_peer_read (peer, head, sizeof head))
    return -1;

  g_assert_cmpuint (head[0] & 0xf0, ==, 0x80);
  g_assert_cmpuint (head[1] & 0x80, ==, 0x80);
  size = head[1] & 0x7f;
  if (size == 126)
    {
      g_assert_true (test_peer_read (peer, &size_16, sizeof size_16));
      size = GUINT16_FROM_BE (size_16);
    }
  else if (size == 127)
    {
      g_assert_true (test_peer_read (peer, &size, sizeof size));
      size = GUINT64_FROM_BE (size);
    }
  g_assert_true (test_peer_read (peer, mask, sizeof mask));
  bytes = g_malloc (size);
  g_assert_true (test_peer_read (peer, bytes, size));
  for (guint64 i = 0; i < size; i++)
    bytes[i] ^= mask[i % 4];
  *payload = g_bytes_new_take (g_steal_pointer (&bytes), size);

  return head[0] & 0x0f;
}

void
test_peer_write_frame (int         peer,
                       guint8      first,
                       const void *payload,
                       gsize       size)
{
  guint8  head[10] = { first };
  guint64 size_64 = GUINT64_TO_BE (size);

  if (size < 126)
    {
      head[1] = size;
      test_peer_write (peer, head, 2);
    }
  else
    {
      head[1] = 127;
      memcpy (head + 2, &size_64, sizeof size_64);
      test_peer_write (peer, head, sizeof head);
    }
  test_peer_write (peer, payload, size);
}
