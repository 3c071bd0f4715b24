/* test-connection-ends.c: what a broker allows, and how a connection to it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-connection-ends"

#include "connection-fixture.h"
#include "test-broker-process.h"
#include "test-server.h"

#include <sonde-pairs.h>

#include <signal.h>
#include <string.h>

static SondeConnection *
add (ConnectionFixture *fixture,
     guint16            port,
     SondeMqttVersion   version)
{
  SondeConnection *connection = connection_fixture_add (fixture, port, version, "sonde_lab", FALSE);
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));

  profile->session_expiry = 600;
  sonde_connection_set_profile (connection, profile);

  return connection;
}

static void
change (SondeConnection *connection,
        gboolean         resubscribe)
{
  g_autoptr (SondeProfile) profile = sonde_profile_copy (sonde_connection_get_profile (connection));

  profile->resubscribe = resubscribe;
  sonde_connection_set_profile (connection, profile);
}

/* ---- The stored session ---- */

typedef struct
{
  gboolean done;
  gboolean discarded;
  GError  *error;
} Discard;

static void
discarded_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Discard *discard = user_data;

  discard->discarded = sonde_connection_discard_session_finish (SONDE_CONNECTION (object), result, &discard->error);
  discard->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Discard *) data)->done;
}

static Discard
discard (SondeConnection *connection)
{
  Discard discard = { 0 };

  sonde_connection_discard_session_async (connection, NULL, discarded_cb, &discard);
  connection_wait ("the session to be discarded", is_done, &discard);
  g_assert_cmpint (sonde_connection_get_state (connection), ==, SONDE_STATE_IDLE);

  return discard;
}

static void
leave_session (SondeConnection *connection)
{
  connection_connect (connection);
  connection_subscribe (connection, "test", 1);
  connection_disconnect (connection);
  connection_connect (connection);
  g_assert_true (sonde_connection_get_session_present (connection));
}

static void
test_discard (gconstpointer data)
{
  ConnectionFixture fixture;
  SondeConnection  *connection;
  Discard           answer;
  g_autoptr (TestBroker) broker = test_broker_new (NULL);

  if (broker == NULL)
    return;

  connection_fixture_set_up (&fixture);
  connection = add (&fixture, test_broker_get_port (broker), GPOINTER_TO_INT (data));

  /* while connected, and while not */
  for (guint i = 0; i < 2; i++)
    {
      leave_session (connection);
      if (i > 0)
        connection_disconnect (connection);
      answer = discard (connection);
      g_assert_no_error (answer.error);
      g_assert_true (answer.discarded);
      connection_connect (connection);
      g_assert_true (sonde_connection_get_online (connection));
      g_assert_false (sonde_connection_get_session_present (connection));
      connection_disconnect (connection);
    }

  test_broker_kill (broker);
  answer = discard (connection);
  g_assert_nonnull (answer.error);
  g_assert_false (answer.discarded);
  g_error_free (answer.error);
  connection_fixture_tear_down (&fixture);
}

/* ---- Limits ---- */

static const char *
find_fact (GPtrArray  *facts,
           const char *name)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const SondePair *fact = g_ptr_array_index (facts, i);

      if (g_str_equal (fact->name, name))
        return fact->value;
    }

  return NULL;
}

static void
test_limits (void)
{
  ConnectionFixture  fixture;
  SondeConnection   *connection;
  const SondeLimits *limits;
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (TestBroker) broker = test_broker_new ("max_qos 1\nretain_available false\nmax_keepalive 30\n");

  if (broker == NULL)
    return;

  connection_fixture_set_up (&fixture);
  connection = connection_fixture_add (&fixture, test_broker_get_port (broker), SONDE_MQTT_5, "", TRUE);
  g_assert_null (sonde_connection_get_limits (connection));
  connection_connect (connection);
  limits = sonde_connection_get_limits (connection);
  g_assert_nonnull (limits);
  g_assert_cmpuint (limits->maximum_qos, ==, 1);
  g_assert_false (limits->retain_available);

  facts = sonde_connection_list_facts (connection);
  g_assert_cmpstr (find_fact (facts, "Maximum QoS"), ==, "1");
  g_assert_cmpstr (find_fact (facts, "Retained messages"), ==, "not available");
  g_assert_cmpstr (find_fact (facts, "Keep alive"), ==, "30 seconds, set by the broker");
  g_assert_true (g_str_has_suffix (find_fact (facts, "Client ID"), ", assigned by the broker"));
  g_assert_cmpstr (find_fact (facts, "Session present"), ==, "no");
  g_assert_null (find_fact (facts, "Error"));

  connection_disconnect (connection);
  g_assert_null (sonde_connection_get_limits (connection));
  connection_fixture_tear_down (&fixture);
}

