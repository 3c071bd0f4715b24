/* test-server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-server"

#include "test-server.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sys/socket.h>
#include <unistd.h>

/* Connections that fill the queue of a socket that listens with a backlog of 0. */
#define N_FILLERS 4

struct _TestServer
{
  TestServerManner manner;
  GBytes          *bytes;
  GThread         *thread;
  guint16          port;
  int              fd;
  int              client; /* atomic; -1 when there is none */
  int              n_gone; /* atomic */
  GMutex           mutex;
  GByteArray      *received; /* under the mutex */
  int              fillers[N_FILLERS];
};

static void
close_client (TestServer *self,
              int         client)
{
  struct linger hard = { .l_onoff = 1, .l_linger = 0 };

  if (self->manner == TEST_SERVER_RESETS || self->manner == TEST_SERVER_SLAMS)
    setsockopt (client, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  close (client);
}

/* Returns: %FALSE at the end */
static gboolean
receive (TestServer *self,
         int         client)
{
  guint8 buffer[4096];
  gssize n = recv (client, buffer, sizeof buffer, 0);

  if (n <= 0)
    return FALSE;

  g_mutex_lock (&self->mutex);
  g_byte_array_append (self->received, buffer, n);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

static void
serve (TestServer *self,
       int         client)
{
  gsize       size;
  const void *bytes = g_bytes_get_data (self->bytes, &size);

  if (self->manner == TEST_SERVER_SLAMS || !receive (self, client))
    return;
  while (self->manner == TEST_SERVER_FLOODS && send (client, bytes, size, MSG_NOSIGNAL) > 0)
    ;
  if (size > 0 && send (client, bytes, size, MSG_NOSIGNAL) != (gssize) size)
    return;
  if (self->manner == TEST_SERVER_ANSWERS)
    while (receive (self, client))
      ;
}

static gpointer
server_worker (gpointer data)
{
  TestServer *self = data;
  int         client;

  while ((client = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    {
      g_atomic_int_set (&self->client, client);
      serve (self, client);
      g_atomic_int_set (&self->client, -1);
      close_client (self, client);
      g_atomic_int_inc (&self->n_gone);
    }

  return NULL;
}

/* With its queue full the kernel ignores who knocks, as a firewall would. */
static void
fill_queue (TestServer            *self,
            const struct sockaddr *address,
            socklen_t              length)
{
  for (guint i = 0; i < N_FILLERS; i++)
    {
      self->fillers[i] = socket (address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      if (connect (self->fillers[i], address, length) != 0)
        g_assert_cmpint (errno, ==, EINPROGRESS);
    }
}

/* Returns: whether there is such an address */
static gboolean
listen_at (TestServer *self,
           const char *text,
           guint16     port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, port);
  struct sockaddr_storage native;
  socklen_t               length = sizeof native;

  g_assert_true (g_socket_address_to_native (address, &native, sizeof native, NULL));
  self->fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->fd < 0 || bind (self->fd, (struct sockaddr *) &native, g_socket_address_get_native_size (address)) != 0)
    return FALSE;

  g_assert_no_errno (listen (self->fd, self->manner == TEST_SERVER_NOT_TAKEN ? 0 : 16));
  g_assert_no_errno (getsockname (self->fd, (struct sockaddr *) &native, &length));
  g_clear_object (&address);
  address = g_socket_address_new_from_native (&native, length);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  if (self->manner == TEST_SERVER_NOT_TAKEN)
    fill_queue (self, (struct sockaddr *) &native, length);

  return TRUE;
}

static TestServer *
create (TestServerManner manner,
        const void      *bytes,
        gsize            size)
{
  TestServer *self = g_new0 (TestServer, 1);

  self->manner = manner;
  self->bytes = g_bytes_new (bytes, size);
  self->client = -1;
  self->fd = -1;
  for (guint i = 0; i < N_FILLERS; i++)
    self->fillers[i] = -1;
  g_mutex_init (&self->mutex);
  self->received = g_byte_array_new ();

  return self;
}

TestServer *
test_server_new (TestServerManner manner,
                 const void      *bytes,
                 gsize            size)
{
  TestServer *self = create (manner, bytes, size);

  g_assert_true (listen_at (self, "127.0.0.1", 0));
  if (manner != TEST_SERVER_NOT_TAKEN)
    self->thread = g_thread_new ("server", server_worker, self);

  return self;
}

TestServer *
test_server_new_silent (const char *address,
                        guint16     port)
{
  g_autoptr (TestServer) self = create (TEST_SERVER_NOT_TAKEN, NULL, 0);

  return listen_at (self, address, port) ? g_steal_pointer (&self) : NULL;
}

void
test_server_free (TestServer *self)
{
  int client;

  if (self == NULL)
    return;

  shutdown (self->fd, SHUT_RDWR);
  client = g_atomic_int_get (&self->client);
  if (client >= 0)
    shutdown (client, SHUT_RDWR);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  for (guint i = 0; i < N_FILLERS; i++)
    if (self->fillers[i] >= 0)
      close (self->fillers[i]);
  if (self->fd >= 0)
    close (self->fd);
  g_bytes_unref (self->bytes);
  g_byte_array_unref (self->received);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
test_server_get_port (TestServer *self)
{
  return self->port;
}

GBytes *
test_server_dup_received (TestServer *self)
{
  GBytes *received;

  g_mutex_lock (&self->mutex);
  received = g_bytes_new (self->received->data, self->received->len);
  g_mutex_unlock (&self->mutex);

  return received;
}

guint
test_server_get_n_gone (TestServer *self)
{
  return g_atomic_int_get (&self->n_gone);
}
