/* test-tls-stream.c: what goes through, and how it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-stress.h"
#include "test-tls-fixture.h"

/* ---- Two ways at once ---- */

typedef struct
{
  const char *name;
  int         version;
  gboolean    update_keys;
  gboolean    nested;
} StressCase;

static const StressCase stress_cases[] = {
  { "1.2", TLS1_2_VERSION },
  { "1.3", TLS1_3_VERSION },
  { "key-updates", TLS1_3_VERSION, TRUE },
  { "nested", TLS1_3_VERSION, TRUE, TRUE },
};

static void
test_stress (gconstpointer data)
{
  const StressCase *row = data;
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("ca-cert.pem", NULL, NULL);
  g_autoptr (GIOStream) base = NULL;
  g_autoptr (GIOStream) outer = NULL;
  TestTlsScript  script = { test_tls_get_identity (GOOD), .min_version = row->version, .max_version = row->version, .echo = TRUE };
  TestTlsServer *server;
  TestResult     answer = { FALSE };

  script.update_keys = row->update_keys;
  script.nested = row->nested;
  server = test_tls_server_new (&script, &base);
  test_tls_connect (base, options, "broker.example", &answer);
  g_assert_no_error (answer.error);
  if (row->nested)
    {
      outer = G_IO_STREAM (g_steal_pointer (&answer.stream));
      test_result_clear (&answer);
      test_tls_connect (outer, options, "broker.example", &answer);
      g_assert_no_error (answer.error);
    }

  test_stress_run (G_IO_STREAM (answer.stream));

  test_result_clear (&answer);
  if (outer != NULL)
    g_io_stream_close (outer, NULL, NULL);
  test_tls_server_free (server);
}

/* ---- The rest ---- */

static void
close_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  TestResult *answer = user_data;

  if (G_IS_IO_STREAM (source))
    g_io_stream_close_finish (G_IO_STREAM (source), result, &answer->error);
  else
    g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &answer->error);
  answer->done = TRUE;
}

/* Our half ends with its mark; the server, an echo, then ends its own. */
static void
test_half_close (void)
{
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("ca-cert.pem", NULL, NULL);
  g_autoptr (GIOStream) base = NULL;
  g_autoptr (GInputStream) input = NULL;
  TestTlsScript  script = { test_tls_get_identity (GOOD), .echo = TRUE };
  TestTlsServer *server = test_tls_server_new (&script, &base);
  TestResult     answer = { FALSE };
  char           byte;

  test_tls_connect (base, options, "broker.example", &answer);
  g_assert_no_error (answer.error);
  input = g_object_ref (g_io_stream_get_input_stream (G_IO_STREAM (answer.stream)));
  g_output_stream_close_async (g_io_stream_get_output_stream (G_IO_STREAM (answer.stream)), G_PRIORITY_DEFAULT, NULL, close_cb, &answer);
  test_result_wait (&answer);
  g_assert_no_error (answer.error);
  test_tls_read (input, &byte, 1, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.n_read, ==, 0);

  g_io_stream_close_async (G_IO_STREAM (answer.stream), G_PRIORITY_DEFAULT, NULL, close_cb, &answer);
  test_result_wait (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (g_io_stream_is_closed (base));

  /* A stream that outlives its layer reads as closed. */
  test_result_clear (&answer);
  test_tls_read (input, &byte, 1, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  test_result_clear (&answer);
  test_tls_server_free (server);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("ca-cert.pem", NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GIOStream) base = NULL;
  TestTlsScript  script = { .silent = TRUE };
  TestTlsServer *server = test_tls_server_new (&script, &base);
  TestResult     answer = { FALSE };

  sonde_tls_connect_async (base, options, "broker.example", cancellable, test_tls_connected_cb, &answer);
  g_timeout_add (50, cancel_cb, cancellable);
  test_result_wait (&answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  test_result_clear (&answer);
  g_io_stream_close (base, NULL, NULL);
  test_tls_server_free (server);
}

static void
test_describe (void)
{
  g_autoptr (SondeTlsOptions) options = test_tls_make_options ("ca-cert.pem", NULL, NULL);
  g_autoptr (GIOStream) base = NULL;
  g_autofree char *text = NULL;
  TestTlsScript    script = { test_tls_get_identity (GOOD), .min_version = TLS1_3_VERSION, .truncate = TRUE };
  TestTlsServer   *server = test_tls_server_new (&script, &base);
  TestResult       answer = { FALSE };

  test_tls_connect (base, options, "broker.example", &answer);
  g_assert_no_error (answer.error);
  text = sonde_tls_stream_describe (answer.stream);
  g_assert_true (g_str_has_prefix (text, "TLSv1.3 with “broker.example”, certified by “Test Authority” until 2"));

  test_result_clear (&answer);
  test_tls_server_free (server);
}

int
main (int   argc,
      char *argv[])
{
  test_tls_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (stress_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/tls-stream/both-ways/", stress_cases[i].name, NULL);

      g_test_add_data_func (path, &stress_cases[i], test_stress);
    }
  g_test_add_func ("/tls-stream/half-close", test_half_close);
  g_test_add_func ("/tls-stream/cancel", test_cancel);
  g_test_add_func ("/tls-stream/describe", test_describe);

  return test_tls_run ();
}
