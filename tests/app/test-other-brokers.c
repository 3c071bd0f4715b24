/* test-other-brokers.c: the tutorial against a broker of any make
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * test-other-brokers BROKER PORT, as brokers/with-broker.py runs it. What each
 * broker does is held against the table in CONTRIBUTING.md: a row a behaviour.
 */

#include "broker-table.h"
#include "connection-fixture.h"

#include <sonde-topic.h>

#include <locale.h>
#include <signal.h>
#include <string.h>

#define BURST 20000
#define OWN_BURST 2000
#define LARGE_SIZE (10 * 1024 * 1024)
#define MISSED 3
#define END_TOPIC "end"

static guint16      port;
static BrokerTable *table;

static void
set_up (ConnectionFixture *fixture,
        gconstpointer      data)
{
  connection_fixture_set_up (fixture);
}

static void
tear_down (ConnectionFixture *fixture,
           gconstpointer      data)
{
  connection_fixture_tear_down (fixture);
}

/* Connected by MQTT 3.1.1, which all of them speak. */
static SondeConnection *
connect_3 (ConnectionFixture *fixture)
{
  SondeConnection *connection = connection_fixture_add (fixture, port, SONDE_MQTT_3_1_1, "", TRUE);

  connection_connect (connection);
  g_assert_true (sonde_connection_get_online (connection));
  return connection;
}

/* A broker keeps the order of what one client sends at QoS 0: what came before this has come. */
static void
wait_for_all_before (SondeConnection *connection)
{
  g_autoptr (GPtrArray) before = connection_get_received (connection, END_TOPIC);
  guint n = before->len;

  if (sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), END_TOPIC) == NULL)
    connection_subscribe (connection, END_TOPIC, 0);
  connection_publish_text (connection, END_TOPIC, "", 0, FALSE);
  connection_wait_for_received (connection, END_TOPIC, n + 1);
}

static void
check_version (ConnectionFixture *fixture,
               SondeMqttVersion   version,
               const char        *behaviour)
{
  SondeConnection *connection = connection_fixture_add (fixture, port, version, "", TRUE);
  const char      *error;
  g_autoptr (GString) observed = NULL;

  connection_connect (connection);
  error = sonde_connection_get_error_text (connection);
  observed = g_string_new (error == NULL ? sonde_connection_get_status (connection) : error);
  g_string_replace (observed, sonde_connection_get_address (connection), "ADDRESS", 0);
  broker_table_check (table, behaviour, observed->str);
}

static void
test_versions (ConnectionFixture *fixture,
               gconstpointer      data)
{
  check_version (fixture, SONDE_MQTT_3_1, "connecting with MQTT 3.1");
  check_version (fixture, SONDE_MQTT_3_1_1, "connecting with MQTT 3.1.1");
  check_version (fixture, SONDE_MQTT_5, "connecting with MQTT 5");
}

static void
test_granted (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeConnection *connection = connect_3 (fixture);
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint qos = 0; qos <= 2; qos++)
    {
      g_autofree char   *filter = g_strdup_printf ("granted/%u", qos);
      SondeSubscription *subscription = connection_subscribe (connection, filter, qos);

      g_string_append_printf (labels, "%s%s", qos == 0 ? "" : ", ", sonde_subscription_get_grant_label (subscription));
    }
  broker_table_check (table, "granted when QoS 0, 1, 2 is asked for", labels->str);
}

/* Whether @connection lives, as its next message shows; else why not. */
static const char *
name_state (SondeConnection *connection)
{
  g_autoptr (GBytes) payload = g_bytes_new (NULL, 0);

  if (connection_publish (connection, "alive", payload, 1, FALSE, NULL, NULL))
    return sonde_connection_get_status (connection);

  return sonde_connection_get_error_text (connection);
}

