/* test-profile-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-profile-json.h>
#include <sonde-profile-store.h>

#include <string.h>
#include <sonde-secret.h>

static SondeProfileDocument *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  SondeProfileDocument *document = sonde_profile_document_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);

  return document;
}

static SondeProfile *
get_profile (SondeProfileDocument *document,
             guint                 index)
{
  g_assert_cmpuint (index, <, document->profiles->len);

  return g_ptr_array_index (document->profiles, index);
}

static void
replace (char      **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
make_full_will (SondeWill *will)
{
  replace (&will->topic, "Tyler-1/state");
  g_bytes_unref (will->payload);
  will->payload = g_bytes_new_static ("\0\xff gone", 7);
  will->format = SONDE_WILL_HEX;
  will->qos = 2;
  will->retain = TRUE;
  will->delay = 30;
  will->message_expiry = G_MAXUINT32;
  will->is_utf8 = TRUE;
  replace (&will->content_type, "text/plain");
  replace (&will->response_topic, "answers/1");
  g_bytes_unref (will->correlation_data);
  will->correlation_data = g_bytes_new_static ("\1\2\3", 3);
  sonde_pairs_add (will->user_properties, "地点", "3 号车间");
}

/* With what the broker is reached by, and what it is told. */
static void
make_full_parts (SondeProfile *profile)
{
  replace (&profile->group, "车间 3");
  profile->color = SONDE_N_COLORS - 1;
  profile->first_delay = 3;
  profile->greatest_delay = 5;
  profile->attempts = 7;
  profile->connect_on_start = TRUE;
  profile->resubscribe = FALSE;
  profile->receive_maximum = 20;
  profile->maximum_packet_size = 1 << 20;
  profile->request_response_information = TRUE;
  profile->request_problem_information = FALSE;
  sonde_pairs_add (profile->user_properties, "a", "1");
  sonde_pairs_add (profile->user_properties, "a", "");
  sonde_pairs_add (profile->variables, "地点", "3 号");
  profile->network->carrier = SONDE_CARRIER_WEBSOCKET;
  replace (&profile->network->path, "/ws?x=1");
  sonde_pairs_add (profile->network->headers, "Origin", "https://lab.example");
  replace (&profile->network->socket_path, "/run/mosquitto.sock");
  profile->network->proxy = SONDE_PROXY_HTTP;
  replace (&profile->network->proxy_host, "::1");
  profile->network->proxy_port = 3128;
  replace (&profile->network->proxy_user, "me");
  sonde_secret_set (&profile->network->proxy_password, "open sesame");
  replace (&profile->tls->trusted, "-----BEGIN CERTIFICATE-----\n");
  replace (&profile->tls->ciphers, "ECDHE+AESGCM");
  replace (&profile->tls->psk_identity, "device-1");
  sonde_secret_set (&profile->tls->psk, "open sesame");
  make_full_will (profile->will);
}

static SondeProfile *
make_full_profile (void)
{
  SondeProfile *profile = sonde_profile_new ();
  SondeWanted  *wanted;

  replace (&profile->name, "实验室 \"EMQX\" \\ \n ✓");
  profile->local_broker = TRUE;
  profile->local_choice = SONDE_LOCAL_BROKER_OTHER;
  replace (&profile->host, "fe80::1%eth0");
  profile->port = 65535;
  profile->version = SONDE_MQTT_3_1;
  replace (&profile->client_id, "bci_123456");
  profile->clean_start = FALSE;
  profile->session_expiry = SONDE_SESSION_EXPIRY_NEVER;
  profile->keep_alive = 0;
  profile->connect_timeout = 1;
  profile->reconnect = FALSE;
  replace (&profile->user_name, "Tyler");
  profile->tls->use_tls = TRUE;
  profile->tls->verify = FALSE;
  profile->tls->min_version = SONDE_TLS_1_2;
  profile->tls->max_version = SONDE_TLS_1_3;
  replace (&profile->tls->ca_file, "/etc/ssl/工厂.pem");
  replace (&profile->tls->client_certificate, "/home/tyler/client.pem");
  replace (&profile->tls->client_key, "/home/tyler/client.key");
  replace (&profile->tls->server_name, "broker.example");
  replace (&profile->tls->alpn, "mqtt");
  sonde_secret_set (&profile->tls->key_passphrase, "open sesame");
  make_full_parts (profile);
  wanted = sonde_profile_want (profile, "Tyler-1/motor/+/speed", 2, 7);
  wanted->muted = TRUE;
  wanted->by_hand = TRUE;
  wanted->options.no_local = TRUE;
  wanted->options.retain_as_published = TRUE;
  wanted->options.retain_handling = SONDE_RETAIN_DO_NOT_SEND;
  wanted->options.id = SONDE_MAX_SUBSCRIPTION_ID;
  sonde_pairs_add (wanted->options.user_properties, "site", "一");
  g_free (wanted->alias);
  wanted->alias = g_strdup ("the fast ones");
  sonde_profile_want (profile, "主题 with space/#", 0, 0);

  return profile;
}

