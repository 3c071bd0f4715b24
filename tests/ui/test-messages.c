/* test-messages.c: the parts of the messages page that need no display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-log-columns.h"
#include "sonde-message-count.h"
#include "sonde-message-layout.h"
#include "sonde-message-text.h"
#include "sonde-payload-copy.h"
#include "sonde-save.h"
#include "sonde-text-feed.h"
#include "sonde-view-kind.h"
#include "sonde-view-pins.h"

#include <sonde-settings.h>

#include <string.h>

#define TIME G_GINT64_CONSTANT (1700000000000000)

static void
append_cb (SondeSegment *segment,
           guint         count,
           gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static void
append (SondeMessageLog    *log,
        SondeSegmentWriter *writer,
        SondeMessageKind    kind,
        guint               n_messages)
{
  SondeMessage message = { .kind = kind, .topic = "test", .topic_length = 4, .payload = "hello", .payload_size = 5, .time = TIME };

  for (guint i = 0; i < n_messages; i++)
    sonde_segment_writer_append (writer, &message);
  sonde_segment_writer_flush (writer, append_cb, log);
}

/* What the log says of each event */
static void
test_events (void)
{
  /* clang-format off */
  static const struct
  {
    SondeLogEvent event;
    const char   *filter;
    guint8        qos;
    const char   *detail;
    const char   *text;
  } cases[] = {
    { SONDE_LOG_EVENT_CONNECTED,        "",         0, "127.0.0.1:1883",  "Connected to 127.0.0.1:1883" },
    { SONDE_LOG_EVENT_LOST,             "",         0, "",                "Connection lost" },
    { SONDE_LOG_EVENT_SUBSCRIBED,       "motor/#",  1, "",                "Subscribed to motor/#, QoS 1" },
    { SONDE_LOG_EVENT_REFUSED,          "secret/#", 0, "not authorized",  "Subscription to secret/# refused: not authorized" },
    { SONDE_LOG_EVENT_UNSUBSCRIBED,     "motor/#",  0, "",                "Unsubscribed from motor/#" },
    { SONDE_LOG_EVENT_NOT_UNSUBSCRIBED, "motor/#",  0, "not authorized",  "Still subscribed to motor/#: not authorized" },
  };
  /* clang-format on */
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageLog) log = sonde_message_log_new (budget);
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SondeMessage message = { .kind = SONDE_MESSAGE_EVENT, .packet_id = cases[i].event, .qos = cases[i].qos, .topic = cases[i].filter, .topic_length = strlen (cases[i].filter), .payload = cases[i].detail, .payload_size = strlen (cases[i].detail), .time = TIME };
      g_autoptr (SondeMessageItem) item = NULL;
      g_autofree char *text = NULL;

      sonde_segment_writer_append (writer, &message);
      sonde_segment_writer_flush (writer, append_cb, log);
      item = g_list_model_get_item (G_LIST_MODEL (log), i);
      text = sonde_message_dup_event (item);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
check_layout (int                     width,
              int                     digit,
              const SondeColumnShape *shape)
{
  SondeSpan spans[SONDE_N_COLUMNS];
  int       end = 0;

  sonde_message_layout_compute (width, digit, shape, spans);
  for (guint i = 0; i < SONDE_N_COLUMNS; i++)
    {
      g_assert_cmpint (spans[i].width, >=, 0);
      g_assert_cmpint (spans[i].x, >=, end);
      if (shape->hidden[i])
        g_assert_cmpint (spans[i].width, ==, 0);
      else if (spans[i].width > 0)
        end = spans[i].x + spans[i].width;
    }
  if (width >= 60 * digit)
    {
      g_assert_cmpint (spans[SONDE_COLUMN_PAYLOAD].x + spans[SONDE_COLUMN_PAYLOAD].width, <=, width);
      g_assert_cmpint (end, <=, width);
      g_assert_cmpint (spans[SONDE_COLUMN_PAYLOAD].width, >, 2 * digit);
    }
  if (width >= 60 * digit && !shape->hidden[SONDE_COLUMN_TOPIC])
    g_assert_cmpint (spans[SONDE_COLUMN_TOPIC].width, >, digit);
}

