/* test-retained-text.c: what is said of retained messages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-retained-text.h>

#include <string.h>

/* clang-format off */
static const struct
{
  SondeRetainedJobState state;
  gboolean              undoing;
  SondeRetainedFigures  figures;
  const char           *text;
} runs[] = {
  { SONDE_RETAINED_JOB_SENDING, FALSE, { .total = 10000, .acknowledged = 1200, .waiting = 8800 },
    "Clearing: 1,200 of 10,000 acknowledged" },
  { SONDE_RETAINED_JOB_SENDING, TRUE, { .total = 2, .waiting = 2 }, "Putting back: 0 of 2 acknowledged" },
  { SONDE_RETAINED_JOB_DONE, FALSE, { .total = 10000, .done = 10000 }, "10,000 cleared, and none is left." },
  { SONDE_RETAINED_JOB_DONE, FALSE, { .total = 10000, .done = 9998, .anew = 2 }, "9,998 cleared, 2 came anew since." },
  { SONDE_RETAINED_JOB_DONE, FALSE, { .total = 4, .done = 1, .gone = 1, .failed = 1, .unchanged = 1 },
    "1 cleared, 1 gone before, 1 still there, 1 refused. Because." },
  { SONDE_RETAINED_JOB_DONE, TRUE, { .total = 1, .done = 1 }, "1 put back as it was." },
  { SONDE_RETAINED_JOB_DONE, TRUE, { .total = 5, .done = 3, .anew = 2 },
    "3 put back, 2 with a new message left alone." },
  { SONDE_RETAINED_JOB_DONE, TRUE, { .total = 1, .done = 1, .bare = 1 }, "1 put back without its properties." },
  { SONDE_RETAINED_JOB_DONE, TRUE, { .total = 50, .done = 50, .bare = 13 },
    "37 put back, 13 put back without their properties." },
  { SONDE_RETAINED_JOB_STOPPED, FALSE, { .total = 10, .done = 4, .waiting = 6 },
    "Stopped: 4 cleared, 6 left to clear." },
  { SONDE_RETAINED_JOB_INTERRUPTED, FALSE, { .total = 2500, .acknowledged = 1253, .unsure = 200, .waiting = 1047 },
    "Interrupted: 1,253 acknowledged as cleared, 200 sent without an answer, 1,047 left to clear. It ended." },
  { SONDE_RETAINED_JOB_INTERRUPTED, TRUE, { .total = 3, .acknowledged = 1, .waiting = 2 },
    "Interrupted: 1 acknowledged as put back, 2 left to put back. It ended." },
};
/* clang-format on */

static void
test_runs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *text =
        sonde_retained_run_to_text (runs[i].state, runs[i].undoing, &runs[i].figures, "It ended.", "Because.");

      g_assert_cmpstr (text, ==, runs[i].text);
    }
}

static void
take_cb (SondeSegment *segment,
         guint         count,
         gpointer      user_data)
{
  SondeRetainedEntry **entry = user_data;

  *entry = sonde_retained_entry_new (segment, sonde_segment_get_record (segment, count - 1));
}

/* @properties: of MQTT 5, up to 127 bytes */
static SondeRetainedEntry *
make_entry (const char *topic,
            const char *payload,
            const char *properties,
            gsize       properties_size)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  SondeRetainedEntry *entry = NULL;
  SondeMessage        message = { .kind = SONDE_MESSAGE_RECEIVED,
                                  .topic = topic,
                                  .topic_length = strlen (topic),
                                  .payload = payload,
                                  .payload_size = strlen (payload),
                                  .properties = properties,
                                  .properties_size = properties_size,
                                  .qos = 1,
                                  .retain = TRUE };

  sonde_segment_writer_append (writer, &message);
  sonde_segment_writer_flush (writer, take_cb, &entry);

  return entry;
}

static void
test_found (void)
{
  g_autofree char *looking = sonde_retained_found_to_text (1204, 45100, NULL);
  g_autofree char *all = sonde_retained_found_to_text (1, 3, &(SondeRetainedFound){ .granted_qos = 2 });
  g_autofree char *some = sonde_retained_found_to_text (2, 3, &(SondeRetainedFound){ .granted_qos = 1, .n_left_out = 1000 });

  g_assert_cmpstr (looking, ==, "1,204 retained messages, 45.1 kB");
  g_assert_cmpstr (all, ==, "1 retained message, 3 B");
  g_assert_cmpstr (some, ==,
                   "2 retained messages, 3 B, 1,000 left out: there is no more room"
                   " (the broker sends them with QoS 1 at most)");
}

