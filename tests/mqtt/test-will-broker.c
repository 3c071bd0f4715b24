/* test-will-broker.c: who is told that a client has gone, and what
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-will-broker"

#include "test-broker-process.h"
#include "test-client.h"

#include <sonde-properties.h>
#include <string.h>

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  SondeGoodbye     goodbye;
  gboolean         arrives;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "normal/3.1", SONDE_MQTT_3_1, { 0 }, FALSE },
  { "normal/3.1.1", SONDE_MQTT_3_1_1, { 0 }, FALSE },
  { "normal/5", SONDE_MQTT_5, { 0 }, FALSE },
  { "drop/3.1", SONDE_MQTT_3_1, { .drop = TRUE }, TRUE },
  { "drop/3.1.1", SONDE_MQTT_3_1_1, { .drop = TRUE }, TRUE },
  { "drop/5", SONDE_MQTT_5, { .drop = TRUE }, TRUE },
  { "with-will/5", SONDE_MQTT_5, { .reason = SONDE_GOODBYE_REASON_WITH_WILL }, TRUE },
};
/* clang-format on */

static SondeProfile *
mortal_profile (guint16          port,
                SondeMqttVersion version)
{
  SondeProfile *profile = test_profile_new (port, version);
  SondeWill    *will = profile->will;

  g_free (will->topic);
  will->topic = g_strdup ("status/gone");
  g_bytes_unref (will->payload);
  will->payload = g_bytes_new ("\xff\x00 gone", 7);
  will->qos = 1;
  g_free (will->content_type);
  will->content_type = g_strdup ("application/x-last");
  sonde_pairs_add (will->user_properties, "unit", "rpm");

  return profile;
}

static void
assert_topic (TestClient *client,
              guint       index,
              const char *topic)
{
  SondeSegment      *segment;
  const SondeRecord *record = test_client_get_received (client, index, &segment);

  g_assert_cmpstr (sonde_segment_get_topic (segment, record)->name, ==, topic);
}

static void
assert_will (TestClient      *client,
             SondeMqttVersion version)
{
  SondeSegment      *segment;
  const SondeRecord *record = test_client_get_received (client, 0, &segment);
  const guint8      *properties;
  SondeProperty      property;

  assert_topic (client, 0, "status/gone");
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, "\xff\x00 gone", 7);
  g_assert_cmpuint (sonde_record_get_qos (record), ==, 1);

  properties = sonde_segment_get_properties (segment, record);
  g_assert_cmpint (sonde_properties_find (properties, record->properties_size, SONDE_PROPERTY_CONTENT_TYPE, &property),
                   ==,
                   version == SONDE_MQTT_5);
  if (version == SONDE_MQTT_5)
    g_assert_cmpmem (property.bytes, property.size, "application/x-last", 18);
}

static void
test_end (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (TestClient) other = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (SondeProfile) other_profile = NULL;

  if (broker == NULL)
    return;

  other = test_client_new ();
  other_profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  test_client_connect (other, other_profile, NULL);
  test_client_subscribe (other, "status/#", 1, SONDE_GRANT_GRANTED, 1);

  client = test_client_new ();
  profile = mortal_profile (test_broker_get_port (broker), test->version);
  test_client_connect (client, profile, NULL);
  sonde_session_say_goodbye (client->session, &test->goodbye);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_assert_no_error (sonde_session_get_error (client->session));

  if (test->arrives)
    {
      test_client_wait_received (other, 1);
      assert_will (other, test->version);
    }
  else
    {
      /* What comes last shows what did not come before it. */
      test_client_connect (client, profile, NULL);
      test_client_publish (client, "status/end", "", 0, 1, FALSE, NULL);
      test_client_wait_received (other, 1);
      assert_topic (other, 0, "status/end");
      test_client_disconnect (client);
    }
  test_client_disconnect (other);
}

/* Retained, it waits for who comes later. */
static void
test_retained (void)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (TestClient) other = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (SondeProfile) other_profile = NULL;
  const SondeRecord *record;

  if (broker == NULL)
    return;

  other = test_client_new ();
  other_profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_3_1_1);
  test_client_connect (other, other_profile, NULL);
  test_client_subscribe (other, "status/#", 1, SONDE_GRANT_GRANTED, 1);

  client = test_client_new ();
  profile = mortal_profile (test_broker_get_port (broker), SONDE_MQTT_5);
  profile->will->retain = TRUE;
  test_client_connect (client, profile, NULL);
  sonde_session_say_goodbye (client->session, &(SondeGoodbye){ .drop = TRUE });
  test_client_wait_received (other, 1);
  test_client_wait_state (client, SONDE_STATE_IDLE);

  profile->will->topic[0] = '\0';
  test_client_connect (client, profile, NULL);
  test_client_subscribe (client, "status/#", 1, SONDE_GRANT_GRANTED, 1);
  test_client_wait_received (client, 1);
  record = test_client_get_received (client, 0, NULL);
  g_assert_cmpuint (record->flags & SONDE_RECORD_RETAIN, !=, 0);
  test_client_disconnect (client);
  test_client_disconnect (other);
}

/* Unlike in MQTT 5 a session outlasts the connection whenever it is not clean. */
static void
test_discarded_by_expiry (void)
{
  static const struct
  {
    SondeGoodbye goodbye;
    gboolean     present;
  } ends[] = {
    /* clang-format off */
    { { 0 }, TRUE },
    { { .drop = TRUE }, TRUE },
    { { .set_session_expiry = TRUE, .session_expiry = 30 }, TRUE },
    { { .set_session_expiry = TRUE }, FALSE },
    /* clang-format on */
  };
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  profile->clean_start = FALSE;
  profile->session_expiry = 60;
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_test_message ("end %" G_GSIZE_FORMAT, i);
      test_client_connect (client, profile, NULL);
      sonde_session_say_goodbye (client->session, &ends[i].goodbye);
      test_client_wait_state (client, SONDE_STATE_IDLE);
      test_client_connect (client, profile, NULL);
      g_assert_cmpint (sonde_session_get_session_present (client->session), ==, ends[i].present);
      test_client_disconnect (client);
    }
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/will-broker/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_end);
    }
  g_test_add_func ("/will-broker/retained", test_retained);
  g_test_add_func ("/will-broker/discarded-by-expiry", test_discarded_by_expiry);

  return g_test_run ();
}
