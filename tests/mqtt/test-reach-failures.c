/* test-reach-failures.c: sockets, proxies and TLS that do not let us through
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-reach-failures"

#include "test-broker-process.h"
#include "test-failure.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <sonde-secret.h>
#include <string.h>
#include <unistd.h>

/* clang-format off */
#define HTTP SONDE_STATE_IDLE, SONDE_CARRIER_TCP, SONDE_PROXY_HTTP
#define SOCKS SONDE_STATE_IDLE, SONDE_CARRIER_TCP, SONDE_PROXY_SOCKS5
#define TLS SONDE_STATE_IDLE, SONDE_CARRIER_TCP, SONDE_PROXY_NONE, TRUE

static const TestFailure cases[] = {
  { "http-forbidden", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("HTTP/1.1 403 Forbidden\r\n\r\n"),
    SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "does not allow connections to broker.invalid:1883: HTTP 403 Forbidden", HTTP },
  { "http-bad-gateway", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 502 Bad Gateway\r\n\r\n"),
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_PROXY, "cannot reach broker.invalid:1883: HTTP 502", HTTP },
  { "http-silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_PROXY, "did not connect to broker.invalid:1883 within 1 s", HTTP },
  { "http-half-an-answer", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 200 OK\r\nVia: "),
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_PROXY, "did not connect to broker.invalid:1883 within 1 s", HTTP },
  { "http-without-end", SONDE_MQTT_5, TEST_SERVER_FLOODS, TEST_BYTES ("HTTP/1.1 200 OK\r\nVia: "),
    SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "is not an HTTP proxy", HTTP },
  { "http-hangs-up", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_PROXY, "closed the connection when asked for broker.invalid:1883: it may not be an HTTP proxy", HTTP },
  { "http-resets", SONDE_MQTT_5, TEST_SERVER_RESETS, TEST_BYTES ("HTTP/1.1 200 OK\r\n"),
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_PROXY, "closed the connection when asked for", HTTP },
  { "http-noise", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x00\xff\x17"),
    SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "is not an HTTP proxy", HTTP },
  { "http-not-taken", SONDE_MQTT_5, TEST_SERVER_NOT_TAKEN, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_TCP, "The proxy 127.0.0.1:", HTTP },
  { "http-then-silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 200 OK\r\n\r\n"),
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_CONNECT, "did not answer CONNECT within 1 s", HTTP },
  { "http-then-no-broker", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 200 OK\r\n\r\nSSH-2.0-OpenSSH_9.2\r\n"),
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_CONNECT, "broker.invalid:1883 is an SSH server", HTTP },

  { "socks-not-allowed", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x05\x00\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"),
    SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "does not allow connections to broker.invalid:1883", SOCKS },
  { "socks-no-host", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x05\x00\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00"),
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_PROXY, "finds no such host", SOCKS },
  { "socks-broker-refused", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x05\x00\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"),
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_PROXY, "was refused by broker.invalid:1883", SOCKS },
  { "socks-wants-login", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x05\xff"),
    SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "asks for a user name and password", SOCKS },
  { "socks-web-server", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, TEST_BYTES ("HTTP/1.1 400 Bad Request\r\n\r\n"),
    SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "not a SOCKS 5 proxy", SOCKS },
  { "socks-silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_PROXY, "did not connect to broker.invalid:1883 within 1 s", SOCKS },
  { "socks-half-a-reply", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x05\x00\x05\x00\x00\x03\xff"),
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_PROXY, "did not connect to broker.invalid:1883 within 1 s", SOCKS },
  { "socks-resets", SONDE_MQTT_5, TEST_SERVER_RESETS, TEST_BYTES ("\x05\x00"),
    SONDE_MQTT_ERROR_CONNECT, SONDE_STAGE_PROXY, "it may not be a SOCKS 5 proxy", SOCKS },

  { "tls-silent", SONDE_MQTT_5, TEST_SERVER_ANSWERS, NULL, 0,
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_TLS, "did not complete the TLS handshake within 1 s", TLS },
  { "tls-half-a-record", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x16\x03\x03\x01\x00\x02"),
    SONDE_MQTT_ERROR_TIMEOUT, SONDE_STAGE_TLS, "did not complete the TLS handshake within 1 s", TLS },
  { "tls-hangs-up", SONDE_MQTT_5, TEST_SERVER_HANGS_UP, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_TLS, "closed during the TLS handshake", TLS },
  { "tls-resets", SONDE_MQTT_5, TEST_SERVER_RESETS, NULL, 0,
    SONDE_MQTT_ERROR_PROTOCOL, SONDE_STAGE_TLS, "TLS handshake", TLS },
  { "tls-to-mqtt", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x20\x02\x00\x01\x20\x02\x00\x01"),
    SONDE_MQTT_ERROR_NO_TLS, SONDE_STAGE_TLS, "does not speak TLS", TLS },
};
/* clang-format on */

static void
test_failure (gconstpointer data)
{
  test_failure_run (data);
}

static void
test_proxy_refused (void)
{
  static const TestFailure expected = {
    .version = SONDE_MQTT_5,
    .proxy = SONDE_PROXY_HTTP,
    .code = SONDE_MQTT_ERROR_CONNECT,
    .stage = SONDE_STAGE_TCP,
    .words = "refused the connection: nothing listens on that port",
  };
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_failure_new_profile (&expected, test_free_port ());

  test_failure_expect (&expected, client, profile);
}

/* Reset so early that it may come before or after connect() is done */
static void
test_slams (void)
{
  static const TestFailure ways[] = {
    { "tcp", SONDE_MQTT_5, TEST_SERVER_SLAMS },
    { "http", SONDE_MQTT_5, TEST_SERVER_SLAMS, .proxy = SONDE_PROXY_HTTP },
    { "tls", SONDE_MQTT_5, TEST_SERVER_SLAMS, .use_tls = TRUE },
  };

  for (guint i = 0; i < 30; i++)
    {
      const TestFailure *way = &ways[i % G_N_ELEMENTS (ways)];
      g_autoptr (TestServer) server = test_server_new (way->manner, NULL, 0);
      g_autoptr (TestClient) client = test_client_new ();
      g_autoptr (SondeProfile) profile = test_failure_new_profile (way, test_server_get_port (server));
      const GError *error;

      sonde_session_connect (client->session, profile, NULL);
      while ((error = sonde_session_get_error (client->session)) == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("%s: %s", way->name, error->message);
      g_assert_true (error->domain == SONDE_MQTT_ERROR);
      g_assert_nonnull (strstr (error->message, " closed "));
    }
}

/* Wrong ones, and none: a sentence for each, and the password in none of them. */
static void
test_proxy_login (void)
{
  static const TestFailure rows[] = {
    /* clang-format off */
    { "http", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
      SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "refused the user name or password", HTTP },
    { "socks", SONDE_MQTT_5, TEST_SERVER_ANSWERS, TEST_BYTES ("\x05\x02\x01\x01"),
      SONDE_MQTT_ERROR_PROXY, SONDE_STAGE_PROXY, "refused the user name or password", SOCKS },
    /* clang-format on */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TestServer) server = test_server_new (rows[i].manner, rows[i].bytes, rows[i].size);
      g_autoptr (TestClient) client = test_client_new ();
      g_autoptr (SondeProfile) profile = test_failure_new_profile (&rows[i], test_server_get_port (server));
      TestFailure without = rows[i];

      g_free (profile->network->proxy_user);
      profile->network->proxy_user = g_strdup ("ada");
      sonde_secret_set (&profile->network->proxy_password, "correct-horse");
      test_failure_expect (&rows[i], client, profile);

      if (rows[i].proxy == SONDE_PROXY_HTTP)
        {
          g_free (profile->network->proxy_user);
          profile->network->proxy_user = g_strdup ("");
          without.words = "asks for a user name and password";
          test_failure_expect (&without, client, profile);
        }
    }
}

/* ---- Sockets of this machine ---- */

static void
expect_at (const char *path,
           SondeStage  stage,
           int         code,
           const char *words)
{
  TestFailure expected = {
    .version = SONDE_MQTT_5,
    .carrier = SONDE_CARRIER_UNIX,
    .code = code,
    .stage = stage,
    .words = words,
  };
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = test_failure_new_profile (&expected, 1);

  g_free (profile->network->socket_path);
  profile->network->socket_path = g_strdup (path);
  test_failure_expect (&expected, client, profile);
}

static GSocket *
bind_socket (const char *path,
             GSocketType type)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_UNIX, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));

  return socket;
}

