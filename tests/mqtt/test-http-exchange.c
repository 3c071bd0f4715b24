/* test-http-exchange.c: a head, in whatever pieces it comes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-http-exchange.h"
#include "test-peer.h"

#include <signal.h>
#include <unistd.h>

typedef struct
{
  gboolean         done;
  SondeHttpAnswer *answer;
  GError          *error;
} Exchange;

static void
exchanged_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Exchange *exchange = user_data;

  exchange->answer = sonde_http_exchange_finish (result, &exchange->error);
  exchange->done = TRUE;
}

/* The answer, after two interim ones, is cut at each of its bytes. */
static void
test_exchange (void)
{
  static const char text[] = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: c\r\n\r\nHTTP/1.1 101 Yes\r\nA: b\r\n\r\n";
  char              request[16];

  for (gsize cut = 0; cut < sizeof text; cut++)
    {
      Exchange exchange = { FALSE };
      int      peer;
      g_autoptr (GIOStream) base = test_peer_new (&peer);

      sonde_http_exchange_async (base, "GET /\r\n\r\n", NULL, exchanged_cb, &exchange);
      test_peer_write (peer, text, cut);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpint (exchange.done, ==, cut == sizeof text - 1);
      test_peer_write (peer, text + cut, sizeof text - 1 - cut);
      if (cut < sizeof text - 1)
        test_peer_write (peer, "\x89", 1);
      while (!exchange.done)
        g_main_context_iteration (NULL, TRUE);

      g_assert_no_error (exchange.error);
      g_assert_cmpuint (exchange.answer->head->status, ==, 101);
      g_assert_cmpstr (sonde_http_head_get (exchange.answer->head, "a"), ==, "b");
      g_assert_true (test_peer_read (peer, request, 9));
      g_assert_cmpmem (request, 9, "GET /\r\n\r\n", 9);
      sonde_http_answer_free (exchange.answer);
      close (peer);
    }
}

/* As much as is read of a head without end */
static void
test_endless_exchange (void)
{
  g_autofree char *filler = g_strnfill (SONDE_HTTP_HEAD_MAX + 1, 'x');
  Exchange         exchange = { FALSE };
  int              peer;
  g_autoptr (GIOStream) base = test_peer_new (&peer);

  sonde_http_exchange_async (base, "GET /\r\n\r\n", NULL, exchanged_cb, &exchange);
  test_peer_write (peer, "HTTP/1.1 101 ", 13);
  test_peer_write (peer, filler, SONDE_HTTP_HEAD_MAX + 1);
  while (!exchange.done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_no_error (exchange.error);
  g_assert_null (exchange.answer->head);
  g_assert_cmpuint (exchange.answer->received->len, >=, SONDE_HTTP_HEAD_MAX);
  sonde_http_answer_free (exchange.answer);
  close (peer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  g_test_add_func ("/http-exchange/cut", test_exchange);
  g_test_add_func ("/http-exchange/endless", test_endless_exchange);

  return g_test_run ();
}