static void
test_published (ConnectionFixture *fixture,
                gconstpointer      data)
{
  SondeConnection *publisher = connect_3 (fixture);
  SondeConnection *subscriber = connect_3 (fixture);
  g_autoptr (GString) received = g_string_new (NULL);
  g_autoptr (GPtrArray) items = NULL;

  connection_subscribe (subscriber, "published", 2);
  for (guint qos = 0; qos <= 2; qos++)
    {
      g_autoptr (GBytes) payload = g_bytes_new_static ("hello", 5);
      g_autoptr (GError) error = NULL;
      SondePublishResult answer;

      connection_publish (publisher, "published", payload, qos, FALSE, &answer, &error);
      g_assert_no_error (error);
      g_assert_true (qos == 0 ? answer.round_trip == -1 : answer.round_trip >= 0);
      connection_wait_for_received (subscriber, "published", qos + 1);
    }

  items = connection_get_received (subscriber, "published");
  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (received, "%sQoS %u", i == 0 ? "" : ", ", sonde_message_item_get_qos (items->pdata[i]));
  broker_table_check (table, "received by a filter of QoS 2 when sent at QoS 0, 1, 2", received->str);
  broker_table_check (table, "the sender after a message of QoS 2", name_state (publisher));
}

static const char *const sent_topics[] = {
  "Tyler-1/motor",
  "Tyler-1/motor/3/speed",
  "Tyler-1/motor//speed",
  "Tyler-1/motor/3/x/speed",
  "tyler-1/motor/3/speed",
  "/",
  "/a",
  "a/b",
  "a/b/",
  "test",
  "two words/with  spaces",
  "温度/一号 电机",
};

static guint
count_topic (GPtrArray  *items,
             const char *topic)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    if (strcmp (sonde_message_item_get_topic (items->pdata[i], NULL), topic) == 0)
      n++;
  return n;
}

/* What came on @filter is what the specification says (4.7), or how it is not. */
static void
check_filter (ConnectionFixture *fixture,
              const char        *filter)
{
  SondeConnection *connection = connect_3 (fixture);
  g_autofree char *behaviour = g_strdup_printf ("filter `%s`", filter);
  g_autoptr (GString) difference = g_string_new (NULL);
  g_autoptr (GPtrArray) items = NULL;

  connection_subscribe (connection, filter, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sent_topics); i++)
    connection_publish_text (connection, sent_topics[i], "x", 0, FALSE);
  wait_for_all_before (connection);

  items = connection_get_received (connection, "#");
  for (guint i = 0; i < G_N_ELEMENTS (sent_topics); i++)
    {
      const char *topic = sent_topics[i];
      guint       expected = sonde_topic_filter_matches (filter, topic, strlen (topic)) ? 1 : 0;
      guint       n = count_topic (items, topic);

      if (n != expected)
        g_string_append_printf (difference, "%s`%s` came %u times", difference->len == 0 ? "" : ", ", topic, n);
    }
  broker_table_check (table, behaviour, difference->len == 0 ? "as specified" : difference->str);
  connection_disconnect (connection);
}

static void
test_filters (ConnectionFixture *fixture,
              gconstpointer      data)
{
  static const char *const filters[] = {
    "Tyler-1/motor/+/speed",
    "Tyler-1/motor/#",
    "#",
    "+/+",
    "/",
    "two words/with  spaces",
    "温度/+",
  };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    check_filter (fixture, filters[i]);
}

/* Subscribes to @filter and to all, sends to @topic, and tells what came and what the row counted. */
static void
check_spelling (ConnectionFixture *fixture,
                const char        *behaviour,
                const char        *filter,
                const char        *topic)
{
  SondeConnection   *connection = connect_3 (fixture);
  SondeSubscription *subscription = connection_subscribe (connection, filter, 0);
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *observed = NULL;
  const char      *note;

  connection_publish_text (connection, topic, "x", 0, FALSE);
  wait_for_all_before (connection);
  /* But for the last, which is END_TOPIC */
  items = connection_get_received (connection, "#");
  g_ptr_array_set_size (items, items->len - 1);

  note = sonde_subscription_get_note (subscription);
  if (items->len == 0)
    observed = g_strdup ("nothing");
  else if (note != NULL)
    observed = g_strdup_printf ("`%s`. %s", sonde_message_item_get_topic (items->pdata[0], NULL), note);
  else
    observed = g_strdup_printf ("`%s`", sonde_message_item_get_topic (items->pdata[0], NULL));
  broker_table_check (table, behaviour, observed);
}

