/* test-tls-server.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-tls-server.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOCKET_BUFFER 4608
#define ECHO_BUFFER (48 * 1024)
#define UPDATE_EVERY 50

struct _TestTlsServer
{
  TestTlsScript script;
  int           fd;
  GThread      *thread;
};

static int
select_protocol (SSL           *ssl,
                 const guchar **out,
                 guchar        *out_length,
                 const guchar  *in,
                 guint          in_length,
                 void          *user_data)
{
  const TestTlsScript *script = user_data;
  guint8               wire[256] = { strlen (script->protocol) };

  memcpy (wire + 1, script->protocol, wire[0]);
  if (SSL_select_next_proto ((guchar **) out, out_length, wire, 1 + wire[0], in, in_length) == OPENSSL_NPN_NEGOTIATED)
    {
      /* Points into what the client sent, or into our own list, which ends here. */
      static guchar chosen[256];

      memcpy (chosen, *out, *out_length);
      *out = chosen;
      return SSL_TLSEXT_ERR_OK;
    }

  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

static unsigned int
find_psk (SSL           *ssl,
          const char    *identity,
          unsigned char *key,
          unsigned int   size)
{
  const TestTlsScript *script = SSL_CTX_get_app_data (SSL_get_SSL_CTX (ssl));

  if (g_strcmp0 (identity, script->psk_identity) != 0)
    return 0;

  memcpy (key, "\x00\xaf\xf1", 3);

  return 3;
}

