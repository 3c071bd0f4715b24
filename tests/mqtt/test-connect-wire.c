/* test-connect-wire.c: CONNECT and DISCONNECT as they stand on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-connect-wire"

#include "test-client.h"
#include "test-server.h"

#include <sonde-mqtt-error.h>
#include <string.h>

/* ---- Bytes to text, by the tables of the specification and nothing of ours ---- */

typedef struct
{
  const guint8 *at, *end;
  GString      *text;
} Reader;

static guint32
take_number (Reader *self,
             guint   n_bytes)
{
  guint32 number = 0;

  g_assert_cmpint (self->end - self->at, >=, n_bytes);
  while (n_bytes-- > 0)
    number = number << 8 | *self->at++;

  return number;
}

static guint32
take_varint (Reader *self)
{
  guint32 number = 0;
  guint   shift = 0;
  guint8  byte;

  do
    {
      byte = take_number (self, 1);
      number |= (guint32) (byte & 0x7f) << shift;
      shift += 7;
    }
  while ((byte & 0x80) != 0);

  return number;
}

static void
tell_string (Reader *self)
{
  guint16 length = take_number (self, 2);

  g_assert_cmpint (self->end - self->at, >=, length);
  for (guint i = 0; i < length; i++)
    if (self->at[i] < 0x20)
      g_string_append_printf (self->text, "\\%u", self->at[i]);
    else
      g_string_append_c (self->text, self->at[i]);
  self->at += length;
}