static void
test_spellings (ConnectionFixture *fixture,
                gconstpointer      data)
{
  check_spelling (fixture, "filter `a.b`, `a.b` sent", "a.b", "a.b");
  check_spelling (fixture, "filter `c/*`, `c/d` sent", "c/*", "c/d");
}

static gboolean
has_note (gpointer data)
{
  return sonde_subscription_get_note (data) != NULL;
}

static void
test_dollar (ConnectionFixture *fixture,
             gconstpointer      data)
{
  SondeConnection   *connection = connect_3 (fixture);
  SondeSubscription *subscription = connection_subscribe (connection, "$SYS/#", 0);
  g_autoptr (GPtrArray) items = NULL;

  g_assert_cmpint (sonde_subscription_get_grant (subscription), ==, SONDE_GRANT_GRANTED);
  /* Some tell of a client that comes. */
  connect_3 (fixture);
  wait_for_all_before (connection);
  items = connection_get_received (connection, "$SYS/#");
  if (items->len == 0)
    connection_wait ("a note that nothing came", has_note, subscription);
  broker_table_check (table, "filter `$SYS/#`",
                      items->len > 0 ? "messages" : sonde_subscription_get_note (subscription));
}

/* What @filter brings at once; @expected: a retained message. */
static void
check_retained (SondeConnection *connection,
                const char      *behaviour,
                const char      *filter,
                gboolean         expected)
{
  SondeSubscription *subscription;
  g_autoptr (GPtrArray) items = NULL;
  const char *observed = "nothing";

  sonde_message_log_clear (sonde_connection_get_log (connection));
  subscription = connection_subscribe (connection, filter, 0);
  wait_for_all_before (connection);
  wait_for_all_before (connection);
  items = connection_get_received (connection, filter);
  if (items->len > 0)
    observed = sonde_message_item_get_retain (items->pdata[0]) ? "marked retained" : "not marked";
  else if (expected)
    {
      connection_wait ("a note that it did not come", has_note, subscription);
      observed = sonde_subscription_get_note (subscription);
    }
  broker_table_check (table, behaviour, observed);
  sonde_connection_unsubscribe (connection, filter);
}

static void
test_retained (ConnectionFixture *fixture,
               gconstpointer      data)
{
  SondeConnection *connection = connect_3 (fixture);

  connection_publish_text (connection, "retained/state", "on", 1, TRUE);
  /* aedes acknowledges before it delivers. */
  wait_for_all_before (connection);
  check_retained (connection, "retained message, filter is its topic", "retained/state", TRUE);
  check_retained (connection, "retained message, filter has `+`", "retained/+", TRUE);
  check_retained (connection, "retained message, filter has `#`", "retained/#", TRUE);

  connection_publish_text (connection, "retained/state", "", 1, TRUE);
  check_retained (connection, "retained message, cleared", "retained/state", FALSE);
}

static char *
miss_messages (ConnectionFixture *fixture,
               guint              qos,
               const char        *client_id)
{
  SondeConnection *keeper = connection_fixture_add (fixture, port, SONDE_MQTT_3_1_1, client_id, FALSE);
  SondeConnection *other = connect_3 (fixture);
  g_autoptr (GPtrArray) items = NULL;

  connection_connect (keeper);
  connection_subscribe (keeper, "missed", 1);
  connection_subscribe (keeper, END_TOPIC, 1);
  connection_disconnect (keeper);
  for (guint i = 0; i < MISSED; i++)
    connection_publish_text (other, "missed", "while away", qos, FALSE);
  connection_publish_text (other, END_TOPIC, "", 1, FALSE);

  connection_connect (keeper);
  connection_wait_for_received (keeper, END_TOPIC, 1);
  items = connection_get_received (keeper, "missed");
  return g_strdup_printf ("%s, %u came", sonde_connection_get_session_present (keeper) ? "session present" : "no session", items->len);
}

static void
test_persistent_session (ConnectionFixture *fixture,
                         gconstpointer      data)
{
  g_autofree char *at_1 = miss_messages (fixture, 1, "keeper-1");
  g_autofree char *first = miss_messages (fixture, 0, "keeper-0");
  /* The first ones may have gone to the connection that the broker was about to close. */
  g_autofree char *at_0 = miss_messages (fixture, 0, "keeper-0-again");

  broker_table_check (table, "persistent session, 3 messages missed at QoS 1", at_1);
  broker_table_check (table, "persistent session, 3 messages missed at QoS 0", g_str_equal (first, at_1) ? first : at_0);
}