static void
test_round_trip (void)
{
  g_autoptr (SondeProfileDocument) document = sonde_profile_document_new ();
  g_autoptr (SondeProfileDocument) again = NULL;
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);
  g_autofree char *text = NULL;

  g_ptr_array_add (profiles, make_full_profile ());
  g_ptr_array_add (profiles, sonde_profile_new ());
  g_ptr_array_add (profiles, sonde_profile_new_local ());
  text = sonde_profile_document_write (document, profiles);
  g_assert_true (g_str_has_suffix (text, "}\n"));
  g_assert_null (strstr (text, "open sesame"));

  again = parse (text);
  g_assert_cmpint (again->version, ==, SONDE_PROFILES_VERSION);
  g_assert_cmpuint (again->profiles->len, ==, profiles->len);
  for (guint i = 0; i < profiles->len; i++)
    g_assert_true (sonde_profile_equal (get_profile (again, i), g_ptr_array_index (profiles, i)));
}

/* Each setting of a version and a choice has a name of its own. */
static void
test_names (void)
{
  static const SondeMqttVersion versions[] = { SONDE_MQTT_3_1, SONDE_MQTT_3_1_1, SONDE_MQTT_5 };

  for (guint i = 0; i < G_N_ELEMENTS (versions) * 2; i++)
    {
      g_autoptr (SondeProfileDocument) document = sonde_profile_document_new ();
      g_autoptr (SondeProfileDocument) again = NULL;
      g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);
      g_autofree char *text = NULL;
      SondeProfile    *profile = sonde_profile_new ();

      profile->version = versions[i % G_N_ELEMENTS (versions)];
      profile->local_choice = i < G_N_ELEMENTS (versions) ? SONDE_LOCAL_BROKER_OWN : SONDE_LOCAL_BROKER_OTHER;
      g_ptr_array_add (profiles, profile);
      text = sonde_profile_document_write (document, profiles);
      again = parse (text);
      g_assert_cmpint (get_profile (again, 0)->version, ==, profile->version);
      g_assert_cmpint (get_profile (again, 0)->local_choice, ==, profile->local_choice);
    }
}

static void
test_unknown_fields (void)
{
  static const char text[] =
    "{ \"version\": 1, \"of-root\": { \"deep\": [1, null, \"x\"] }, \"profiles\": ["
    "  { \"id\": \"a\", \"name\": \"A\", \"of-profile\": 42, \"tls\": { \"ca\": \"/etc/ca\", \"verify\": 1 },"
    "    \"subscriptions\": ["
    "      { \"filter\": \"t/1\", \"qos\": 1, \"of-subscription\": \"one\" },"
    "      { \"filter\": \"t/2\", \"qos\": 1, \"of-subscription\": \"two\" },"
    "      { \"query\": \"of a later kind\" }, \"odd\" ] },"
    "  { \"id\": \"b\", \"of-profile\": 43 } ] }";
  g_autoptr (SondeProfileDocument) document = parse (text);
  g_autoptr (SondeProfile) changed = sonde_profile_copy (get_profile (document, 0));
  g_autoptr (GPtrArray) profiles = g_ptr_array_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *written = NULL;
  JsonObject      *root;
  JsonObject      *object;
  JsonArray       *array;

  g_assert_cmpuint (changed->subscriptions->len, ==, 2);
  g_assert_true (changed->tls->verify);

  /* b goes before a; a loses its first subscription; c is new. */
  g_ptr_array_remove_index (changed->subscriptions, 0);
  g_ptr_array_add (profiles, get_profile (document, 1));
  g_ptr_array_add (profiles, changed);
  written = sonde_profile_document_write (document, profiles);

  node = json_from_string (written, NULL);
  g_assert_nonnull (node);
  root = json_node_get_object (node);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (json_object_get_object_member (root, "of-root"), "deep")), ==, 3);

  array = json_object_get_array_member (root, "profiles");
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (array, 0), "of-profile"), ==, 43);

  object = json_array_get_object_element (array, 1);
  g_assert_cmpint (json_object_get_int_member (object, "of-profile"), ==, 42);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (object, "tls"), "ca"), ==, "/etc/ca");

  array = json_object_get_array_member (object, "subscriptions");
  g_assert_cmpuint (json_array_get_length (array), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (array, 0), "of-subscription"), ==, "two");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (array, 1), "query"), ==, "of a later kind");
  g_assert_cmpstr (json_array_get_string_element (array, 2), ==, "odd");
}

