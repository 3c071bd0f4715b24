/* test-traffic-wire.c: SUBSCRIBE, UNSUBSCRIBE and PUBLISH as they stand on the wire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-traffic-wire"

#include <sonde-mosquitto.h>

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  SondeMosquitto *mosquitto;
  int             peer;
} Wire;

static void
accepted_cb (gpointer user_data)
{
}

static void
message_cb (const SondeDelivered *message,
            gpointer              user_data)
{
}

static void
wire_open (Wire            *self,
           SondeMqttVersion version)
{
  static const SondeMosquittoFuncs funcs = { accepted_cb, message_cb };
  static const guint8              connack[] = { 0x20, 3, 0, 0, 0 };
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autoptr (GBytes) connect = NULL;
  g_autoptr (GError) error = NULL;
  guint8 bytes[sizeof connack];
  gsize  size = sizeof connack;

  profile->version = version;
  memcpy (bytes, connack, size);
  if (version != SONDE_MQTT_5)
    bytes[1] = --size - 2;
  self->mosquitto = sonde_mosquitto_new (profile, "wire", NULL, &funcs, NULL, &error);
  g_assert_no_error (error);
  self->peer = sonde_mosquitto_attach (self->mosquitto, TRUE, &connect, &error);
  g_assert_no_error (error);
  g_assert_cmpint (send (self->peer, bytes, size, 0), ==, size);
  sonde_mosquitto_turn (self->mosquitto, G_MAXINT64);
  g_assert_true (sonde_mosquitto_is_open (self->mosquitto));
}

static void
wire_close (Wire *self)
{
  sonde_mosquitto_free (self->mosquitto);
  close (self->peer);
}

/* @expected: bytes in hex, spaces left out of account */
static void
wire_assert (Wire       *self,
             const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) words = g_strsplit (expected, " ", -1);
  g_autofree char *wanted = g_strjoinv ("", words);
  guint8           bytes[1024];
  gssize           n = recv (self->peer, bytes, sizeof bytes, MSG_DONTWAIT);

  for (gssize i = 0; i < n; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  g_assert_cmpstr (text->str, ==, wanted);
}

static SondePublish *
make_publish (void)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("x", 1);
  SondePublish *publish = sonde_publish_new ("t", payload, 1, TRUE);

  publish->is_utf8 = TRUE;
  publish->message_expiry = 10;
  publish->topic_alias = 3;
  g_free (publish->content_type);
  publish->content_type = g_strdup ("j");
  g_free (publish->response_topic);
  publish->response_topic = g_strdup ("r");
  g_bytes_unref (publish->correlation_data);
  publish->correlation_data = g_bytes_new_static ("\0\1", 2);
  sonde_pairs_add (publish->user_properties, "k", "v");
  sonde_pairs_add (publish->user_properties, "", "");

  return publish;
}

static void
subscribe (Wire *wire)
{
  static const char *const filters[] = { "a", "b/#", NULL };
  g_auto (SondeSubscribeOptions) options = { 0 };
  guint16 packet_id;
  guint8  reason;

  sonde_subscribe_options_init (&options, 1);
  options.no_local = TRUE;
  options.retain_as_published = TRUE;
  options.retain_handling = SONDE_RETAIN_DO_NOT_SEND;
  options.id = 200;
  sonde_pairs_add (options.user_properties, "k", "v");
  g_assert_true (sonde_mosquitto_subscribe (wire->mosquitto, (GStrv) filters, &options, &packet_id, &reason));
  g_assert_cmpuint (packet_id, ==, 1);
}

static void
unsubscribe (Wire *wire)
{
  static const char *const filters[] = { "a", "b/#", NULL };
  guint16                  packet_id;
  guint8                   reason;

  g_assert_true (sonde_mosquitto_unsubscribe (wire->mosquitto, (GStrv) filters, &packet_id, &reason));
}

static void
test_5 (void)
{
  g_autoptr (SondePublish) publish = make_publish ();
  g_autoptr (GBytes) properties = sonde_publish_dup_properties (publish);
  guint16 packet_id;
  guint8  reason;
  Wire    wire;

  wire_open (&wire, SONDE_MQTT_5);
  subscribe (&wire);
  /* id 1; identifier 200, user property; each filter with No Local, Retain As Published, handling 2, QoS 1 */
  wire_assert (&wire, "82 17 0001 0a 0bc801 2600016b000176 000161 2d 0003622f23 2d");
  unsubscribe (&wire);
  wire_assert (&wire, "a2 0b 0002 00 000161 0003622f23");
  g_assert_true (sonde_mosquitto_publish (wire.mosquitto, publish, properties, &packet_id, &reason));
  wire_assert (&wire, "33 25 000174 0003 1e 0101 020000000a 230003 0300016a 08000172 0900020001 2600016b000176 78");
  wire_close (&wire);

  g_assert_cmpuint (sonde_publish_get_packet_size (publish, SONDE_MQTT_5), >=, 2 + 0x25);
  g_assert_cmpuint (sonde_publish_get_packet_size (publish, SONDE_MQTT_5), <=, 5 + 0x25);
}

/* Bits 4 and 5 of the options (3.8.3.1); Sonde asks for nothing beside it unless told to. */
static void
test_retain_handling (void)
{
  static const struct
  {
    SondeRetainHandling handling;
    const char         *packet;
  } cases[] = {
    { SONDE_RETAIN_SEND, "82 07 0001 00 000161 02" },
    { SONDE_RETAIN_SEND_NEW, "82 07 0001 00 000161 12" },
    { SONDE_RETAIN_DO_NOT_SEND, "82 07 0001 00 000161 22" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const char *const filters[] = { "a", NULL };
      g_auto (SondeSubscribeOptions) options = { 0 };
      guint16 packet_id;
      guint8  reason;
      Wire    wire;

      sonde_subscribe_options_init (&options, 2);
      options.retain_handling = cases[i].handling;
      wire_open (&wire, SONDE_MQTT_5);
      g_assert_true (sonde_mosquitto_subscribe (wire.mosquitto, (GStrv) filters, &options, &packet_id, &reason));
      wire_assert (&wire, cases[i].packet);
      wire_close (&wire);
    }
}

/* MQTT 3 has words for a QoS only. */
static void
test_3 (gconstpointer data)
{
  g_autoptr (SondePublish) publish = make_publish ();
  guint16 packet_id;
  guint8  reason;
  Wire    wire;

  wire_open (&wire, GPOINTER_TO_INT (data));
  subscribe (&wire);
  wire_assert (&wire, "82 0c 0001 000161 01 0003622f23 01");
  unsubscribe (&wire);
  wire_assert (&wire, "a2 0a 0002 000161 0003622f23");
  g_assert_true (sonde_mosquitto_publish (wire.mosquitto, publish, NULL, &packet_id, &reason));
  wire_assert (&wire, "33 06 000174 0003 78");
  wire_close (&wire);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/traffic-wire/5", test_5);
  g_test_add_func ("/traffic-wire/retain-handling", test_retain_handling);
  g_test_add_data_func ("/traffic-wire/3.1.1", GINT_TO_POINTER (SONDE_MQTT_3_1_1), test_3);
  g_test_add_data_func ("/traffic-wire/3.1", GINT_TO_POINTER (SONDE_MQTT_3_1), test_3);

  return g_test_run ();
}
