/* test-relay.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-relay"

#include <sonde-relay.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define N_BYTES (2 * 1024 * 1024)

typedef struct
{
  SondeRelay   *relay;
  int           network; /* the test's ends */
  int           peer;
  guint         n_in, n_out;
  guint8        first_type;
  gboolean      inserts; /* a PINGRESP behind each packet */
  guint         n_ended;
  SondeRelayEnd end;
  GError       *error;
} Fixture;

static void
packet_cb (const SondePacket *packet,
           gboolean           outgoing,
           gpointer           user_data)
{
  Fixture *fixture = user_data;

  if (fixture->n_in == 0 && !outgoing)
    fixture->first_type = packet->type;
  *(outgoing ? &fixture->n_out : &fixture->n_in) += 1;
  if (fixture->inserts && !outgoing)
    g_assert_true (sonde_relay_insert (fixture->relay, (const guint8 *) "\xd0", 2));
}

static gboolean
turn_cb (gint64   deadline,
         gpointer user_data)
{
  return FALSE;
}

static void
dry_cb (gpointer user_data)
{
}

static void
ended_cb (SondeRelayEnd end,
          const GError *error,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->n_ended++;
  fixture->end = end;
  if (error != NULL)
    fixture->error = g_error_copy (error);
}

static const SondeRelayFuncs funcs = { packet_cb, turn_cb, dry_cb, ended_cb };

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  int network[2], peer[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, network));
  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, peer));
  socket = g_socket_new_from_fd (network[1], NULL);
  connection = g_socket_connection_factory_create_connection (socket);
  fixture->network = network[0];
  fixture->peer = peer[0];
  fixture->relay = sonde_relay_new (G_IO_STREAM (connection), peer[1], &funcs, fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_relay_free (fixture->relay);
  close (fixture->network);
  close (fixture->peer);
  g_clear_error (&fixture->error);
}

/* Packets of all sizes up to a bit more than a buffer; the first is a CONNACK. */
static GByteArray *
make_stream (guint *n_packets)
{
  GByteArray *stream = g_byte_array_new ();
  guint8      byte;

  *n_packets = 1;
  g_byte_array_append (stream, (const guint8 *) "\x20\x02\x00\x00", 4);
  while (stream->len < N_BYTES)
    {
      guint size = g_test_rand_int_range (0, 10) == 0 ? g_test_rand_int_range (3, 80000) : g_test_rand_int_range (3, 300);
      guint remaining = size;

      g_byte_array_append (stream, (const guint8 *) "\x30", 1);
      do
        {
          byte = (remaining & 0x7f) | (remaining > 0x7f ? 0x80 : 0);
          g_byte_array_append (stream, &byte, 1);
          remaining >>= 7;
        }
      while (remaining > 0);
      g_byte_array_append (stream, (const guint8 *) "\x00\x01t", 3);
      for (guint i = 3; i < size; i++)
        {
          byte = g_test_rand_int ();
          g_byte_array_append (stream, &byte, 1);
        }
      (*n_packets)++;
    }

  return stream;
}

static void
write_some (int         fd,
            GByteArray *stream,
            gsize      *done)
{
  gsize  left = stream->len - *done;
  gsize  most = g_test_rand_int_range (1, 100000); /* MIN would ask twice */
  gssize n;

  if (left == 0)
    return;

  n = send (fd, stream->data + *done, MIN (left, most), MSG_NOSIGNAL);
  if (n > 0)
    *done += n;
}

static void
read_some (int         fd,
           GByteArray *into)
{
  guint8 bytes[100000];
  gssize n = recv (fd, bytes, g_test_rand_int_range (1, sizeof bytes), 0);

  if (n > 0)
    g_byte_array_append (into, bytes, n);
}

