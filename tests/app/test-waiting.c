/* test-waiting.c: what is to be sent when connected, over restarts, against a real broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"
#include "test-broker-process.h"
#include "test-server.h"

#include <sonde-waiting-text.h>

#include <glib/gstdio.h>

#include <signal.h>
#include <string.h>

#define HOUR 3600
#define NAME "sender"

typedef struct
{
  ConnectionFixture fixture;
  TestBroker       *broker;
  SondeConnection  *sender;
  SondeConnection  *receiver;
} Waiting;

/* ---- Two clients of one broker ---- */

static SondeConnection *
add (Waiting    *self,
     const char *name,
     guint16     port)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  g_free (profile->name);
  profile->name = g_strdup (name);
  g_free (profile->host);
  profile->host = g_strdup ("127.0.0.1");
  g_free (profile->client_id);
  profile->client_id = g_strdup (name);
  profile->port = port;
  profile->reconnect = FALSE;
  return sonde_connections_add (self->fixture.connections, profile, NULL);
}

static void
set_up (Waiting      *self,
        gconstpointer data)
{
  self->broker = test_broker_new (NULL);
  if (self->broker == NULL)
    return;

  connection_fixture_set_up (&self->fixture);
  self->sender = add (self, NAME, test_broker_get_port (self->broker));
  self->receiver = add (self, "receiver", test_broker_get_port (self->broker));
}

static void
tear_down (Waiting      *self,
           gconstpointer data)
{
  if (self->broker == NULL)
    return;

  connection_fixture_tear_down (&self->fixture);
  test_broker_free (self->broker);
}

static SondeWaitingList *
get_list (Waiting *self)
{
  return sonde_connection_get_waiting (self->sender);
}

static char *
get_path (Waiting *self)
{
  return g_build_filename (self->fixture.folder, "data folder", "waiting.jsonl", NULL);
}

/* As quitting and opening Sonde again. The receiver is there before the sender connects. */
static void
restart (Waiting *self)
{
  connection_fixture_restart (&self->fixture);
  self->sender = sonde_connections_find_by_name (self->fixture.connections, NAME);
  self->receiver = sonde_connections_find_by_name (self->fixture.connections, "receiver");
  g_assert_nonnull (self->sender);
  connection_connect (self->receiver);
  connection_subscribe (self->receiver, "#", 2);
}

static void
ask (Waiting    *self,
     const char *topic,
     guint       qos,
     guint32     lifetime)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("on", 2);
  g_autoptr (GError) error = NULL;

  sonde_waiting_list_add (get_list (self), topic, payload, qos, FALSE, lifetime, &error);
  g_assert_no_error (error);
}

static SondeWaitingMessage *
get (Waiting *self,
     guint    position)
{
  g_autoptr (SondeWaitingMessage) message = g_list_model_get_item (G_LIST_MODEL (get_list (self)), position);

  g_assert_nonnull (message);
  return message;
}

static gboolean
is_empty (gpointer data)
{
  return g_list_model_get_n_items (data) == 0;
}

static gboolean
has_one (gpointer data)
{
  return g_list_model_get_n_items (data) == 1;
}

static void
assert_summary (Waiting    *self,
                const char *expected)
{
  g_autofree char *summary = sonde_waiting_list_dup_summary (get_list (self));

  g_assert_cmpstr (summary, ==, expected);
}

/* All that the receiver got, once what was published last has come too. */
static void
assert_received (Waiting    *self,
                 const char *expected)
{
  static guint     n_last;
  g_autofree char *last = g_strdup_printf ("last/%u", ++n_last);
  g_autoptr (GPtrArray) received = NULL;
  g_autoptr (GString) topics = g_string_new (NULL);

  connection_publish_text (self->sender, last, "", 1, FALSE);
  connection_wait_for_received (self->receiver, last, 1);
  received = connection_get_received (self->receiver, "+");
  for (guint i = 0; i < received->len; i++)
    {
      g_autofree char *topic = g_strdup (sonde_message_item_get_topic (g_ptr_array_index (received, i), NULL));

      g_string_append_printf (topics, "%s%s", topics->len > 0 ? " " : "", topic);
    }
  g_assert_cmpstr (topics->str, ==, expected);
}

/* ---- Sent once ---- */

static void
test_sent_once (Waiting      *self,
                gconstpointer data)
{
  guint qos = GPOINTER_TO_UINT (data);

  if (self->broker == NULL)
    return;

  ask (self, "one", qos, HOUR);
  ask (self, "two", qos, HOUR);
  ask (self, "three", qos, HOUR);
  assert_summary (self, "3 waiting to be sent");

  restart (self);
  assert_summary (self, "3 waiting to be sent");
  g_assert_false (sonde_waiting_list_can_send (get_list (self), get (self, 0)));
  connection_connect (self->sender);
  connection_wait ("the list to be empty", is_empty, get_list (self));
  assert_received (self, "one two three");
  assert_summary (self, "");

  /* Neither another connection nor another start sends them again. */
  connection_disconnect (self->sender);
  connection_connect (self->sender);
  assert_received (self, "one two three");
  restart (self);
  assert_summary (self, "");
  connection_connect (self->sender);
  assert_received (self, "");
}

