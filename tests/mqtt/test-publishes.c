/* test-publishes.c: how many publishes may wait for the broker's word
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-transport.h"

#include <sonde-mqtt-error.h>
#include <sonde-publishes.h>

#include <string.h>

#define MOST 20000
#define LARGE (140u << 20) /* more than half of the bytes that may wait */

typedef struct
{
  FakeTransport  *transport;
  SondePublishes *publishes;
  guint           n_ended;
  GError         *last;
} Fixture;

static void
go_online (Fixture *fixture)
{
  SondeLimits limits;

  sonde_limits_init (&limits, SONDE_MQTT_5, NULL, 0);
  sonde_publishes_connected (fixture->publishes, &limits, FALSE);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->transport = fake_transport_new ();
  fixture->publishes = sonde_publishes_new (SONDE_TRANSPORT (fixture->transport));
  go_online (fixture);
}

static void
run_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_publishes_free (fixture->publishes);
  run_loop ();
  g_clear_error (&fixture->last);
  g_assert_finalize_object (fixture->transport);
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->n_ended++;
  g_clear_error (&fixture->last);
  g_task_propagate_boolean (G_TASK (result), &fixture->last);
}

/* Returns: whether it was taken */
static gboolean
publish (Fixture *fixture,
         GBytes  *payload,
         guint8   qos)
{
  g_autoptr (SondePublish) message = sonde_publish_new ("a", payload, qos, FALSE);
  guint n_ended;

  run_loop ();
  n_ended = fixture->n_ended;
  sonde_publishes_send (fixture->publishes, g_task_new (fixture->transport, NULL, ended_cb, fixture), message, NULL, NULL);
  run_loop ();
  if (fixture->n_ended == n_ended)
    return TRUE;

  g_assert_error (fixture->last, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_BUSY);
  g_assert_nonnull (strstr (fixture->last->message, "Too many publishes wait for an answer"));
  return FALSE;
}

static void
test_count (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("b", 1);
  SondePublishResult result;

  for (guint i = 0; i < MOST; i++)
    g_assert_true (publish (fixture, payload, i % 3));
  g_assert_false (publish (fixture, payload, 0));
  g_assert_false (publish (fixture, payload, 2));

  /* An answer makes room for one; so does QoS 0 that was handed over. */
  g_assert_true (sonde_publishes_acked (fixture->publishes, 2, 0, 0, &result));
  g_assert_true (publish (fixture, payload, 1));
  g_assert_false (publish (fixture, payload, 1));
  sonde_publishes_sent (fixture->publishes, 1, 7, 0);
  g_assert_true (publish (fixture, payload, 1));
  g_assert_false (publish (fixture, payload, 1));

  /* What is lost makes room for all. */
  sonde_publishes_disconnected (fixture->publishes, FALSE);
  go_online (fixture);
  run_loop ();
  g_assert_true (publish (fixture, payload, 1));
}

static void
test_bytes (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (LARGE), LARGE);
  g_autoptr (GBytes) small = g_bytes_new_static ("b", 1);
  SondePublishResult result;

  g_assert_true (publish (fixture, large, 1));
  g_assert_false (publish (fixture, large, 1));
  g_assert_true (publish (fixture, small, 1));
  g_assert_true (sonde_publishes_acked (fixture->publishes, 1, 0, 0, &result));
  g_assert_true (publish (fixture, large, 1));
  g_assert_false (publish (fixture, large, 2));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/publishes/bounded-in-number", Fixture, NULL, set_up, test_count, tear_down);
  g_test_add ("/publishes/bounded-in-bytes", Fixture, NULL, set_up, test_bytes, tear_down);

  return g_test_run ();
}
