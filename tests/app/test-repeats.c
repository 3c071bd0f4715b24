/* test-repeats.c: messages sent again and again, as another client sees them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"
#include "test-broker-process.h"

#include <string.h>

typedef struct
{
  ConnectionFixture fixture;
  TestBroker       *broker;
  SondeConnection  *sender;
  SondeConnection  *listener;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  connection_fixture_set_up (&self->fixture);
  self->broker = test_broker_new (NULL);
  if (self->broker == NULL)
    return;

  self->sender = connection_fixture_add (&self->fixture, test_broker_get_port (self->broker), SONDE_MQTT_5, "sender", TRUE);
  self->listener = connection_fixture_add (&self->fixture, test_broker_get_port (self->broker), SONDE_MQTT_5, "listener", TRUE);
  connection_connect (self->sender);
  connection_connect (self->listener);
  connection_subscribe (self->listener, "repeat/#", 2);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  connection_fixture_tear_down (&self->fixture);
  g_clear_pointer (&self->broker, test_broker_free);
}

static SondePublishForm *
form_new (const char *topic,
          const char *payload,
          guint8      qos)
{
  SondePublishForm *form = sonde_publish_form_new ();

  g_free (form->topic);
  form->topic = g_strdup (topic);
  g_free (form->payload);
  form->payload = g_strdup (payload);
  form->qos = qos;
  form->variables = TRUE;

  return form;
}

static SondeRepeat *
start (Fixture                *self,
       const SondePublishForm *form,
       guint                   interval_ms,
       guint64                 times)
{
  g_autoptr (GBytes) payload = g_bytes_new (form->payload, strlen (form->payload));
  g_autoptr (GPtrArray) pairs = sonde_pairs_new ();

  sonde_pairs_add (pairs, "SITE", "lab");

  return sonde_repeats_start_form (sonde_connection_get_repeats (self->sender), form, pairs,
                                   sonde_publish_new (form->topic, payload, form->qos, FALSE), interval_ms, times);
}

static gboolean
has_ended (gpointer data)
{
  return !sonde_repeat_get_running (data);
}

static gboolean
is_answered (gpointer data)
{
  const SondeRepeatProgress *progress = sonde_repeat_get_progress (data);

  return has_ended (data) && progress->n_acked + progress->n_refused + progress->n_lost == progress->n_sent;
}

static gboolean
has_begun (gpointer data)
{
  return sonde_repeat_get_progress (data)->n_sent > 5;
}

static gboolean
is_paused (gpointer data)
{
  return sonde_repeat_get_progress (data)->state == SONDE_REPEAT_PAUSED;
}

/* Payloads are the numbers from 1 to @n. */
static void
assert_received (Fixture    *self,
                 const char *filter,
                 guint       n)
{
  g_autoptr (GPtrArray) items = NULL;

  connection_wait_for_received (self->listener, filter, n);
  items = connection_get_received (self->listener, filter);
  g_assert_cmpuint (items->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GBytes) payload = sonde_message_item_ref_payload (items->pdata[i]);
      g_autofree char *number = g_strdup_printf ("%u", i + 1);

      g_assert_cmpmem (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload), number, strlen (number));
    }
}

static void
test_counts_are_exact (Fixture      *self,
                       gconstpointer data)
{
  static const struct
  {
    guint interval_ms, times;
  } rates[] = { { 1000, 2 }, { 100, 5 }, { 10, 100 }, { 1, 1000 } };

  for (guint i = 0; self->broker != NULL && i < G_N_ELEMENTS (rates); i++)
    {
      g_autofree char *topic = g_strdup_printf ("repeat/{{env SITE}}/%u", i);
      g_autofree char *filter = g_strdup_printf ("repeat/lab/%u", i);
      g_autoptr (SondePublishForm) form = form_new (topic, "{{counter}}", i % 3);
      SondeRepeat *repeat = start (self, form, rates[i].interval_ms, rates[i].times);

      connection_wait ("the end of a repeat", has_ended, repeat);
      if (form->qos > 0)
        connection_wait ("the answers", is_answered, repeat);
      assert_received (self, filter, rates[i].times);
      g_assert_cmpuint (sonde_repeat_get_progress (repeat)->n_sent, ==, rates[i].times);
      g_assert_cmpuint (sonde_repeat_get_progress (repeat)->n_acked, ==, form->qos > 0 ? rates[i].times : 0);
      g_assert_null (sonde_repeat_get_fault (repeat));
      g_assert_true (g_str_has_prefix (sonde_repeat_get_text (repeat), "Finished: "));
    }
}

