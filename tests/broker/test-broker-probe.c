/* test-broker-probe.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-local-broker.h>

#include <string.h>

/* A server of one answer */
typedef struct
{
  const guint8 *answer;
  gsize         length;
  gboolean      closes;
  GByteArray   *received;
  GIOStream    *connection;
  guint8        chunk[64];
} Server;

static void read_on (Server *server);

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Server *server = user_data;
  gssize  size = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (size <= 0)
    {
      g_clear_object (&server->connection);
      return;
    }

  if (server->received->len == 0 && server->length > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (server->connection), server->answer, server->length,
                               NULL, NULL, NULL);
  g_byte_array_append (server->received, server->chunk, size);

  if (server->closes)
    g_clear_object (&server->connection);
  else
    read_on (server);
}

static void
read_on (Server *server)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (server->connection), server->chunk, sizeof server->chunk,
                             G_PRIORITY_DEFAULT, NULL, read_cb, server);
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             gpointer           user_data)
{
  Server *server = user_data;

  g_assert_null (server->connection);
  server->connection = g_object_ref (G_IO_STREAM (connection));
  read_on (server);

  return TRUE;
}

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

static gboolean
probe (guint16       port,
       GCancellable *cancellable,
       GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_broker_probe_async (port, cancellable, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_broker_probe_finish (result, error);
}

static GSocketService *
serve (Server  *server,
       guint16 *port)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &bound, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), server);
  server->received = g_byte_array_new ();

  return service;
}

static void
shut (Server         *server,
      GSocketService *service)
{
  while (server->connection != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_object_unref (service);
  g_byte_array_unref (server->received);
}

static void
test_answers (void)
{
  /* clang-format off */
  static const struct
  {
    const char *name;
    const char *answer;
    gsize       length;
    gboolean    closes;
    gboolean    is_broker;
  } cases[] = {
    { "accepted", "\x20\x02\x00\x00", 4, FALSE, TRUE },
    { "session present", "\x20\x02\x01\x00", 4, FALSE, TRUE },
    { "not authorized", "\x20\x02\x00\x05", 4, TRUE, TRUE },
    { "unsupported version", "\x20\x02\x00\x01", 4, TRUE, TRUE },
    { "in the way of MQTT 5", "\x20\x03\x00\x84\x00", 5, TRUE, TRUE },
    { "HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", 28, TRUE, FALSE },
    { "SSH", "SSH-2.0-OpenSSH_9.2\r\n", 21, FALSE, FALSE },
    { "an echo", "\x10\x1f\x00\x04", 4, FALSE, FALSE },
    { "reserved flags", "\x20\x02\x02\x00", 4, FALSE, FALSE },
    { "another packet", "\x90\x03\x00\x01\x00", 5, FALSE, FALSE },
    { "too short", "\x20\x02\x00", 3, TRUE, FALSE },
    { "closes at once", "", 0, TRUE, FALSE },
    { "silent", "", 0, FALSE, FALSE },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Server server = { (const guint8 *) cases[i].answer, cases[i].length, cases[i].closes };
      g_autoptr (GError) error = NULL;
      guint16         port;
      GSocketService *service = serve (&server, &port);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (probe (port, NULL, &error), ==, cases[i].is_broker);
      g_assert_no_error (error);
      shut (&server, service);
    }
}

/* What it sends is a CONNECT by the book (MQTT 3.1.1, 3.1), and a DISCONNECT. */
static void
test_packets (void)
{
  static const guint8 head[] = { 0, 4, 'M', 'Q', 'T', 'T', 4, 0x02 };
  Server              server = { (const guint8 *) "\x20\x02\x00\x00", 4, FALSE };
  const guint8       *bytes;
  gsize               connect_size;
  guint16             port;
  GSocketService     *service = serve (&server, &port);

  g_assert_true (probe (port, NULL, NULL));
  while (server.connection != NULL)
    g_main_context_iteration (NULL, TRUE);

  bytes = server.received->data;
  g_assert_cmpuint (server.received->len, >, 14);
  g_assert_cmpuint (bytes[0], ==, 0x10);
  g_assert_cmpuint (bytes[1], <, 0x80);
  connect_size = 2 + bytes[1];
  g_assert_cmpmem (bytes + 2, sizeof head, head, sizeof head);
  g_assert_cmpuint (bytes[12], ==, 0);
  g_assert_cmpuint (bytes[13], >, 0);
  g_assert_cmpuint (bytes[13], <=, 23);
  g_assert_cmpuint (14 + bytes[13], ==, connect_size);
  g_assert_cmpmem (bytes + connect_size, server.received->len - connect_size, "\xe0\x00", 2);
  shut (&server, service);
}

static void
test_closed_port (void)
{
  Server server = { NULL, 0, TRUE };
  g_autoptr (GError) error = NULL;
  guint16 port;

  shut (&server, serve (&server, &port));
  g_assert_false (probe (port, NULL, &error));
  g_assert_no_error (error);
}

static void
test_cancelled (void)
{
  Server server = { NULL, 0, FALSE };
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GCancellable) during = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) before_error = NULL;
  g_autoptr (GError) during_error = NULL;
  guint16         port;
  GSocketService *service = serve (&server, &port);

  sonde_broker_probe_async (port, during, store_result_cb, &result);
  while (server.received->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (during);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sonde_broker_probe_finish (result, &during_error));
  g_assert_error (during_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  shut (&server, service);

  g_cancellable_cancel (before);
  g_assert_false (probe (port, before, &before_error));
  g_assert_error (before_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/broker-probe/tells-a-broker-from-others", test_answers);
  g_test_add_func ("/broker-probe/connects-and-disconnects", test_packets);
  g_test_add_func ("/broker-probe/closed-port", test_closed_port);
  g_test_add_func ("/broker-probe/cancelled", test_cancelled);

  return g_test_run ();
}