static void
tell_property (Reader *self)
{
  guint8 id = take_number (self, 1);

  g_string_append_printf (self->text, " %u=", id);
  switch (id)
    {
    case 1:  /* Payload Format Indicator */
    case 23: /* Request Problem Information */
    case 25: /* Request Response Information */
      g_string_append_printf (self->text, "%u", take_number (self, 1));
      break;
    case 33: /* Receive Maximum */
      g_string_append_printf (self->text, "%u", take_number (self, 2));
      break;
    case 2:  /* Message Expiry Interval */
    case 17: /* Session Expiry Interval */
    case 24: /* Will Delay Interval */
    case 39: /* Maximum Packet Size */
      g_string_append_printf (self->text, "%u", take_number (self, 4));
      break;
    case 3: /* Content Type */
    case 8: /* Response Topic */
    case 9: /* Correlation Data */
      tell_string (self);
      break;
    case 38: /* User Property */
      tell_string (self);
      g_string_append_c (self->text, ':');
      tell_string (self);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
tell_properties (Reader *self)
{
  guint32       length = take_varint (self);
  const guint8 *end = self->at + length;

  g_string_append (self->text, " {");
  while (self->at < end)
    tell_property (self);
  g_assert_true (self->at == end);
  g_string_append (self->text, " }");
}

static void
tell_connect (Reader *self)
{
  guint8 version, flags;

  tell_string (self);
  version = take_number (self, 1);
  flags = take_number (self, 1);
  g_string_append_printf (self->text, " v%u flags=%02x keep-alive=%u", version, flags, take_number (self, 2));
  if (version == 5)
    tell_properties (self);
  g_string_append (self->text, " id=");
  tell_string (self);
  if ((flags & 0x04) != 0)
    {
      g_string_append (self->text, " will");
      if (version == 5)
        tell_properties (self);
      g_string_append_c (self->text, ' ');
      tell_string (self);
      g_string_append_c (self->text, '=');
      tell_string (self);
    }
  if ((flags & 0x80) != 0)
    {
      g_string_append (self->text, " user=");
      tell_string (self);
    }
  if ((flags & 0x40) != 0)
    {
      g_string_append (self->text, " password=");
      tell_string (self);
    }
}

/* "CONNECT MQTT v5 flags=…", then "DISCONNECT …" where there is one */
static char *
tell_packets (GBytes *bytes)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  Reader        reader = { data, data + size, g_string_new (NULL) };

  while (reader.at < reader.end)
    {
      guint8        first = take_number (&reader, 1);
      guint32       remaining = take_varint (&reader);
      const guint8 *end = reader.at + remaining;

      g_assert_true (end <= reader.end);
      if (first == 0x10)
        {
          g_string_append (reader.text, "CONNECT ");
          tell_connect (&reader);
        }
      else
        {
          g_assert_cmphex (first, ==, 0xe0);
          g_string_append (reader.text, ", DISCONNECT");
          if (remaining > 0)
            g_string_append_printf (reader.text, " %02x", take_number (&reader, 1));
          if (remaining > 1)
            tell_properties (&reader);
        }
      g_assert_true (reader.at == end);
    }

  return g_string_free (reader.text, FALSE);
}

/* Whether the last packet came to its end: TCP hands out a large one in pieces. */
static gboolean
is_whole (GBytes *bytes)
{
  gsize         size, at = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (at < size)
    {
      gsize remaining = 0;
      guint shift = 0;

      do
        {
          if (++at == size)
            return FALSE;
          remaining |= (gsize) (data[at] & 0x7f) << shift;
          shift += 7;
        }
      while ((data[at] & 0x80) != 0);
      at += 1 + remaining;
    }

  return size > 0 && at == size;
}

static GBytes *
wait_for_packets (TestServer *server)
{
  GBytes *received = test_server_dup_received (server);

  while (!is_whole (received))
    {
      g_bytes_unref (received);
      g_main_context_iteration (NULL, TRUE);
      received = test_server_dup_received (server);
    }

  return received;
}

/* ---- What a profile becomes ---- */

static void
set_text (char      **field,
          const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
set_bytes (GBytes    **field,
           const char *bytes,
           gsize       size)
{
  g_bytes_unref (*field);
  *field = g_bytes_new (bytes, size);
}

static void
give_will (SondeProfile *profile)
{
  set_text (&profile->will->topic, "status/设备");
  set_bytes (&profile->will->payload, "gone\0\1", 6);
}

static void
give_whole_will (SondeProfile *profile)
{
  give_will (profile);
  profile->will->qos = 2;
  profile->will->retain = TRUE;
  profile->will->delay = 5;
  profile->will->message_expiry = 600;
  profile->will->is_utf8 = TRUE;
  set_text (&profile->will->content_type, "text/plain");
  set_text (&profile->will->response_topic, "status/answer");
  set_bytes (&profile->will->correlation_data, "\x01\x00", 2);
  sonde_pairs_add (profile->will->user_properties, "unit", "rpm");
  sonde_pairs_add (profile->will->user_properties, "unit", "");
}

static void
give_properties (SondeProfile *profile)
{
  profile->session_expiry = 3600;
  profile->receive_maximum = 7;
  profile->maximum_packet_size = 100000;
  profile->request_response_information = TRUE;
  profile->request_problem_information = FALSE;
  sonde_pairs_add (profile->user_properties, "team", "motors");
  sonde_pairs_add (profile->user_properties, "", "");
  sonde_pairs_add (profile->user_properties, "team", "泵");
}

static void
give_extremes (SondeProfile *profile)
{
  give_will (profile);
  profile->will->delay = G_MAXUINT32;
  profile->will->message_expiry = G_MAXUINT32;
  profile->session_expiry = SONDE_SESSION_EXPIRY_NEVER;
  profile->receive_maximum = 1;
  profile->maximum_packet_size = G_MAXUINT32;
  profile->keep_alive = G_MAXUINT16;
}

static void
give_all (SondeProfile *profile)
{
  give_properties (profile);
  give_whole_will (profile);
  profile->clean_start = FALSE;
  profile->keep_alive = 0;
  set_text (&profile->user_name, "user");
}

static void
give_nothing (SondeProfile *profile)
{
}

static void
give_no_id (SondeProfile *profile)
{
  set_text (&profile->client_id, "");
}

static void
give_retained_will (SondeProfile *profile)
{
  give_will (profile);
  profile->will->retain = TRUE;
  profile->will->qos = 1;
}

static void
give_empty_will (SondeProfile *profile)
{
  set_text (&profile->will->topic, "status");
}

#define WILL "status/设备=gone\\0\\1"
#define WHOLE_WILL "will { 24=5 1=1 2=600 3=text/plain 8=status/answer 9=\\1\\0 38=unit:rpm 38=unit: } " WILL
#define PROPERTIES "{ 17=3600 39=100000 25=1 23=0 38=team:motors 38=team:泵 33=7 }"

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  void (*give) (SondeProfile *profile);
  const char *password;
  const char *packet;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "plain/3.1", SONDE_MQTT_3_1, give_nothing, NULL,
    "CONNECT MQIsdp v3 flags=02 keep-alive=60 id=wire" },
  { "plain/3.1.1", SONDE_MQTT_3_1_1, give_nothing, NULL,
    "CONNECT MQTT v4 flags=02 keep-alive=60 id=wire" },
  { "plain/5", SONDE_MQTT_5, give_nothing, NULL,
    "CONNECT MQTT v5 flags=02 keep-alive=60 { 33=65535 } id=wire" },
  { "no-id/5", SONDE_MQTT_5, give_no_id, NULL,
    "CONNECT MQTT v5 flags=02 keep-alive=60 { 33=65535 } id=" },
  { "will/3.1", SONDE_MQTT_3_1, give_will, NULL,
    "CONNECT MQIsdp v3 flags=06 keep-alive=60 id=wire will " WILL },
  { "will/3.1.1", SONDE_MQTT_3_1_1, give_retained_will, NULL,
    "CONNECT MQTT v4 flags=2e keep-alive=60 id=wire will " WILL },
  { "empty-will/3.1.1", SONDE_MQTT_3_1_1, give_empty_will, NULL,
    "CONNECT MQTT v4 flags=06 keep-alive=60 id=wire will status=" },
  { "will/5", SONDE_MQTT_5, give_will, NULL,
    "CONNECT MQTT v5 flags=06 keep-alive=60 { 33=65535 } id=wire will { } " WILL },
  { "whole-will/3.1.1", SONDE_MQTT_3_1_1, give_whole_will, NULL,
    "CONNECT MQTT v4 flags=36 keep-alive=60 id=wire will " WILL },
  { "whole-will/5", SONDE_MQTT_5, give_whole_will, NULL,
    "CONNECT MQTT v5 flags=36 keep-alive=60 { 33=65535 } id=wire " WHOLE_WILL },
  { "properties/5", SONDE_MQTT_5, give_properties, NULL,
    "CONNECT MQTT v5 flags=02 keep-alive=60 " PROPERTIES " id=wire" },
  { "properties/3.1.1", SONDE_MQTT_3_1_1, give_properties, NULL,
    "CONNECT MQTT v4 flags=02 keep-alive=60 id=wire" },
  { "extremes/5", SONDE_MQTT_5, give_extremes, NULL,
    "CONNECT MQTT v5 flags=06 keep-alive=65535 { 17=4294967295 39=4294967295 33=1 } id=wire will { 24=4294967295 2=4294967295 } " WILL },
  { "all/3.1", SONDE_MQTT_3_1, give_all, "open sesame",
    "CONNECT MQIsdp v3 flags=f4 keep-alive=0 id=wire will " WILL " user=user password=open sesame" },
  { "all/3.1.1", SONDE_MQTT_3_1_1, give_all, NULL,
    "CONNECT MQTT v4 flags=b4 keep-alive=0 id=wire will " WILL " user=user" },
  { "all/5", SONDE_MQTT_5, give_all, "open sesame",
    "CONNECT MQTT v5 flags=f4 keep-alive=0 " PROPERTIES " id=wire " WHOLE_WILL " user=user password=open sesame" },
};
/* clang-format on */

