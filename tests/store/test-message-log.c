/* test-message-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-feed.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_empty (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  Feed  feed;
  guint position;

  feed_init (&feed, budget);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (feed.log)) == SONDE_TYPE_MESSAGE_ITEM);
  feed_assert_log (&feed);
  sonde_message_log_clear (feed.log);
  feed_assert_log (&feed);
  g_assert_false (sonde_message_log_get_position (feed.log, 0, &position));
  g_assert_cmpuint (sonde_message_log_get_cost (feed.log), ==, 0);

  feed_clear (&feed);
}

static void
test_one_object_per_row (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) item = NULL;
  g_autoptr (SondeMessageItem) again = NULL;
  Feed feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 10, 20);
  item = feed_get (&feed, 3);

  feed_fill (&feed, 5000, 200);
  again = feed_get (&feed, 3);
  g_assert_true (item == again);

  feed_clear (&feed);
}

static void
test_items_outlive_the_log (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) item = NULL;
  g_autoptr (GBytes) payload = NULL;
  Feed feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 100, 20);
  item = feed_get (&feed, 42);
  feed_clear (&feed);

  feed_assert_item (item, 42);
  payload = sonde_message_item_ref_payload (item);
  g_clear_object (&item);
  g_assert_cmpuint (g_ascii_strtoull (g_bytes_get_data (payload, NULL), NULL, 10), ==, 42);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
}

static void
test_clear (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) cleared = NULL;
  g_autoptr (SondeMessageItem) first = NULL;
  Feed  feed;
  guint position;

  feed_init (&feed, budget);
  feed_fill (&feed, 5000, 200);
  cleared = feed_get (&feed, 4999);

  feed.n_removals = feed.n_additions = 0;
  sonde_message_log_clear (feed.log);
  g_assert_cmpuint (feed.n_removals, ==, 1);
  g_assert_cmpuint (feed.n_additions, ==, 0);
  g_assert_cmpuint (feed.n_items, ==, 0);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
  g_assert_false (sonde_message_log_get_position (feed.log, 4999, &position));

  /* The same segment goes on: only what is newer shows. */
  feed_fill (&feed, 3, 20);
  g_assert_cmpuint (feed.n_items, ==, 3);
  first = feed_get (&feed, 0);
  g_assert_cmpuint (sonde_message_item_get_serial (first), ==, 5000);
  g_assert_true (sonde_message_item_get_segment (first) == sonde_message_item_get_segment (cleared));
  g_assert_false (sonde_message_log_get_position (feed.log, 4999, &position));
  feed_assert_log (&feed);
  feed_assert_item (cleared, 4999);

  /* What was cleared was not discarded. */
  g_assert_cmpuint (sonde_message_log_get_received (feed.log), ==, 5003);
  g_assert_cmpuint (sonde_message_log_get_kept (feed.log), ==, 3);
  g_assert_cmpuint (sonde_message_log_get_discarded (feed.log), ==, 0);

  feed_clear (&feed);
}

static void
bring_back (Feed *feed,
            guint ticket)
{
  feed->comes_back = TRUE;
  sonde_message_log_bring_back (feed->log, ticket);
  feed->comes_back = FALSE;
}