static void
test_overlap (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeConnection *connection = connect_3 (fixture);
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *observed = NULL;

  connection_subscribe (connection, "overlap/a", 0);
  connection_subscribe (connection, "overlap/#", 1);
  connection_publish_text (connection, "overlap/a", "x", 1, FALSE);
  wait_for_all_before (connection);
  connection_wait_for_received (connection, "overlap/a", 1);
  wait_for_all_before (connection);
  items = connection_get_received (connection, "overlap/a");
  observed = g_strdup_printf ("%u × received", items->len);
  broker_table_check (table, "a message that two filters match", observed);
}

static void
test_unsubscribe (ConnectionFixture *fixture,
                  gconstpointer      data)
{
  SondeConnection *connection = connect_3 (fixture);
  g_autoptr (GPtrArray) items = NULL;

  connection_subscribe (connection, "left", 0);
  connection_publish_text (connection, "left", "x", 0, FALSE);
  connection_wait_for_received (connection, "left", 1);
  sonde_connection_unsubscribe (connection, "left");
  wait_for_all_before (connection);
  connection_publish_text (connection, "left", "x", 0, FALSE);
  wait_for_all_before (connection);
  items = connection_get_received (connection, "left");
  broker_table_check (table, "after Unsubscribe", items->len == 1 ? "nothing" : "messages");
}

static void
check_payload (ConnectionFixture *fixture,
               const char        *behaviour,
               GBytes            *payload)
{
  SondeConnection *connection = connect_3 (fixture);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GBytes) received = NULL;
  g_autoptr (GError) error = NULL;

  connection_subscribe (connection, "payload", 1);
  connection_publish (connection, "payload", payload, 1, FALSE, NULL, &error);
  g_assert_no_error (error);
  connection_wait_for_received (connection, "payload", 1);
  items = connection_get_received (connection, "payload");
  received = sonde_message_item_ref_payload (items->pdata[0]);
  broker_table_check (table, behaviour, g_bytes_equal (payload, received) ? "byte for byte" : "changed");
}

static void
test_payloads (ConnectionFixture *fixture,
               gconstpointer      data)
{
  static const guint8 not_utf8[] = { 0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80 };
  guint8             *large = g_malloc (LARGE_SIZE);
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) binary = g_bytes_new_static (not_utf8, sizeof not_utf8);
  g_autoptr (GBytes) big = NULL;

  for (guint i = 0; i < LARGE_SIZE; i++)
    large[i] = 'a' + i % 23;
  big = g_bytes_new_take (large, LARGE_SIZE);

  check_payload (fixture, "payload of 0 bytes", none);
  check_payload (fixture, "payload that is not UTF-8", binary);
  check_payload (fixture, "payload of 10 MB", big);
}

static gboolean
has_failed (gpointer data)
{
  return sonde_connection_get_error_text (data) != NULL;
}

static void
test_same_client_id (ConnectionFixture *fixture,
                     gconstpointer      data)
{
  SondeConnection *first = connection_fixture_add (fixture, port, SONDE_MQTT_3_1_1, "bci_123456", TRUE);
  SondeConnection *second = connection_fixture_add (fixture, port, SONDE_MQTT_3_1_1, "bci_123456", TRUE);

  connection_connect (first);
  connection_connect (second);
  g_assert_true (sonde_connection_get_online (second));
  connection_wait ("the end of the older connection", has_failed, first);
  broker_table_check (table, "another client with the same client ID", sonde_connection_get_error_text (first));
}