/* Only what is known while connected can be refused on the field. */
static void
test_narrow_filters (void)
{
  static const char connack[] = "\x20\x07\x00\x00\x04\x28\x00\x2a\x00";
  ConnectionFixture fixture;
  SondeConnection  *connection;
  g_autoptr (GError) error = NULL;
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_ANSWERS, connack, sizeof connack - 1);

  connection_fixture_set_up (&fixture);
  connection = connection_fixture_add (&fixture, test_server_get_port (server), SONDE_MQTT_5, "sonde_lab", TRUE);
  g_assert_null (sonde_connection_check_filter (connection, "a/#"));
  connection_connect (connection);
  g_assert_null (sonde_connection_check_filter (connection, "a"));
  g_assert_nonnull (strstr (sonde_connection_check_filter (connection, "a/#"), "wildcard"));
  g_assert_nonnull (strstr (sonde_connection_check_filter (connection, "$share/group/a"), "$share"));
  g_assert_false (connection_want (connection, "a/#", 0, &error));
  g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID);
  connection_disconnect (connection);
  connection_fixture_tear_down (&fixture);
}

/* ---- By hand ---- */

static void
test_subscribes_by_hand (void)
{
  ConnectionFixture  fixture;
  SondeConnection   *connection;
  SondeSubscription *subscription;
  g_autoptr (GError) error = NULL;
  g_autoptr (TestBroker) broker = test_broker_new (NULL);

  if (broker == NULL)
    return;

  connection_fixture_set_up (&fixture);
  connection = connection_fixture_add (&fixture, test_broker_get_port (broker), SONDE_MQTT_5, "sonde_lab", TRUE);
  change (connection, FALSE);
  g_assert_true (connection_want (connection, "test", 1, &error));
  subscription = sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), "test");
  g_assert_cmpstr (sonde_subscription_get_grant_label (subscription), ==, "QoS 1");
  g_assert_false (sonde_subscription_can_subscribe (subscription));

  connection_connect (connection);
  g_assert_cmpstr (sonde_subscription_get_grant_label (subscription), ==, "not subscribed");
  g_assert_true (sonde_subscription_can_subscribe (subscription));

  connection_subscribe (connection, "test", 1);
  g_assert_cmpstr (sonde_subscription_get_grant_label (subscription), ==, "QoS 1");
  g_assert_false (sonde_subscription_can_subscribe (subscription));
  connection_disconnect (connection);
  g_assert_cmpstr (sonde_subscription_get_grant_label (subscription), ==, "QoS 1");
  g_assert_false (sonde_subscription_can_subscribe (subscription));
  connection_fixture_tear_down (&fixture);
}

/* ---- Ends ---- */

static void
test_online_profile (void)
{
  ConnectionFixture fixture;
  SondeConnection  *connection;
  g_autoptr (TestBroker) broker = test_broker_new (NULL);

  if (broker == NULL)
    return;

  connection_fixture_set_up (&fixture);
  connection = add (&fixture, test_broker_get_port (broker), SONDE_MQTT_5);
  g_assert_null (sonde_connection_get_online_profile (connection));
  connection_connect (connection);
  change (connection, FALSE);
  g_assert_true (sonde_connection_get_online_profile (connection)->resubscribe);
  g_assert_cmpuint (sonde_connection_get_session_expiry (connection), ==, 600);

  sonde_connection_say_goodbye (connection, &(SondeGoodbye){ .drop = TRUE });
  connection_disconnect (connection);
  g_assert_null (sonde_connection_get_online_profile (connection));
  g_assert_null (sonde_connection_get_error_text (connection));
  connection_fixture_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  g_test_add_data_func ("/connection-ends/discard/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_discard);
  g_test_add_data_func ("/connection-ends/discard/5", GINT_TO_POINTER (SONDE_MQTT_5), test_discard);
  g_test_add_func ("/connection-ends/limits", test_limits);
  g_test_add_func ("/connection-ends/narrow-filters", test_narrow_filters);
  g_test_add_func ("/connection-ends/subscribes-by-hand", test_subscribes_by_hand);
  g_test_add_func ("/connection-ends/online-profile", test_online_profile);

  return g_test_run ();
}
