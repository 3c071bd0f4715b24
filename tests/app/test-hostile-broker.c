/* test-hostile-broker.c: what a broker may send that it must not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row a packet. ENDS: the connection does, with that reason code in our DISCONNECT where MQTT 5
 * has one to say (4.13), and the sentence for the user holds those words. STAYS: nothing comes of
 * it, and what follows is received. In no row does anything else come to be in the log.
 */

#define G_LOG_DOMAIN "test-hostile-broker"

#include "connection-fixture.h"
#include "test-script.h"

#include <malloc.h>
#include <signal.h>
#include <string.h>

#define LAST "last"

/* What any flood may have us keep beyond what is in the log: far less than what comes. */
#define MEMORY_MAX (64 << 20)

typedef enum
{
  ENDS,
  STAYS,
} Ending;

typedef struct
{
  const char      *name;
  SondeMqttVersion version;
  TestScriptWhen   when;
  const char      *bytes;
  gsize            size;
  Ending           ending;
  guint8           reason; /* of our DISCONNECT; 0: we send none */
  const char      *words;
  guint            n_received; /* before it ends, or beside what follows */
  const char      *answer;     /* four bytes that we are to send; or %NULL */
  guint32          maximum_packet_size;
  guint16          receive_maximum;
  gboolean         hangs_up;
} Row;

#define BYTES(literal) literal, sizeof literal - 1
#define CONNACK SONDE_MQTT_5, TEST_SCRIPT_FOR_CONNACK
#define CONNACK_3 SONDE_MQTT_3_1_1, TEST_SCRIPT_FOR_CONNACK
#define THEN SONDE_MQTT_5, TEST_SCRIPT_AFTER_CONNACK
#define THEN_3 SONDE_MQTT_3_1_1, TEST_SCRIPT_AFTER_CONNACK
#define SUBACK SONDE_MQTT_5, TEST_SCRIPT_FOR_SUBACK
#define SUBACK_3 SONDE_MQTT_3_1_1, TEST_SCRIPT_FOR_SUBACK
#define LATER SONDE_MQTT_5, TEST_SCRIPT_AFTER_SUBACK
#define LATER_3 SONDE_MQTT_3_1_1, TEST_SCRIPT_AFTER_SUBACK