static void
test_sockets (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-socket-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autofree char *below = g_build_filename (path, "socket", NULL);
  g_autofree char *locked = g_build_filename (folder, "locked", NULL);
  g_autoptr (GSocket) socket = NULL;

  expect_at (path, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "There is no socket");
  expect_at ("@sonde-nobody", SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "No broker listens at the socket @sonde-nobody");
  expect_at (folder, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "is not a socket");
  g_assert_true (g_file_set_contents (path, "file", -1, NULL));
  expect_at (path, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "is not a socket");
  expect_at (below, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "There is no socket");
  g_unlink (path);

  /* Left by one that ended */
  socket = bind_socket (path, G_SOCKET_TYPE_STREAM);
  g_clear_object (&socket);
  expect_at (path, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "No broker listens at the socket");
  g_unlink (path);

  socket = bind_socket (path, G_SOCKET_TYPE_DATAGRAM);
  expect_at (path, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "Could not connect to the socket");
  g_clear_object (&socket);
  g_unlink (path);

  /* Root may use any. */
  socket = bind_socket (locked, G_SOCKET_TYPE_STREAM);
  g_assert_true (g_socket_listen (socket, NULL));
  g_chmod (locked, 0);
  if (geteuid () != 0)
    expect_at (locked, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "its permissions are not for your user");
  g_chmod (locked, 0600);
  expect_at (locked, SONDE_STAGE_CONNECT, SONDE_MQTT_ERROR_TIMEOUT, "did not answer CONNECT within 1 s");
  g_unlink (locked);
  g_rmdir (folder);
}

