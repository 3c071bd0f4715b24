/* test-properties-broker.c: properties and options that a broker passes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-properties-broker"

#include "test-broker-process.h"
#include "test-client.h"

#include <sonde-properties.h>
#include <string.h>

static SondePublish *
make_publish (const char *topic)
{
  static const char payload[] = "{\"rpm\": 1420}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (payload, strlen (payload));
  SondePublish *publish = sonde_publish_new (topic, bytes, 1, TRUE);

  publish->is_utf8 = TRUE;
  publish->message_expiry = 600;
  g_free (publish->content_type);
  publish->content_type = g_strdup ("application/json");
  g_free (publish->response_topic);
  publish->response_topic = g_strdup ("answer/设备");
  g_bytes_unref (publish->correlation_data);
  publish->correlation_data = g_bytes_new_static ("id-7", 4);
  sonde_pairs_add (publish->user_properties, "unit", "rpm");
  sonde_pairs_add (publish->user_properties, "unit", "泵");

  return publish;
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
publish_and_wait (TestClient         *client,
                  const SondePublish *publish)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;

  sonde_session_publish_async (client->session, publish, NULL, result_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  sonde_session_publish_finish (client->session, answer, NULL, &error);
  g_assert_no_error (error);
}

/* What mosquitto_sub, another program, makes of it. */
static void
assert_seen_by_others (guint16     port,
                       const char *topic)
{
  /* clang-format off */
  static const char *const wanted[] = {
    "\"payload-format-indicator\":1", "\"content-type\":\"application/json\"", "\"message-expiry-interval\":",
    "\"response-topic\":\"answer/设备\"", "\"correlation-data\":\"id-7\"", "\"unit\":\"rpm\"", "\"unit\":\"泵\"",
  };
  /* clang-format on */
  g_autofree char *number = g_strdup_printf ("%u", port);
  const char      *argv[] = { "mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", number, "-t", topic, "-C", "1", "-W", "20", "-F", "%J", NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s", output);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_test_message ("%s", wanted[i]);
      g_assert_nonnull (strstr (output, wanted[i]));
    }
}

static void
test_properties (void)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (SondePublish) publish = make_publish ("motor/3");
  g_autoptr (GBytes) properties = sonde_publish_dup_properties (publish);
  g_autofree char *program = g_find_program_in_path ("mosquitto_sub");
  gboolean         found = FALSE;

  if (broker == NULL)
    return;
  if (program == NULL)
    {
      g_test_skip ("mosquitto_sub is not installed");
      return;
    }

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  test_client_connect (client, profile, NULL);
  publish_and_wait (client, publish);
  assert_seen_by_others (profile->port, "motor/3");

  /* The row of what was sent has them too. */
  for (guint i = 0; i < client->segments->len; i++)
    {
      SondeSegment *segment = g_ptr_array_index (client->segments, i);

      for (guint j = 0; j < sonde_segment_get_count (segment); j++)
        {
          const SondeRecord *record = sonde_segment_get_record (segment, j);

          if (sonde_record_get_kind (record) != SONDE_MESSAGE_SENT)
            continue;
          found = TRUE;
          g_assert_cmpmem (sonde_segment_get_properties (segment, record), record->properties_size,
                           g_bytes_get_data (properties, NULL), g_bytes_get_size (properties));
        }
    }
  g_assert_true (found);
  test_client_disconnect (client);
}

static void
subscribe (TestClient *client,
           const char *filter,
           guint32     id,
           gboolean    no_local)
{
  g_auto (SondeSubscribeOptions) options = { 0 };
  guint8 code;

  sonde_subscribe_options_init (&options, 1);
  options.id = id;
  options.no_local = no_local;
  sonde_session_subscribe (client->session, filter, &options);
  while (sonde_session_get_grant (client->session, filter, &code) == SONDE_GRANT_PENDING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (sonde_session_get_grant (client->session, filter, &code), ==, SONDE_GRANT_GRANTED);
}

/* Of two copies one has a row; it names the subscription that brought it. One with No Local brings
 * none of our own. */
static void
test_copies (void)
{
  g_autoptr (TestBroker) broker = test_broker_new (NULL);
  g_autoptr (TestClient) client = NULL;
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (SondePublish) publish = make_publish ("c/d");

  if (broker == NULL)
    return;

  client = test_client_new ();
  profile = test_profile_new (test_broker_get_port (broker), SONDE_MQTT_5);
  test_client_connect (client, profile, NULL);
  subscribe (client, "c/+", 1, FALSE);
  subscribe (client, "c/#", 200, FALSE);
  subscribe (client, "#", 3, TRUE);
  publish->retain = FALSE;
  for (guint i = 0; i < 2; i++)
    {
      SondeSegment      *segment;
      const SondeRecord *record;
      SondeProperty      property;

      publish_and_wait (client, publish);
      test_client_wait_received (client, i + 1);
      record = test_client_get_received (client, i, &segment);
      g_assert_true (sonde_properties_find (sonde_segment_get_properties (segment, record), record->properties_size,
                                            SONDE_PROPERTY_SUBSCRIPTION_ID, &property));
      g_assert_true (property.number == 1 || property.number == 200);
    }
  test_client_disconnect (client);
  g_assert_cmpuint (client->n_received, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  g_test_add_func ("/properties-broker/properties", test_properties);
  g_test_add_func ("/properties-broker/copies", test_copies);

  return g_test_run ();
}