/* clang-format off */
static const Row rows[] = {
  /* CONNACK (3.2) */
  { "connack-header-flags",        CONNACK,   BYTES ("\x21\x03\0\0\0"),                 ENDS, 0x81, "not an MQTT broker" },
  { "connack-reserved-flags",      CONNACK,   BYTES ("\x20\x03\x02\0\0"),               ENDS, 0x81, "CONNACK of" },
  { "connack-reserved-flags-3",    CONNACK_3, BYTES ("\x20\x02\x80\0"),                 ENDS, 0,    "CONNACK of" },
  { "connack-short",               CONNACK,   BYTES ("\x20\x01\0"),                     ENDS, 0x81, "CONNACK of" },
  { "connack-empty-3",             CONNACK_3, BYTES ("\x20\0"),                         ENDS, 0,    "CONNACK of" },
  { "connack-long",                CONNACK,   BYTES ("\x20\x04\0\0\0\0"),               ENDS, 0x81, "CONNACK of" },
  { "connack-long-3",              CONNACK_3, BYTES ("\x20\x03\0\0\0"),                 ENDS, 0,    "CONNACK of" },
  { "connack-length-of-5-bytes",   CONNACK,   BYTES ("\x20\xff\xff\xff\xff\x01"),       ENDS, 0,    "CONNACK of" },
  { "connack-256-MB-never-sent",   CONNACK,   BYTES ("\x20\xff\xff\xff\x7f"),           ENDS, 0,    "CONNACK of" },
  { "connack-of-a-session",        CONNACK,   BYTES ("\x20\x03\x01\0\0"),               ENDS, 0x82, "a new one was asked for" },
  { "connack-of-a-session-3",      CONNACK_3, BYTES ("\x20\x02\x01\0"),                 ENDS, 0,    "a new one was asked for" },
  { "connack-unknown-reason",      CONNACK,   BYTES ("\x20\x03\0\xfe\0"),               ENDS, 0,    "refused the connection: unknown reason" },
  { "connack-reserved-reason",     CONNACK,   BYTES ("\x20\x03\0\x42\0"),               ENDS, 0,    "refused the connection: unknown reason" },
  { "connack-unknown-code-3",      CONNACK_3, BYTES ("\x20\x02\0\x2a"),                 ENDS, 0,    "refused the connection: unknown reason" },
  { "connack-properties-too-long", CONNACK,   BYTES ("\x20\x03\0\0\x7f"),               ENDS, 0x81, "CONNACK of" },
  { "connack-property-unknown",    CONNACK,   BYTES ("\x20\x05\0\0\x02\x7e\x01"),       ENDS, 0x81, "CONNACK of" },
  { "connack-property-misplaced",  CONNACK,   BYTES ("\x20\x06\0\0\x03\x23\0\x01"),     ENDS, 0x81, "CONNACK of" },
  { "connack-property-cut",        CONNACK,   BYTES ("\x20\x05\0\0\x02\x21\0"),         ENDS, 0x81, "CONNACK of" },
  { "connack-property-twice",      CONNACK,   BYTES ("\x20\x09\0\0\x06\x21\0\5\x21\0\5"), ENDS, 0x82, "CONNACK of" },
  { "connack-receive-maximum-0",   CONNACK,   BYTES ("\x20\x06\0\0\x03\x21\0\0"),       ENDS, 0x82, "CONNACK of" },
  { "connack-packet-size-0",       CONNACK,   BYTES ("\x20\x08\0\0\x05\x27\0\0\0\0"),   ENDS, 0x82, "CONNACK of" },
  { "connack-maximum-qos-2",       CONNACK,   BYTES ("\x20\x05\0\0\x02\x24\x02"),       ENDS, 0x82, "CONNACK of" },
  { "connack-retain-2",            CONNACK,   BYTES ("\x20\x05\0\0\x02\x25\x02"),       ENDS, 0x82, "CONNACK of" },
  { "connack-not-utf-8",           CONNACK,   BYTES ("\x20\x07\0\0\x04\x1f\0\x01\xff"), ENDS, 0x81, "CONNACK of" },
  { "connack-client-id-with-nul",  CONNACK,   BYTES ("\x20\x07\0\0\x04\x12\0\x01\0"),   ENDS, 0x81, "CONNACK of" },

  /* Order (3.2; 4.12) */
  { "publish-before-connack",      CONNACK,   BYTES ("\x30\x04\0\1t\0"),                ENDS, 0,    "not an MQTT broker" },
  { "pingresp-before-connack-3",   CONNACK_3, BYTES ("\xd0\0"),                         ENDS, 0,    "not an MQTT broker" },
  { "auth-before-connack",         CONNACK,   BYTES ("\xf0\x02\x18\0"),                 ENDS, 0,    "not an MQTT broker" },
  { "second-connack",              THEN,      BYTES ("\x20\x03\0\0\0"),                 ENDS, 0x82, "of type CONNACK" },
  { "second-connack-3",            THEN_3,    BYTES ("\x20\x02\0\0"),                   ENDS, 0,    "of type CONNACK" },
  { "auth-unasked",                THEN,      BYTES ("\xf0\x02\x18\0"),                 ENDS, 0x82, "of type AUTH. A broker must not" },

  /* What is no packet, and what no broker sends (2.1.2) */
  { "type-0",                      THEN,      BYTES ("\0\0"),                           ENDS, 0x81, "no packet of MQTT" },
  { "type-0-3",                    THEN_3,    BYTES ("\0\0"),                           ENDS, 0,    "no packet of MQTT" },
  { "type-15-3",                   THEN_3,    BYTES ("\xf0\0"),                         ENDS, 0,    "must not send such a packet" },
  { "length-of-5-bytes",           LATER,     BYTES ("\x30\xff\xff\xff\xff\x01"),       ENDS, 0x81, "no packet of MQTT" },
  { "length-of-5-bytes-3",         LATER_3,   BYTES ("\x30\x80\x80\x80\x80\x01"),       ENDS, 0,    "no packet of MQTT" },
  { "connect",                     THEN,      BYTES ("\x10\x10\0\4MQTT\5\2\0\0\0\0\3abc"), ENDS, 0x82, "of type CONNECT. A broker" },
  { "connect-3",                   THEN_3,    BYTES ("\x10\x0f\0\4MQTT\4\2\0\0\0\3abc"), ENDS, 0,    "of type CONNECT. A broker" },
  { "subscribe",                   THEN,      BYTES ("\x82\x07\0\1\0\0\1t\0"),          ENDS, 0x82, "of type SUBSCRIBE. A broker" },
  { "subscribe-3",                 THEN_3,    BYTES ("\x82\x06\0\1\0\1t\0"),            ENDS, 0,    "of type SUBSCRIBE. A broker" },
  { "unsubscribe",                 THEN,      BYTES ("\xa2\x06\0\1\0\0\1t"),            ENDS, 0x82, "of type UNSUBSCRIBE. A broker" },
  { "pingreq",                     THEN,      BYTES ("\xc0\0"),                         ENDS, 0x82, "of type PINGREQ. A broker" },
  { "pingreq-3",                   THEN_3,    BYTES ("\xc0\0"),                         ENDS, 0,    "of type PINGREQ. A broker" },
  { "disconnect-3",                THEN_3,    BYTES ("\xe0\0"),                         ENDS, 0,    "of type DISCONNECT. A broker" },

  /* Flags of the fixed header (2.1.3) */
  { "puback-flags",                THEN,      BYTES ("\x41\x02\0\1"),                   ENDS, 0x81, "of type PUBACK. The flags" },
  { "pubrel-flags",                THEN,      BYTES ("\x60\x02\0\1"),                   ENDS, 0x81, "of type PUBREL. The flags" },
  { "pubrel-flags-3",              THEN_3,    BYTES ("\x60\x02\0\1"),                   ENDS, 0,    "of type PUBREL. The flags" },
  { "suback-flags",                THEN,      BYTES ("\x92\x04\0\1\0\0"),               ENDS, 0x81, "of type SUBACK. The flags" },
  { "unsuback-flags",              THEN,      BYTES ("\xb2\x04\0\1\0\0"),               ENDS, 0x81, "of type UNSUBACK. The flags" },
  { "pingresp-flags",              THEN,      BYTES ("\xd1\0"),                         ENDS, 0x81, "of type PINGRESP. The flags" },
  { "disconnect-flags",            THEN,      BYTES ("\xe2\0"),                         ENDS, 0x81, "of type DISCONNECT. The flags" },
  { "qos-3",                       LATER,     BYTES ("\x36\x06\0\1t\0\1\0"),            ENDS, 0x81, "A QoS of 3" },
  { "qos-3-3",                     LATER_3,   BYTES ("\x36\x05\0\1t\0\1"),              ENDS, 0,    "A QoS of 3" },
  { "dup-of-qos-0",                LATER,     BYTES ("\x38\x04\0\1t\0"),                ENDS, 0x81, "DUP is set" },

  /* PUBLISH (3.3) */
  { "good-then-bad",               LATER,     BYTES ("\x30\x05\0\1t\0p\x36\x06\0\1t\0\1\0"), ENDS, 0x81, "A QoS of 3", 1 },
  { "good-then-bad-3",             LATER_3,   BYTES ("\x30\x04\0\1tp\0\0"),             ENDS, 0,    "no packet of MQTT", 1 },
  { "packet-id-0",                 LATER,     BYTES ("\x32\x06\0\1t\0\0\0"),            ENDS, 0x82, "The packet identifier is 0" },
  { "packet-id-0-3",               LATER_3,   BYTES ("\x34\x05\0\1t\0\0"),              ENDS, 0,    "The packet identifier is 0" },
  { "packet-id-missing",           LATER,     BYTES ("\x32\x03\0\1t"),                  ENDS, 0x81, "It ends too soon" },
  { "publish-empty",               LATER,     BYTES ("\x30\0"),                         ENDS, 0x81, "It ends too soon" },
  { "publish-empty-3",             LATER_3,   BYTES ("\x30\0"),                         ENDS, 0,    "It ends too soon" },
  { "topic-beyond-packet",         LATER,     BYTES ("\x30\x04\0\x7ft\0"),              ENDS, 0x81, "It ends too soon" },
  { "topic-not-utf-8",             LATER,     BYTES ("\x30\x04\0\1\xff\0"),             ENDS, 0x81, "A string is not UTF-8" },
  { "topic-not-utf-8-3",           LATER_3,   BYTES ("\x30\x04\0\2\xc0\x80"),           ENDS, 0,    "A string is not UTF-8" },
  { "topic-with-surrogate",        LATER,     BYTES ("\x30\x06\0\3\xed\xa0\x80\0"),     ENDS, 0x81, "A string is not UTF-8" },
  { "topic-with-nul",              LATER,     BYTES ("\x30\x06\0\3a\0b\0"),             ENDS, 0x81, "the character U+0000" },
  { "topic-with-nul-3",            LATER_3,   BYTES ("\x30\x05\0\3a\0b"),               ENDS, 0,    "the character U+0000" },
  { "topic-with-control",          LATER,     BYTES ("\x30\x06\0\3a\nb\0"),             ENDS, 0x81, "a control character" },
  { "topic-with-plus",             LATER,     BYTES ("\x30\x06\0\3a/+\0"),              ENDS, 0x81, "holds a wildcard" },
  { "topic-with-hash-3",           LATER_3,   BYTES ("\x30\x03\0\1#"),                  ENDS, 0,    "holds a wildcard" },
  { "topic-empty",                 LATER,     BYTES ("\x30\x03\0\0\0"),                 ENDS, 0x82, "The topic name is empty" },
  { "topic-empty-3",               LATER_3,   BYTES ("\x30\x02\0\0"),                   ENDS, 0,    "The topic name is empty" },
  { "alias-0",                     LATER,     BYTES ("\x30\x07\0\1t\3\x23\0\0"),        ENDS, 0x94, "is 0, which it must not be" },
  { "alias-not-allowed",           LATER,     BYTES ("\x30\x07\0\1t\3\x23\0\1"),        ENDS, 0x94, "though none was allowed" },
  { "alias-unknown",               LATER,     BYTES ("\x30\x06\0\0\3\x23\0\1"),         ENDS, 0x94, "though none was allowed" },
  { "properties-missing",          LATER,     BYTES ("\x30\x03\0\1t"),                  ENDS, 0x81, "It ends too soon" },
  { "properties-beyond-packet",    LATER,     BYTES ("\x30\x05\0\1t\x7f\1"),            ENDS, 0x81, "longer than the packet" },
  { "properties-length-of-5",      LATER,     BYTES ("\x30\x08\0\1t\xff\xff\xff\xff\1"), ENDS, 0x81, "longer than four bytes" },
  { "property-unknown",            LATER,     BYTES ("\x30\x06\0\1t\2\x7e\1"),          ENDS, 0x81, "A property is unknown" },
  { "property-misplaced",          LATER,     BYTES ("\x30\x07\0\1t\3\x21\0\1"),        ENDS, 0x81, "does not belong" },
  { "property-cut",                LATER,     BYTES ("\x30\x06\0\1t\2\x02\0"),          ENDS, 0x81, "A property ends too soon" },
  { "property-twice",              LATER,     BYTES ("\x30\x08\0\1t\4\1\0\1\1"),        ENDS, 0x82, "A property is there twice" },
  { "payload-format-2",            LATER,     BYTES ("\x30\x06\0\1t\2\1\2"),            ENDS, 0x82, "neither 0 nor 1" },
  { "subscription-id-0",           LATER,     BYTES ("\x30\x06\0\1t\2\x0b\0"),          ENDS, 0x82, "is 0, which it must not be" },
  { "user-property-not-utf-8",     LATER,     BYTES ("\x30\x0b\0\1t\7\x26\0\1k\0\1\xfe"), ENDS, 0x81, "A string is not UTF-8" },
  { "user-property-with-control",  LATER,     BYTES ("\x30\x0b\0\1t\7\x26\0\1k\0\1\n"), ENDS, 0x81, "a control character" },
  { "beyond-our-packet-size",      LATER,     BYTES ("\x30\x20\0\1t\0payload of twenty-eight byte"), ENDS, 0x95, "maximum packet size", .maximum_packet_size = 33 },
  { "256-MB-beyond-our-size",      LATER,     BYTES ("\x30\xff\xff\xff\x7f"),           ENDS, 0x95, "maximum packet size", .maximum_packet_size = 1 << 20 },
  { "256-MB-never-sent",           LATER,     BYTES ("\x30\xff\xff\xff\x7f\0\1t"),      ENDS, 0,    "closed the connection", .hangs_up = TRUE },
  { "256-MB-never-sent-3",         LATER_3,   BYTES ("\x30\xff\xff\xff\x7f\0\1t"),      ENDS, 0,    "closed the connection", .hangs_up = TRUE },
  { "beyond-receive-maximum",      LATER,     BYTES ("\x34\6\0\1t\0\1\0\x34\6\0\1t\0\2\0\x34\6\0\1t\0\3\0"), ENDS, 0x93, "receive maximum", .receive_maximum = 1 },

  /* Acknowledgements (3.4 to 3.7): those of nothing are nothing */
  { "puback-short",                LATER,     BYTES ("\x40\x01\0"),                     ENDS, 0x81, "of type PUBACK. It ends too soon" },
  { "puback-empty-3",              LATER_3,   BYTES ("\x40\0"),                         ENDS, 0,    "of type PUBACK. It ends too soon" },
  { "puback-long-3",               LATER_3,   BYTES ("\x40\x03\0\1\0"),                 ENDS, 0,    "more in it than belongs" },
  { "puback-id-0",                 LATER,     BYTES ("\x40\x02\0\0"),                   ENDS, 0x82, "The packet identifier is 0" },
  { "pubrec-id-0-3",               LATER_3,   BYTES ("\x50\x02\0\0"),                   ENDS, 0,    "The packet identifier is 0" },
  { "pubrel-property-unknown",     LATER,     BYTES ("\x62\x06\0\1\0\2\x7e\1"),         ENDS, 0x81, "A property is unknown" },
  { "puback-unasked",              LATER,     BYTES ("\x40\x02\0\7"),                   STAYS },
  { "puback-unasked-3",            LATER_3,   BYTES ("\x40\x02\0\7"),                   STAYS },
  { "pubrec-unasked",              LATER,     BYTES ("\x50\x02\0\7"),                   STAYS, .answer = "\x62\x02\0\7" },
  { "pubrec-unasked-3",            LATER_3,   BYTES ("\x50\x02\0\7"),                   STAYS, .answer = "\x62\x02\0\7" },
  { "pubcomp-unasked",             LATER,     BYTES ("\x70\x02\0\7"),                   STAYS },
  { "pubrel-unknown",              LATER,     BYTES ("\x62\x02\0\7"),                   STAYS, .answer = "\x70\x02\0\7" },
  { "pubrel-unknown-3",            LATER_3,   BYTES ("\x62\x02\0\7"),                   STAYS, .answer = "\x70\x02\0\7" },
  { "pingresp-unasked",            LATER,     BYTES ("\xd0\0"),                         STAYS },
  { "pingresp-with-body",          LATER,     BYTES ("\xd0\1\0"),                       ENDS, 0x81, "more in it than belongs" },
  { "disconnect-property-unknown", LATER,     BYTES ("\xe0\4\0\2\x7e\1"),               ENDS, 0x81, "A property is unknown" },

  /* SUBACK (3.9), UNSUBACK (3.11) */
  { "suback-unasked",              LATER,     BYTES ("\x90\x04\x7f\x7f\0\0"),           STAYS },
  { "suback-unasked-3",            LATER_3,   BYTES ("\x90\x03\x7f\x7f\0"),             STAYS },
  { "unsuback-unasked",            LATER,     BYTES ("\xb0\x04\x7f\x7f\0\0"),           STAYS },
  { "unsuback-unasked-3",          LATER_3,   BYTES ("\xb0\x02\x7f\x7f"),               STAYS },
  { "suback-without-code",         SUBACK,    BYTES ("\x90\x03\0\0\0"),                 ENDS, 0x82, "There is no code" },
  { "suback-without-code-3",       SUBACK_3,  BYTES ("\x90\x02\0\0"),                   ENDS, 0,    "There is no code" },
  { "suback-two-codes",            SUBACK,    BYTES ("\x90\x05\0\0\0\1\1"),             ENDS, 0x82, "not one code for each" },
  { "suback-two-codes-3",          SUBACK_3,  BYTES ("\x90\x04\0\0\1\1"),               ENDS, 0,    "not one code for each" },
  { "suback-reserved-code",        SUBACK,    BYTES ("\x90\x04\0\0\0\x03"),             ENDS, 0x82, "A code in it is reserved" },
  { "suback-reserved-code-3",      SUBACK_3,  BYTES ("\x90\x03\0\0\x7f"),               ENDS, 0,    "A code in it is reserved" },
  { "suback-unknown-failure",      SUBACK,    BYTES ("\x90\x04\0\0\0\xfe"),             STAYS },
  { "suback-id-0",                 LATER,     BYTES ("\x90\x04\0\0\0\0"),               ENDS, 0x82, "The packet identifier is 0" },
};
/* clang-format on */