static TestServer *
server_for (SondeMqttVersion version)
{
  return version == SONDE_MQTT_5 ? test_server_new (TEST_SERVER_ANSWERS, "\x20\x03\x00\x00\x00", 5)
                                 : test_server_new (TEST_SERVER_ANSWERS, "\x20\x02\x00\x00", 4);
}

static SondeProfile *
profile_for (TestServer      *server,
             SondeMqttVersion version)
{
  SondeProfile *profile = test_profile_new (test_server_get_port (server), version);

  set_text (&profile->client_id, "wire");

  return profile;
}

static void
assert_sent (TestServer *server,
             const char *expected)
{
  g_autoptr (GBytes) received = wait_for_packets (server);
  g_autofree char *told = tell_packets (received);

  g_assert_cmpstr (told, ==, expected);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (TestServer) server = server_for (test->version);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = profile_for (server, test->version);

  test->give (profile);
  test_client_connect (client, profile, test->password);
  assert_sent (server, test->packet);
  test_client_disconnect (client);
}

/* Nothing is sent of a @profile that cannot be said whole. */
static void
expect_refusal (const SondeProfile *profile,
                const char         *password,
                const char         *sentence)
{
  g_autoptr (TestClient) client = test_client_new ();
  const GError *error;

  sonde_session_connect (client->session, profile, password);
  while (sonde_session_get_state (client->session) == SONDE_STATE_CONNECTING)
    g_main_context_iteration (NULL, TRUE);
  error = sonde_session_get_error (client->session);
  g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, sentence);
}

