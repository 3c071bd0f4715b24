/* test-repeater.c: repeats through a door that the test opens and shuts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-mqtt-error.h>
#include <sonde-pace.h>
#include <sonde-repeater.h>

#include <string.h>

typedef struct
{
  SondeRepeater *repeater;
  SondeMailbox  *mailbox;
  SondeDelivery *delivery;

  gboolean room;
  gboolean keeps;     /* the door keeps what it is given, as a full socket does */
  guint8   qos;       /* that it answers by */
  guint    n_allowed; /* then it rules the message out; 0: never */
  GArray  *tokens;    /* handed over */
  gint64   first_at, last_at;

  GHashTable *progress; /* id → the last SondeRepeatProgress */
  guint       n_acked;  /* events */
} Fixture;

/* A supply of one message, or of as many as there are delays. */
typedef struct
{
  SondePublish *publish;
  guint         n_delays;
  guint         n_taken;
  guint         fault_at; /* number of the message that is none; 0: never */
  gint64        delay;
  gboolean     *freed;
} Supply;

static gboolean
has_room_cb (gpointer user_data)
{
  return ((Fixture *) user_data)->room;
}

static gboolean
send_cb (guint               token,
         const SondePublish *publish,
         gpointer            user_data,
         GError            **error)
{
  Fixture *fixture = user_data;

  g_assert_true (fixture->room);
  g_assert_cmpuint (token & SONDE_REPEAT_TOKENS, !=, 0);
  if (fixture->n_allowed > 0 && fixture->tokens->len == fixture->n_allowed)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TOO_LARGE, "too large");
      return FALSE;
    }

  fixture->last_at = g_get_monotonic_time ();
  if (fixture->tokens->len == 0)
    fixture->first_at = fixture->last_at;
  g_array_append_val (fixture->tokens, token);
  if (!fixture->keeps)
    sonde_repeater_sent (fixture->repeater, token, fixture->tokens->len, fixture->qos);

  return TRUE;
}

static const SondeRepeaterDoor door = { has_room_cb, send_cb };

static SondeSupplyAnswer
next_cb (gpointer       data,
         guint64        number,
         SondeSupplied *supplied)
{
  Supply *supply = data;

  supply->n_taken++;
  if (supply->n_taken == supply->fault_at)
    {
      supplied->fault = g_strdup ("line 2");
      return SONDE_SUPPLY_FAULT;
    }
  if (supply->n_delays > 0 && number > supply->n_delays)
    return SONDE_SUPPLY_END;

  supplied->publish = supply->publish;
  supplied->delay = number == 1 ? 0 : supply->delay;
  return SONDE_SUPPLY_MESSAGE;
}

static void
supply_free_cb (gpointer data)
{
  Supply *supply = data;

  if (supply->freed != NULL)
    *supply->freed = TRUE;
  sonde_publish_free (supply->publish);
  g_free (supply);
}

static const SondeSupplyFuncs supply_funcs = { .next = next_cb, .free = supply_free_cb };

static Supply *
supply_new (void)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
  Supply *supply = g_new0 (Supply, 1);

  supply->publish = sonde_publish_new ("test", payload, 0, FALSE);

  return supply;
}

static void
deliver_cb (gpointer letter,
            gpointer user_data)
{
  Fixture                   *fixture = user_data;
  const SondeTransportEvent *event = letter;

  if (event->type == SONDE_TRANSPORT_REPEAT_ACKED)
    fixture->n_acked++;
  else if (event->type == SONDE_TRANSPORT_REPEAT)
    g_hash_table_insert (fixture->progress, GUINT_TO_POINTER (event->token), sonde_repeat_progress_copy (event->progress));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->room = TRUE;
  fixture->tokens = g_array_new (FALSE, FALSE, sizeof (guint));
  fixture->progress = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sonde_repeat_progress_free);
  fixture->mailbox = sonde_mailbox_new (NULL, deliver_cb, fixture, (GDestroyNotify) sonde_transport_event_free);
  fixture->delivery = sonde_delivery_new (fixture->mailbox);
  fixture->repeater = sonde_repeater_new (fixture->delivery, &door, fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_repeater_free (fixture->repeater);
  sonde_delivery_free (fixture->delivery);
  sonde_mailbox_close (fixture->mailbox);
  sonde_mailbox_unref (fixture->mailbox);
  g_hash_table_unref (fixture->progress);
  g_array_unref (fixture->tokens);
}