static void
test_removed (Waiting      *self,
              gconstpointer data)
{
  if (self->broker == NULL)
    return;

  ask (self, "one", 1, HOUR);
  ask (self, "two", 1, HOUR);
  sonde_waiting_list_remove (get_list (self), get (self, 0));
  restart (self);
  assert_summary (self, "1 waiting to be sent");
  connection_connect (self->sender);
  connection_wait ("the list to be empty", is_empty, get_list (self));
  assert_received (self, "two");

  connection_disconnect (self->sender);
  ask (self, "three", 1, HOUR);
  ask (self, "four", 1, HOUR);
  sonde_waiting_list_clear (get_list (self));
  assert_summary (self, "");
  connection_connect (self->sender);
  assert_received (self, "two");
}

static void
test_bad_topic (Waiting      *self,
                gconstpointer data)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("on", 2);
  g_autoptr (GError) error = NULL;

  if (self->broker == NULL)
    return;

  g_assert_false (sonde_waiting_list_add (get_list (self), "a/+", payload, 0, FALSE, HOUR, &error));
  g_assert_nonnull (error);
  assert_summary (self, "");
}

/* ---- Never by itself ---- */

static void
test_expired (Waiting      *self,
              gconstpointer data)
{
  if (self->broker == NULL)
    return;

  ask (self, "stale", 1, 300);
  ask (self, "fresh", 1, HOUR);
  get (self, 0)->asked -= 600;
  restart (self);
  assert_summary (self, "1 waiting to be sent, 1 expired");
  connection_connect (self->sender);
  connection_wait ("the fresh one to be sent", has_one, get_list (self));
  assert_received (self, "fresh");
  assert_summary (self, "1 expired");

  /* Only the user may. */
  g_assert_true (sonde_waiting_list_can_send (get_list (self), get (self, 0)));
  sonde_waiting_list_send (get_list (self), get (self, 0));
  connection_wait ("the list to be empty", is_empty, get_list (self));
  assert_received (self, "fresh stale");
}

/* The program was killed after it had begun to send. */
static void
test_in_doubt (Waiting      *self,
               gconstpointer data)
{
  g_autofree char *text = NULL;

  if (self->broker == NULL)
    return;

  ask (self, "doubt", 2, HOUR);
  sonde_waiting_message_set_state (get (self, 0), SONDE_WAITING_SENDING, NULL);
  restart (self);
  assert_summary (self, "1 may have been sent");
  text = sonde_waiting_list_describe (get_list (self), get (self, 0));
  g_assert_nonnull (strstr (text, "may have been sent"));
  connection_connect (self->sender);
  assert_received (self, "");
  assert_summary (self, "1 may have been sent");

  sonde_waiting_list_send (get_list (self), get (self, 0));
  connection_wait ("the list to be empty", is_empty, get_list (self));
  assert_received (self, "doubt");
}

static gboolean
is_in_doubt (gpointer data)
{
  return ((SondeWaitingMessage *) data)->state == SONDE_WAITING_UNSURE;
}

static gboolean
has_sent (gpointer data)
{
  GListModel *log = G_LIST_MODEL (sonde_connection_get_log (data));

  for (guint i = 0; i < g_list_model_get_n_items (log); i++)
    {
      g_autoptr (SondeMessageItem) item = g_list_model_get_item (log, i);

      if (sonde_message_item_get_kind (item) == SONDE_MESSAGE_SENT)
        return TRUE;
    }
  return FALSE;
}

/* The broker takes it and never answers; nor does it know the session later. */
static void
test_lost (Waiting      *self,
           gconstpointer data)
{
  static const guint8 accepted[] = { 0x20, 3, 0, 0, 0 };
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_ANSWERS, accepted, sizeof accepted);
  g_autoptr (SondeWaitingMessage) message = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (self->broker == NULL)
    return;

  self->sender = add (self, "silent", test_server_get_port (server));
  ask (self, "lost", 1, HOUR);
  message = g_object_ref (get (self, 0));
  connection_connect (self->sender);
  connection_wait ("it to be on its way", has_sent, self->sender);
  assert_summary (self, "1 being sent");
  g_assert_false (sonde_waiting_list_can_send (get_list (self), message));

  /* What a crash would find now. */
  path = get_path (self);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"sending\""));
  connection_disconnect (self->sender);
  connection_wait ("it to be in doubt", is_in_doubt, message);
  assert_summary (self, "1 may have been sent");
}