/* One wrong field costs that field, not the profile. */
static void
test_wrong_fields (void)
{
  /* clang-format off */
  static const char *const members[] = {
    "\"port\": \"8883\"", "\"port\": 0", "\"port\": 65536", "\"port\": -1", "\"port\": 1883.5",
    "\"port\": null", "\"port\": []", "\"port\": 99999999999999999999", "\"port\": true",
    "\"mqtt-version\": \"4\"", "\"mqtt-version\": 5", "\"mqtt-version\": null",
    "\"local-broker\": 1", "\"local-broker\": \"true\"", "\"local-choice\": \"both\"", "\"local-choice\": {}",
    "\"host\": 127", "\"host\": null", "\"client-id\": {}", "\"user-name\": [\"x\"]",
    "\"clean-start\": \"yes\"", "\"clean-start\": 0",
    "\"session-expiry\": -1", "\"session-expiry\": 4294967296", "\"session-expiry\": \"never\"",
    "\"keep-alive\": 65536", "\"keep-alive\": -5", "\"keep-alive\": 4", "\"keep-alive\": 1",
    "\"connect-timeout\": 0", "\"connect-timeout\": 65536",
    "\"reconnect\": null", "\"subscriptions\": {}", "\"subscriptions\": \"#\"", "\"subscriptions\": null",
    "\"subscriptions\": [null, 1, \"t\", [], {}, {\"filter\": 1}, {\"filter\": \"\"}, {\"filter\": \"a+\"}]",
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"version\":1,\"profiles\":[{\"id\":\"a\",\"name\":\"A\",%s}]}", members[i]);
      g_autoptr (SondeProfileDocument) document = NULL;
      g_autoptr (SondeProfile) expected = sonde_profile_new ();

      g_test_message ("%s", members[i]);
      g_free (expected->id);
      expected->id = g_strdup ("a");
      g_free (expected->name);
      expected->name = g_strdup ("A");
      document = parse (text);
      g_assert_true (sonde_profile_equal (get_profile (document, 0), expected));
    }
}

static void
test_wrong_subscriptions (void)
{
  g_autoptr (SondeProfileDocument) document = parse (
    "{\"version\":1,\"profiles\":[{\"id\":\"a\",\"subscriptions\":["
    "{\"filter\":\"x\",\"qos\":3,\"color\":8},{\"filter\":\"y\",\"qos\":\"1\",\"color\":-1},"
    "{\"filter\":\"x\",\"qos\":1},{\"filter\":\"z\",\"qos\":2,\"color\":7}]}]}");
  GPtrArray *subscriptions = get_profile (document, 0)->subscriptions;
  static const struct
  {
    const char *filter;
    guint8      qos, color;
  } expected[] = { { "x", 0, 0 }, { "y", 0, 0 }, { "z", 2, 7 } };

  g_assert_cmpuint (subscriptions->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < subscriptions->len; i++)
    {
      const SondeWanted *wanted = g_ptr_array_index (subscriptions, i);

      g_assert_cmpstr (wanted->filter, ==, expected[i].filter);
      g_assert_cmpuint (wanted->options.qos, ==, expected[i].qos);
      g_assert_cmpuint (wanted->color, ==, expected[i].color);
    }
}

static void
test_ids (void)
{
  g_autoptr (SondeProfileDocument) document = parse (
    "{\"version\":1,\"profiles\":[{\"id\":\"a\",\"name\":\"1\"},{\"id\":\"a\",\"name\":\"2\",\"kept\":true},"
    "{\"name\":\"3\"},{\"id\":\"\",\"name\":\"4\"},{\"id\":7,\"name\":\"5\"}]}");
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;

  g_assert_cmpuint (document->profiles->len, ==, 5);
  g_assert_cmpstr (get_profile (document, 0)->id, ==, "a");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i + 1);

      g_assert_cmpstr (get_profile (document, i)->name, ==, name);
      g_assert_cmpuint (strlen (get_profile (document, i)->id), >, 0);
      g_assert_true (g_hash_table_add (ids, get_profile (document, i)->id));
    }

  text = sonde_profile_document_write (document, document->profiles);
  g_assert_nonnull (strstr (text, "\"kept\" : true"));
}

