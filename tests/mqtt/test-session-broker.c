/* test-session-broker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-session-broker"

#include "test-broker-process.h"
#include "test-client.h"
#include "test-plain.h"

#include <glib/gstdio.h>
#include <sonde-mqtt-error.h>
#include <string.h>

static void
test_connect (gconstpointer data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), GPOINTER_TO_INT (data));
  test_client_connect (client, profile, NULL);
  g_assert_false (sonde_session_get_session_present (client->session));

  test_client_subscribe (client, "test/#", 1, SONDE_GRANT_GRANTED, 1);
  for (guint qos = 0; qos <= 2; qos++)
    {
      SondePublishResult result;

      test_client_publish (client, "test/a", "hello", 5, qos, FALSE, &result);
      g_assert_cmpuint (result.reason, ==, 0);
      g_assert_true (qos == 0 ? result.round_trip == -1 : result.round_trip >= 0);
    }
  test_client_wait_received (client, 3);
  test_client_disconnect (client);
}

/* MQTT 3 has the client name itself: where the profile does not, Sonde does, within the 23
 * characters of 3.1; MQTT 5 has the broker do it. */
static void
test_no_client_id (gconstpointer data)
{
  SondeMqttVersion version = GPOINTER_TO_INT (data);
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), version);
  profile->client_id[0] = '\0';
  test_client_connect (client, profile, NULL);
  test_client_subscribe (client, "a", 2, SONDE_GRANT_GRANTED, 2);
  test_client_disconnect (client);
}

/* ---- Received as sent ---- */

static void
assert_received (TestClient *client,
                 guint       index,
                 const char *topic,
                 const void *payload,
                 gsize       size)
{
  SondeSegment      *segment;
  const SondeRecord *record = test_client_get_received (client, index, &segment);

  g_assert_cmpstr (sonde_segment_get_topic (segment, record)->name, ==, topic);
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, payload, size);
}

static void
test_payloads (gconstpointer data)
{
  static const char nested[] = "[[[[18446744073709551615]]]]";
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autofree char *large = g_malloc (10 * 1000 * 1000);
  const struct
  {
    const char *topic;
    const void *payload;
    gsize       size;
  } cases[] = {
    { "empty", "", 0 },
    { "not-utf8", "\xff\x00\xc3\x28\x80", 5 },
    { "with space/主题/🌡", "温度", 6 },
    { "json", nested, sizeof nested - 1 },
    { "large", large, 10 * 1000 * 1000 },
    { "after", "x", 1 },
  };

  if (broker == NULL)
    return;

  for (guint i = 0; i < 10 * 1000 * 1000; i++)
    large[i] = i * 31 + (i >> 8);
  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), GPOINTER_TO_INT (data));
  test_client_connect (client, profile, NULL);
  test_client_subscribe (client, "#", 2, SONDE_GRANT_GRANTED, 2);
  client->max_stall = 0;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    test_client_publish (client, cases[i].topic, cases[i].payload, cases[i].size, i % 3, FALSE, NULL);
  test_client_wait_received (client, G_N_ELEMENTS (cases));
  /* QoS 2 may come later than what was sent after it. */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
      {
        SondeSegment      *segment;
        const SondeRecord *record = test_client_get_received (client, j, &segment);

        if (g_str_equal (sonde_segment_get_topic (segment, record)->name, cases[i].topic))
          assert_received (client, j, cases[i].topic, cases[i].payload, cases[i].size);
      }
  test_client_disconnect (client);
}

/* ---- Filters ---- */

static void
test_wildcards (void)
{
  static const char *const topics[] = { "a", "a/b", "a/b/c", "/a", "a/", "/", "b/b", "$x/a" };
  static const struct
  {
    const char *filter;
    const char *matches; /* of the topics, by index */
  } cases[] = {
    /* clang-format off */
    { "#", "0123456" },
    { "a/#", "0124" },
    { "+", "0" },
    { "+/+", "13456" },
    { "a/+", "14" },
    { "/", "5" },
    { "/+", "35" },
    { "+/b", "16" },
    { "a/+/c", "2" },
    { "$x/#", "7" },
    { "a/b/c", "2" },
    /* clang-format on */
  };
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (SondeProfile) profile = NULL;

  if (broker == NULL)
    return;

  profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TestClient) client = test_client_new ();
      guint n = strlen (cases[i].matches);

      test_client_connect (client, profile, NULL);
      test_client_subscribe (client, cases[i].filter, 0, SONDE_GRANT_GRANTED, 0);
      test_client_subscribe (client, "end", 0, SONDE_GRANT_GRANTED, 0);
      for (guint j = 0; j < G_N_ELEMENTS (topics); j++)
        test_client_publish (client, topics[j], topics[j], strlen (topics[j]), 0, FALSE, NULL);
      test_client_publish (client, "end", "", 0, 0, FALSE, NULL);
      test_client_wait_received (client, n + 1);
      for (guint j = 0; j < n; j++)
        {
          const char *topic = topics[cases[i].matches[j] - '0'];

          assert_received (client, j, topic, topic, strlen (topic));
        }
      assert_received (client, n, "end", "", 0);
      test_client_disconnect (client);
    }
}