/* Both ways at once, in pieces of any size, with buffers that fill up. */
static void
test_both_ways (Fixture      *fixture,
                gconstpointer data)
{
  guint n_down, n_up;
  g_autoptr (GByteArray) down = make_stream (&n_down);
  g_autoptr (GByteArray) up = make_stream (&n_up);
  g_autoptr (GByteArray) came_down = g_byte_array_new ();
  g_autoptr (GByteArray) came_up = g_byte_array_new ();
  gsize sent_down = 0, sent_up = 0;

  while (came_down->len < down->len || came_up->len < up->len)
    {
      write_some (fixture->network, down, &sent_down);
      write_some (fixture->peer, up, &sent_up);
      if (g_test_rand_bit ())
        read_some (fixture->peer, came_down);
      if (g_test_rand_bit ())
        read_some (fixture->network, came_up);
      g_main_context_iteration (NULL, FALSE);
    }

  g_assert_cmpmem (came_down->data, came_down->len, down->data, down->len);
  g_assert_cmpmem (came_up->data, came_up->len, up->data, up->len);
  g_assert_cmpuint (fixture->n_in, ==, n_down);
  g_assert_cmpuint (fixture->n_out, ==, n_up);
  g_assert_cmpuint (fixture->first_type, ==, SONDE_PACKET_CONNACK);
  g_assert_cmpuint (fixture->n_ended, ==, 0);

  /* Idle, it sleeps. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
run_until_ended (Fixture *fixture)
{
  while (fixture->n_ended == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_ended, ==, 1);
}

/* What came before the end is delivered before it. */
static void
test_network_ends (Fixture      *fixture,
                   gconstpointer data)
{
  guint8 bytes[64];

  g_assert_cmpint (send (fixture->network, "\x20\x02\x00\x00\xd0", 6, 0), ==, 6);
  shutdown (fixture->network, SHUT_RDWR);
  run_until_ended (fixture);
  g_assert_cmpint (fixture->end, ==, SONDE_RELAY_NETWORK);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (recv (fixture->peer, bytes, sizeof bytes, 0), ==, 6);
}

static void
test_peer_ends (Fixture      *fixture,
                gconstpointer data)
{
  guint8 bytes[64];

  g_assert_cmpint (send (fixture->peer, "\xe0", 2, 0), ==, 2);
  shutdown (fixture->peer, SHUT_RDWR);
  run_until_ended (fixture);
  g_assert_cmpint (fixture->end, ==, SONDE_RELAY_PEER);
  g_assert_cmpint (recv (fixture->network, bytes, sizeof bytes, 0), ==, 2);
}

/* The first packet waits until it is whole; another peer may then be chosen. */
static void
test_holds_the_first (Fixture      *fixture,
                      gconstpointer data)
{
  guint8 bytes[64];
  int    other[2];

  g_assert_cmpint (send (fixture->network, "\x20\x02\x00", 3, 0), ==, 3);
  while (fixture->n_in == 0 && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (recv (fixture->peer, bytes, sizeof bytes, 0), ==, -1);

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, other));
  sonde_relay_set_peer (fixture->relay, other[1]);
  g_assert_cmpint (recv (fixture->peer, bytes, sizeof bytes, 0), ==, 0);
  g_assert_cmpint (send (fixture->network, "\x00", 1, 0), ==, 1);
  while (fixture->n_in == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (recv (other[0], bytes, sizeof bytes, 0), ==, 4);
  close (other[0]);
}

static void
test_prepends (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree guint8 *bytes = g_malloc0 (150000);
  g_autoptr (GBytes) connect = NULL;
  g_autoptr (GByteArray) came = g_byte_array_new ();

  /* Longer than a buffer; Remaining Length 149,996 */
  memcpy (bytes, "\x10\xec\x93\x09", 4);
  connect = g_bytes_new (bytes, 150000);
  sonde_relay_prepend (fixture->relay, connect);
  g_assert_cmpint (send (fixture->peer, "\xc0", 2, 0), ==, 2);
  while (came->len < 150002)
    {
      g_main_context_iteration (NULL, FALSE);
      read_some (fixture->network, came);
    }
  g_assert_cmpmem (came->data, 150000, bytes, 150000);
  g_assert_cmpmem (came->data + 150000, 2, "\xc0", 2);
  g_assert_cmpuint (fixture->n_out, ==, 2);
}

static void
test_inserts (Fixture      *fixture,
              gconstpointer data)
{
  static const guint8 in[] = { 0x20, 2, 0, 0, 0x62, 2, 0, 1, 0x62, 2, 0, 2, 0x30 };
  static const guint8 expected[] = { 0x20, 2, 0, 0, 0xd0, 0, 0x62, 2, 0, 1, 0xd0, 0, 0x62, 2, 0, 2, 0xd0, 0, 0x30 };
  g_autoptr (GByteArray) came = g_byte_array_new ();

  fixture->inserts = TRUE;
  for (guint i = 0; i < sizeof in;)
    {
      guint n = g_test_rand_int_range (1, 8);

      n = MIN (n, sizeof in - i);
      g_assert_cmpint (send (fixture->network, in + i, n, 0), ==, n);
      i += n;
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  while (came->len < sizeof expected)
    read_some (fixture->peer, came);
  g_assert_cmpmem (came->data, came->len, expected, sizeof expected);
  g_assert_cmpuint (fixture->n_in, ==, 3);
}

#define ADD(path, func) g_test_add ("/relay/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("both-ways", test_both_ways);
  ADD ("network-ends", test_network_ends);
  ADD ("peer-ends", test_peer_ends);
  ADD ("holds-the-first", test_holds_the_first);
  ADD ("prepends", test_prepends);
  ADD ("inserts", test_inserts);

  return g_test_run ();
}