/* It comes back before what came meanwhile, with the answers that came meanwhile. */
static void
test_set_aside (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) held = NULL;
  g_autoptr (SondeMessageItem) again = NULL;
  SondeAcknowledgement ack = { .reason = 0, .round_trip = 5 };
  gint64               began;
  guint64              used;
  guint                ticket, position;
  Feed                 feed;

  feed_init (&feed, budget);
  g_assert_cmpuint (sonde_message_log_set_aside (feed.log), ==, 0);
  feed_fill (&feed, 5000, 200);
  held = feed_get (&feed, 42);
  began = sonde_message_log_get_began (feed.log);
  used = sonde_budget_get_used (budget);

  ticket = sonde_message_log_set_aside (feed.log);
  g_assert_cmpuint (ticket, >, 0);
  g_assert_cmpuint (feed.n_items, ==, 0);
  g_assert_cmpuint (sonde_message_log_get_first_serial (feed.log), ==, 5000);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, used);
  g_assert_false (sonde_message_log_get_position (feed.log, 42, &position));
  sonde_message_log_set_ack (feed.log, 42, &ack);
  g_assert_false (sonde_message_log_get_ack (feed.log, 42, &ack));

  feed_fill (&feed, 3, 200);
  feed_assert_log (&feed);
  g_assert_cmpint (sonde_message_log_get_began (feed.log), ==, 1000000 + 5000);

  bring_back (&feed, ticket);
  g_assert_cmpuint (feed.n_items, ==, 5003);
  feed_assert_log (&feed);
  again = feed_get (&feed, 42);
  g_assert_true (again == held);
  g_assert_true (sonde_message_log_get_ack (feed.log, 42, &ack));
  g_assert_cmpint (sonde_message_log_get_began (feed.log), ==, began);
  g_assert_cmpuint (sonde_message_log_get_discarded (feed.log), ==, 0);

  bring_back (&feed, ticket);
  sonde_message_log_let_go (feed.log, ticket);
  g_assert_cmpuint (feed.n_items, ==, 5003);

  feed_clear (&feed);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
}

static void
test_let_go (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  guint ticket, other;
  Feed  feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 5000, 200);
  ticket = sonde_message_log_set_aside (feed.log);
  sonde_message_log_let_go (feed.log, ticket);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
  bring_back (&feed, ticket);
  g_assert_cmpuint (feed.n_items, ==, 0);

  /* What is cleared next takes its place; what shows of the last segment stays. */
  feed_fill (&feed, 5000, 200);
  ticket = sonde_message_log_set_aside (feed.log);
  feed_fill (&feed, 3, 20);
  other = sonde_message_log_set_aside (feed.log);
  feed_fill (&feed, 1, 20);
  bring_back (&feed, ticket);
  g_assert_cmpuint (feed.n_items, ==, 1);
  bring_back (&feed, other);
  g_assert_cmpuint (feed.n_items, ==, 4);
  feed_assert_log (&feed);

  feed_clear (&feed);
}

/* What was set aside is the oldest, so that it is discarded first. */
static void
test_set_aside_and_discarded (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (4 << 20);
  guint64 before;
  guint   ticket;
  Feed    feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 10000, 200);
  g_assert_cmpuint (sonde_message_log_get_discarded (feed.log), ==, 0);
  ticket = sonde_message_log_set_aside (feed.log);
  feed_fill (&feed, 12000, 200);
  g_assert_cmpuint (feed.n_items, ==, 12000);
  g_assert_cmpuint (sonde_budget_get_used (budget), <=, 4 << 20);
  before = sonde_message_log_get_kept (feed.log);

  bring_back (&feed, ticket);
  g_assert_cmpuint (feed.n_items, >, before);
  g_assert_cmpuint (sonde_message_log_get_discarded (feed.log), >, 0);
  g_assert_cmpuint (sonde_message_log_get_received (feed.log), ==,
                    sonde_message_log_get_kept (feed.log) + sonde_message_log_get_discarded (feed.log));
  feed_assert_log (&feed);

  ticket = sonde_message_log_set_aside (feed.log);
  feed_fill (&feed, 40000, 200);
  before = sonde_message_log_get_kept (feed.log);
  bring_back (&feed, ticket);
  g_assert_cmpuint (feed.n_items, ==, before);
  g_assert_cmpuint (sonde_message_log_get_received (feed.log), ==,
                    sonde_message_log_get_kept (feed.log) + sonde_message_log_get_discarded (feed.log));

  feed_clear (&feed);
}