/* ---- A connection that subscribes to all, and how it ended ---- */

typedef struct
{
  ConnectionFixture fixture;
  SondeConnection  *connection;
  TestScripted     *server;
} Meeting;

static void
meeting_begin (Meeting          *self,
               const TestScript *script,
               guint32           maximum_packet_size,
               guint16           receive_maximum,
               gboolean          reconnect)
{
  g_autoptr (SondeProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  connection_fixture_set_up (&self->fixture);
  self->server = test_scripted_new (script);
  self->connection = connection_fixture_add (&self->fixture, test_scripted_get_port (self->server), script->version, "sonde_lab", TRUE);
  profile = sonde_profile_copy (sonde_connection_get_profile (self->connection));
  profile->connect_timeout = 1;
  profile->maximum_packet_size = maximum_packet_size;
  profile->receive_maximum = receive_maximum;
  profile->reconnect = reconnect;
  sonde_connection_set_profile (self->connection, profile);
  connection_want (self->connection, "#", 2, &error);
  g_assert_no_error (error);
  sonde_connection_connect (self->connection);
}

static void
meeting_end (Meeting *self)
{
  test_scripted_free (self->server);
  connection_fixture_tear_down (&self->fixture);
}

static gboolean
is_idle (gpointer data)
{
  return sonde_connection_get_state (data) == SONDE_STATE_IDLE;
}

/* It sees our end of it in its own thread. */
static void
wait_until_gone (TestScripted *server)
{
  while (test_scripted_get_n_gone (server) == 0)
    g_thread_yield ();
}

static gboolean
was_heard (GPtrArray  *heard,
           const char *bytes)
{
  for (guint i = 0; i < heard->len; i++)
    if (g_bytes_get_size (heard->pdata[i]) == 4 && memcmp (g_bytes_get_data (heard->pdata[i], NULL), bytes, 4) == 0)
      return TRUE;

  return FALSE;
}

/* The last thing we said */
static void
check_last_words (const Row *row,
                  GPtrArray *heard)
{
  const guint8 *packet;
  gsize         size;

  g_assert_cmpuint (heard->len, >, 0);
  packet = g_bytes_get_data (heard->pdata[heard->len - 1], &size);
  if (row->reason != 0)
    {
      const guint8 expected[] = { 0xe0, 1, row->reason };

      g_assert_cmpmem (packet, size, expected, sizeof expected);
    }
  else
    {
      g_assert_cmpuint (packet[0] >> 4, !=, SONDE_PACKET_DISCONNECT);
    }
}

/* Beside messages there is only what happened to the connection itself. */
static void
check_log (SondeConnection *connection,
           guint            n_received)
{
  GListModel *log = G_LIST_MODEL (sonde_connection_get_log (connection));
  guint       n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (log); i++)
    {
      g_autoptr (SondeMessageItem) item = g_list_model_get_item (log, i);
      gsize       length;
      const char *topic = sonde_message_item_get_topic (item, &length);

      g_assert_true (g_utf8_validate_len (topic, length, NULL));
      if (sonde_message_item_get_kind (item) == SONDE_MESSAGE_RECEIVED)
        n++;
      else
        g_assert_cmpint (sonde_message_item_get_kind (item), ==, SONDE_MESSAGE_EVENT);
    }
  g_assert_cmpuint (n, ==, n_received);
}