/* Columns come in their order, do not overlap and stay inside, whatever the width and the choice. */
static void
test_layout_columns (void)
{
  for (guint hidden = 0; hidden < 1 << SONDE_N_COLUMNS; hidden += 37)
    for (int width = 0; width < 3000; width += 97)
      {
        SondeColumnShape shape = { .topic_share = SONDE_TOPIC_SHARE_MIN + width % (SONDE_TOPIC_SHARE_MAX - SONDE_TOPIC_SHARE_MIN) };

        for (guint i = 0; i < SONDE_N_COLUMNS; i++)
          shape.hidden[i] = i != SONDE_COLUMN_PAYLOAD && (hidden >> i & 1);
        check_layout (width, 5 + width % 15, &shape);
      }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_columns_by_actions (void)
{
  g_autoptr (SondeLogColumns) columns = sonde_log_columns_new (NULL);
  g_autoptr (GSimpleActionGroup) actions = sonde_log_columns_create_actions (columns);
  GActionGroup           *group = G_ACTION_GROUP (actions);
  const SondeColumnShape *shape = sonde_log_columns_get_shape (columns);
  guint                   n_changes = 0;

  g_signal_connect_swapped (columns, "changed", G_CALLBACK (count_cb), &n_changes);

  g_action_group_activate_action (group, "show-packet-id", NULL);
  g_assert_false (shape->hidden[SONDE_COLUMN_PACKET_ID]);
  g_action_group_activate_action (group, "show-time", NULL);
  g_assert_true (shape->hidden[SONDE_COLUMN_TIME]);
  g_action_group_activate_action (group, "time", g_variant_new_string ("delta"));
  g_assert_cmpint (sonde_log_columns_get_time (columns), ==, SONDE_LOG_TIME_DELTA);
  g_action_group_activate_action (group, "compact", NULL);
  g_assert_true (sonde_log_columns_get_compact (columns));
  g_assert_cmpuint (n_changes, ==, 4);

  for (guint i = 0; i < 20; i++)
    g_action_group_activate_action (group, "wider-topic", NULL);
  g_assert_cmpint (shape->topic_share, ==, SONDE_TOPIC_SHARE_MAX);

  g_action_group_activate_action (group, "reset", NULL);
  g_assert_cmpint (shape->topic_share, ==, SONDE_TOPIC_SHARE_DEFAULT);
  g_assert_true (shape->hidden[SONDE_COLUMN_PACKET_ID]);
  g_assert_false (shape->hidden[SONDE_COLUMN_TIME]);
}

static void
assert_count (SondeMessageCount *count,
              guint64            messages,
              const char        *expected)
{
  g_autofree char *label = NULL;

  g_assert_cmpuint (sonde_message_count_get_messages (count), ==, messages);
  g_object_get (count, "label", &label, NULL);
  g_assert_cmpstr (label, ==, expected);
}

static void
test_count_without_events (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageLog) log = sonde_message_log_new (budget);
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (SondeMessageCount) count = sonde_message_count_new ();
  guint ticket;

  assert_count (count, 0, "0 messages");
  append (log, writer, SONDE_MESSAGE_EVENT, 1);
  sonde_message_count_set_log (count, log);
  assert_count (count, 0, "0 messages");

  append (log, writer, SONDE_MESSAGE_RECEIVED, 1);
  assert_count (count, 1, "1 message");
  append (log, writer, SONDE_MESSAGE_EVENT, 2);
  append (log, writer, SONDE_MESSAGE_SENT, 1);
  append (log, writer, SONDE_MESSAGE_RECEIVED, 20000);
  assert_count (count, 20002, "20,002 messages");

  sonde_message_log_clear (log);
  assert_count (count, 0, "0 messages");
  append (log, writer, SONDE_MESSAGE_EVENT, 1);
  append (log, writer, SONDE_MESSAGE_RECEIVED, 3);
  assert_count (count, 3, "3 messages");

  /* What comes back comes in at the head, its events before those that came meanwhile. */
  ticket = sonde_message_log_set_aside (log);
  assert_count (count, 0, "0 messages");
  append (log, writer, SONDE_MESSAGE_EVENT, 1);
  append (log, writer, SONDE_MESSAGE_RECEIVED, 1);
  sonde_message_log_bring_back (log, ticket);
  assert_count (count, 4, "4 messages");
  sonde_message_log_clear (log);
  assert_count (count, 0, "0 messages");

  sonde_message_count_set_log (count, NULL);
  assert_count (count, 0, "0 messages");
}