static void
test_acknowledgements (void)
{
  static const guint64 order[] = { 3, 1, 2, 4000, 0, 700 };
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) item = NULL;
  SondeAcknowledgement ack = { .reason = 0x10, .round_trip = 1200 };
  guint                n_changed = 0;
  Feed                 feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 5000, 200);
  item = feed_get (&feed, 2);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (count_cb), &n_changed);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      ack.round_trip = 1000 * order[i];
      sonde_message_log_set_ack (feed.log, order[i], &ack);
    }
  g_assert_cmpuint (n_changed, ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_true (sonde_message_log_get_ack (feed.log, order[i], &ack));
      g_assert_cmpuint (ack.reason, ==, 0x10);
      g_assert_cmpint (ack.round_trip, ==, 1000 * order[i]);
    }
  g_assert_false (sonde_message_log_get_ack (feed.log, 5, &ack));

  /* The last answer counts. */
  ack = (SondeAcknowledgement){ .reason = 0, .round_trip = -1 };
  sonde_message_log_set_ack (feed.log, 2, &ack);
  ack.reason = 1;
  g_assert_true (sonde_message_log_get_ack (feed.log, 2, &ack));
  g_assert_cmpuint (ack.reason, ==, 0);
  g_assert_cmpint (ack.round_trip, ==, -1);
  g_assert_cmpuint (n_changed, ==, 2);

  /* They leave with their rows. */
  sonde_message_log_clear (feed.log);
  sonde_message_log_set_ack (feed.log, 7, &ack);
  feed_fill (&feed, 1, 20);
  g_assert_false (sonde_message_log_get_ack (feed.log, 2, &ack));
  g_assert_false (sonde_message_log_get_ack (feed.log, 7, &ack));

  feed_clear (&feed);
}

static void
test_early_acknowledgement (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  SondeAcknowledgement ack = { .reason = 0, .round_trip = 77 };
  Feed                 feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 2, 20);
  sonde_message_log_set_ack (feed.log, 3, &ack);
  g_assert_false (sonde_message_log_get_ack (feed.log, 3, &ack));

  feed_fill (&feed, 1, 20);
  g_assert_false (sonde_message_log_get_ack (feed.log, 3, &ack));
  feed_fill (&feed, 1, 20);
  g_assert_true (sonde_message_log_get_ack (feed.log, 3, &ack));
  g_assert_cmpint (ack.round_trip, ==, 77);

  feed_clear (&feed);
}

static void
clear_cb (SondeMessageLog *log)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (log)) > 0)
    sonde_message_log_clear (log);
}

static void
test_clear_in_a_handler (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (1000000);
  Feed a, b;

  feed_init (&a, budget);
  feed_init (&b, budget);
  g_signal_connect_swapped (a.log, "items-changed", G_CALLBACK (clear_cb), b.log);
  for (guint i = 0; i < 50; i++)
    {
      for (guint j = 0; j < 20; j++)
        {
          feed_write (&a, 9000);
          feed_write (&b, 9000);
        }
      feed_flush (&b);
      feed_flush (&a);
    }
  g_assert_cmpuint (b.n_items, ==, 0);
  feed_assert_log (&a);

  feed_clear (&a);
  feed_clear (&b);
}

#define N_HELD 64

typedef struct
{
  Feed             *feed;
  SondeMessageItem *item;
} Held;

/* Replaces a held row by another; one that is still there must be the same object. */
static void
exchange_row (Held *held,
              Feed *feed)
{
  guint position;

  if (held->item != NULL)
    {
      guint64 serial = sonde_message_item_get_serial (held->item);

      feed_assert_item (held->item, serial);
      if (sonde_message_log_get_position (held->feed->log, serial, &position))
        {
          g_autoptr (SondeMessageItem) again = feed_get (held->feed, position);

          g_assert_true (again == held->item);
        }
      g_clear_object (&held->item);
    }

  held->feed = feed;
  if (feed->n_items > 0)
    held->item = feed_get (feed, g_test_rand_int_range (0, feed->n_items));
}

static void
acknowledge_at_random (Feed *feed)
{
  SondeAcknowledgement ack = { .reason = 0 };
  guint64              serial = g_test_rand_int_range (0, feed->written + 1);
  gboolean             known;
  guint                position;

  ack.round_trip = serial;
  sonde_message_log_set_ack (feed->log, serial, &ack);
  known = sonde_message_log_get_position (feed->log, serial, &position);
  g_assert_cmpint (sonde_message_log_get_ack (feed->log, serial, &ack), ==, known);
  g_assert_cmpint (ack.round_trip, ==, serial);
}

/* The rows that were cleared, for good or so that they may come back */
typedef struct
{
  guint   ticket;
  guint64 aside;
  guint64 cleared;
} Cleared;

