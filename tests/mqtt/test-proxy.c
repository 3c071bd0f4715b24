/* test-proxy.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-proxy"

#include "test-proxy.h"

#include <gio/gio.h>
#include <string.h>

#define SOCKS_VERSION 5
#define METHOD_NONE 0
#define METHOD_LOGIN 2
#define ADDRESS_IPV4 1
#define ADDRESS_NAME 3
#define ADDRESS_IPV6 4

struct _TestProxy
{
  GSocketService *service;
  char           *login;
  guint16         port;
  guint16         target;
  GMutex          mutex;
  char           *request; /* of the last client */
};

/* One client; blocking. */
typedef struct
{
  TestProxy     *proxy;
  GInputStream  *in;
  GOutputStream *out;
} Client;

static gboolean
read_exactly (Client *self,
              void   *bytes,
              gsize   size)
{
  gsize n;

  return g_input_stream_read_all (self->in, bytes, size, &n, NULL, NULL) && n == size;
}

static gboolean
write_all (Client     *self,
           const void *bytes,
           gsize       size)
{
  return g_output_stream_write_all (self->out, bytes, size, NULL, NULL, NULL);
}

static void
note_request (Client     *self,
              const char *request)
{
  g_mutex_lock (&self->proxy->mutex);
  g_free (self->proxy->request);
  self->proxy->request = g_strdup (request);
  g_mutex_unlock (&self->proxy->mutex);
}

/* ---- SOCKS 5 ---- */

/* Returns: (transfer full): a text with a length of one byte before it, or %NULL */
static char *
read_short (Client *self)
{
  g_autofree char *text = g_malloc0 (256);
  guint8           length;

  if (!read_exactly (self, &length, 1) || !read_exactly (self, text, length))
    return NULL;

  return g_steal_pointer (&text);
}

static gboolean
choose_method (Client *self)
{
  guint8 methods[255];
  guint8 n;
  guint8 wanted = self->proxy->login != NULL ? METHOD_LOGIN : METHOD_NONE;

  if (!read_exactly (self, &n, 1) || !read_exactly (self, methods, n))
    return FALSE;
  if (memchr (methods, wanted, n) == NULL)
    {
      write_all (self, "\5\xff", 2);
      return FALSE;
    }

  return write_all (self, (guint8[]){ SOCKS_VERSION, wanted }, 2);
}

static gboolean
check_login (Client *self)
{
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;
  g_autofree char *login = NULL;
  guint8           version;
  gboolean         good;

  if (self->proxy->login == NULL)
    return TRUE;
  if (!read_exactly (self, &version, 1) || (user = read_short (self)) == NULL || (password = read_short (self)) == NULL)
    return FALSE;

  login = g_strconcat (user, ":", password, NULL);
  good = g_str_equal (login, self->proxy->login);

  return write_all (self, (guint8[]){ 1, !good }, 2) && good;
}

static char *
read_host (Client *self,
           guint8  kind)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *text = NULL;
  guint8           bytes[16];

  if (kind == ADDRESS_NAME)
    return read_short (self);
  if (!read_exactly (self, bytes, kind == ADDRESS_IPV6 ? 16 : 4))
    return NULL;

  address = g_inet_address_new_from_bytes (bytes, kind == ADDRESS_IPV6 ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4);
  text = g_inet_address_to_string (address);

  return kind == ADDRESS_IPV6 ? g_strdup_printf ("[%s]", text) : g_steal_pointer (&text);
}

static gboolean
talk_socks (Client *self)
{
  g_autofree char *host = NULL;
  g_autofree char *request = NULL;
  guint8           head[4], port[2];

  if (!choose_method (self) || !check_login (self))
    return FALSE;
  if (!read_exactly (self, head, sizeof head) || (host = read_host (self, head[3])) == NULL || !read_exactly (self, port, sizeof port))
    return FALSE;

  request = g_strdup_printf ("%s:%d", host, port[0] << 8 | port[1]);
  note_request (self, request);

  return write_all (self, "\5\0\0\1\0\0\0\0\0\0", 10);
}

/* ---- HTTP ---- */

static gboolean
talk_http (Client *self)
{
  g_autoptr (GString) head = g_string_new ("C");
  g_autofree char *login = NULL;
  g_autofree char *header = NULL;
  g_auto (GStrv) words = NULL;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (!read_exactly (self, &byte, 1))
        return FALSE;
      g_string_append_c (head, byte);
    }

  words = g_strsplit (head->str, " ", 3);
  note_request (self, words[1]);

  if (self->proxy->login != NULL)
    {
      login = g_base64_encode ((const guchar *) self->proxy->login, strlen (self->proxy->login));
      header = g_strdup_printf ("\r\nProxy-Authorization: Basic %s\r\n", login);
    }
  if (header != NULL && strstr (head->str, header) == NULL)
    {
      const char *refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n\r\n";

      write_all (self, refusal, strlen (refusal));
      return FALSE;
    }

  return write_all (self, "HTTP/1.1 200 Connection established\r\n\r\n", 39);
}

/* ---- Through ---- */

typedef struct
{
  GSocketConnection *from, *to;
} Direction;

static gpointer
pass_on (gpointer data)
{
  Direction *direction = data;

  g_output_stream_splice (g_io_stream_get_output_stream (G_IO_STREAM (direction->to)),
                          g_io_stream_get_input_stream (G_IO_STREAM (direction->from)),
                          G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL);
  g_socket_shutdown (g_socket_connection_get_socket (direction->to), FALSE, TRUE, NULL);

  return NULL;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        TestProxy              *self)
{
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) broker = NULL;
  Client client = {
    self,
    g_io_stream_get_input_stream (G_IO_STREAM (connection)),
    g_io_stream_get_output_stream (G_IO_STREAM (connection)),
  };
  Direction up, down;
  GThread  *thread;
  guint8    first;

  if (!read_exactly (&client, &first, 1))
    return TRUE;

  g_socket_client_set_enable_proxy (connector, FALSE);
  broker = g_socket_client_connect_to_host (connector, "127.0.0.1", self->target, NULL, NULL);
  if (broker == NULL || !(first == SOCKS_VERSION ? talk_socks (&client) : talk_http (&client)))
    return TRUE;

  up = (Direction){ connection, broker };
  down = (Direction){ broker, connection };
  thread = g_thread_new ("proxy", pass_on, &up);
  pass_on (&down);
  g_thread_join (thread);

  return TRUE;
}

TestProxy *
test_proxy_new (const char *login,
                guint16     target)
{
  TestProxy *self = g_new0 (TestProxy, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->login = g_strdup (login);
  self->target = target;
  self->service = g_threaded_socket_service_new (-1);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);

  return self;
}

void
test_proxy_free (TestProxy *self)
{
  if (self == NULL)
    return;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Each client's thread has a reference until it is done. */
  while (g_atomic_int_get (&G_OBJECT (self->service)->ref_count) > 1)
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (self->service);
  g_mutex_clear (&self->mutex);
  g_free (self->login);
  g_free (self->request);
  g_free (self);
}

guint16
test_proxy_get_port (TestProxy *self)
{
  return self->port;
}

char *
test_proxy_dup_request (TestProxy *self)
{
  char *request;

  g_mutex_lock (&self->mutex);
  request = g_strdup (self->request);
  g_mutex_unlock (&self->mutex);

  return request;
}