/* Events that leave with the oldest segment are no longer taken off. */
static void
test_count_after_discarding (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageLog) log = sonde_message_log_new (budget);
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (SondeMessageCount) count = sonde_message_count_new ();
  g_autofree char *label = NULL;

  sonde_message_count_set_log (count, log);
  append (log, writer, SONDE_MESSAGE_EVENT, 10);
  append (log, writer, SONDE_MESSAGE_RECEIVED, 50000);
  sonde_budget_set_limit (budget, 1024 * 1024);

  g_assert_cmpuint (sonde_message_log_get_discarded (log), >, 10);
  g_assert_cmpuint (sonde_message_count_get_messages (count), ==, sonde_message_log_get_kept (log));
  g_object_get (count, "label", &label, NULL);
  g_assert_true (g_str_has_suffix (label, " discarded"));
}

static void
test_sentences (void)
{
  g_autoptr (SondeBudget) budget = sonde_budget_new (SONDE_BUDGET_DEFAULT);
  g_autoptr (SondeMessageLog) log = sonde_message_log_new (budget);
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (SondeMessageItem) item = NULL;
  g_autoptr (SondeMessageItem) event = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *happened = NULL;
  SondeMessage     message = { .topic = "test", .topic_length = 4, .payload = "hello", .payload_size = 5, .time = TIME, .qos = 1, .retain = TRUE, .dup = TRUE };
  SondeMessage     lost = { .kind = SONDE_MESSAGE_EVENT, .payload = "It hung up.", .payload_size = 11, .time = TIME, .packet_id = SONDE_LOG_EVENT_LOST };

  sonde_segment_writer_append (writer, &message);
  sonde_segment_writer_append (writer, &lost);
  sonde_segment_writer_flush (writer, append_cb, log);

  item = g_list_model_get_item (G_LIST_MODEL (log), 0);
  g_assert_cmpstr (sonde_message_get_flags (item), ==, "retained · DUP");
  sentence = sonde_message_dup_sentence (item, "12:00:00.000", "test", "hello", "5 B", NULL);
  g_assert_cmpstr (sentence, ==, "Received at 12:00:00.000 on test, QoS 1, 5 B, retained · DUP: hello");

  event = g_list_model_get_item (G_LIST_MODEL (log), 1);
  g_assert_null (sonde_message_get_flags (event));
  happened = sonde_message_dup_event (event);
  g_assert_cmpstr (happened, ==, "Connection lost: It hung up.");
}

/* clang-format off */
static const struct
{
  SondeAcknowledgement ack;
  const char          *text;
} acknowledgements[] = {
  { { 0, 1200 },    "acknowledged in 1.2 ms" },
  { { 0, -1 },      "sent" },
  { { 0x87, 1200 }, "not authorized" },
  { { 16, 31000 },  "acknowledged in 31 ms, no matching subscribers" },
};

