/* test-message-before.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "log-feed.h"
#include "sonde-message-before.h"

#define N_MESSAGES 20000

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **to = user_data;

  *to = g_object_ref (result);
}

static SondeMessageItem *
find (Feed             *feed,
      SondeMessageItem *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SondeMessageItem *found;

  sonde_message_log_find_before_async (feed->log, item, NULL, found_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  found = sonde_message_log_find_before_finish (feed->log, result, &error);
  g_assert_no_error (error);

  return found;
}

/* The feed writes on seven topics in turn, and in each direction in turn: every fourteenth is alike. */
static void
test_found (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  Feed feed;

  feed_init (&feed, budget);
  feed_fill (&feed, N_MESSAGES, 100);
  for (guint position = 0; position < N_MESSAGES; position += position < 100 ? 1 : 997)
    {
      g_autoptr (SondeMessageItem) item = feed_get (&feed, position);
      g_autoptr (SondeMessageItem) found = find (&feed, item);

      if (position < 14)
        g_assert_null (found);
      else
        g_assert_cmpuint (sonde_message_item_get_serial (found), ==, position - 14);
    }
  feed_clear (&feed);
}

/* What has left the log has nothing before it, and is not found. */
static void
test_cleared (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageItem) item = NULL;
  g_autoptr (SondeMessageItem) after = NULL;
  Feed feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 100, 100);
  item = feed_get (&feed, 99);
  sonde_message_log_clear (feed.log);
  g_assert_null (find (&feed, item));

  feed_fill (&feed, 5, 100);
  after = feed_get (&feed, 4);
  g_assert_null (find (&feed, after));
  feed_clear (&feed);
}

static void
test_cancelled (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SondeMessageItem) item = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Feed feed;

  feed_init (&feed, budget);
  feed_fill (&feed, 100, 100);
  item = feed_get (&feed, 99);
  sonde_message_log_find_before_async (feed.log, item, cancellable, found_cb, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (sonde_message_log_find_before_finish (feed.log, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  feed_clear (&feed);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-before/found", test_found);
  g_test_add_func ("/message-before/cleared", test_cleared);
  g_test_add_func ("/message-before/cancelled", test_cancelled);
  return g_test_run ();
}
