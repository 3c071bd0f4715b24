/* test-machine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-machine.h"

#define S(n) ((gint64) (n) *G_USEC_PER_SEC)
#define NOW S (1000)

/* clang-format off */

#define IDLE SONDE_STATE_IDLE
#define CONNECTING SONDE_STATE_CONNECTING
#define ONLINE SONDE_STATE_ONLINE
#define WAITING SONDE_STATE_WAITING
#define DISCONNECTING SONDE_STATE_DISCONNECTING
#define EV(name) SONDE_MACHINE_##name
#define DO(name) SONDE_ACTION_##name

/* Every state and event, of a session that was online, may retry and wishes to. */
static const struct
{
  SondeState          from;
  SondeMachineEvent   event;
  SondeState          to;
  SondeMachineActions actions;
  gboolean            connect_again;
} steps[] = {
  { IDLE, EV (CONNECT), CONNECTING, DO (OPEN), FALSE },
  { IDLE, EV (DISCONNECT), IDLE, DO (NONE), FALSE },
  { IDLE, EV (RETRY_NOW), IDLE, DO (NONE), FALSE },
  { IDLE, EV (ACCEPTED), IDLE, DO (NONE), FALSE },
  { IDLE, EV (CLOSED), IDLE, DO (NONE), FALSE },
  { IDLE, EV (TIMER), IDLE, DO (NONE), FALSE },

  { CONNECTING, EV (CONNECT), DISCONNECTING, DO (CLOSE), TRUE },
  { CONNECTING, EV (DISCONNECT), DISCONNECTING, DO (CLOSE), FALSE },
  { CONNECTING, EV (RETRY_NOW), CONNECTING, DO (NONE), FALSE },
  { CONNECTING, EV (ACCEPTED), ONLINE, DO (NONE), FALSE },
  { CONNECTING, EV (CLOSED), WAITING, DO (ARM), FALSE },
  { CONNECTING, EV (TIMER), CONNECTING, DO (NONE), FALSE },

  { ONLINE, EV (CONNECT), DISCONNECTING, DO (CLOSE), TRUE },
  { ONLINE, EV (DISCONNECT), DISCONNECTING, DO (CLOSE), FALSE },
  { ONLINE, EV (RETRY_NOW), ONLINE, DO (NONE), FALSE },
  { ONLINE, EV (ACCEPTED), ONLINE, DO (NONE), FALSE },
  { ONLINE, EV (CLOSED), WAITING, DO (ARM), FALSE },
  { ONLINE, EV (TIMER), ONLINE, DO (NONE), FALSE },

  { WAITING, EV (CONNECT), CONNECTING, DO (DISARM) | DO (OPEN), FALSE },
  { WAITING, EV (DISCONNECT), IDLE, DO (DISARM), FALSE },
  { WAITING, EV (RETRY_NOW), CONNECTING, DO (DISARM) | DO (OPEN_AGAIN), FALSE },
  { WAITING, EV (ACCEPTED), WAITING, DO (NONE), FALSE },
  { WAITING, EV (CLOSED), WAITING, DO (NONE), FALSE },
  { WAITING, EV (TIMER), CONNECTING, DO (OPEN_AGAIN), FALSE },

  { DISCONNECTING, EV (CONNECT), DISCONNECTING, DO (NONE), TRUE },
  { DISCONNECTING, EV (DISCONNECT), DISCONNECTING, DO (NONE), FALSE },
  { DISCONNECTING, EV (RETRY_NOW), DISCONNECTING, DO (NONE), FALSE },
  { DISCONNECTING, EV (ACCEPTED), DISCONNECTING, DO (NONE), FALSE },
  { DISCONNECTING, EV (CLOSED), IDLE, DO (NONE), FALSE },
  { DISCONNECTING, EV (TIMER), DISCONNECTING, DO (NONE), FALSE },
};