/* Closes what comes: the service keeps no reference. */
static void
test_silent_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-socket-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketService) service = g_socket_service_new ();

  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, NULL));
  expect_at (path, SONDE_STAGE_CONNECT, SONDE_MQTT_ERROR_UNANSWERED, "or not be a broker’s socket");

  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_unlink (path);
  g_rmdir (folder);
}

/* A backlog that is full refuses at once. */
static void
test_full_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-socket-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  g_autoptr (GSocket) socket = bind_socket (path, G_SOCKET_TYPE_STREAM);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean taken;

  g_socket_set_listen_backlog (socket, 1);
  g_assert_true (g_socket_listen (socket, NULL));
  do
    {
      GSocket *other = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);

      g_socket_set_blocking (other, FALSE);
      taken = g_socket_connect (other, address, NULL, NULL);
      g_ptr_array_add (others, other);
    }
  while (taken);

  expect_at (path, SONDE_STAGE_TCP, SONDE_MQTT_ERROR_CONNECT, "takes no more connections");
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/reach-failures/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_failure);
    }
  g_test_add_func ("/reach-failures/proxy-refused", test_proxy_refused);
  g_test_add_func ("/reach-failures/slams", test_slams);
  g_test_add_func ("/reach-failures/proxy-login", test_proxy_login);
  g_test_add_func ("/reach-failures/sockets", test_sockets);
  g_test_add_func ("/reach-failures/full-socket", test_full_socket);
  g_test_add_func ("/reach-failures/silent-socket", test_silent_socket);

  return g_test_run ();
}
