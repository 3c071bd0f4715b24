/* test-mailbox.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-mailbox"

#include <sonde-mailbox.h>

#define N_PRODUCERS 8
#define N_LETTERS 5000

static guint n_freed;

static void
count_freed (gpointer letter)
{
  g_atomic_int_inc (&n_freed);
}

/* ---- Order ---- */

static void
expect_next_cb (gpointer letter,
                gpointer user_data)
{
  guint *expected = user_data;

  g_assert_cmpuint (GPOINTER_TO_UINT (letter), ==, ++*expected);
}

static void
test_order (void)
{
  guint last = 0;
  g_autoptr (SondeMailbox) mailbox = sonde_mailbox_new (NULL, expect_next_cb, &last, count_freed);

  n_freed = 0;
  for (guint i = 1; i <= 1000; i++)
    sonde_mailbox_post (mailbox, GUINT_TO_POINTER (i));
  while (last < 1000)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_freed, ==, 1000);

  /* Empty, it lets the loop sleep. */
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  sonde_mailbox_close (mailbox);
}

/* ---- Closing ---- */

typedef struct
{
  SondeMailbox *mailbox;
  guint         n_delivered;
} Closer;

static void
close_at_ten_cb (gpointer letter,
                 gpointer user_data)
{
  Closer *closer = user_data;

  if (++closer->n_delivered == 10)
    {
      sonde_mailbox_close (closer->mailbox);
      sonde_mailbox_unref (closer->mailbox);
    }
}

static void
test_close_from_delivery (void)
{
  Closer closer = { 0 };

  n_freed = 0;
  closer.mailbox = sonde_mailbox_new (NULL, close_at_ten_cb, &closer, count_freed);
  for (guint i = 0; i < 100; i++)
    sonde_mailbox_post (closer.mailbox, GUINT_TO_POINTER (1));
  while (closer.n_delivered < 10)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (closer.n_delivered, ==, 10);
  g_assert_cmpuint (n_freed, ==, 100);
}

static void
test_post_after_close (void)
{
  guint last = 0;
  g_autoptr (SondeMailbox) mailbox = sonde_mailbox_new (NULL, expect_next_cb, &last, count_freed);

  n_freed = 0;
  sonde_mailbox_post (mailbox, GUINT_TO_POINTER (1));
  sonde_mailbox_close (mailbox);
  sonde_mailbox_post (mailbox, GUINT_TO_POINTER (2));
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_cmpuint (last, ==, 0);
  g_assert_cmpuint (n_freed, ==, 2);
}

/* ---- Many producers ---- */

typedef struct
{
  guint last[N_PRODUCERS];
  guint n;
} Tally;

static void
tally_cb (gpointer letter,
          gpointer user_data)
{
  Tally *tally = user_data;
  guint  number = GPOINTER_TO_UINT (letter);

  /* Each producer's letters stay in order. */
  g_assert_cmpuint (tally->last[number % N_PRODUCERS], <, number);
  tally->last[number % N_PRODUCERS] = number;
  tally->n++;
}

typedef struct
{
  SondeMailbox *mailbox;
  guint         producer;
} Producer;

static gpointer
produce_worker (gpointer data)
{
  Producer *producer = data;

  for (guint i = 1; i <= N_LETTERS; i++)
    {
      sonde_mailbox_post (producer->mailbox, GUINT_TO_POINTER (i * N_PRODUCERS + producer->producer));
      if (i % 500 == 0)
        g_thread_yield ();
    }
  sonde_mailbox_unref (producer->mailbox);

  return NULL;
}