static void
test_retained (void)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  const SondeRecord *record;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_3_1_1);
  test_client_connect (client, profile, NULL);
  test_client_publish (client, "kept", "value", 5, 1, TRUE, NULL);
  test_client_subscribe (client, "kept", 1, SONDE_GRANT_GRANTED, 1);
  test_client_wait_received (client, 1);
  record = test_client_get_received (client, 0, NULL);
  g_assert_cmpuint (record->flags & SONDE_RECORD_RETAIN, !=, 0);
  g_assert_cmpuint (record->packet_id, !=, 0);
  test_client_disconnect (client);
}

/* ---- Sessions ---- */

static void
test_missed_messages (gconstpointer data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (TestClient) other = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (SondeProfile) other_profile = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), GPOINTER_TO_INT (data));
  profile->clean_start = FALSE;
  profile->session_expiry = 60;
  test_client_connect (client, profile, NULL);
  g_assert_false (sonde_session_get_session_present (client->session));
  test_client_subscribe (client, "missed/#", 1, SONDE_GRANT_GRANTED, 1);
  test_client_disconnect (client);

  other = test_client_new ();
  other_profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  test_client_connect (other, other_profile, NULL);
  for (guint i = 0; i < 100; i++)
    test_client_publish (other, "missed/a", &i, sizeof i, 1, FALSE, NULL);
  test_client_disconnect (other);

  test_client_connect (client, profile, NULL);
  /* CONNACK of 3.1 does not say it. */
  g_assert_cmpint (sonde_session_get_session_present (client->session), ==, profile->version != SONDE_MQTT_3_1);
  test_client_wait_received (client, 100);
  for (guint i = 0; i < 100; i++)
    assert_received (client, i, "missed/a", &i, sizeof i);
  test_client_disconnect (client);
}

static void
test_killed_broker (gconstpointer data)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), GPOINTER_TO_INT (data));
  test_client_connect (client, profile, NULL);
  test_client_subscribe (client, "a", 1, SONDE_GRANT_GRANTED, 1);
  test_client_subscribe (client, "b/#", 0, SONDE_GRANT_GRANTED, 0);

  test_broker_kill (broker);
  test_client_wait_state (client, SONDE_STATE_WAITING);
  g_assert_error (sonde_session_get_error (client->session), SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CUT);
  sonde_session_retry_now (client->session);
  test_client_wait_state (client, SONDE_STATE_CONNECTING);
  test_client_wait_state (client, SONDE_STATE_WAITING);
  g_assert_error (sonde_session_get_error (client->session), SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CONNECT);

  test_broker_start (broker);
  sonde_session_retry_now (client->session);
  test_client_wait_state (client, SONDE_STATE_ONLINE);
  g_assert_no_error (sonde_session_get_error (client->session));
  while (sonde_session_get_grant (client->session, "a", NULL) != SONDE_GRANT_GRANTED ||
         sonde_session_get_grant (client->session, "b/#", NULL) != SONDE_GRANT_GRANTED)
    g_main_context_iteration (NULL, TRUE);
  test_client_publish (client, "a", "again", 5, 1, FALSE, NULL);
  test_client_wait_received (client, 1);
  assert_received (client, 0, "a", "again", 5);
  test_client_disconnect (client);
}

/* ---- Passwords ---- */

static void
test_password (void)
{
  static const struct
  {
    const char *password;
    gboolean    good;
  } cases[] = { { "right", TRUE }, { "wrong", FALSE }, { NULL, FALSE } };
  g_autofree char *folder = g_dir_make_tmp ("sonde-test-password-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "passwords", NULL);
  g_autofree char *config = g_strdup_printf ("allow_anonymous false\npassword_file %s\n", file);
  const char      *argv[] = { "mosquitto_passwd", "-b", "-c", file, "user", "right", NULL };
  g_autoptr (TestBroker) broker = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL))
    {
      g_test_skip ("mosquitto_passwd is not installed");
      g_rmdir (folder);
      return;
    }

  broker = test_broker_new (config);
  for (guint i = 0; broker != NULL && i < G_N_ELEMENTS (cases); i++)
    for (SondeMqttVersion version = SONDE_MQTT_3_1_1; version <= SONDE_MQTT_5; version++)
      {
        g_autoptr (TestClient) client = test_client_new ();
        g_autoptr (SondeProfile) profile = test_profile_new (test_broker_get_port (broker), version);

        g_free (profile->user_name);
        profile->user_name = g_strdup ("user");
        sonde_session_connect (client->session, profile, cases[i].password);
        while (sonde_session_get_state (client->session) == SONDE_STATE_CONNECTING)
          g_main_context_iteration (NULL, TRUE);
        if (cases[i].good)
          {
            test_client_disconnect (client);
            continue;
          }
        g_assert_cmpint (sonde_session_get_state (client->session), ==, SONDE_STATE_IDLE);
        g_assert_error (sonde_session_get_error (client->session), SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_REFUSED);
        g_assert_nonnull (strstr (sonde_session_get_error (client->session)->message, "not authorized"));
      }
  g_unlink (file);
  g_rmdir (folder);
}