static SSL_CTX *
make_context (const TestTlsScript *script)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  SSL_CTX_set_mode (context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_app_data (context, (void *) script);
  if (script->psk_identity != NULL)
    SSL_CTX_set_psk_server_callback (context, find_psk);
  if (script->identity != NULL)
    {
      g_assert_true (SSL_CTX_use_certificate (context, script->identity->certificate));
      g_assert_true (SSL_CTX_use_PrivateKey (context, script->identity->key));
    }
  if (script->ciphers != NULL)
    SSL_CTX_set_cipher_list (context, script->ciphers);
  for (guint i = 0; i < G_N_ELEMENTS (script->above) && script->above[i] != NULL; i++)
    SSL_CTX_add1_chain_cert (context, script->above[i]->certificate);
  SSL_CTX_set_min_proto_version (context, script->min_version);
  SSL_CTX_set_max_proto_version (context, script->max_version);
  if (script->client_authority != NULL)
    {
      X509_STORE_add_cert (SSL_CTX_get_cert_store (context), script->client_authority->certificate);
      SSL_CTX_set_verify (context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    }
  if (script->protocol != NULL)
    SSL_CTX_set_alpn_select_cb (context, select_protocol, (gpointer) script);

  return context;
}

/* What another thread does is all that we wait for: a stall is a failure. */
static void
wait_for (int   fd,
          short events)
{
  struct pollfd pollfd = { fd, events, 0 };

  g_assert_cmpint (poll (&pollfd, 1, 30000), >, 0);
}

/* Returns: whether to try again */
static gboolean
wait_for_ssl (SSL *ssl,
              int  fd,
              int  result)
{
  int code = SSL_get_error (ssl, result);

  if (code == SSL_ERROR_WANT_READ)
    wait_for (fd, POLLIN);
  else if (code == SSL_ERROR_WANT_WRITE)
    wait_for (fd, POLLOUT);

  return code == SSL_ERROR_WANT_READ || code == SSL_ERROR_WANT_WRITE;
}

static gboolean
accept_client (SSL *ssl,
               int  fd)
{
  int result;

  SSL_set_accept_state (ssl);
  do
    {
      ERR_clear_error ();
      result = SSL_do_handshake (ssl);
    }
  while (result != 1 && wait_for_ssl (ssl, fd, result));

  return result == 1;
}

/* What @result asks to wait for: events of poll(), 0 for none, -1 at the end. */
static int
get_events (SSL *ssl,
            int  result)
{
  switch (SSL_get_error (ssl, result))
    {
    case SSL_ERROR_NONE:
      return 0;
    case SSL_ERROR_WANT_READ:
      return POLLIN;
    case SSL_ERROR_WANT_WRITE:
      return POLLOUT;
    default:
      return -1;
    }
}

/* Reads while it cannot write and the other way round, so that both directions fill. */
static void
echo (SSL                 *ssl,
      int                  fd,
      const TestTlsScript *script)
{
  g_autofree guint8 *bytes = g_malloc (ECHO_BUFFER);
  gsize              begin = 0, end = 0;

  for (guint turns = 1;; turns++)
    {
      int   reading = 0, writing = 0;
      gsize n = 0;

      if (script->update_keys && turns % UPDATE_EVERY == 0)
        SSL_key_update (ssl, SSL_KEY_UPDATE_REQUESTED);

      ERR_clear_error ();
      if (begin < end)
        {
          writing = get_events (ssl, SSL_write_ex (ssl, bytes + begin, end - begin, &n));
          begin += n;
        }
      if (begin == end)
        begin = end = 0;

      n = 0;
      ERR_clear_error ();
      if (end < ECHO_BUFFER)
        {
          reading = get_events (ssl, SSL_read_ex (ssl, bytes + end, ECHO_BUFFER - end, &n));
          end += n;
        }

      if (reading < 0 || writing < 0)
        return;
      if (n == 0 && (begin == end || writing != 0))
        wait_for (fd, reading | writing);
    }
}

static void
converse (SSL                 *ssl,
          int                  fd,
          const TestTlsScript *script)
{
  char  byte;
  gsize n;

  if (!accept_client (ssl, fd))
    return;

  if (script->echo)
    echo (ssl, fd, script);
  else if (script->truncate)
    SSL_write_ex (ssl, "end", 3, &n);
  else
    while (!SSL_read_ex (ssl, &byte, 1, &n) && wait_for_ssl (ssl, fd, 0))
      ;
}

/* The handshake over a pair of memory BIOs, to stop it at a byte. */
static void
serve_cut (SSL                 *ssl,
           int                  fd,
           const TestTlsScript *script)
{
  BIO   *in = BIO_new (BIO_s_mem ());
  BIO   *out = BIO_new (BIO_s_mem ());
  guint8 bytes[16 * 1024];
  gssize n;
  int    length;

  SSL_set_bio (ssl, in, out);
  SSL_set_accept_state (ssl);
  wait_for (fd, POLLIN);
  n = read (fd, bytes, sizeof bytes);
  BIO_write (in, bytes, n);
  SSL_do_handshake (ssl);
  length = BIO_read (out, bytes, sizeof bytes);
  g_assert_cmpint (length, >, script->cut);
  g_assert_cmpint (write (fd, bytes, script->cut), ==, script->cut);
}

static void
serve_tls (TestTlsServer *self)
{
  SSL_CTX *context = make_context (&self->script);
  SSL     *ssl = SSL_new (context);
  SSL     *inner = NULL;

  if (self->script.cut > 0)
    {
      serve_cut (ssl, self->fd, &self->script);
    }
  else
    {
      SSL_set_fd (ssl, self->fd);
      if (self->script.nested && accept_client (ssl, self->fd))
        {
          BIO *bio = BIO_new (BIO_f_ssl ());

          BIO_set_ssl (bio, ssl, BIO_NOCLOSE);
          inner = SSL_new (context);
          SSL_set_bio (inner, bio, bio);
          converse (inner, self->fd, &self->script);
        }
      else if (!self->script.nested)
        {
          converse (ssl, self->fd, &self->script);
        }
    }

  SSL_free (inner);
  SSL_free (ssl);
  SSL_CTX_free (context);
}

static gpointer
serve (gpointer data)
{
  TestTlsServer *self = data;
  guint8         bytes[1024];

  if (self->script.silent)
    while (recv (self->fd, bytes, sizeof bytes, 0) != 0)
      wait_for (self->fd, POLLIN);
  else if (self->script.plain != NULL)
    (void) !write (self->fd, self->script.plain, strlen (self->script.plain));
  else
    serve_tls (self);

  close (self->fd);
  ERR_clear_error ();

  return NULL;
}

TestTlsServer *
test_tls_server_new (const TestTlsScript *script,
                     GIOStream          **connection)
{
  TestTlsServer *self = g_new0 (TestTlsServer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      int size = SOCKET_BUFFER;

      setsockopt (fds[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    }

  socket = g_socket_new_from_fd (fds[0], &error);
  g_assert_no_error (error);
  *connection = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
  self->script = *script;
  self->fd = fds[1];
  self->thread = g_thread_new ("server", serve, self);

  return self;
}

void
test_tls_server_free (TestTlsServer *self)
{
  g_thread_join (self->thread);
  g_free (self);
}