/* Another client, which publishes the numbers from 0 as fast as it can. */
static void
publish_burst (guint qos)
{
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  g_autofree char *qos_text = g_strdup_printf ("%u", qos);
  g_autofree char *number = g_strdup_printf ("%u", BURST);
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "brokers", "burst.py", NULL);
  const char      *argv[] = { "/usr/bin/python3", script, port_text, qos_text, number, NULL };
  g_autoptr (GSubprocess) publisher = NULL;
  g_autoptr (GError) error = NULL;

  publisher = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (publisher, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
has_burst (gpointer data)
{
  return sonde_subscription_get_count (data) >= BURST;
}

static void
test_burst (ConnectionFixture *fixture,
            gconstpointer      data)
{
  for (guint qos = 0; qos <= 2; qos++)
    {
      SondeConnection   *connection = connect_3 (fixture);
      SondeSubscription *subscription = connection_subscribe (connection, "burst", qos);
      g_autofree char   *behaviour = g_strdup_printf ("20,000 messages at once, QoS %u", qos);
      g_autoptr (GPtrArray) items = NULL;
      gboolean ordered = TRUE;

      publish_burst (qos);
      connection_wait ("the burst", has_burst, subscription);
      items = connection_get_received (connection, "burst");
      for (guint i = 0; i < items->len && i < BURST; i++)
        {
          g_autoptr (GBytes) payload = sonde_message_item_ref_payload (items->pdata[i]);
          g_autofree char *text = g_strndup (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));

          ordered &= g_ascii_strtoull (text, NULL, 10) == i;
        }
      g_assert_cmpuint (items->len, ==, BURST);
      broker_table_check (table, behaviour, ordered ? "all, in order" : "all, not in order");
      connection_disconnect (connection);
    }
}

typedef struct
{
  guint acknowledged, failed;
} Tally;

static void
counted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Tally *tally = user_data;

  if (sonde_connection_publish_finish (SONDE_CONNECTION (object), result, NULL, NULL))
    tally->acknowledged++;
  else
    tally->failed++;
}

static gboolean
is_tallied (gpointer data)
{
  Tally *tally = data;

  return tally->acknowledged + tally->failed == OWN_BURST;
}

/* More than a broker takes at once: they wait their turn. */
static void
test_own_burst (ConnectionFixture *fixture,
                gconstpointer      data)
{
  for (guint qos = 0; qos <= 2; qos++)
    {
      SondeConnection *publisher = connect_3 (fixture);
      g_autofree char *behaviour = g_strdup_printf ("2,000 messages published by Sonde, QoS %u", qos);
      g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
      g_autoptr (SondePublish) message = sonde_publish_new ("own", payload, qos, FALSE);
      Tally tally = { 0 };

      for (guint i = 0; i < OWN_BURST; i++)
        sonde_connection_publish_async (publisher, message, NULL, counted_cb, &tally);
      connection_wait (behaviour, is_tallied, &tally);
      broker_table_check (table, behaviour, tally.failed == 0 ? "all acknowledged" : "not possible, see above");
    }
}

static void
test_complete (ConnectionFixture *fixture,
               gconstpointer      data)
{
  broker_table_check_complete (table);
}

int
main (int    argc,
      char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  /* A test has no keyring: what is secret lives for this run. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  if (argc != 4)
    g_error ("Usage: test-other-brokers TABLE BROKER PORT");
  table = broker_table_load (argv[1], argv[2]);
  port = g_ascii_strtoull (argv[3], NULL, 10);

#define ADD(path, test) g_test_add (path, ConnectionFixture, NULL, set_up, test, tear_down)
  ADD ("/other-brokers/versions", test_versions);
  ADD ("/other-brokers/granted", test_granted);
  ADD ("/other-brokers/published", test_published);
  ADD ("/other-brokers/filters", test_filters);
  ADD ("/other-brokers/spellings", test_spellings);
  ADD ("/other-brokers/dollar", test_dollar);
  ADD ("/other-brokers/retained", test_retained);
  ADD ("/other-brokers/persistent-session", test_persistent_session);
  ADD ("/other-brokers/overlap", test_overlap);
  ADD ("/other-brokers/unsubscribe", test_unsubscribe);
  ADD ("/other-brokers/payloads", test_payloads);
  ADD ("/other-brokers/same-client-id", test_same_client_id);
  ADD ("/other-brokers/burst", test_burst);
  ADD ("/other-brokers/own-burst", test_own_burst);
  ADD ("/other-brokers/complete", test_complete);
#undef ADD
  status = g_test_run ();
  broker_table_free (table);
  return status;
}