/* The longest of all; what 2.0.11 would cut to its length modulo 65,536 is refused. */
static void
test_long_password (void)
{
  g_autoptr (TestServer) server = server_for (SONDE_MQTT_5);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = profile_for (server, SONDE_MQTT_5);
  g_autofree char *password = g_strnfill (65536, 'x');
  g_autoptr (GBytes) received = NULL;

  set_text (&profile->user_name, "user");
  test_client_connect (client, profile, password + 1);
  received = wait_for_packets (server);
  g_assert_cmpuint (g_bytes_get_size (received), >, 65535);
  test_client_disconnect (client);

  expect_refusal (profile, password, sonde_profile_check_password (password, 65536));
}

static void
test_long_will (void)
{
  g_autoptr (TestServer) server = server_for (SONDE_MQTT_5);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = profile_for (server, SONDE_MQTT_5);
  g_autofree char *payload = g_strnfill (65536, 'x');
  g_autoptr (GBytes) received = NULL;

  set_text (&profile->will->topic, "status");
  set_bytes (&profile->will->payload, payload, 65535);
  test_client_connect (client, profile, NULL);
  received = wait_for_packets (server);
  g_assert_cmpuint (g_bytes_get_size (received), >, 65535);
  test_client_disconnect (client);
  set_bytes (&profile->will->payload, payload, 65536);
  expect_refusal (profile, NULL, sonde_will_check_payload (65536));
}

/* ---- Ends ---- */

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  guint32          session_expiry;
  SondeGoodbye     goodbye;
  const char      *packets;
} End;

#define CONNECT_3 "CONNECT MQTT v4 flags=02 keep-alive=60 id=wire"
#define CONNECT_5 "CONNECT MQTT v5 flags=02 keep-alive=60 { 17=60 33=65535 } id=wire"

