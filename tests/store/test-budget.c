/* test-budget.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-feed.h"

static void
test_limit (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) item = NULL;
  Feed    feed;
  guint64 used, discarded;

  feed_init (&feed, budget);
  feed_fill (&feed, 50000, 200);
  item = feed_get (&feed, 0);
  used = sonde_budget_get_used (budget);
  g_assert_cmpuint (used, ==, sonde_message_log_get_cost (feed.log));
  g_assert_cmpuint (used, >, 10000000);

  /* At once, as one removal, no more than needed. */
  feed.n_removals = 0;
  sonde_budget_set_limit (budget, used - 1);
  g_assert_cmpuint (feed.n_removals, ==, 1);
  discarded = sonde_message_log_get_discarded (feed.log);
  g_assert_cmpuint (discarded, >, 0);
  g_assert_cmpuint (discarded, <, 1000);

  feed.n_removals = 0;
  sonde_budget_set_limit (budget, used / 2);
  g_assert_cmpuint (feed.n_removals, ==, 1);
  g_assert_cmpuint (sonde_budget_get_used (budget), <=, used / 2);
  feed_assert_log (&feed);
  feed_assert_item (item, 0);

  /* The newest segment stays whatever the limit. */
  sonde_budget_set_limit (budget, 0);
  g_assert_cmpuint (feed.n_items, >, 0);
  feed_assert_log (&feed);
  g_assert_cmpuint (sonde_message_log_get_received (feed.log), ==,
                    sonde_message_log_get_kept (feed.log) + sonde_message_log_get_discarded (feed.log));

  feed_fill (&feed, 10, 2000000);
  g_assert_cmpuint (feed.n_items, ==, 1);
  feed_assert_log (&feed);

  feed_clear (&feed);
}

/* Messages make room for what is held beside them. */
static void
test_share (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (4 << 20);
  SondeBudgetShare share;
  Feed             feed;

  feed_init (&feed, budget);
  sonde_budget_share_init (&share, budget, FALSE);
  feed_fill (&feed, 50000, 200);
  g_assert_cmpuint (sonde_message_log_get_cost (feed.log), >, 3 << 20);
  sonde_budget_share_set (&share, 2 << 20);
  feed_fill (&feed, 1, 200);
  g_assert_cmpuint (sonde_message_log_get_cost (feed.log), <=, 2 << 20);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, sonde_message_log_get_cost (feed.log) + (2 << 20));
  feed_assert_log (&feed);

  sonde_budget_share_clear (&share);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, sonde_message_log_get_cost (feed.log));
  feed_clear (&feed);
}

/* However much is held beside them, half of it all is for messages. */
static void
test_half (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (4 << 20);
  SondeBudgetShare share;
  Feed             feed;

  feed_init (&feed, budget);
  sonde_budget_share_init (&share, budget, FALSE);
  sonde_budget_share_set (&share, 64 << 20);
  feed_fill (&feed, 50000, 200);
  g_assert_cmpuint (sonde_message_log_get_cost (feed.log), >, 1 << 20);
  g_assert_cmpuint (sonde_message_log_get_cost (feed.log), <=, 2 << 20);

  sonde_budget_share_clear (&share);
  feed_clear (&feed);
}

/* So much leaves that another thread frees it: the rows in use stay whole. */
static void
test_much_leaves (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) discarded = NULL;
  g_autoptr (SondeMessageItem) cleared = NULL;
  Feed feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 80, 1000000);
  discarded = feed_get (&feed, 3);
  cleared = feed_get (&feed, 70);

  feed.n_removals = 0;
  sonde_budget_set_limit (budget, 40 * 1000 * 1000);
  g_assert_cmpuint (feed.n_removals, ==, 1);
  g_assert_cmpuint (feed.n_items, >, 20);
  g_assert_cmpuint (feed.n_items, <=, 40);
  feed_assert_log (&feed);
  feed_assert_item (discarded, 3);

  sonde_message_log_clear (feed.log);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
  feed_assert_item (cleared, 70);
  feed_fill (&feed, 5, 100);
  feed_assert_log (&feed);

  feed_clear (&feed);
}

/* The oldest segment of all leaves first, whoever has it; one log's flood does not spare another's past. */
static void
test_logs_share_the_budget (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (8 * 1000 * 1000);
  Feed quiet, loud;

  feed_init (&quiet, budget);
  feed_init (&loud, budget);
  quiet.began_at = 0;

  feed_fill (&quiet, 4, 1500000);
  feed_fill (&loud, 1000, 100);
  g_assert_cmpuint (sonde_message_log_get_discarded (quiet.log), ==, 0);
  sonde_budget_set_limit (budget, sonde_budget_get_used (budget) - 1);
  g_assert_cmpuint (quiet.n_items, ==, 3);
  g_assert_cmpuint (loud.n_items, ==, 1000);

  sonde_budget_set_limit (budget, 8 * 1000 * 1000);
  feed_fill (&loud, 20000, 1000);
  g_assert_cmpuint (sonde_budget_get_used (budget), <=, 8 * 1000 * 1000);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==,
                    sonde_message_log_get_cost (quiet.log) + sonde_message_log_get_cost (loud.log));
  g_assert_cmpuint (quiet.n_items, ==, 1);
  g_assert_cmpuint (loud.n_items, >, 0);
  feed_assert_log (&quiet);
  feed_assert_log (&loud);

  feed_clear (&quiet);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, sonde_message_log_get_cost (loud.log));
  feed_clear (&loud);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/budget/limit", test_limit);
  g_test_add_func ("/budget/share", test_share);
  g_test_add_func ("/budget/half", test_half);
  g_test_add_func ("/budget/much-leaves", test_much_leaves);
  g_test_add_func ("/budget/logs-share-it", test_logs_share_the_budget);
  return g_test_run ();
}
