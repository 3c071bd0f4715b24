/* test-message-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-message-log.h"

#include <string.h>

/* A connection: what it wrote, and what a view of its log knows from signals alone. */
typedef struct
{
  SondeSegmentWriter *writer;
  SondeMessageLog    *log;
  guint64             written;
  guint               n_items;
  guint               n_removals; /* in this call */
  guint               n_additions;
  guint               n_notified; /* "kept", in this call */
  gint64              began_at;
} Feed;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Feed       *feed)
{
  g_assert_cmpuint (removed + added, >, 0);
  if (removed > 0)
    {
      g_assert_cmpuint (position, ==, 0);
      g_assert_cmpuint (added, ==, 0);
      g_assert_cmpuint (removed, <=, feed->n_items);
      feed->n_removals++;
    }
  else
    {
      g_assert_cmpuint (position, ==, feed->n_items);
      feed->n_additions++;
    }

  feed->n_items += added - removed;
  g_assert_cmpuint (feed->n_items, ==, g_list_model_get_n_items (model));
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
feed_init (Feed        *self,
           SondeBudget *budget)
{
  *self = (Feed){ .writer = sonde_segment_writer_new (), .log = sonde_message_log_new (budget), .began_at = 1000000 };
  g_signal_connect (self->log, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->log, "notify::kept", G_CALLBACK (count_cb), &self->n_notified);
}

static void
feed_clear (Feed *self)
{
  g_signal_handlers_disconnect_by_data (self->log, self);
  g_signal_handlers_disconnect_by_data (self->log, &self->n_notified);
  g_clear_object (&self->log);
  g_clear_pointer (&self->writer, sonde_segment_writer_free);
}

/* Writes a message whose payload begins with its serial, of about @size bytes. */
static void
feed_write (Feed *self,
            gsize size)
{
  g_autofree char *payload = g_strdup_printf ("%-*" G_GUINT64_FORMAT ";", (int) size, self->written);
  g_autofree char *topic = g_strdup_printf ("topic/%d", (int) (self->written % 7));
  SondeMessage     message = {
        .kind = self->written % 2 == 0 ? SONDE_MESSAGE_RECEIVED : SONDE_MESSAGE_SENT,
        .topic = topic,
        .topic_length = strlen (topic),
        .payload = payload,
        .payload_size = strlen (payload),
        .properties = "props",
        .properties_size = self->written % 3 == 0 ? 5 : 0,
        .time = self->began_at + self->written,
        .packet_id = self->written & 0xffff,
        .qos = self->written % 3,
        .retain = self->written % 5 == 0,
        .dup = self->written % 4 == 0,
  };

  g_assert_cmpuint (sonde_segment_writer_append (self->writer, &message), ==, self->written);
  self->written++;
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      user_data)
{
  Feed *self = user_data;

  self->n_removals = self->n_additions = self->n_notified = 0;
  sonde_message_log_append (self->log, segment, count);
  g_assert_cmpuint (self->n_removals, <=, 1);
  g_assert_cmpuint (self->n_additions, ==, 1);
  g_assert_cmpuint (self->n_notified, ==, 1);
}

static void
feed_flush (Feed *self)
{
  sonde_segment_writer_flush (self->writer, progress_cb, self);
}

static void
feed_fill (Feed *self,
           guint n,
           gsize size)
{
  for (guint i = 0; i < n; i++)
    feed_write (self, size);
  feed_flush (self);
}

static SondeMessageItem *
feed_get (Feed *self,
          guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->log), position);
}

static void
assert_item (SondeMessageItem *item,
             guint64           serial)
{
  g_autoptr (GBytes) bytes = sonde_message_item_ref_payload (item);
  const guint8 *payload;
  const char   *topic;
  gsize         size, length, properties_size;

  g_assert_cmpuint (sonde_message_item_get_serial (item), ==, serial);
  payload = sonde_message_item_get_payload (item, &size);
  g_assert_cmpuint (g_ascii_strtoull ((const char *) payload, NULL, 10), ==, serial);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), payload, size);

  topic = sonde_message_item_get_topic (item, &length);
  g_assert_cmpuint (length, ==, strlen ("topic/0"));
  g_assert_cmpuint (topic[6] - '0', ==, serial % 7);
  g_assert_cmpuint (topic[7], ==, 0);

  g_assert_cmpint (sonde_message_item_get_time (item) % 1000000, ==, serial);
  g_assert_cmpuint (sonde_message_item_get_kind (item), ==, serial % 2);
  g_assert_cmpuint (sonde_message_item_get_qos (item), ==, serial % 3);
  g_assert_cmpuint (sonde_message_item_get_packet_id (item), ==, serial & 0xffff);
  g_assert_cmpint (sonde_message_item_get_retain (item), ==, serial % 5 == 0);
  g_assert_cmpint (sonde_message_item_get_dup (item), ==, serial % 4 == 0);
  sonde_message_item_get_properties (item, &properties_size);
  g_assert_cmpuint (properties_size, ==, serial % 3 == 0 ? 5 : 0);
}