/* What CLOSED leads to, by what is known of it. */
static const struct
{
  SondeState from;
  gboolean   was_online, reconnect, may_retry;
  SondeState to;
} losses[] = {
  { CONNECTING, FALSE, TRUE, TRUE, IDLE },
  { CONNECTING, FALSE, FALSE, TRUE, IDLE },
  { CONNECTING, TRUE, TRUE, TRUE, WAITING },
  { CONNECTING, TRUE, TRUE, FALSE, IDLE },
  { CONNECTING, TRUE, FALSE, TRUE, IDLE },
  { ONLINE, TRUE, TRUE, TRUE, WAITING },
  { ONLINE, TRUE, TRUE, FALSE, IDLE },
  { ONLINE, TRUE, FALSE, TRUE, IDLE },
  { DISCONNECTING, TRUE, TRUE, TRUE, IDLE },
};

/* The wait before the nth attempt, in s; a list ends with 0. */
static const struct
{
  guint first, greatest;
  guint waits[6];
} delays[] = {
  { 1, 60, { 1, 2, 4, 8, 16 } },
  { 5, 60, { 5, 10, 20, 40, 60 } },
  { 5, 5, { 5, 5, 5, 5, 5 } },
  { 3, 10, { 3, 6, 10, 10, 10 } },
  { 65535, 65535, { 65535, 65535 } },
  { 0, 0, { 1, 1 } },
  { 10, 2, { 10, 10 } },
};

/* CLOSED with @made attempts made of @attempts. */
static const struct
{
  SondeState from;
  guint      attempts, made;
  gint64     online; /* s */
  gboolean   gives_up;
} patience[] = {
  { CONNECTING, 0, 1000000, 0, FALSE },
  { CONNECTING, 5, 4, 0, FALSE },
  { CONNECTING, 5, 5, 0, TRUE },
  { CONNECTING, 1, 0, 0, FALSE },
  { CONNECTING, 1, 1, 0, TRUE },
  { ONLINE, 5, 5, 29, TRUE },
  { ONLINE, 5, 5, 30, FALSE },
  { ONLINE, 1, 0, 0, FALSE },
  { DISCONNECTING, 5, 5, 0, FALSE },
};

/* clang-format on */

static const SondeMachineInput retrying = {
  .reconnect = TRUE,
  .first_delay = 1,
  .greatest_delay = 60,
  .may_retry = TRUE,
};

static SondeMachine
machine_in (SondeState state)
{
  return (SondeMachine){
    .state = state,
    .was_online = state != IDLE,
    .online_since = state == ONLINE ? NOW - S (10) : 0,
    .retry_at = state == WAITING ? NOW : 0,
  };
}

/* The times belong to their states. */
static void
assert_consistent (const SondeMachine *machine)
{
  g_assert_cmpint (machine->retry_at != 0, ==, machine->state == WAITING);
  g_assert_cmpint (machine->online_since != 0, ==, machine->state == ONLINE);
  if (machine->state != DISCONNECTING)
    g_assert_false (machine->connect_again);
}

static void
test_every_step (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (steps), ==, 5 * 6);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      SondeMachine machine = machine_in (steps[i].from);

      g_test_message ("state %d, event %d", steps[i].from, steps[i].event);
      g_assert_cmpint (sonde_machine_next (&machine, steps[i].event, &retrying, NOW, 0.5), ==, steps[i].actions);
      g_assert_cmpint (machine.state, ==, steps[i].to);
      g_assert_cmpint (machine.connect_again, ==, steps[i].connect_again);
      assert_consistent (&machine);
    }
}

static void
test_losses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      SondeMachine      machine = machine_in (losses[i].from);
      SondeMachineInput input = retrying;

      g_test_message ("loss %" G_GSIZE_FORMAT, i);
      input.reconnect = losses[i].reconnect;
      input.may_retry = losses[i].may_retry;
      machine.was_online = losses[i].was_online;
      g_assert_cmpint (sonde_machine_next (&machine, EV (CLOSED), &input, NOW, 0.5),
                       ==,
                       losses[i].to == WAITING ? DO (ARM) : DO (NONE));
      g_assert_cmpint (machine.state, ==, losses[i].to);
      assert_consistent (&machine);
    }
}

