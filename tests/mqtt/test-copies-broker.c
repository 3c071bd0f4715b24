/* test-copies-broker.c: filters that overlap, with a broker that sends a copy for each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-copies-broker"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-plain.h"

#include <sonde-properties.h>

#include <string.h>

typedef struct
{
  TestBroker   *broker;
  SondeProfile *profile;
  TestClient   *client;
  TestClient   *other; /* publishes */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (SondeProfile) profile = NULL;

  fixture->broker = test_broker_new ("max_queued_messages 0\n");
  if (fixture->broker == NULL)
    return;

  fixture->profile = test_profile_new (test_broker_get_port (fixture->broker), GPOINTER_TO_INT (data));
  fixture->profile->session_expiry = 60;
  fixture->client = test_client_new ();
  test_client_connect (fixture->client, fixture->profile, NULL);
  profile = test_profile_new (test_broker_get_port (fixture->broker), SONDE_MQTT_5);
  fixture->other = test_client_new ();
  test_client_connect (fixture->other, profile, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  if (fixture->broker == NULL)
    return;

  test_client_disconnect (fixture->client);
  test_client_disconnect (fixture->other);
  test_client_free (fixture->client);
  test_client_free (fixture->other);
  sonde_profile_free (fixture->profile);
  test_broker_free (fixture->broker);
}

static void
subscribe (Fixture    *fixture,
           const char *filter,
           guint8      qos)
{
  test_client_subscribe (fixture->client, filter, qos, SONDE_GRANT_GRANTED, qos);
}

static void
subscribe_as (Fixture    *fixture,
              const char *filter,
              guint8      qos,
              guint32     id,
              gboolean    as_published)
{
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, qos);
  options.id = id;
  options.retain_as_published = as_published;
  sonde_session_subscribe (fixture->client->session, filter, &options);
  while (sonde_session_get_grant (fixture->client->session, filter, NULL) == SONDE_GRANT_PENDING)
    g_main_context_iteration (NULL, TRUE);
}

static void
publish (Fixture    *fixture,
         const char *topic,
         const char *payload,
         guint8      qos)
{
  test_client_publish (fixture->other, topic, payload, strlen (payload), qos, FALSE, NULL);
}

/* All that was published before is there, copies too: the broker keeps the order, and nothing is later
 * than QoS 2. Returns: how many messages, without this one */
static guint
count_all (Fixture *fixture)
{
  SondeSegment *segment;

  for (guint n = 0;; n++)
    {
      const SondeRecord *record;

      if (n == 0)
        publish (fixture, "end", "", 2);
      test_client_wait_received (fixture->client, n + 1);
      record = test_client_get_received (fixture->client, n, &segment);
      if (strcmp (sonde_segment_get_topic (segment, record)->name, "end") == 0)
        return n;
    }
}

static void
assert_received (Fixture    *fixture,
                 guint       index,
                 const char *payload,
                 gboolean    retain)
{
  SondeSegment      *segment;
  const SondeRecord *record = test_client_get_received (fixture->client, index, &segment);

  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, payload, strlen (payload));
  g_assert_cmpint ((record->flags & SONDE_RECORD_RETAIN) != 0, ==, retain);
}

/* Returns: the Subscription Identifier that a row shows, or 0 */
static guint32
get_shown_id (Fixture *fixture,
              guint    index)
{
  SondeSegment      *segment;
  const SondeRecord *record = test_client_get_received (fixture->client, index, &segment);
  SondeProperty      property = { 0 };

  sonde_properties_find (sonde_segment_get_properties (segment, record), record->properties_size,
                         SONDE_PROPERTY_SUBSCRIPTION_ID, &property);

  return property.number;
}

/* Equal payloads at all QoS, many in flight at once: as many rows as were published. */
static void
test_each_once (Fixture      *fixture,
                gconstpointer data)
{
  if (fixture->broker == NULL)
    return;

  subscribe (fixture, "end", 2);
  subscribe (fixture, "a/#", 0);
  subscribe (fixture, "a/+", 1);
  subscribe (fixture, "+/b", 2);
  for (guint i = 0; i < 300; i++)
    publish (fixture, i % 7 == 0 ? "a/b/c" : "a/b", i % 2 == 0 ? "equal" : "other", i % 3);
  g_assert_cmpuint (count_all (fixture), ==, 300);
  for (guint i = 0; i < 300; i++)
    g_assert_cmpuint (get_shown_id (fixture, i), ==, 0);
}

/* Two filters, the second added under way, and taken back */
static void
test_comes_and_goes (Fixture      *fixture,
                     gconstpointer data)
{
  if (fixture->broker == NULL)
    return;

  subscribe (fixture, "end", 2);
  subscribe (fixture, "a/#", 0);
  publish (fixture, "a/b", "1", 0);
  subscribe (fixture, "a/+", 0);
  publish (fixture, "a/b", "1", 0);
  publish (fixture, "a/b", "1", 1);
  sonde_session_unsubscribe (fixture->client->session, "a/#");
  while (sonde_session_may_hold (fixture->client->session, "a/#"))
    g_main_context_iteration (NULL, TRUE);
  publish (fixture, "a/b", "1", 0);
  publish (fixture, "a/b", "1", 0);
  subscribe (fixture, "a/#", 2);
  publish (fixture, "a/b", "1", 2);
  publish (fixture, "a/b", "1", 0);
  g_assert_cmpuint (count_all (fixture), ==, 7);
}