static void
start (Fixture *fixture,
       guint    id,
       Supply  *supply,
       gint64   interval,
       guint64  times)
{
  const SondeRepeatOrder order = { &supply_funcs, supply, interval, times };

  sonde_repeater_start (fixture->repeater, id, &order);
}

static const SondeRepeatProgress *
get_progress (Fixture *fixture,
              guint    id)
{
  static const SondeRepeatProgress none = { 0 };
  gpointer                         progress = g_hash_table_lookup (fixture->progress, GUINT_TO_POINTER (id));

  return progress != NULL ? progress : &none;
}

static void
wait_for_state (Fixture         *fixture,
                guint            id,
                SondeRepeatState state)
{
  while (g_hash_table_lookup (fixture->progress, GUINT_TO_POINTER (id)) == NULL || get_progress (fixture, id)->state != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_tokens (Fixture *fixture,
                 guint    n)
{
  while (fixture->tokens->len < n)
    g_main_context_iteration (NULL, TRUE);
}

/* A second at each rate, but for the slowest. */
static void
test_counts_are_exact (Fixture      *fixture,
                       gconstpointer data)
{
  static const struct
  {
    gint64 interval;
    guint  times;
  } rates[] = { { G_USEC_PER_SEC, 2 }, { 100000, 5 }, { 10000, 100 }, { 1000, 1000 } };

  sonde_repeater_begin (fixture->repeater);
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_array_set_size (fixture->tokens, 0);
      start (fixture, i + 1, supply_new (), rates[i].interval, rates[i].times);
      wait_for_state (fixture, i + 1, SONDE_REPEAT_DONE);
      g_assert_cmpuint (get_progress (fixture, i + 1)->n_sent, ==, rates[i].times);
      g_assert_cmpuint (fixture->tokens->len, ==, rates[i].times);
      /* Never early: the last one is due after so many intervals. */
      g_assert_cmpint (fixture->last_at - fixture->first_at, >=, (rates[i].times - 1) * rates[i].interval - SONDE_PACE_CATCH_UP_US);
    }
}

static void
test_nothing_goes_while_offline (Fixture      *fixture,
                                 gconstpointer data)
{
  guint n_sent;

  start (fixture, 1, supply_new (), 1000, 400);
  sonde_repeater_begin (fixture->repeater);
  wait_for_tokens (fixture, 10);
  sonde_repeater_end (fixture->repeater);
  n_sent = fixture->tokens->len;
  wait_for_state (fixture, 1, SONDE_REPEAT_PAUSED);
  /* The door asserts that nothing comes: has_room alone would let it in. */
  for (gint64 until = g_get_monotonic_time () + 150000; g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (fixture->tokens->len, ==, n_sent);

  fixture->tokens->len = 0;
  sonde_repeater_begin (fixture->repeater);
  wait_for_state (fixture, 1, SONDE_REPEAT_DONE);
  g_assert_cmpuint (get_progress (fixture, 1)->n_sent, ==, 400);
  g_assert_cmpuint (get_progress (fixture, 1)->n_skipped, >=, 149);
  /* No flood: those that were left come in their time. */
  g_assert_cmpint (fixture->last_at - fixture->first_at, >=, (400 - n_sent - 1) * 1000 - SONDE_PACE_CATCH_UP_US);
}

static void
test_waits_for_room (Fixture      *fixture,
                     gconstpointer data)
{
  sonde_repeater_begin (fixture->repeater);
  start (fixture, 1, supply_new (), 1000, 50);
  wait_for_tokens (fixture, 5);
  fixture->room = FALSE;
  wait_for_state (fixture, 1, SONDE_REPEAT_WAITING);
  fixture->room = TRUE;
  sonde_repeater_wake (fixture->repeater);
  wait_for_state (fixture, 1, SONDE_REPEAT_DONE);
  g_assert_cmpuint (fixture->tokens->len, ==, 50);
}

/* Handed over, but not sent: no second one until it is. */
static void
test_sends_once_what_is_kept (Fixture      *fixture,
                              gconstpointer data)
{
  sonde_repeater_begin (fixture->repeater);
  fixture->keeps = TRUE;
  start (fixture, 1, supply_new (), 1000, 3);
  wait_for_tokens (fixture, 1);
  for (gint64 until = g_get_monotonic_time () + 20000; g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (fixture->tokens->len, ==, 1);

  fixture->keeps = FALSE;
  sonde_repeater_sent (fixture->repeater, g_array_index (fixture->tokens, guint, 0), 1, 0);
  wait_for_state (fixture, 1, SONDE_REPEAT_DONE);
  g_assert_cmpuint (fixture->tokens->len, ==, 3);
}

static void
test_answers_are_counted (Fixture      *fixture,
                          gconstpointer data)
{
  gboolean freed = FALSE;
  Supply  *supply = supply_new ();

  supply->freed = &freed;
  fixture->qos = 1;
  sonde_repeater_begin (fixture->repeater);
  start (fixture, 1, supply, 1000, 4);
  wait_for_state (fixture, 1, SONDE_REPEAT_DONE);
  g_assert_false (freed);

  sonde_repeater_acked (fixture->repeater, g_array_index (fixture->tokens, guint, 0), 0);
  sonde_repeater_acked (fixture->repeater, g_array_index (fixture->tokens, guint, 1), 0x87);
  sonde_repeater_acked (fixture->repeater, g_array_index (fixture->tokens, guint, 2), 0x10);
  sonde_repeater_acked (fixture->repeater, g_array_index (fixture->tokens, guint, 2), 0);
  g_assert_false (freed);
  sonde_repeater_end (fixture->repeater);
  sonde_repeater_forget (fixture->repeater);
  g_assert_true (freed);

  while (get_progress (fixture, 1)->n_lost == 0 || fixture->n_acked < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_progress (fixture, 1)->n_acked, ==, 2);
  g_assert_cmpuint (get_progress (fixture, 1)->n_refused, ==, 1);
  g_assert_cmpuint (get_progress (fixture, 1)->reason, ==, 0x87);
  g_assert_cmpuint (get_progress (fixture, 1)->n_lost, ==, 1);
  g_assert_cmpuint (fixture->n_acked, ==, 3);
}

static void
test_several_at_once (Fixture      *fixture,
                      gconstpointer data)
{
  sonde_repeater_begin (fixture->repeater);
  start (fixture, 1, supply_new (), 1000, 100);
  start (fixture, 2, supply_new (), 3000, 30);
  start (fixture, 3, supply_new (), 10000, 0);
  wait_for_state (fixture, 1, SONDE_REPEAT_DONE);
  wait_for_state (fixture, 2, SONDE_REPEAT_DONE);
  sonde_repeater_stop (fixture->repeater, 3);
  wait_for_state (fixture, 3, SONDE_REPEAT_DONE);
  g_assert_cmpuint (get_progress (fixture, 1)->n_sent, ==, 100);
  g_assert_cmpuint (get_progress (fixture, 2)->n_sent, ==, 30);
  g_assert_cmpuint (get_progress (fixture, 3)->n_sent, >=, 5);
  g_assert_cmpuint (fixture->tokens->len, ==, 130 + get_progress (fixture, 3)->n_sent);
}

static void
test_times_of_its_own (Fixture      *fixture,
                       gconstpointer data)
{
  Supply *supply = supply_new ();

  supply->n_delays = 5;
  supply->delay = 20000;
  supply->fault_at = 2;
  sonde_repeater_begin (fixture->repeater);
  start (fixture, 1, supply, 0, 0);
  wait_for_state (fixture, 1, SONDE_REPEAT_DONE);
  g_assert_cmpuint (get_progress (fixture, 1)->n_sent, ==, 5);
  g_assert_cmpuint (get_progress (fixture, 1)->n_faults, ==, 1);
  g_assert_cmpstr (get_progress (fixture, 1)->fault, ==, "line 2");
  g_assert_cmpint (fixture->last_at - fixture->first_at, >=, 4 * 20000 - SONDE_PACE_CATCH_UP_US);
}

static void
test_ends_when_ruled_out (Fixture      *fixture,
                          gconstpointer data)
{
  fixture->n_allowed = 3;
  sonde_repeater_begin (fixture->repeater);
  start (fixture, 1, supply_new (), 1000, 0);
  wait_for_state (fixture, 1, SONDE_REPEAT_FAILED);
  g_assert_cmpuint (get_progress (fixture, 1)->n_sent, ==, 3);
  g_assert_cmpstr (get_progress (fixture, 1)->fault, ==, "too large");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/repeater/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("counts-are-exact", test_counts_are_exact);
  ADD ("nothing-goes-while-offline", test_nothing_goes_while_offline);
  ADD ("waits-for-room", test_waits_for_room);
  ADD ("sends-once-what-is-kept", test_sends_once_what_is_kept);
  ADD ("answers-are-counted", test_answers_are_counted);
  ADD ("several-at-once", test_several_at_once);
  ADD ("times-of-its-own", test_times_of_its_own);
  ADD ("ends-when-ruled-out", test_ends_when_ruled_out);
#undef ADD
  return g_test_run ();
}