/* Loses, waits, fails, waits longer. */
static void
test_back_off (void)
{
  static const double seconds[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
  static const struct
  {
    double random, factor;
  } jitters[] = { { 0, 0.8 }, { 0.5, 1 }, { 1, 1.2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (jitters); i++)
    {
      SondeMachine machine = machine_in (ONLINE);
      gint64       now = NOW;

      for (gsize n = 0; n < G_N_ELEMENTS (seconds); n++)
        {
          double waits;

          sonde_machine_next (&machine, EV (CLOSED), &retrying, now, jitters[i].random);
          g_assert_cmpuint (machine.attempt, ==, n + 1);
          waits = (double) (machine.retry_at - now) / G_USEC_PER_SEC;
          g_assert_cmpfloat_with_epsilon (waits, seconds[n] * jitters[i].factor, 0.00001);

          now = machine.retry_at;
          g_assert_cmpint (sonde_machine_next (&machine, EV (TIMER), &retrying, now, 0), ==, DO (OPEN_AGAIN));
          assert_consistent (&machine);
        }
    }
}

static void
test_delays (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      SondeMachine      machine = machine_in (CONNECTING);
      SondeMachineInput input = retrying;

      input.first_delay = delays[i].first;
      input.greatest_delay = delays[i].greatest;
      for (guint n = 0; delays[i].waits[n] != 0; n++)
        {
          g_test_message ("delay %" G_GSIZE_FORMAT ", attempt %u", i, n);
          sonde_machine_next (&machine, EV (CLOSED), &input, NOW, 0.5);
          g_assert_cmpint (machine.retry_at - NOW, ==, S (delays[i].waits[n]));
          sonde_machine_next (&machine, EV (TIMER), &input, NOW, 0.5);
        }
    }
}

static void
test_patience (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (patience); i++)
    {
      SondeMachine      machine = machine_in (patience[i].from);
      SondeMachineInput input = retrying;

      g_test_message ("patience %" G_GSIZE_FORMAT, i);
      input.attempts = patience[i].attempts;
      machine.attempt = patience[i].made;
      if (patience[i].from == ONLINE)
        machine.online_since = NOW - S (patience[i].online);
      g_assert_cmpint (sonde_machine_gives_up (&machine, &input, NOW), ==, patience[i].gives_up);

      sonde_machine_next (&machine, EV (CLOSED), &input, NOW, 0.5);
      g_assert_cmpint (machine.state == IDLE, ==, patience[i].gives_up || patience[i].from == DISCONNECTING);
      assert_consistent (&machine);
    }
}

/* Five attempts are five, and to connect by hand begins anew. */
static void
test_gives_up_at_last (void)
{
  SondeMachine      machine = machine_in (ONLINE);
  SondeMachineInput input = retrying;
  guint             n_attempts = 0;

  input.attempts = 5;
  sonde_machine_next (&machine, EV (CLOSED), &input, NOW, 0.5);
  while (machine.state == WAITING)
    {
      sonde_machine_next (&machine, EV (TIMER), &input, NOW, 0.5);
      n_attempts++;
      sonde_machine_next (&machine, EV (CLOSED), &input, NOW, 0.5);
    }
  g_assert_cmpint (machine.state, ==, IDLE);
  g_assert_cmpuint (n_attempts, ==, 5);

  sonde_machine_next (&machine, EV (CONNECT), &input, NOW, 0.5);
  g_assert_cmpuint (machine.attempt, ==, 0);

  /* one that cannot help is no attempt given up */
  machine.was_online = TRUE;
  machine.attempt = 5;
  input.may_retry = FALSE;
  g_assert_false (sonde_machine_gives_up (&machine, &input, NOW));
}

static void
test_attempts_do_not_overflow (void)
{
  SondeMachine machine = machine_in (CONNECTING);

  machine.attempt = 1000000;
  sonde_machine_next (&machine, EV (CLOSED), &retrying, NOW, 0.5);
  g_assert_cmpint (machine.retry_at - NOW, ==, S (60));
}