/* Staging's commands are not for production. */
static void
test_other_address (Waiting      *self,
                    gconstpointer data)
{
  g_autoptr (SondeProfile) profile = NULL;
  g_autofree char *text = NULL;

  if (self->broker == NULL)
    return;

  profile = sonde_profile_copy (sonde_connection_get_profile (self->sender));
  profile->port = test_free_port ();
  sonde_connection_set_profile (self->sender, profile);
  ask (self, "elsewhere", 1, HOUR);
  assert_summary (self, "1 waiting to be sent");
  profile->port = test_broker_get_port (self->broker);
  sonde_connection_set_profile (self->sender, profile);
  assert_summary (self, "1 for another address");
  text = sonde_waiting_list_describe (get_list (self), get (self, 0));
  g_assert_nonnull (strstr (text, "meant for 127.0.0.1:"));

  restart (self);
  connection_connect (self->sender);
  assert_received (self, "");
  assert_summary (self, "1 for another address");
}

static void
failed_cb (SondeWaitingList *list,
           const char       *sentence,
           gpointer          user_data)
{
  char **said = user_data;

  g_free (*said);
  *said = g_strdup (sentence);
}

static gboolean
has_said (gpointer data)
{
  return *(char **) data != NULL;
}

/* What cannot be marked as being sent is not sent: it could fire twice. */
static void
test_not_saved (Waiting      *self,
                gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *said = NULL;

  if (self->broker == NULL)
    return;

  path = get_path (self);
  ask (self, "one", 1, HOUR);
  sonde_waiting_store_flush (sonde_services_get_waiting (self->fixture.services), NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);

  g_signal_connect (get_list (self), "failed", G_CALLBACK (failed_cb), &said);
  connection_connect (self->receiver);
  connection_subscribe (self->receiver, "#", 2);
  connection_connect (self->sender);
  connection_wait ("a sentence", has_said, &said);
  g_assert_nonnull (strstr (said, "could not be saved"));
  assert_summary (self, "1 waiting to be sent");
  assert_received (self, "");

  g_assert_cmpint (g_rmdir (path), ==, 0);
  sonde_waiting_list_send (get_list (self), get (self, 0));
  connection_wait ("the list to be empty", is_empty, get_list (self));
  assert_received (self, "one");
}

/* ---- Whose they are ---- */

static void
test_deleted (Waiting      *self,
              gconstpointer data)
{
  g_autoptr (SondeConnection) sender = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (self->broker == NULL)
    return;

  ask (self, "one", 1, HOUR);
  sender = g_object_ref (self->sender);
  sonde_connections_remove (self->fixture.connections, sender);
  sonde_connections_restore (self->fixture.connections, sender);
  assert_summary (self, "1 waiting to be sent");

  sonde_connections_remove (self->fixture.connections, sender);
  sonde_connections_forget (self->fixture.connections, sender);
  sonde_waiting_store_flush (sonde_services_get_waiting (self->fixture.services), NULL);
  path = get_path (self);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "");
}

/* The profile that is made at the first start gets a file with the first message that waits. */
static void
test_first_start (Waiting      *self,
                  gconstpointer data)
{
  ConnectionFixture fixture = { 0 };
  g_autoptr (SondeConnection) local = NULL;
  g_autoptr (GBytes) payload = g_bytes_new_static ("on", 2);
  g_autofree char *sentence = NULL;

  connection_fixture_set_up (&fixture);
  sentence = sonde_connections_load (fixture.connections);
  g_assert_null (sentence);
  local = g_list_model_get_item (G_LIST_MODEL (fixture.connections), 0);
  g_assert_true (sonde_waiting_list_add (sonde_connection_get_waiting (local), "a", payload, 0, FALSE, HOUR, NULL));
  g_clear_object (&local);

  connection_fixture_restart (&fixture);
  local = g_list_model_get_item (G_LIST_MODEL (fixture.connections), 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_waiting (local))), ==, 1);
  g_clear_object (&local);
  connection_fixture_tear_down (&fixture);
}

/* ---- Words ---- */

static void
test_span (void)
{
  /* clang-format off */
  static const struct
  {
    gint64      seconds;
    const char *text;
  } cases[] = {
    { 0, "less than a minute" }, { 59, "less than a minute" }, { 60, "1 minute" }, { 3599, "59 minutes" },
    { 3600, "60 minutes" }, { 7200, "2 hours" }, { 86400, "24 hours" }, { 172800, "2 days" }, { 604800, "7 days" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = sonde_waiting_span_to_text (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int    argc,
      char **argv)
{
  /* A test has no keyring: what is secret lives for this run. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/waiting/span", test_span);
#define ADD(path, data, test) g_test_add ("/waiting/" path, Waiting, GUINT_TO_POINTER (data), set_up, test, tear_down)
  ADD ("sent-once/qos-0", 0, test_sent_once);
  ADD ("sent-once/qos-1", 1, test_sent_once);
  ADD ("sent-once/qos-2", 2, test_sent_once);
  ADD ("removed", 0, test_removed);
  ADD ("bad-topic", 0, test_bad_topic);
  ADD ("expired", 0, test_expired);
  ADD ("in-doubt", 0, test_in_doubt);
  ADD ("lost", 0, test_lost);
  ADD ("other-address", 0, test_other_address);
  ADD ("not-saved", 0, test_not_saved);
  ADD ("deleted", 0, test_deleted);
  ADD ("first-start", 0, test_first_start);
#undef ADD

  return g_test_run ();
}