static void
test_many_producers (void)
{
  Tally tally = { 0 };
  g_autoptr (SondeMailbox) mailbox = sonde_mailbox_new (NULL, tally_cb, &tally, count_freed);
  Producer producers[N_PRODUCERS];
  GThread *threads[N_PRODUCERS];

  n_freed = 0;
  for (guint i = 0; i < N_PRODUCERS; i++)
    {
      producers[i] = (Producer){ sonde_mailbox_ref (mailbox), i };
      threads[i] = g_thread_new ("producer", produce_worker, &producers[i]);
    }
  while (tally.n < N_PRODUCERS * N_LETTERS)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < N_PRODUCERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (g_atomic_int_get (&n_freed), ==, N_PRODUCERS * N_LETTERS);
  sonde_mailbox_close (mailbox);
}

/* Closed in the middle of it, nothing leaks and nothing comes. */
static void
test_close_amid_producers (void)
{
  Tally tally = { 0 };
  g_autoptr (SondeMailbox) mailbox = sonde_mailbox_new (NULL, tally_cb, &tally, count_freed);
  Producer producers[N_PRODUCERS];
  GThread *threads[N_PRODUCERS];
  guint    n_delivered;

  n_freed = 0;
  for (guint i = 0; i < N_PRODUCERS; i++)
    {
      producers[i] = (Producer){ sonde_mailbox_ref (mailbox), i };
      threads[i] = g_thread_new ("producer", produce_worker, &producers[i]);
    }
  while (tally.n < N_LETTERS)
    g_main_context_iteration (NULL, TRUE);
  sonde_mailbox_close (mailbox);
  n_delivered = tally.n;
  for (guint i = 0; i < N_PRODUCERS; i++)
    g_thread_join (threads[i]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (tally.n, ==, n_delivered);
  g_assert_cmpuint (g_atomic_int_get (&n_freed), ==, N_PRODUCERS * N_LETTERS);
}

/* ---- Starvation ---- */

static gboolean
busy_cb (gpointer user_data)
{
  guint *turns = user_data;

  ++*turns;

  return G_SOURCE_CONTINUE;
}

/* A source above the mailbox that is always ready: without the rescue nothing would ever come. */
static void
test_rescue (void)
{
  guint last = 0, turns = 0;
  g_autoptr (SondeMailbox) mailbox = sonde_mailbox_new (NULL, expect_next_cb, &last, count_freed);
  guint busy = g_idle_add_full (120, busy_cb, &turns, NULL);

  for (guint i = 1; i <= 100; i++)
    sonde_mailbox_post (mailbox, GUINT_TO_POINTER (i));
  while (last < 100)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (turns, >, 0);

  g_source_remove (busy);
  sonde_mailbox_close (mailbox);
}

static void
slow_cb (gpointer letter,
         gpointer user_data)
{
  guint *delivered = user_data;

  g_usleep (2000);
  ++*delivered;
}

/* And a backlog that never ends leaves the other its turn. */
static void
test_backlog_starves_nobody (void)
{
  guint delivered = 0, turns = 0, turns_late;
  g_autoptr (SondeMailbox) mailbox = sonde_mailbox_new (NULL, slow_cb, &delivered, count_freed);
  guint busy = g_idle_add_full (120, busy_cb, &turns, NULL);

  for (guint i = 1; i <= 200; i++)
    sonde_mailbox_post (mailbox, GUINT_TO_POINTER (i));
  while (delivered < 10)
    g_main_context_iteration (NULL, TRUE);
  turns_late = turns;
  while (delivered < 20)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (turns, >=, turns_late + 5);

  g_source_remove (busy);
  sonde_mailbox_close (mailbox);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mailbox/order", test_order);
  g_test_add_func ("/mailbox/close-from-delivery", test_close_from_delivery);
  g_test_add_func ("/mailbox/post-after-close", test_post_after_close);
  g_test_add_func ("/mailbox/many-producers", test_many_producers);
  g_test_add_func ("/mailbox/close-amid-producers", test_close_amid_producers);
  g_test_add_func ("/mailbox/rescue", test_rescue);
  g_test_add_func ("/mailbox/backlog-starves-nobody", test_backlog_starves_nobody);

  return g_test_run ();
}