static const struct
{
  const char *payload;
  gsize       size;
  gboolean    is_text;
  const char *text;
} copies[] = {
  { "",             0, TRUE,  "" },
  { "hello",        5, TRUE,  "hello" },
  { "你好",         6, TRUE,  "你好" },
  { "a\nb",         3, TRUE,  "a\nb" },
  { "a\0b",         3, FALSE, "610062" },
  { "\xff\xfe\x0a", 3, FALSE, "fffe0a" },
};

static const struct
{
  const char *topic;
  const char *extension;
  const char *name;
} file_names[] = {
  { "Tyler-1/motor/3/speed", "json", "speed.json" },
  { "test",                  "txt",  "test.txt" },
  { "a/",                    "bin",  "payload.bin" },
  { "/",                     "bin",  "payload.bin" },
  { "a/..",                  "txt",  "_..txt" },
  { "$SYS/broker/uptime",    "txt",  "uptime.txt" },
  { "工厂/温度",             "json", "温度.json" },
  { "a/b:c*d\te",            "txt",  "b_c_d_e.txt" },
};
/* clang-format on */

static void
test_acknowledgements (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (acknowledgements); i++)
    {
      g_autofree char *text = sonde_acknowledgement_to_text (&acknowledgements[i].ack, SONDE_MQTT_5);

      g_assert_cmpstr (text, ==, acknowledgements[i].text);
    }
}

static void
test_clipboard (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autoptr (GBytes) payload = g_bytes_new_static (copies[i].payload, copies[i].size);
      g_autofree char *text = NULL;

      g_assert_cmpint (sonde_payload_dup_clipboard_text (payload, &text), ==, copies[i].is_text);
      g_assert_cmpstr (text, ==, copies[i].text);
    }
}