/* clang-format off */
static const End ends[] = {
  { "normal/3.1.1", SONDE_MQTT_3_1_1, 60, { 0 }, CONNECT_3 ", DISCONNECT" },
  { "normal/5", SONDE_MQTT_5, 60, { 0 }, CONNECT_5 ", DISCONNECT" },
  { "drop/3.1.1", SONDE_MQTT_3_1_1, 60, { .drop = TRUE }, CONNECT_3 },
  { "drop/5", SONDE_MQTT_5, 60, { .drop = TRUE, .reason = 4 }, CONNECT_5 },
  { "with-will/5", SONDE_MQTT_5, 60, { .reason = 0x04 }, CONNECT_5 ", DISCONNECT 04" },
  { "reason/5", SONDE_MQTT_5, 60, { .reason = 0x98 }, CONNECT_5 ", DISCONNECT 98" },
  { "expiry/5", SONDE_MQTT_5, 60, { .set_session_expiry = TRUE, .session_expiry = 3600 },
    CONNECT_5 ", DISCONNECT 00 { 17=3600 }" },
  { "no-expiry/5", SONDE_MQTT_5, 60, { .set_session_expiry = TRUE }, CONNECT_5 ", DISCONNECT 00 { 17=0 }" },
  { "never/5", SONDE_MQTT_5, 60, { .set_session_expiry = TRUE, .session_expiry = SONDE_SESSION_EXPIRY_NEVER },
    CONNECT_5 ", DISCONNECT 00 { 17=4294967295 }" },
  { "both/5", SONDE_MQTT_5, 60, { .reason = 0x04, .set_session_expiry = TRUE, .session_expiry = 1 },
    CONNECT_5 ", DISCONNECT 04 { 17=1 }" },
};
/* clang-format on */

static void
test_end (gconstpointer data)
{
  const End *end = data;
  g_autoptr (TestServer) server = server_for (end->version);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = profile_for (server, end->version);

  profile->session_expiry = end->session_expiry;
  test_client_connect (client, profile, NULL);
  sonde_session_say_goodbye (client->session, &end->goodbye);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  g_assert_no_error (sonde_session_get_error (client->session));
  while (test_server_get_n_gone (server) == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_sent (server, end->packets);
}

/* ---- What a broker does not take is not sent ---- */

static void
test_narrow_broker (void)
{
  static const char connack[] = "\x20\x07\x00\x00\x04\x28\x00\x2a\x00";
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_ANSWERS, connack, sizeof connack - 1);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = profile_for (server, SONDE_MQTT_5);

  test_client_connect (client, profile, NULL);
  test_client_subscribe (client, "a/#", 0, SONDE_GRANT_REFUSED, 0xa2);
  test_client_subscribe (client, "$share/group/a", 0, SONDE_GRANT_REFUSED, 0x9e);
  test_client_disconnect (client);
  while (test_server_get_n_gone (server) == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_sent (server, "CONNECT MQTT v5 flags=02 keep-alive=60 { 33=65535 } id=wire, DISCONNECT");
}

/* ---- What we do not take ends the connection ---- */

static void
test_large_packet (gconstpointer data)
{
  static const char packets[] = "\x20\x03\x00\x00\x00\x30\x09\x00\x01t\x00hello";
  guint32           limit = GPOINTER_TO_UINT (data);
  g_autoptr (TestServer) server = test_server_new (TEST_SERVER_ANSWERS, packets, sizeof packets - 1);
  g_autoptr (TestClient) client = test_client_new ();
  g_autoptr (SondeProfile) profile = profile_for (server, SONDE_MQTT_5);
  const GError *error;

  profile->maximum_packet_size = limit;
  if (limit >= 11)
    {
      test_client_connect (client, profile, NULL);
      test_client_wait_received (client, 1);
      test_client_disconnect (client);
      return;
    }

  sonde_session_connect (client->session, profile, NULL);
  test_client_wait_state (client, SONDE_STATE_IDLE);
  error = sonde_session_get_error (client->session);
  g_assert_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "a packet of 11 B: the maximum packet size of this connection is 10 B"));
  g_assert_cmpuint (client->n_received, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  test_client_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/connect-wire/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/connect-wire/long-password", test_long_password);
  g_test_add_func ("/connect-wire/long-will", test_long_will);
  g_test_add_func ("/connect-wire/narrow-broker", test_narrow_broker);
  g_test_add_data_func ("/connect-wire/packet-just-right", GUINT_TO_POINTER (11), test_large_packet);
  g_test_add_data_func ("/connect-wire/packet-too-large", GUINT_TO_POINTER (10), test_large_packet);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/connect-wire/end/", ends[i].name, NULL);

      g_test_add_data_func (path, &ends[i], test_end);
    }

  return g_test_run ();
}