static void
test_row (gconstpointer data)
{
  const Row       *row = data;
  const TestScript script = {
    .version = row->version,
    .when = row->when,
    .bytes = row->bytes,
    .size = row->size,
    .last = row->ending == STAYS ? LAST : NULL,
    .hangs_up = row->hangs_up,
  };
  g_autoptr (GPtrArray) heard = NULL;
  Meeting meeting;

  meeting_begin (&meeting, &script, row->maximum_packet_size, row->receive_maximum, FALSE);
  if (row->ending == STAYS)
    {
      connection_wait_for_received (meeting.connection, LAST, 1);
      g_assert_true (sonde_connection_get_online (meeting.connection));
      g_assert_null (sonde_connection_get_error_text (meeting.connection));
      connection_disconnect (meeting.connection);
    }
  else
    {
      connection_wait ("the end", is_idle, meeting.connection);
      g_test_message ("%s", sonde_connection_get_error_text (meeting.connection));
      g_assert_nonnull (strstr (sonde_connection_get_error_text (meeting.connection), row->words));
    }

  wait_until_gone (meeting.server);
  heard = test_scripted_dup_heard (meeting.server);
  if (row->ending == ENDS)
    check_last_words (row, heard);
  if (row->answer != NULL)
    g_assert_true (was_heard (heard, row->answer));
  check_log (meeting.connection, row->n_received + (row->ending == STAYS ? 1 : 0));
  meeting_end (&meeting);
}