static void
test_several_at_once (Fixture      *self,
                      gconstpointer data)
{
  g_autoptr (SondePublishForm) one = form_new ("repeat/one", "{{counter}}", 0);
  g_autoptr (SondePublishForm) two = form_new ("repeat/two", "{{counter}}", 1);
  SondeRepeats *repeats;
  SondeRepeat  *first;
  SondeRepeat  *second;

  if (self->broker == NULL)
    return;

  repeats = sonde_connection_get_repeats (self->sender);
  first = start (self, one, 2, 200);
  second = start (self, two, 5, 0);
  g_assert_cmpuint (sonde_repeats_get_n_running (repeats), ==, 2);
  /* What is typed later is of no matter to what runs. */
  g_free (one->payload);
  one->payload = g_strdup ("other");
  connection_wait ("the end of the first", has_ended, first);
  connection_wait ("the second to begin", has_begun, second);
  sonde_repeat_stop (second);
  connection_wait ("the end of the second", is_answered, second);
  assert_received (self, "repeat/one", 200);
  assert_received (self, "repeat/two", sonde_repeat_get_progress (second)->n_sent);
  g_assert_true (g_str_has_prefix (sonde_repeat_get_text (second), "Stopped: "));
  g_assert_cmpuint (sonde_repeats_get_n_running (repeats), ==, 0);
  sonde_repeats_remove (repeats, second);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (repeats)), ==, 1);
}

static void
test_pauses_while_offline (Fixture      *self,
                           gconstpointer data)
{
  g_autoptr (SondePublishForm) form = form_new ("repeat/pause", "{{counter}}", 0);
  SondeRepeat *repeat;

  if (self->broker == NULL)
    return;

  repeat = start (self, form, 5, 100);
  connection_wait ("the repeat to begin", has_begun, repeat);
  connection_disconnect (self->sender);
  connection_wait ("the repeat to pause", is_paused, repeat);
  g_assert_true (sonde_repeat_get_running (repeat));
  connection_connect (self->sender);
  connection_wait ("the end of a repeat", has_ended, repeat);
  assert_received (self, "repeat/pause", 100);
}

static gboolean
is_idle (gpointer data)
{
  return sonde_connection_get_state (data) == SONDE_STATE_IDLE;
}

static void
test_ends_with_its_connection (Fixture      *self,
                               gconstpointer data)
{
  g_autoptr (SondePublishForm) form = form_new ("repeat/gone", "{{counter}}", 0);
  g_autoptr (SondeRepeat) repeat = NULL;
  g_autoptr (GPtrArray) items = NULL;
  guint64 n_sent;

  if (self->broker == NULL)
    return;

  repeat = g_object_ref (start (self, form, 2, 0));
  connection_wait ("the repeat to begin", has_begun, repeat);
  sonde_connections_remove (self->fixture.connections, self->sender);
  connection_wait ("the end of a connection", is_idle, self->sender);
  connection_wait ("the repeat to pause", is_paused, repeat);
  n_sent = sonde_repeat_get_progress (repeat)->n_sent;

  g_object_add_weak_pointer (G_OBJECT (self->sender), (gpointer *) &self->sender);
  sonde_connections_forget (self->fixture.connections, self->sender);
  g_assert_null (self->sender);

  connection_publish_text (self->listener, "repeat/end", "", 1, FALSE);
  connection_wait_for_received (self->listener, "repeat/end", 1);
  items = connection_get_received (self->listener, "repeat/gone");
  g_assert_cmpuint (items->len, ==, n_sent);
}