/* Each subscription gets what is retained when it is made; what comes then, comes once. */
static void
test_retained (Fixture      *fixture,
               gconstpointer data)
{
  if (fixture->broker == NULL)
    return;

  test_client_publish (fixture->other, "a/b", "kept", 4, 1, TRUE, NULL);
  subscribe (fixture, "end", 2);
  subscribe (fixture, "a/#", 0);
  test_client_wait_received (fixture->client, 1);
  subscribe (fixture, "a/+", 0);
  test_client_wait_received (fixture->client, 2);
  test_client_publish (fixture->other, "a/b", "kept", 4, 1, TRUE, NULL);
  g_assert_cmpuint (count_all (fixture), ==, 3);
  assert_received (fixture, 0, "kept", TRUE);
  assert_received (fixture, 1, "kept", TRUE);
  assert_received (fixture, 2, "kept", FALSE);
}

/* The flag differs from copy to copy. */
static void
test_retain_as_published (Fixture      *fixture,
                          gconstpointer data)
{
  if (fixture->broker == NULL)
    return;

  subscribe (fixture, "end", 2);
  subscribe_as (fixture, "a/#", 0, 0, TRUE);
  subscribe (fixture, "a/+", 0);
  for (guint i = 0; i < 5; i++)
    test_client_publish (fixture->other, "a/b", "kept", 4, 0, TRUE, NULL);
  g_assert_cmpuint (count_all (fixture), ==, 5);
}

/* As given, on the wire and in the row */
static void
test_given_by_the_user (Fixture      *fixture,
                        gconstpointer data)
{
  guint32 id;

  if (fixture->broker == NULL)
    return;

  subscribe (fixture, "end", 2);
  subscribe_as (fixture, "a/#", 0, 5, FALSE);
  subscribe_as (fixture, "a/+", 0, 70000, FALSE);
  publish (fixture, "a/b", "x", 0);
  publish (fixture, "a/b/c", "x", 0);
  g_assert_cmpuint (count_all (fixture), ==, 2);
  id = get_shown_id (fixture, 0);
  g_assert_true (id == 5 || id == 70000);
  g_assert_cmpuint (get_shown_id (fixture, 1), ==, 5);
}

/* A session of the broker goes on, with what it kept; then one of which this client knows nothing. */
static void
test_resumed (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (TestClient) again = NULL;
  guint n;

  if (fixture->broker == NULL)
    return;

  fixture->profile->clean_start = FALSE;
  subscribe (fixture, "end", 2);
  subscribe (fixture, "a/#", 1);
  subscribe (fixture, "a/+", 2);
  test_client_disconnect (fixture->client);
  for (guint i = 0; i < 20; i++)
    publish (fixture, "a/b", "x", 1 + i % 2);
  test_client_connect (fixture->client, fixture->profile, NULL);
  g_assert_true (sonde_session_get_session_present (fixture->client->session));
  g_assert_cmpuint (count_all (fixture), ==, 20);

  test_client_disconnect (fixture->client);
  for (guint i = 0; i < 5; i++)
    publish (fixture, "a/b", "y", 1);
  again = g_steal_pointer (&fixture->client);
  fixture->client = test_client_new ();
  test_plain_subscribe (fixture->client->session, "a/#", 1);
  test_plain_subscribe (fixture->client->session, "a/+", 2);
  test_client_connect (fixture->client, fixture->profile, NULL);
  g_assert_true (sonde_session_get_session_present (fixture->client->session));
  subscribe (fixture, "end", 2);
  test_client_wait_received (fixture->client, 5);
  while (sonde_session_get_grant (fixture->client->session, "a/+", NULL) != SONDE_GRANT_GRANTED)
    g_main_context_iteration (NULL, TRUE);
  publish (fixture, "mark", "", 2);
  for (guint i = 0; i < 5; i++)
    publish (fixture, "a/b", "z", i % 3);
  n = count_all (fixture);
  g_assert_cmpuint (n, >=, 5 + 5); /* what waited, perhaps in copies */
  g_assert_cmpuint (n, <=, 10 + 5);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (get_shown_id (fixture, i), ==, 0);
  for (guint i = 0; i < 5; i++)
    assert_received (fixture, n - 1 - i, "z", FALSE);
  assert_received (fixture, n - 6, "y", FALSE);
}

/* MQTT 3.1.1: one copy comes, for mosquitto leaves out the others. */
static void
test_3 (Fixture      *fixture,
        gconstpointer data)
{
  if (fixture->broker == NULL)
    return;

  subscribe (fixture, "end", 2);
  subscribe (fixture, "a/#", 0);
  subscribe (fixture, "a/+", 1);
  for (guint i = 0; i < 10; i++)
    publish (fixture, "a/b", "equal", i % 3);
  g_assert_cmpuint (count_all (fixture), ==, 10);
}

#define ADD(path, test, version) \
  g_test_add ("/copies-broker/" path, Fixture, GINT_TO_POINTER (version), set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  ADD ("each-once", test_each_once, SONDE_MQTT_5);
  ADD ("comes-and-goes", test_comes_and_goes, SONDE_MQTT_5);
  ADD ("retained", test_retained, SONDE_MQTT_5);
  ADD ("retain-as-published", test_retain_as_published, SONDE_MQTT_5);
  ADD ("given-by-the-user", test_given_by_the_user, SONDE_MQTT_5);
  ADD ("resumed", test_resumed, SONDE_MQTT_5);
  ADD ("mqtt-3", test_3, SONDE_MQTT_3_1_1);

  return g_test_run ();
}