static gboolean
is_waiting (gpointer data)
{
  return sonde_connection_get_state (data) == SONDE_STATE_WAITING;
}

/* The next conversation need not meet it: a text with a control character may be one publisher's, once. */
static void
test_comes_back (void)
{
  const TestScript script = {
    .version = SONDE_MQTT_5,
    .when = TEST_SCRIPT_AFTER_SUBACK,
    .bytes = "\x30\x05\0\1\x01\0p",
    .size = 7,
  };
  Meeting meeting;

  meeting_begin (&meeting, &script, 0, 0, TRUE);
  connection_wait ("it to be tried again", is_waiting, meeting.connection);
  g_assert_nonnull (strstr (sonde_connection_get_error_text (meeting.connection), "control character"));
  connection_disconnect (meeting.connection);
  meeting_end (&meeting);
}

/* ---- In pieces ---- */

/* Whatever of a CONNACK came, its end is told at once. */
static void
test_cut_connack (gconstpointer data)
{
  static const char connack[] = "\x20\x0b\x00\x00\x08\x13\x00\x3c\x12\x00\x02id";

  for (gsize size = 1; size < sizeof connack - 1; size++)
    {
      const TestScript script = {
        .version = SONDE_MQTT_5,
        .when = TEST_SCRIPT_FOR_CONNACK,
        .bytes = connack,
        .size = size,
        .hangs_up = TRUE,
        .reset = GPOINTER_TO_INT (data),
      };
      Meeting meeting;

      meeting_begin (&meeting, &script, 0, 0, FALSE);
      connection_wait ("the end", is_idle, meeting.connection);
      g_assert_nonnull (sonde_connection_get_error_text (meeting.connection));
      check_log (meeting.connection, 0);
      meeting_end (&meeting);
    }
}

