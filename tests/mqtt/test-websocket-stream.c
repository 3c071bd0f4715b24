/* test-websocket-stream.c: what goes through, what is answered by the way, and how it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-mqtt-error.h"
#include "sonde-websocket-frame.h"
#include "sonde-websocket-stream.h"
#include "test-peer.h"
#include "test-stress.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- The other end ---- */

static void
expect_frame (int         peer,
              int         opcode,
              const void *payload,
              gsize       size)
{
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpint (test_peer_read_frame (peer, &bytes), ==, opcode);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), payload, size);
}

static void
expect_close (int     peer,
              guint16 code)
{
  guint16 status = GUINT16_TO_BE (code);

  expect_frame (peer, SONDE_WEBSOCKET_CLOSE, &status, sizeof status);
}

/* ---- Our end ---- */

typedef struct
{
  gboolean done;
  gssize   n;
  GError  *error;
} Answer;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Answer *answer = user_data;

  answer->n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &answer->error);
  answer->done = TRUE;
}

/* Waits for bytes, the end (0) or an error (-1). */
static gssize
read_some (SondeWebsocketStream *stream,
           void                 *bytes,
           gsize                 size,
           GError              **error)
{
  Answer answer = { FALSE };

  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (stream)), bytes, size,
                             G_PRIORITY_DEFAULT, NULL, read_cb, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);

  return answer.n;
}

static gssize
try_read (SondeWebsocketStream *stream,
          void                 *bytes,
          gsize                 size,
          GError              **error)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (stream)));

  return g_pollable_input_stream_read_nonblocking (input, bytes, size, NULL, error);
}

static gssize
try_write (SondeWebsocketStream *stream,
           const void           *bytes,
           gsize                 size,
           GError              **error)
{
  GPollableOutputStream *output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (G_IO_STREAM (stream)));

  return g_pollable_output_stream_write_nonblocking (output, bytes, size, NULL, error);
}

/* ---- Two ways at once ---- */

typedef struct
{
  int   fd;
  guint n_pings;
  guint n_pongs;
} Echo;

/* In fragments of all sizes, with a ping after each but the last. */
static void
echo_payload (Echo   *echo,
              GRand  *sizes,
              GBytes *payload)
{
  gsize         size;
  const guint8 *bytes = g_bytes_get_data (payload, &size);
  guint8        first = SONDE_WEBSOCKET_BINARY;

  while (size > 0)
    {
      gsize limit = g_rand_int_range (sizes, 1, g_rand_boolean (sizes) ? 300 : 40000);
      gsize n = MIN (size, limit);

      test_peer_write_frame (echo->fd, first | (n == size ? 0x80 : 0), bytes, n);
      bytes += n;
      size -= n;
      first = SONDE_WEBSOCKET_CONTINUATION;
      if (size > 0)
        {
          test_peer_write_frame (echo->fd, 0x80 | SONDE_WEBSOCKET_PING, &echo->n_pings, sizeof echo->n_pings);
          echo->n_pings++;
        }
    }
}

static gpointer
echo_worker (gpointer data)
{
  Echo  *echo = data;
  GRand *sizes = g_rand_new ();

  for (;;)
    {
      g_autoptr (GBytes) payload = NULL;
      int opcode = test_peer_read_frame (echo->fd, &payload);

      if (opcode == SONDE_WEBSOCKET_BINARY)
        echo_payload (echo, sizes, payload);
      else if (opcode == SONDE_WEBSOCKET_PONG)
        echo->n_pongs++;
      else
        break;
    }
  g_rand_free (sizes);

  return NULL;
}

static void
test_both_ways (void)
{
  Echo echo = { 0 };
  g_autoptr (GIOStream) base = test_peer_new (&echo.fd);
  g_autoptr (SondeWebsocketStream) stream = sonde_websocket_stream_new (base, NULL);
  GThread *thread = g_thread_new ("echo", echo_worker, &echo);

  test_stress_run (G_IO_STREAM (stream));
  g_assert_true (g_io_stream_close (G_IO_STREAM (stream), NULL, NULL));
  g_thread_join (thread);
  close (echo.fd);

  g_test_message ("%u pings, %u answered", echo.n_pings, echo.n_pongs);
  g_assert_cmpuint (echo.n_pongs, >, 0);
  g_assert_cmpuint (echo.n_pongs, <=, echo.n_pings);
}

/* ---- A message in single bytes, with a ping in its middle ---- */