/* All that is kept is the newest, without a gap. */
static void
assert_log (Feed *self)
{
  guint64 first = sonde_message_log_get_received (self->log) - sonde_message_log_get_kept (self->log);
  guint   step = MAX (self->n_items / 16, 1);

  g_assert_cmpuint (sonde_message_log_get_kept (self->log), ==, self->n_items);
  for (guint i = 0; i < self->n_items; i += step)
    {
      g_autoptr (SondeMessageItem) item = feed_get (self, i);
      guint position;

      assert_item (item, first + i);
      g_assert_true (sonde_message_log_get_position (self->log, first + i, &position));
      g_assert_cmpuint (position, ==, i);
    }

  g_assert_null (feed_get (self, self->n_items));
  g_assert_null (feed_get (self, G_MAXUINT));
}

static void
test_empty (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  Feed  feed;
  guint position;

  feed_init (&feed, budget);

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (feed.log)) == SONDE_TYPE_MESSAGE_ITEM);
  assert_log (&feed);
  sonde_message_log_clear (feed.log);
  assert_log (&feed);
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

  assert_item (item, 42);
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
  assert_log (&feed);
  assert_item (cleared, 4999);

  /* What was cleared was not discarded. */
  g_assert_cmpuint (sonde_message_log_get_received (feed.log), ==, 5003);
  g_assert_cmpuint (sonde_message_log_get_kept (feed.log), ==, 3);
  g_assert_cmpuint (sonde_message_log_get_discarded (feed.log), ==, 0);

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
  assert_log (&feed);
  assert_item (item, 0);

  /* The newest segment stays whatever the limit. */
  sonde_budget_set_limit (budget, 0);
  g_assert_cmpuint (feed.n_items, >, 0);
  assert_log (&feed);
  g_assert_cmpuint (sonde_message_log_get_received (feed.log), ==,
                    sonde_message_log_get_kept (feed.log) + sonde_message_log_get_discarded (feed.log));

  feed_fill (&feed, 10, 2000000);
  g_assert_cmpuint (feed.n_items, ==, 1);
  assert_log (&feed);

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
  assert_log (&feed);
  assert_item (discarded, 3);

  sonde_message_log_clear (feed.log);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
  assert_item (cleared, 70);
  feed_fill (&feed, 5, 100);
  assert_log (&feed);

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
  assert_log (&quiet);
  assert_log (&loud);

  feed_clear (&quiet);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, sonde_message_log_get_cost (loud.log));
  feed_clear (&loud);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);
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
  assert_log (&a);

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

      assert_item (held->item, serial);
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

static void
do_anything (Feed        *feed,
             SondeBudget *budget,
             Held        *held)
{
  gsize size = g_test_rand_int_range (0, 20) == 0 ? g_test_rand_int_range (1, 300000)
                                                  : g_test_rand_int_range (1, 400);

  switch (g_test_rand_int_range (0, 24))
    {
    case 0:
      sonde_message_log_clear (feed->log);
      g_assert_cmpuint (feed->n_items, ==, 0);
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
  Feed feeds[2];
  Held held[N_HELD] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (feeds); i++)
    feed_init (&feeds[i], budget);

  for (guint turn = 0; turn < 4000; turn++)
    {
      Feed *feed = &feeds[g_test_rand_bit ()];

      do_anything (feed, budget, &held[g_test_rand_int_range (0, N_HELD)]);
      assert_log (feed);
      g_assert_cmpuint (sonde_budget_get_used (budget), ==,
                        sonde_message_log_get_cost (feeds[0].log) + sonde_message_log_get_cost (feeds[1].log));
    }

  for (guint i = 0; i < G_N_ELEMENTS (feeds); i++)
    feed_clear (&feeds[i]);
  g_assert_cmpuint (sonde_budget_get_used (budget), ==, 0);

  for (guint i = 0; i < N_HELD; i++)
    {
      if (held[i].item != NULL)
        assert_item (held[i].item, sonde_message_item_get_serial (held[i].item));
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
  g_test_add_func ("/message-log/acknowledgements", test_acknowledgements);
  g_test_add_func ("/message-log/early-acknowledgement", test_early_acknowledgement);
  g_test_add_func ("/message-log/limit", test_limit);
  g_test_add_func ("/message-log/much-leaves", test_much_leaves);
  g_test_add_func ("/message-log/logs-share-the-budget", test_logs_share_the_budget);
  g_test_add_func ("/message-log/clear-in-a-handler", test_clear_in_a_handler);
  g_test_add_func ("/message-log/random", test_random);

  return g_test_run ();
}