/* ---- Many ---- */

#define N_MANY 20000

static void
count_published_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  sonde_session_publish_finish (SONDE_SESSION (source), result, NULL, &error);
  g_assert_no_error (error);
  ++*(guint *) user_data;
}

/* One client sends as fast as it can, another has them all, in order. */
static void
test_many (gconstpointer data)
{
  guint qos = GPOINTER_TO_UINT (data);
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) sender = NULL;
  g_autoptr (TestClient) receiver = NULL;
  g_autoptr (SondeProfile) one = NULL;
  g_autoptr (SondeProfile) other = NULL;
  guint n_published = 0;

  if (broker == NULL)
    return;

  sender = test_client_new ();
  receiver = test_client_new ();
  one = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  other = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_3_1_1);
  test_client_connect (sender, one, NULL);
  test_client_connect (receiver, other, NULL);
  test_client_subscribe (receiver, "many", qos, SONDE_GRANT_GRANTED, qos);

  for (guint32 i = 0; i < N_MANY; i++)
    {
      g_autoptr (GBytes) payload = g_bytes_new (&i, sizeof i);

      test_plain_publish (sender->session, "many", payload, qos, FALSE, count_published_cb, &n_published);
    }
  while (n_published < N_MANY)
    g_main_context_iteration (NULL, TRUE);
  test_client_wait_received (receiver, N_MANY);

  for (guint i = 0, n = 0; i < receiver->segments->len; i++)
    {
      SondeSegment *segment = receiver->segments->pdata[i];

      for (guint j = 0; j < sonde_segment_get_count (segment); j++)
        {
          const SondeRecord *record = sonde_segment_get_record (segment, j);

          if (sonde_record_get_kind (record) != SONDE_MESSAGE_RECEIVED)
            continue;
          g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, &n, sizeof n);
          g_assert_cmpuint (sonde_record_get_qos (record), ==, qos);
          n++;
        }
    }
  test_client_disconnect (sender);
  test_client_disconnect (receiver);
}

/* ---- Commands ---- */

/* Many at once, each answered for itself. */
static void
test_many_filters (void)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  test_client_connect (client, profile, NULL);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *filter = g_strdup_printf ("filter/%u", i);

      test_plain_subscribe (client->session, filter, i % 3);
    }
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *filter = g_strdup_printf ("filter/%u", i);
      guint8           code;

      while (sonde_session_get_grant (client->session, filter, &code) == SONDE_GRANT_PENDING)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (sonde_session_get_grant (client->session, filter, &code), ==, SONDE_GRANT_GRANTED);
      g_assert_cmpuint (code, ==, i % 3);
    }
  test_client_disconnect (client);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  g_test_add_data_func ("/session-broker/connect/3.1", GINT_TO_POINTER (SONDE_MQTT_3_1), test_connect);
  g_test_add_data_func ("/session-broker/connect/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_connect);
  g_test_add_data_func ("/session-broker/connect/5", GINT_TO_POINTER (SONDE_MQTT_5), test_connect);
  g_test_add_data_func ("/session-broker/no-client-id/3.1", GINT_TO_POINTER (SONDE_MQTT_3_1), test_no_client_id);
  g_test_add_data_func ("/session-broker/no-client-id/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_no_client_id);
  g_test_add_data_func ("/session-broker/no-client-id/5", GINT_TO_POINTER (SONDE_MQTT_5), test_no_client_id);
  g_test_add_data_func ("/session-broker/payloads/3.1", GINT_TO_POINTER (SONDE_MQTT_3_1), test_payloads);
  g_test_add_data_func ("/session-broker/payloads/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_payloads);
  g_test_add_data_func ("/session-broker/payloads/5", GINT_TO_POINTER (SONDE_MQTT_5), test_payloads);
  g_test_add_func ("/session-broker/wildcards", test_wildcards);
  g_test_add_func ("/session-broker/retained", test_retained);
  g_test_add_data_func ("/session-broker/missed-messages/3.1", GINT_TO_POINTER (SONDE_MQTT_3_1), test_missed_messages);
  g_test_add_data_func ("/session-broker/missed-messages/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_missed_messages);
  g_test_add_data_func ("/session-broker/missed-messages/5", GINT_TO_POINTER (SONDE_MQTT_5), test_missed_messages);
  g_test_add_data_func ("/session-broker/killed-broker/3.1", GINT_TO_POINTER (SONDE_MQTT_3_1), test_killed_broker);
  g_test_add_data_func ("/session-broker/killed-broker/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_killed_broker);
  g_test_add_data_func ("/session-broker/killed-broker/5", GINT_TO_POINTER (SONDE_MQTT_5), test_killed_broker);
  g_test_add_func ("/session-broker/password", test_password);
  g_test_add_data_func ("/session-broker/many/qos-0", GUINT_TO_POINTER (0), test_many);
  g_test_add_data_func ("/session-broker/many/qos-1", GUINT_TO_POINTER (1), test_many);
  g_test_add_data_func ("/session-broker/many/qos-2", GUINT_TO_POINTER (2), test_many);
  g_test_add_func ("/session-broker/many-filters", test_many_filters);

  return g_test_run ();
}