static void
test_single_bytes (void)
{
  static const char script[] = "\x02\x02he"
                               "\x89\x03"
                               "abc"
                               "\x00\x00"
                               "\x80\x7e\x00\x03llo";
  g_autoptr (GString) text = g_string_new (NULL);
  int peer;
  g_autoptr (GIOStream) base = test_peer_new (&peer);
  g_autoptr (SondeWebsocketStream) stream = sonde_websocket_stream_new (base, NULL);

  for (gsize i = 0; i < sizeof script - 1; i++)
    {
      g_autoptr (GError) error = NULL;
      char   bytes[16];
      gssize n;

      test_peer_write (peer, script + i, 1);
      n = try_read (stream, bytes, sizeof bytes, &error);
      if (n > 0)
        g_string_append_len (text, bytes, n);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    }

  g_assert_cmpstr (text->str, ==, "hello");
  expect_frame (peer, SONDE_WEBSOCKET_PONG, "abc", 3);
  close (peer);
}

/* What came with the answer to the upgrade is read first. */
static void
test_first_bytes (void)
{
  g_autoptr (GBytes) first = g_bytes_new_static ("\x82\x05hel", 5);
  g_autoptr (GError) error = NULL;
  char bytes[16];
  int  peer;
  g_autoptr (GIOStream) base = test_peer_new (&peer);
  g_autoptr (SondeWebsocketStream) stream = sonde_websocket_stream_new (base, first);

  g_assert_cmpint (read_some (stream, bytes, 2, &error), ==, 2);
  test_peer_write (peer, "lo", 2);
  g_assert_cmpint (read_some (stream, bytes + 2, 3, &error), ==, 3);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, 5, "hello", 5);
  close (peer);
}

/* ---- Pings that nobody stops ---- */

#define N_PINGS 20000

static gpointer
ping_worker (gpointer data)
{
  int    peer = GPOINTER_TO_INT (data);
  guint8 payload[100] = { 0 };

  for (guint32 i = 1; i <= N_PINGS; i++)
    {
      memcpy (payload, &i, sizeof i);
      test_peer_write_frame (peer, 0x80 | SONDE_WEBSOCKET_PING, payload, sizeof payload);
    }
  test_peer_write_frame (peer, 0x82, "end", 3);

  return NULL;
}

/* Who does not read our answers does not make them pile up; the last one comes. */
static void
test_pings (void)
{
  guint32 last = 0;
  guint   n_pongs = 0;
  char    bytes[16];
  int     peer;
  g_autoptr (GIOStream) base = test_peer_new (&peer);
  g_autoptr (SondeWebsocketStream) stream = sonde_websocket_stream_new (base, NULL);
  GThread *thread = g_thread_new ("pings", ping_worker, GINT_TO_POINTER (peer));

  g_assert_cmpint (read_some (stream, bytes, sizeof bytes, NULL), ==, 3);
  g_thread_join (thread);

  while (last < N_PINGS)
    {
      g_autoptr (GBytes) payload = NULL;

      /* What waits goes out when the stream is next used. */
      (void) try_read (stream, bytes, sizeof bytes, NULL);
      g_assert_cmpint (test_peer_read_frame (peer, &payload), ==, SONDE_WEBSOCKET_PONG);
      memcpy (&last, g_bytes_get_data (payload, NULL), sizeof last);
      n_pongs++;
    }
  g_assert_cmpuint (n_pongs, <, N_PINGS);
  close (peer);
}

/* ---- The end ---- */

/* clang-format off */
#define BYTES(string) string, sizeof (string) - 1

static const struct
{
  const char *name, *bytes;
  gsize       size;
  guint16     answer;   /* in our CLOSE; 0: none */
  const char *sentence; /* NULL: the end and no error */
} ends[] = {
  { "close", BYTES ("\x88\x02\x03\xe8"), 1000, NULL },
  { "close-without-status", BYTES ("\x88\x00"), 1000, NULL },
  { "close-after-bytes", BYTES ("\x88\x02\x03\xe8\x82\x01x"), 1000, NULL },
  { "close-going-away", BYTES ("\x88\x02\x03\xe9"), 1000,
    "The server closed the WebSocket with status 1001: it is going down, or starts anew." },
  { "close-policy", BYTES ("\x88\x0c\x03\xf0" "not\ntoday "), 1000,
    "The server closed the WebSocket with status 1008: “not today”." },
  { "close-own-status", BYTES ("\x88\x02\x0f\xa0"), 1000,
    "The server closed the WebSocket with status 4000: it does not say why." },
  { "close-normal-with-words", BYTES ("\x88\x05\x03\xe8" "bye"), 1000,
    "The server closed the WebSocket with status 1000: “bye”." },
  { "text", BYTES ("\x81\x05hello"), 1003,
    "The server sent text, but MQTT is binary: the path may be that of another service." },
  { "masked", BYTES ("\x82\x85" "abcdhello"), 1002,
    "The server broke the rules of WebSocket: it sent a masked frame." },
  { "long-ping", BYTES ("\x89\x7e\x00\x7e"), 1002,
    "The server broke the rules of WebSocket: it sent a malformed control frame." },
  { "cut", BYTES ("\x82\x05hel"), 0, NULL },
  { "cut-head", BYTES ("\x82\x7e\x00"), 0, NULL },
  { "nothing", BYTES (""), 0, NULL },
};
/* clang-format on */

