/* test-soak.c: what is done over and over leaves nothing behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With SONDE_SOAK set, as often as ./dev record wants it.
 */

#define G_LOG_DOMAIN "test-soak"

#include "connection-fixture.h"
#include "test-broker-process.h"
#include "test-census.h"

#include <sonde-connection-packets.h>

/* Bytes of the heap, a round on the average: less than anything that is kept of one could be. */
#define HEAP_A_ROUND 24

/* However few the rounds: a hash table or an array that has doubled. */
#define HEAP_AT_ONCE (96 * 1024)

#define SETTLE_SECONDS 10

typedef struct
{
  ConnectionFixture fixture;
  TestBroker       *broker;
  SondeConnection  *connection;
} Soak;

typedef struct
{
  const char *path;
  void (*round) (Soak *self,
                 guint number);
  guint n, n_long;
} Case;

static void
reconnect (Soak *self,
           guint number)
{
  connection_disconnect (self->connection);
  connection_connect (self->connection);
  g_assert_true (sonde_connection_get_online (self->connection));
}

static gboolean
is_gone (gpointer data)
{
  Soak *self = data;

  return g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (self->connection))) == 0;
}

static void
subscribe (Soak *self,
           guint number)
{
  g_autofree char *filter = g_strdup_printf ("soak/%u/#", number % 10);

  connection_subscribe (self->connection, filter, number % 3);
  sonde_connection_unsubscribe (self->connection, filter);
  connection_wait ("a subscription to leave", is_gone, self);
}

static void
publish (Soak *self,
         guint number)
{
  g_autofree char *topic = g_strdup_printf ("soak/%u", number % 10);

  connection_publish_text (self->connection, topic, "soaked", number % 3, FALSE);
}

static gboolean
is_idle (gpointer data)
{
  return sonde_connection_get_state (data) == SONDE_STATE_IDLE;
}

/* Another connection: made, used, removed, and never put back. */
static void
make (Soak *self,
      guint number)
{
  g_autoptr (SondeConnection) made = NULL;

  made = g_object_ref (connection_fixture_add (&self->fixture, test_broker_get_port (self->broker), SONDE_MQTT_5, "made", TRUE));
  connection_connect (made);
  g_assert_true (sonde_connection_get_online (made));
  sonde_connections_remove (self->fixture.connections, made);
  connection_wait ("the end of a connection", is_idle, made);
  sonde_connections_forget (self->fixture.connections, made);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  sonde_local_broker_start_finish (SONDE_LOCAL_BROKER (object), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_running (gpointer data)
{
  return sonde_local_broker_get_phase (data) == SONDE_LOCAL_BROKER_RUNNING;
}

static gboolean
is_stopped (gpointer data)
{
  return sonde_local_broker_get_phase (data) == SONDE_LOCAL_BROKER_STOPPED;
}

/* The broker of our own, a child each time. */
static void
start_broker (Soak *self,
              guint number)
{
  SondeLocalBroker *broker = sonde_services_get_local_broker (self->fixture.services);

  sonde_local_broker_start_async (broker, 0, NULL, started_cb, NULL);
  connection_wait ("the local broker", is_running, broker);
  sonde_local_broker_stop (broker);
  connection_wait ("the local broker to end", is_stopped, broker);
}

/* ---- What is left ---- */

/* clang-format off */
static const Case cases[] = {
  { "/soak/reconnect", reconnect,    300,  1000 },
  { "/soak/subscribe", subscribe,    500, 10000 },
  { "/soak/publish",   publish,      500, 10000 },
  { "/soak/make",      make,         300,  1000 },
  { "/soak/broker",    start_broker,   3,    50 },
};
/* clang-format on */

/* Bytes of the heap but for the packets, which are to be kept and are bounded. */
static gsize
get_heap (Soak *self)
{
  return test_census_take ().heap - sonde_packet_ring_get_cost (sonde_connection_get_packets (self->connection));
}

/* What an ended session had goes with its thread, a moment after what it had open. */
static gsize
wait_for_heap (Soak *self,
               gsize bound)
{
  gint64 deadline = g_get_monotonic_time () + SETTLE_SECONDS * G_USEC_PER_SEC;
  gsize  heap;

  while ((heap = get_heap (self)) >= bound && g_get_monotonic_time () < deadline)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (10000);
    }

  return heap;
}

/* What was logged of it is to be kept, too. */
static void
play (Soak       *self,
      const Case *soak,
      guint       n)
{
  for (guint i = 0; i < n; i++)
    soak->round (self, i);
  sonde_message_log_clear (sonde_connection_get_log (self->connection));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_soak (gconstpointer data)
{
  const Case *soak = data;
  guint       n = g_getenv ("SONDE_SOAK") != NULL ? soak->n_long : soak->n;
  Soak        self = { .broker = test_broker_new (NULL) };
  TestCensus  before, after;
  gsize       heap_before, heap_after, bound;

  if (self.broker == NULL)
    return;

  connection_fixture_set_up (&self.fixture);
  self.connection = connection_fixture_add (&self.fixture, test_broker_get_port (self.broker), SONDE_MQTT_5, "soaked", TRUE);
  connection_connect (self.connection);
  /* What lasts is made in the first rounds, and what is bounded is full. */
  play (&self, soak, MIN (n, SONDE_PACKET_MOST_ATTEMPTS));
  before = test_census_take ();
  heap_before = get_heap (&self);

  play (&self, soak, n);
  bound = heap_before + HEAP_AT_ONCE + n * HEAP_A_ROUND;
  test_census_wait_back (&before);
  heap_after = wait_for_heap (&self, bound);
  after = test_census_take ();
  g_test_message ("%u rounds: %u descriptors, %u threads, %u children, heap %zu to %zu kB", n,
                  after.descriptors, after.threads, after.children, heap_before / 1000, heap_after / 1000);
  g_assert_cmpuint (heap_after, <, bound);

  connection_disconnect (self.connection);
  connection_fixture_tear_down (&self.fixture);
  test_broker_free (self.broker);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_soak);

  return g_test_run ();
}