static void
test_file_names (void)
{
  g_autofree char *long_topic = g_strnfill (60000, 'x');
  g_autofree char *long_name = sonde_save_dup_topic_name (long_topic, "txt");

  for (guint i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      g_autofree char *name = sonde_save_dup_topic_name (file_names[i].topic, file_names[i].extension);

      g_assert_cmpstr (name, ==, file_names[i].name);
    }
  g_assert_cmpuint (strlen (long_name), <, 100);
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

/* Pieces join to what was given, also where a piece would end inside a character. */
static void
test_feed (void)
{
  for (guint shift = 0; shift < 4; shift++)
    {
      g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
      g_autoptr (SondeTextFeed) feed = sonde_text_feed_new (buffer);
      g_autoptr (GString) text = g_string_new_len ("abcd", shift);
      g_autofree char *fed = NULL;

      while (text->len < 400000)
        g_string_append (text, "好😀\n");
      sonde_text_feed_take (feed, g_strdup (text->str));
      g_assert_true (sonde_text_feed_get_busy (feed));
      while (sonde_text_feed_get_busy (feed))
        g_main_context_iteration (NULL, TRUE);

      fed = dup_text (buffer);
      g_assert_cmpstr (fed, ==, text->str);
    }
}

/* What comes later takes the place of what is still on its way. */
static void
test_feed_replaced (void)
{
  g_autoptr (GtkTextBuffer) buffer = gtk_text_buffer_new (NULL);
  g_autoptr (SondeTextFeed) feed = sonde_text_feed_new (buffer);
  g_autofree char *fed = NULL;

  sonde_text_feed_take (feed, g_strnfill (1000000, 'x'));
  sonde_text_feed_take (feed, g_strdup ("short"));
  g_assert_false (sonde_text_feed_get_busy (feed));
  while (g_main_context_iteration (NULL, FALSE))
    ;

  fed = dup_text (buffer);
  g_assert_cmpstr (fed, ==, "short");
}

/* What was chosen for another payload stays, where it makes sense. */
static void
test_views (void)
{
  /* clang-format off */
  static const struct
  {
    SondeViewKind wanted;
    const char   *payload;
    SondeViewKind shown;
  } cases[] = {
    { SONDE_VIEW_AUTOMATIC, "{\"a\": 1}",  SONDE_VIEW_JSON },
    { SONDE_VIEW_AUTOMATIC, "hello",       SONDE_VIEW_TEXT },
    { SONDE_VIEW_AUTOMATIC, "\xff",        SONDE_VIEW_HEX },
    { SONDE_VIEW_AUTOMATIC, "GIF89a",      SONDE_VIEW_IMAGE },
    { SONDE_VIEW_TEXT,      "{\"a\": 1}",  SONDE_VIEW_TEXT },
    { SONDE_VIEW_TEXT,      "\xff",        SONDE_VIEW_HEX },
    { SONDE_VIEW_JSON,      "hello",       SONDE_VIEW_TEXT },
    { SONDE_VIEW_TREE,      "{\"a\": 1}",  SONDE_VIEW_TREE },
    { SONDE_VIEW_TREE,      "hello",       SONDE_VIEW_TEXT },
    { SONDE_VIEW_HEX,       "GIF89a",      SONDE_VIEW_HEX },
    { SONDE_VIEW_IMAGE,     "hello",       SONDE_VIEW_TEXT },
    { SONDE_VIEW_BASE64,    "hello",       SONDE_VIEW_BASE64 },
    { SONDE_VIEW_DIFF,      "hello",       SONDE_VIEW_DIFF },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SondePayloadLook look = sonde_payload_look_at ((const guint8 *) cases[i].payload, strlen (cases[i].payload));

      g_assert_cmpint (sonde_view_kind_choose (cases[i].wanted, &look), ==, cases[i].shown);
    }
}

/* The most specific filter rules, in whatever order they stand. */
static void
test_pins (void)
{
  /* clang-format off */
  static const struct
  {
    const char   *pins;
    const char   *topic;
    const char   *filter;
    SondeViewKind kind;
  } cases[] = {
    { "{}",                                                   "a/b",     NULL,        SONDE_VIEW_AUTOMATIC },
    { "{'a/b': 'hex'}",                                       "a/b",     "a/b",       SONDE_VIEW_HEX },
    { "{'a/b': 'hex'}",                                       "a/c",     NULL,        SONDE_VIEW_AUTOMATIC },
    { "{'#': 'text', 'a/#': 'tree', 'a/b': 'diff'}",          "a/b",     "a/b",       SONDE_VIEW_DIFF },
    { "{'a/b': 'diff', 'a/#': 'tree', '#': 'text'}",          "a/b",     "a/b",       SONDE_VIEW_DIFF },
    { "{'#': 'text', 'a/#': 'tree', 'a/b': 'diff'}",          "a/c",     "a/#",       SONDE_VIEW_TREE },
    { "{'a/#': 'tree', 'a/+/c': 'base64'}",                   "a/b/c",   "a/+/c",     SONDE_VIEW_BASE64 },
    { "{'+/b/c': 'hex', 'a/#': 'tree'}",                      "a/b/c",   "a/#",       SONDE_VIEW_TREE },
    { "{'+/#': 'hex', '#': 'json'}",                          "a",       "+/#",       SONDE_VIEW_HEX },
    { "{'a/#': 'tree', 'a': 'image'}",                        "a",       "a",         SONDE_VIEW_IMAGE },
    { "{'+/x': 'text', '/x': 'json'}",                        "/x",      "/x",        SONDE_VIEW_JSON },
    { "{'$share/g/a/b': 'hex', 'a/#': 'tree'}",               "a/b",     "$share/g/a/b", SONDE_VIEW_HEX },
    { "{'#': 'text'}",                                        "$SYS/x",  NULL,        SONDE_VIEW_AUTOMATIC },
    { "{'a/#/b': 'hex', 'a/b': 'plot', '': 'text', '#': 'json'}", "a/b", "#",         SONDE_VIEW_JSON },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) pins = g_variant_parse (G_VARIANT_TYPE ("a{ss}"), cases[i].pins, NULL, NULL, NULL);
      SondeViewKind kind = SONDE_VIEW_AUTOMATIC;

      g_assert_cmpstr (sonde_view_pins_choose (pins, cases[i].topic, strlen (cases[i].topic), &kind), ==, cases[i].filter);
      g_assert_cmpint (kind, ==, cases[i].kind);
    }
}