static void
test_end (gconstpointer data)
{
  guint  i = GPOINTER_TO_UINT (data);
  char   bytes[64];
  int    peer;
  gssize n;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) base = test_peer_new (&peer);
  g_autoptr (SondeWebsocketStream) stream = sonde_websocket_stream_new (base, NULL);

  test_peer_write (peer, ends[i].bytes, ends[i].size);
  g_assert_no_errno (shutdown (peer, SHUT_WR));
  do
    n = read_some (stream, bytes, sizeof bytes, &error);
  while (n > 0);

  if (ends[i].sentence != NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == SONDE_MQTT_ERROR);
      g_assert_cmpstr (error->message, ==, ends[i].sentence);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpint (n, ==, 0);
    }
  g_clear_error (&error);

  if (ends[i].answer != 0)
    {
      expect_close (peer, ends[i].answer);
      g_assert_cmpint (try_write (stream, "x", 1, &error), ==, -1);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
    }
  close (peer);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_assert_true (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

/* We end, so whatever status the answer has is no news. */
static void
test_our_end (void)
{
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  char     bytes[16];
  int      peer;
  g_autoptr (GIOStream) base = test_peer_new (&peer);
  g_autoptr (SondeWebsocketStream) stream = sonde_websocket_stream_new (base, NULL);

  g_assert_cmpint (try_write (stream, "last", 4, &error), ==, 4);
  g_output_stream_close_async (g_io_stream_get_output_stream (G_IO_STREAM (stream)), G_PRIORITY_DEFAULT, NULL, closed_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  expect_frame (peer, SONDE_WEBSOCKET_BINARY, "last", 4);
  expect_close (peer, 1000);

  test_peer_write_frame (peer, 0x82, "late", 4);
  test_peer_write_frame (peer, 0x88, "\x03\xe9", 2);
  g_assert_cmpint (read_some (stream, bytes, sizeof bytes, &error), ==, 4);
  g_assert_cmpint (read_some (stream, bytes, sizeof bytes, &error), ==, 0);
  g_assert_no_error (error);

  /* Nor is a second CLOSE sent. */
  g_assert_true (g_io_stream_close (G_IO_STREAM (stream), NULL, NULL));
  g_assert_cmpint (recv (peer, bytes, sizeof bytes, 0), ==, 0);
  close (peer);
}

/* Each layer has its own mark, the upper one first. */
static void
test_nested_end (void)
{
  static const guint8 outer[] = { 0x88, 0x02, 0x03, 0xe8 };
  g_autoptr (GBytes) inner = NULL;
  gboolean      done = FALSE;
  const guint8 *bytes;
  gsize         size;
  int           peer;
  g_autoptr (GIOStream) base = test_peer_new (&peer);
  g_autoptr (SondeWebsocketStream) below = sonde_websocket_stream_new (base, NULL);
  g_autoptr (SondeWebsocketStream) stream = sonde_websocket_stream_new (G_IO_STREAM (below), NULL);

  g_output_stream_close_async (g_io_stream_get_output_stream (G_IO_STREAM (stream)), G_PRIORITY_DEFAULT, NULL, closed_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (test_peer_read_frame (peer, &inner), ==, SONDE_WEBSOCKET_BINARY);
  bytes = g_bytes_get_data (inner, &size);
  g_assert_cmpuint (size, ==, 8);
  g_assert_cmpuint (bytes[0], ==, 0x88);
  expect_close (peer, 1000);

  /* What is below may end first. */
  test_peer_write (peer, outer, sizeof outer);
  g_assert_cmpint (read_some (stream, (char[16]){ 0 }, 16, NULL), ==, 0);
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  g_test_add_func ("/websocket-stream/both-ways", test_both_ways);
  g_test_add_func ("/websocket-stream/single-bytes", test_single_bytes);
  g_test_add_func ("/websocket-stream/first-bytes", test_first_bytes);
  g_test_add_func ("/websocket-stream/pings", test_pings);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/websocket-stream/end/", ends[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_end);
    }
  g_test_add_func ("/websocket-stream/our-end", test_our_end);
  g_test_add_func ("/websocket-stream/nested-end", test_nested_end);

  return g_test_run ();
}