static void
clear_at_random (Feed    *feed,
                 Cleared *cleared)
{
  guint n_items = feed->n_items;
  guint ticket;

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      sonde_message_log_clear (feed->log);
      cleared->cleared += cleared->aside + n_items;
      cleared->aside = 0;
      g_assert_cmpuint (feed->n_items, ==, 0);
      break;

    case 1:
      ticket = sonde_message_log_set_aside (feed->log);
      g_assert_cmpint (ticket > 0, ==, n_items > 0);
      g_assert_cmpuint (feed->n_items, ==, 0);
      if (ticket == 0)
        break;
      cleared->cleared += cleared->aside;
      cleared->aside = n_items;
      cleared->ticket = ticket;
      break;

    case 2:
      bring_back (feed, cleared->ticket);
      cleared->aside = 0;
      break;

    default:
      sonde_message_log_let_go (feed->log, cleared->ticket);
      cleared->cleared += cleared->aside;
      cleared->aside = 0;
    }
}

static void
do_anything (Feed        *feed,
             SondeBudget *budget,
             Held        *held,
             Cleared     *cleared)
{
  gsize size = g_test_rand_int_range (0, 20) == 0 ? g_test_rand_int_range (1, 300000)
                                                  : g_test_rand_int_range (1, 400);

  switch (g_test_rand_int_range (0, 24))
    {
    case 0:
      clear_at_random (feed, cleared);
      break;

    case 1:
      sonde_budget_set_limit (budget, g_test_rand_int_range (0, 6 << 20));
      break;

    case 2 ... 9:
      exchange_row (held, feed);
      break;

    case 10 ... 12:
      acknowledge_at_random (feed);
      break;

    default:
      for (guint n = g_test_rand_int_range (1, 200); n > 0; n--)
        feed_write (feed, size > 400 ? size / n : size);
      if (g_test_rand_bit ())
        feed_flush (feed);
    }
}

static void
test_random (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (4 << 20);
  Feed    feeds[2];
  Held    held[N_HELD] = { 0 };
  Cleared cleared[G_N_ELEMENTS (feeds)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (feeds); i++)
    feed_init (&feeds[i], budget);

  for (guint turn = 0; turn < 4000; turn++)
    {
      guint which = g_test_rand_bit ();
      Feed *feed = &feeds[which];

      do_anything (feed, budget, &held[g_test_rand_int_range (0, N_HELD)], &cleared[which]);
      feed_assert_log (feed);
      g_assert_cmpuint (sonde_message_log_get_received (feed->log), ==,
                        sonde_message_log_get_kept (feed->log) + sonde_message_log_get_discarded (feed->log) +
                          cleared[which].cleared + cleared[which].aside);
      g_assert_cmpuint (sonde_budget_get_used (budget), ==,
                        sonde_message_log_get_cost (feeds[0].log) + sonde_message_log_get_cost (feeds[1].log));
    }

  for (guint i = 0; i < G_N_ELEMENTS (feeds); i++)
    feed_clear (&feeds[i]);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);

  for (guint i = 0; i < N_HELD; i++)
    {
      if (held[i].item != NULL)
        feed_assert_item (held[i].item, sonde_message_item_get_serial (held[i].item));
      g_clear_object (&held[i].item);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-log/empty", test_empty);
  g_test_add_func ("/message-log/one-object-per-row", test_one_object_per_row);
  g_test_add_func ("/message-log/items-outlive-the-log", test_items_outlive_the_log);
  g_test_add_func ("/message-log/clear", test_clear);
  g_test_add_func ("/message-log/set-aside", test_set_aside);
  g_test_add_func ("/message-log/let-go", test_let_go);
  g_test_add_func ("/message-log/set-aside-and-discarded", test_set_aside_and_discarded);
  g_test_add_func ("/message-log/acknowledgements", test_acknowledgements);
  g_test_add_func ("/message-log/early-acknowledgement", test_early_acknowledgement);
  g_test_add_func ("/message-log/clear-in-a-handler", test_clear_in_a_handler);
  g_test_add_func ("/message-log/random", test_random);

  return g_test_run ();
}