static void
test_damaged (void)
{
  g_autofree char *nested = g_strnfill (100000, '[');
  g_autofree char *deep = g_strdup_printf ("{\"version\":1,\"profiles\":[],\"x\":%s", nested);
  /* clang-format off */
  const struct
  {
    const char *text;
    gssize      length;
  } cases[] = {
    { "", 0 },
    { " \n", -1 },
    { "{}", -1 },
    { "[]", -1 },
    { "null", -1 },
    { "1", -1 },
    { "{\"version\":1}", -1 },
    { "{\"profiles\":[]}", -1 },
    { "{\"version\":1,\"profiles\":{}}", -1 },
    { "{\"version\":0,\"profiles\":[]}", -1 },
    { "{\"version\":-1,\"profiles\":[]}", -1 },
    { "{\"version\":\"1\",\"profiles\":[]}", -1 },
    { "{\"version\":1.0,\"profiles\":[]}", -1 },
    { "{\"version\":null,\"profiles\":[]}", -1 },
    { "{\"version\":1,\"profiles\":[{\"id\":\"a\"},7]}", -1 },
    { "{\"version\":1,\"profiles\":[null]}", -1 },
    { "{\"version\":1,\"profiles\":[{\"id\":\"a\"}", -1 },
    { "{\"version\":1,\"profiles\":[]}x", -1 },
    { "{\"version\":1,\"profiles\":[]}\0", 28 },
    { "{\"version\":1,\"profiles\":[],\"x\":\"\xff\"}", -1 },
    { "\x7f" "ELF\0\0\1\2\3\xfe\xff", 12 },
    { deep, -1 },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = cases[i].length >= 0 ? (gsize) cases[i].length : strlen (cases[i].text);

      g_test_message ("case %u", i);
      g_assert_null (sonde_profile_document_parse (cases[i].text, length, &error));
      g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED);
    }
}

/* Every truncation of a good file is damage, never a crash and never half of the profiles. */
static void
test_truncated (void)
{
  g_autoptr (SondeProfileDocument) document = sonde_profile_document_new ();
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_profile_free);
  g_autofree char *text = NULL;

  g_ptr_array_add (profiles, make_full_profile ());
  text = sonde_profile_document_write (document, profiles);

  for (gsize length = 0; length < strlen (text) - 1; length++)
    {
      g_autoptr (SondeProfileDocument) part = sonde_profile_document_parse (text, length, NULL);

      g_assert_null (part);
    }
}

static void
test_newer (void)
{
  g_autoptr (SondeProfileDocument) known = parse ("{\"version\":2,\"profiles\":[7,{\"id\":\"a\",\"name\":\"A\",\"port\":\"tcp/1\"}]}");
  g_autoptr (SondeProfileDocument) unknown = parse ("{\"version\":3,\"groups\":[]}");

  g_assert_cmpint (known->version, ==, 2);
  g_assert_cmpuint (known->profiles->len, ==, 1);
  g_assert_cmpstr (get_profile (known, 0)->name, ==, "A");
  g_assert_cmpuint (get_profile (known, 0)->port, ==, 1883);
  g_assert_cmpint (unknown->version, ==, 3);
  g_assert_cmpuint (unknown->profiles->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile-json/round-trip", test_round_trip);
  g_test_add_func ("/profile-json/every-version-and-choice", test_names);
  g_test_add_func ("/profile-json/unknown-fields-survive", test_unknown_fields);
  g_test_add_func ("/profile-json/wrong-field-takes-its-default", test_wrong_fields);
  g_test_add_func ("/profile-json/wrong-subscription-takes-its-default", test_wrong_subscriptions);
  g_test_add_func ("/profile-json/ids-are-unique", test_ids);
  g_test_add_func ("/profile-json/damaged", test_damaged);
  g_test_add_func ("/profile-json/truncated-anywhere", test_truncated);
  g_test_add_func ("/profile-json/newer-as-far-as-understood", test_newer);

  return g_test_run ();
}