/* CONNACK, SUBACK and messages of each QoS, byte after byte. */
static void
test_bytewise (void)
{
  const TestScript script = {
    .version = SONDE_MQTT_5,
    .when = TEST_SCRIPT_AFTER_SUBACK,
    .bytes = "\x30\x0b\0\1t\7\x26\0\1k\0\1v"
             "\x32\x07\0\1t\0\1\0p"
             "\x34\x07\0\1t\0\2\0p",
    .size = 13 + 9 + 9,
    .bytewise = TRUE,
    .last = LAST,
  };
  Meeting meeting;

  meeting_begin (&meeting, &script, 0, 0, FALSE);
  connection_wait_for_received (meeting.connection, "#", 4);
  connection_disconnect (meeting.connection);
  check_log (meeting.connection, 4);
  meeting_end (&meeting);
}

/* ---- Floods ---- */

#define TICK_MS 20

typedef struct
{
  const char *name;
  const char *bytes;
  gsize       size;
  guint       times;
  gboolean    holds_back; /* answers are asked for, and not taken: we stop reading */
} Flood;

/* clang-format off */
static const Flood floods[] = {
  { "pingresp", BYTES ("\xd0\0"), 500000, FALSE },
  { "suback",   BYTES ("\x90\x04\x7f\x7f\0\0"), 300000, FALSE },
  { "pubrel",   BYTES ("\x62\x02\0\7"), 6000000, TRUE },
  { "pubrec",   BYTES ("\x50\x02\0\7"), 6000000, TRUE },
  { "qos-1",    BYTES ("\x32\x06\0\1t\0\1\0"), 6000000, TRUE },
};
/* clang-format on */

