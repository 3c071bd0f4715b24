/* test-stress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-stress"

#include "test-stress.h"

#include <string.h>

#define MAX_CHUNK 70000

typedef struct
{
  GIOStream *stream;
  GRand     *sizes;
  guint8    *sent; /* the whole message */
  gsize      n_sent, n_received;
} Stress;

static gboolean
write_some_cb (GObject *stream,
               gpointer user_data)
{
  Stress *stress = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *copy = NULL;
  gsize              size = g_rand_int_range (stress->sizes, 1, MAX_CHUNK);
  gssize             n;

  /* Another address each time: what would block may come back from elsewhere. */
  size = MIN (size, TEST_STRESS_BYTES - stress->n_sent);
  copy = g_memdup2 (stress->sent + stress->n_sent, size);
  n = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (stream), copy, size, NULL, &error);

  if (n > 0)
    stress->n_sent += n;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    g_error ("write: %s", error->message);

  return stress->n_sent < TEST_STRESS_BYTES;
}

static gboolean
read_some_cb (GObject *stream,
              gpointer user_data)
{
  Stress *stress = user_data;
  g_autoptr (GError) error = NULL;
  gsize              size = g_rand_int_range (stress->sizes, 1, MAX_CHUNK);
  g_autofree guint8 *bytes = g_malloc (size);
  gssize             n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), bytes, size, NULL, &error);

  if (n > 0)
    {
      g_assert_cmpint (stress->n_received + n, <=, stress->n_sent);
      g_assert_cmpint (memcmp (bytes, stress->sent + stress->n_received, n), ==, 0);
      stress->n_received += n;
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    g_error ("read: %s", n == 0 ? "the end" : error->message);

  return stress->n_received < TEST_STRESS_BYTES;
}

static gboolean
late_cb (gpointer user_data)
{
  Stress *stress = user_data;

  g_error ("stalled: %zu sent, %zu received", stress->n_sent, stress->n_received);

  return G_SOURCE_REMOVE;
}

void
test_stress_run (GIOStream *stream)
{
  g_autoptr (GSource) writer = NULL;
  g_autoptr (GSource) reader = NULL;
  Stress stress = { stream, g_rand_new () };
  guint  late;

  stress.sent = g_malloc (TEST_STRESS_BYTES);
  for (gsize i = 0; i < TEST_STRESS_BYTES; i++)
    stress.sent[i] = i ^ (i >> 8) ^ (i >> 16);

  writer = g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream)), NULL);
  g_source_set_callback (writer, G_SOURCE_FUNC (write_some_cb), &stress, NULL);
  g_source_attach (writer, NULL);
  reader = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream)), NULL);
  g_source_set_callback (reader, G_SOURCE_FUNC (read_some_cb), &stress, NULL);
  g_source_attach (reader, NULL);
  late = g_timeout_add_seconds (120, late_cb, &stress);

  while (stress.n_received < TEST_STRESS_BYTES)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (late);
  g_rand_free (stress.sizes);
  g_free (stress.sent);
}