static void
test_entry (void)
{
  g_autoptr (SondeRetainedEntry) plain = make_entry ("a", "hello", NULL, 0);
  g_autoptr (SondeRetainedEntry) passing = make_entry ("a", "hello", "\2\0\0\x2a\x30", 5); /* 10,800 s */
  g_autofree char *of_plain = sonde_retained_entry_to_text (plain);
  g_autofree char *of_passing = sonde_retained_entry_to_text (passing);

  g_assert_cmpstr (of_plain, ==, "QoS 1 · 5 B");
  g_assert_cmpstr (of_passing, ==, "QoS 1 · 5 B · expires in 3 hours");
}

static void
test_same (void)
{
  g_autoptr (SondeRetainedEntry) long_lived = make_entry ("a", "hello", "\2\0\0\x2a\x30\1\1", 7);
  g_autoptr (SondeRetainedEntry) short_lived = make_entry ("a", "hello", "\2\0\0\0\x30\1\1", 7);
  g_autoptr (SondeRetainedEntry) bytes = make_entry ("a", "hello", "\2\0\0\0\x30", 5);
  g_autoptr (SondeRetainedEntry) other = make_entry ("a", "hullo", "\2\0\0\0\x30\1\1", 7);

  g_assert_true (sonde_retained_entry_equal (long_lived, short_lived));
  g_assert_false (sonde_retained_entry_equal (short_lived, bytes));
  g_assert_false (sonde_retained_entry_equal (short_lived, other));
}

static void
count_cb (GListModel *model,
          guint       position,
          guint       removed,
          guint       added,
          int        *n)
{
  *n += (int) added - (int) removed;
  g_assert_cmpint (*n, ==, g_list_model_get_n_items (model));
}

/* What the signals say is what is there, and each topic has one. */
static void
test_list (void)
{
  g_autoptr (SondeRetainedList) list = sonde_retained_list_new (100000);
  g_autoptr (GHashTable) gone = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const topics[] = { "a", "b", "a", "c", "d", "b" };
  int               n = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      g_autofree char *payload = g_strdup_printf ("%u", i);
      g_autoptr (SondeRetainedEntry) entry = make_entry (topics[i], payload, NULL, 0);

      g_assert_true (sonde_retained_list_put (list, entry));
      g_assert_true (sonde_retained_list_lookup (list, topics[i]) == entry);
      if (i == 3)
        sonde_retained_list_flush (list);
    }
  sonde_retained_list_flush (list);
  g_assert_cmpint (n, ==, 4);
  g_assert_cmpuint (sonde_retained_list_get_payload_size (list), ==, 4);

  sonde_retained_list_remove (list, "b");
  sonde_retained_list_remove (list, "none");
  g_assert_null (sonde_retained_list_lookup (list, "b"));
  g_assert_nonnull (sonde_retained_list_lookup (list, "d"));
  g_hash_table_add (gone, (gpointer) "a");
  g_hash_table_add (gone, (gpointer) "d");
  sonde_retained_list_remove_all (list, gone);
  g_assert_cmpint (n, ==, 1);
  g_assert_nonnull (sonde_retained_list_lookup (list, "c"));
  g_assert_cmpuint (sonde_retained_list_get_payload_size (list), ==, 1);
}

static void
test_room (void)
{
  g_autoptr (SondeRetainedList) list = sonde_retained_list_new (1000);
  g_autoptr (SondeRetainedEntry) one = make_entry ("one", "1", NULL, 0);
  g_autoptr (SondeRetainedEntry) two = make_entry ("two", "2", NULL, 0);
  g_autoptr (SondeRetainedEntry) three = make_entry ("three", "3", NULL, 0);
  g_autoptr (SondeRetainedEntry) four = make_entry ("four", "4", NULL, 0);

  g_assert_true (sonde_retained_list_put (list, one));
  g_assert_true (sonde_retained_list_put (list, two));
  g_assert_true (sonde_retained_list_put (list, three));
  g_assert_false (sonde_retained_list_put (list, four));
  g_assert_true (sonde_retained_list_put (list, two));
  sonde_retained_list_remove (list, "one");
  g_assert_true (sonde_retained_list_put (list, four));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retained-text/runs", test_runs);
  g_test_add_func ("/retained-text/found", test_found);
  g_test_add_func ("/retained-text/entry", test_entry);
  g_test_add_func ("/retained-list/same", test_same);
  g_test_add_func ("/retained-list/list", test_list);
  g_test_add_func ("/retained-list/room", test_room);

  return g_test_run ();
}