/* So many packets go in one piece. */
#define FLOOD_PIECE 10000

typedef struct
{
  Meeting *meeting;
  gsize    before, most;
} Watched;

static gsize
get_memory (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* What the broker finds does not wake us. */
static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_over (gpointer data)
{
  Watched *watched = data;
  g_autoptr (GPtrArray) received = NULL;

  watched->most = MAX (watched->most, get_memory ());
  if (test_scripted_is_stalled (watched->meeting->server))
    return TRUE;

  received = connection_get_received (watched->meeting->connection, LAST);

  return received->len > 0;
}

static void
test_flood (gconstpointer data)
{
  const Flood *flood = data;
  g_autoptr (GByteArray) piece = g_byte_array_new ();
  TestScript script = {
    .version = SONDE_MQTT_5,
    .when = TEST_SCRIPT_AFTER_SUBACK,
    .times = flood->times / FLOOD_PIECE,
    .last = LAST,
  };
  Meeting meeting;
  Watched watched = { &meeting, get_memory (), 0 };
  gsize   kept;
  guint   ticker = g_timeout_add (TICK_MS, tick_cb, NULL);

  for (guint i = 0; i < FLOOD_PIECE; i++)
    g_byte_array_append (piece, (const guint8 *) flood->bytes, flood->size);
  script.bytes = piece->data;
  script.size = piece->len;

  meeting_begin (&meeting, &script, 0, 0, FALSE);
  connection_wait ("the end of a flood", is_over, &watched);
  g_source_remove (ticker);
  g_assert_cmpint (test_scripted_is_stalled (meeting.server), ==, flood->holds_back);
  g_assert_true (sonde_connection_get_online (meeting.connection));
  kept = g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_log (meeting.connection))) * 64;
  g_test_message ("at most %" G_GSIZE_FORMAT " bytes, %" G_GSIZE_FORMAT " in the log", watched.most - watched.before, kept);
  g_assert_cmpuint (watched.most, <, watched.before + MEMORY_MAX + kept);
  meeting_end (&meeting);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/hostile-broker/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_data_func ("/hostile-broker/cut-connack", GINT_TO_POINTER (FALSE), test_cut_connack);
  g_test_add_data_func ("/hostile-broker/reset-connack", GINT_TO_POINTER (TRUE), test_cut_connack);
  g_test_add_func ("/hostile-broker/comes-back", test_comes_back);
  g_test_add_func ("/hostile-broker/byte-after-byte", test_bytewise);
  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autofree char *path = g_strconcat ("/hostile-broker/flood-of-", floods[i].name, NULL);

      g_test_add_data_func (path, &floods[i], test_flood);
    }

  return g_test_run ();
}