static void
test_ends_with_what_cannot_be_sent (Fixture      *self,
                                    gconstpointer data)
{
  g_autoptr (SondePublishForm) form = form_new ("repeat/json", "{\"a\": {{env SITE}}}", 0);
  SondeRepeat *repeat;

  if (self->broker == NULL)
    return;

  form->format = SONDE_FORM_JSON;
  repeat = start (self, form, 1, 10);
  connection_wait ("the end of a repeat", has_ended, repeat);
  g_assert_cmpuint (sonde_repeat_get_progress (repeat)->n_sent, ==, 0);
  g_assert_nonnull (sonde_repeat_get_fault (repeat));
}

static const char lines[] =
  "{\"time\": \"2026-11-23T12:00:00.000000Z\", \"direction\": \"received\", \"topic\": \"repeat/file\", \"qos\": 0, \"payload\": \"1\"}\n"
  "not a message\n"
  "{\"time\": \"2026-11-23T12:00:00.010000Z\", \"direction\": \"event\", \"event\": \"connected\"}\n"
  "\n"
  "{\"time\": \"2026-11-23T12:00:00.020000Z\", \"direction\": \"sent\", \"topic\": \"repeat/file\", \"qos\": 1, \"payload_base64\": \"Mg==\"}\r\n"
  "{\"time\": \"2026-11-23T12:00:00.030000Z\", \"topic\": \"repeat/#\", \"payload\": \"x\"}\n"
  "{\"time\": \"2026-11-23T12:00:00.120000Z\", \"topic\": \"repeat/file\", \"qos\": 2, \"retain\": true, \"payload\": \"3\"}";

static void
test_a_file_is_sent_again (Fixture      *self,
                           gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, "messages.jsonl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (self->broker == NULL)
    return;

  g_assert_true (g_file_set_contents (path, lines, -1, NULL));
  for (guint interval_ms = 0; interval_ms <= 10; interval_ms += 10)
    {
      gint64       began = g_get_monotonic_time ();
      SondeRepeat *repeat = sonde_repeats_start_file (sonde_connection_get_repeats (self->sender), file, interval_ms);

      sonde_message_log_clear (sonde_connection_get_log (self->listener));
      connection_wait ("the end of a file", has_ended, repeat);
      assert_received (self, "repeat/file", 3);
      g_assert_cmpuint (sonde_repeat_get_progress (repeat)->n_sent, ==, 3);
      g_assert_cmpuint (sonde_repeat_get_progress (repeat)->n_faults, ==, 2);
      g_assert_true (g_str_has_prefix (sonde_repeat_get_fault (repeat), "Line 2: "));
      if (interval_ms == 0)
        g_assert_cmpint (g_get_monotonic_time () - began, >=, 120000);
    }
}

/* More than is kept ready. */
static void
test_a_long_file_is_streamed (Fixture      *self,
                              gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, "long.jsonl", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/at-all.jsonl");
  g_autoptr (GString) text = g_string_new (NULL);
  SondeRepeat *repeat;

  if (self->broker == NULL)
    return;

  for (guint i = 1; i <= 3000; i++)
    g_string_append_printf (text, "{\"time\": \"2026-11-23T12:00:00Z\", \"topic\": \"repeat/long\", \"qos\": 1, \"payload\": \"%u\"}\n", i);
  g_assert_true (g_file_set_contents (path, text->str, text->len, NULL));
  repeat = sonde_repeats_start_file (sonde_connection_get_repeats (self->sender), file, 0);
  connection_wait ("the end of a file", is_answered, repeat);
  assert_received (self, "repeat/long", 3000);

  repeat = sonde_repeats_start_file (sonde_connection_get_repeats (self->sender), missing, 0);
  connection_wait ("the end of no file", has_ended, repeat);
  g_assert_nonnull (sonde_repeat_get_fault (repeat));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/repeats/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("counts-are-exact", test_counts_are_exact);
  ADD ("several-at-once", test_several_at_once);
  ADD ("pauses-while-offline", test_pauses_while_offline);
  ADD ("ends-with-its-connection", test_ends_with_its_connection);
  ADD ("ends-with-what-cannot-be-sent", test_ends_with_what_cannot_be_sent);
  ADD ("a-file-is-sent-again", test_a_file_is_sent_again);
  ADD ("a-long-file-is-streamed", test_a_long_file_is_streamed);
#undef ADD
  return g_test_run ();
}