static void
assert_pin (SondeViewPins *pins,
            const char    *topic,
            SondeViewKind  expected)
{
  SondeViewKind kind = SONDE_VIEW_AUTOMATIC;

  sonde_view_pins_choose (sonde_view_pins_get_all (pins), topic, strlen (topic), &kind);
  g_assert_cmpint (kind, ==, expected);
}

/* What one pins, another that looks at the same settings knows. */
static void
check_pinning (GSettings *settings)
{
  g_autoptr (SondeViewPins) pins = sonde_view_pins_new (settings);
  g_autoptr (SondeViewPins) other = sonde_view_pins_new (settings);
  guint n_changes = 0;

  g_signal_connect_swapped (pins, "changed", G_CALLBACK (count_cb), &n_changes);
  sonde_view_pins_pin (pins, "a/#", SONDE_VIEW_HEX);
  assert_pin (pins, "a/b", SONDE_VIEW_HEX);
  sonde_view_pins_pin (pins, "a/b", SONDE_VIEW_TREE);
  sonde_view_pins_pin (pins, "a/#", SONDE_VIEW_TEXT);
  assert_pin (pins, "a/b", SONDE_VIEW_TREE);
  assert_pin (pins, "a/c", SONDE_VIEW_TEXT);
  g_assert_cmpuint (g_variant_n_children (sonde_view_pins_get_all (pins)), ==, 2);
  assert_pin (other, "a/c", settings != NULL ? SONDE_VIEW_TEXT : SONDE_VIEW_AUTOMATIC);

  sonde_view_pins_unpin (pins, "a/#");
  assert_pin (pins, "a/c", SONDE_VIEW_AUTOMATIC);
  sonde_view_pins_unpin (pins, "a/b");
  g_assert_cmpuint (g_variant_n_children (sonde_view_pins_get_all (pins)), ==, 0);
  g_assert_cmpuint (n_changes, ==, 5);
}

static void
test_pinning (void)
{
  g_autoptr (GSettings) settings = sonde_settings_new ();

  check_pinning (NULL);
  g_assert_nonnull (settings);
  check_pinning (settings);
}

static void
test_extensions (void)
{
  static const char *const cases[][2] = { { "[1]", "json" }, { "hello", "txt" }, { "\xff", "bin" }, { "GIF89a", "gif" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SondePayloadLook look = sonde_payload_look_at ((const guint8 *) cases[i][0], strlen (cases[i][0]));

      g_assert_cmpstr (sonde_payload_look_get_extension (&look), ==, cases[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-layout/columns", test_layout_columns);
  g_test_add_func ("/log-columns/actions", test_columns_by_actions);
  g_test_add_func ("/message-count/without-events", test_count_without_events);
  g_test_add_func ("/message-count/after-discarding", test_count_after_discarding);
  g_test_add_func ("/message-text/sentences", test_sentences);
  g_test_add_func ("/message-text/events", test_events);
  g_test_add_func ("/message-text/acknowledgements", test_acknowledgements);
  g_test_add_func ("/payload-copy/clipboard", test_clipboard);
  g_test_add_func ("/payload-save/file-names", test_file_names);
  g_test_add_func ("/text-feed/keeps-every-character", test_feed);
  g_test_add_func ("/text-feed/replaced", test_feed_replaced);
  g_test_add_func ("/view-kind/chosen", test_views);
  g_test_add_func ("/view-pins/choice", test_pins);
  g_test_add_func ("/view-pins/kept", test_pinning);
  g_test_add_func ("/view-kind/extensions", test_extensions);
  return g_test_run ();
}