/* A broker that accepts and drops at once must not be stormed. */
static void
test_back_off_starts_anew (void)
{
  static const struct
  {
    gint64 online;
    gint64 waits;
  } cases[] = {
    { 0, S (8) },
    { S (30) - 1, S (8) },
    { S (30), S (1) },
    { S (3600), S (1) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SondeMachine machine = machine_in (CONNECTING);

      machine.attempt = 3;
      sonde_machine_next (&machine, EV (ACCEPTED), &retrying, NOW, 0.5);
      sonde_machine_next (&machine, EV (CLOSED), &retrying, NOW + cases[i].online, 0.5);
      g_assert_cmpint (machine.retry_at - NOW - cases[i].online, ==, cases[i].waits);
    }
}

/* Cut off by the broker soon after CONNACK: once, or with something else in between, is an accident. */
static void
test_cuts (void)
{
  static const struct
  {
    const char *ends; /* c: cut; o: ended otherwise when online; f: failed to connect */
    SondeState  to;
  } cases[] = {
    { "c", WAITING },
    { "cc", IDLE },
    { "oc", WAITING },
    { "occ", IDLE },
    { "coc", WAITING },
    { "cfc", WAITING },
    { "cfcc", IDLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SondeMachine machine = machine_in (CONNECTING);

      g_test_message ("%s", cases[i].ends);
      for (const char *end = cases[i].ends; *end != '\0'; end++)
        {
          SondeMachineInput input = retrying;
          gboolean          contested;

          input.cut = *end == 'c';
          if (*end != 'f')
            sonde_machine_next (&machine, EV (ACCEPTED), &input, NOW, 0.5);
          contested = sonde_machine_is_contested (&machine, &input);
          sonde_machine_next (&machine, EV (CLOSED), &input, NOW + S (1), 0.5);
          g_assert_cmpint (machine.state, ==, contested ? IDLE : WAITING);
          assert_consistent (&machine);
          if (end[1] != '\0')
            sonde_machine_next (&machine, EV (TIMER), &input, NOW + S (60), 0.5);
        }
      g_assert_cmpint (machine.state, ==, cases[i].to);
    }
}

/* A new wish to connect forgets what the one before has been through. */
static void
test_connecting_anew (void)
{
  SondeMachine machine = machine_in (ONLINE);

  machine.attempt = 5;
  g_assert_cmpint (sonde_machine_next (&machine, EV (CONNECT), &retrying, NOW, 0.5), ==, DO (CLOSE));
  g_assert_cmpint (sonde_machine_next (&machine, EV (CLOSED), &retrying, NOW, 0.5), ==, DO (OPEN));
  g_assert_cmpint (machine.state, ==, CONNECTING);
  g_assert_cmpuint (machine.attempt, ==, 0);
  g_assert_false (machine.was_online);
  assert_consistent (&machine);

  /* it fails before it was ever online: the user sees why */
  g_assert_cmpint (sonde_machine_next (&machine, EV (CLOSED), &retrying, NOW, 0.5), ==, DO (NONE));
  g_assert_cmpint (machine.state, ==, IDLE);
}

/* The last wish counts. */
static void
test_changing_one_s_mind (void)
{
  SondeMachine machine = machine_in (ONLINE);

  sonde_machine_next (&machine, EV (DISCONNECT), &retrying, NOW, 0.5);
  sonde_machine_next (&machine, EV (CONNECT), &retrying, NOW, 0.5);
  sonde_machine_next (&machine, EV (DISCONNECT), &retrying, NOW, 0.5);
  g_assert_cmpint (sonde_machine_next (&machine, EV (CLOSED), &retrying, NOW, 0.5), ==, DO (NONE));
  g_assert_cmpint (machine.state, ==, IDLE);

  machine = machine_in (DISCONNECTING);
  sonde_machine_next (&machine, EV (CONNECT), &retrying, NOW, 0.5);
  g_assert_cmpint (sonde_machine_next (&machine, EV (CLOSED), &retrying, NOW, 0.5), ==, DO (OPEN));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/machine/every-step", test_every_step);
  g_test_add_func ("/machine/losses", test_losses);
  g_test_add_func ("/machine/back-off", test_back_off);
  g_test_add_func ("/machine/delays", test_delays);
  g_test_add_func ("/machine/patience", test_patience);
  g_test_add_func ("/machine/gives-up-at-last", test_gives_up_at_last);
  g_test_add_func ("/machine/attempts-do-not-overflow", test_attempts_do_not_overflow);
  g_test_add_func ("/machine/back-off-starts-anew", test_back_off_starts_anew);
  g_test_add_func ("/machine/cuts", test_cuts);
  g_test_add_func ("/machine/connecting-anew", test_connecting_anew);
  g_test_add_func ("/machine/changing-one-s-mind", test_changing_one_s_mind);

  return g_test_run ();
}
