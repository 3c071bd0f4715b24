/* test-packet-decode.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-packet-decode"

#include <sonde-packet-decode.h>
#include <string.h>

/* clang-format off */
#define B(literal) (const guint8 *) literal, sizeof literal - 1

/* Of each type in each version. A line a field: indented by its level, bytes, name, value,
 * note in brackets, clause; then "!" and where and why it is malformed, or "cut". */
static const struct
{
  guint8        version;
  const guint8 *bytes;
  gsize         size;
  const char   *expected;
} packets[] = {
  { 4, B ("\x10\x21\0\4MQTT\4\xc2\0\x3c\0\1a\0\3bob\0\x0d" "correct-horse"),
    "0+1 Control packet type: CONNECT (1) 2.2.1\n"
    " 0+1 Flags: 0 [reserved] 2.2.2\n"
    "1+1 Remaining length: 33 2.2.3\n"
    "2+6 Protocol name: MQTT 3.1.2.1\n"
    "8+1 Protocol level: 4 3.1.2.2\n"
    "9+1 Connect flags: 0xc2 3.1.2.3\n"
    " 9+1 User name: 1 3.1.2.8\n"
    " 9+1 Password: 1 3.1.2.9\n"
    " 9+1 Will retain: 0 3.1.2.7\n"
    " 9+1 Will QoS: 0 [at most once] 3.1.2.6\n"
    " 9+1 Will: 0 3.1.2.5\n"
    " 9+1 Clean session: 1 3.1.2.4\n"
    "10+2 Keep alive: 60 [seconds] 3.1.2.10\n"
    "12+3 Client identifier: a 3.1.3.1\n"
    "15+5 User name: bob 3.1.3.4\n"
    "20+15 Password: (hidden) 3.1.3.5\n" },
  { 3, B ("\x10\x11\0\6MQIsdp\3\2\0\0\0\3abc"),
    "0+1 Control packet type: CONNECT (1) 3.1\n"
    " 0+1 Flags: 0 [reserved] 3.1\n"
    "1+1 Remaining length: 17 3.1\n"
    "2+8 Protocol name: MQIsdp 3.1\n"
    "10+1 Protocol level: 3 3.1\n"
    "11+1 Connect flags: 0x02 3.1\n"
    " 11+1 User name: 0 3.1\n"
    " 11+1 Password: 0 3.1\n"
    " 11+1 Will retain: 0 3.1\n"
    " 11+1 Will QoS: 0 [at most once] 3.1\n"
    " 11+1 Will: 0 3.1\n"
    " 11+1 Clean session: 1 3.1\n"
    "12+2 Keep alive: 0 [off] 3.1\n"
    "14+5 Client identifier: abc 3.1\n" },
  { 5, B ("\x10\x2b\0\4MQTT\5\x2e\0\x3c\x08\x11\0\0\0\x0a\x21\0\x14\0\1a\x0e\x18\0\0\0\5\x01\x01\x26\0\1k\0\1v\0\1w\0\1\xff"),
    "0+1 Control packet type: CONNECT (1) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 43 2.1.4\n"
    "2+6 Protocol name: MQTT 3.1.2.1\n"
    "8+1 Protocol version: 5 3.1.2.2\n"
    "9+1 Connect flags: 0x2e 3.1.2.3\n"
    " 9+1 User name: 0 3.1.2.8\n"
    " 9+1 Password: 0 3.1.2.9\n"
    " 9+1 Will retain: 1 3.1.2.7\n"
    " 9+1 Will QoS: 1 [at least once] 3.1.2.6\n"
    " 9+1 Will: 1 3.1.2.5\n"
    " 9+1 Clean start: 1 3.1.2.4\n"
    "10+2 Keep alive: 60 [seconds] 3.1.2.10\n"
    "12+1 Property length: 8 3.1.2.11.1\n"
    " 13+5 Session expiry interval: 10 3.1.2.11.2\n"
    " 18+3 Receive maximum: 20 3.1.2.11.3\n"
    "21+3 Client identifier: a 3.1.3.1\n"
    "24+1 Will property length: 14 3.1.3.2.1\n"
    " 25+5 Will delay interval: 5 3.1.3.2.2\n"
    " 30+2 Payload format indicator: 1 3.1.3.2.3\n"
    " 32+7 User property: k = v 3.1.3.2.8\n"
    "39+3 Will topic: w 3.1.3.3\n"
    "42+3 Will payload: ff 3.1.3.4\n" },
  { 4, B ("\x20\2\1\0"),
    "0+1 Control packet type: CONNACK (2) 2.2.1\n"
    " 0+1 Flags: 0 [reserved] 2.2.2\n"
    "1+1 Remaining length: 2 2.2.3\n"
    "2+1 Connect acknowledge flags: 1 3.2.2.1\n"
    " 2+1 Session present: 1 3.2.2.2\n"
    "3+1 Return code: 0x00 (0) [connection accepted] 3.2.2.3\n" },
  { 5, B ("\x20\x0a\0\x87\7\x24\1\x1f\0\2no"),
    "0+1 Control packet type: CONNACK (2) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 10 2.1.4\n"
    "2+1 Connect acknowledge flags: 0 3.2.2.1\n"
    " 2+1 Session present: 0 3.2.2.1.1\n"
    "3+1 Reason code: 0x87 (135) [not authorized] 3.2.2.2\n"
    "4+1 Property length: 7 3.2.2.3.1\n"
    " 5+2 Maximum QoS: 1 3.2.2.3.4\n"
    " 7+5 Reason string: no 3.2.2.3.9\n" },
  /* A 3.x broker answers MQTT 5 */
  { 5, B ("\x20\2\0\1"),
    "0+1 Control packet type: CONNACK (2) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 2 2.1.4\n"
    "2+1 Connect acknowledge flags: 0 3.2.2.1\n"
    " 2+1 Session present: 0 3.2.2.1.1\n"
    "3+1 Reason code: 0x01 (1) [unacceptable protocol version] 3.2.2.2\n" },
  { 4, B ("\x3d\7\0\1t\0\7hi"),
    "0+1 Control packet type: PUBLISH (3) 2.2.1\n"
    " 0+1 DUP: 1 3.3.1.1\n"
    " 0+1 QoS: 2 [exactly once] 3.3.1.2\n"
    " 0+1 Retain: 1 3.3.1.3\n"
    "1+1 Remaining length: 7 2.2.3\n"
    "2+3 Topic name: t 3.3.2.1\n"
    "5+2 Packet identifier: 7 3.3.2.2\n"
    "7+2 Payload: hi 3.3.3\n" },
  { 5, B ("\x32\x16\0\1t\0\7\x0f\x01\x01\x23\0\3\x0b\x80\1\x0b\2\x08\0\2r/h"),
    "0+1 Control packet type: PUBLISH (3) 2.1.2\n"
    " 0+1 DUP: 0 3.3.1.1\n"
    " 0+1 QoS: 1 [at least once] 3.3.1.2\n"
    " 0+1 Retain: 0 3.3.1.3\n"
    "1+1 Remaining length: 22 2.1.4\n"
    "2+3 Topic name: t 3.3.2.1\n"
    "5+2 Packet identifier: 7 3.3.2.2\n"
    "7+1 Property length: 15 3.3.2.3.1\n"
    " 8+2 Payload format indicator: 1 3.3.2.3.2\n"
    " 10+3 Topic alias: 3 3.3.2.3.4\n"
    " 13+3 Subscription identifier: 128 3.3.2.3.8\n"
    " 16+2 Subscription identifier: 2 3.3.2.3.8\n"
    " 18+5 Response topic: r/ 3.3.2.3.5\n"
    "23+1 Payload: h 3.3.3\n" },
  { 4, B ("\x40\2\0\7"),
    "0+1 Control packet type: PUBACK (4) 2.2.1\n"
    " 0+1 Flags: 0 [reserved] 2.2.2\n"
    "1+1 Remaining length: 2 2.2.3\n"
    "2+2 Packet identifier: 7 3.4.2\n" },
  { 5, B ("\x40\x08\0\7\x97\4\x1f\0\1x"),
    "0+1 Control packet type: PUBACK (4) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 8 2.1.4\n"
    "2+2 Packet identifier: 7 3.4.2\n"
    "4+1 Reason code: 0x97 (151) [quota exceeded] 3.4.2.1\n"
    "5+1 Property length: 4 3.4.2.2.1\n"
    " 6+4 Reason string: x 3.4.2.2.2\n" },
  { 5, B ("\x50\3\0\7\x10"),
    "0+1 Control packet type: PUBREC (5) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 3 2.1.4\n"
    "2+2 Packet identifier: 7 3.5.2\n"
    "4+1 Reason code: 0x10 (16) [no matching subscribers] 3.5.2.1\n" },
  { 4, B ("\x62\2\0\7"),
    "0+1 Control packet type: PUBREL (6) 2.2.1\n"
    " 0+1 Flags: 2 [reserved] 2.2.2\n"
    "1+1 Remaining length: 2 2.2.3\n"
    "2+2 Packet identifier: 7 3.6.2\n" },
  { 5, B ("\x70\3\0\7\x92"),
    "0+1 Control packet type: PUBCOMP (7) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 3 2.1.4\n"
    "2+2 Packet identifier: 7 3.7.2\n"
    "4+1 Reason code: 0x92 (146) [packet identifier not found] 3.7.2.1\n" },
  { 4, B ("\x82\x0a\0\1\0\1a\1\0\1#\2"),
    "0+1 Control packet type: SUBSCRIBE (8) 2.2.1\n"
    " 0+1 Flags: 2 [reserved] 2.2.2\n"
    "1+1 Remaining length: 10 2.2.3\n"
    "2+2 Packet identifier: 1 3.8.2\n"
    "4+3 Topic filter: a 3.8.3\n"
    "7+1 Requested QoS: 1 3.8.3\n"
    "8+3 Topic filter: # 3.8.3\n"
    "11+1 Requested QoS: 2 3.8.3\n" },
  { 5, B ("\x82\x09\0\1\2\x0b\5\0\1a\x2d"),
    "0+1 Control packet type: SUBSCRIBE (8) 2.1.2\n"
    " 0+1 Flags: 2 [reserved] 2.1.3\n"
    "1+1 Remaining length: 9 2.1.4\n"
    "2+2 Packet identifier: 1 3.8.2\n"
    "4+1 Property length: 2 3.8.2.1.1\n"
    " 5+2 Subscription identifier: 5 3.8.2.1.2\n"
    "7+3 Topic filter: a 3.8.3\n"
    "10+1 Subscription options: 45 3.8.3.1\n"
    " 10+1 QoS: 1 [at least once] 3.8.3.1\n"
    " 10+1 No local: 1 3.8.3.1\n"
    " 10+1 Retain as published: 1 3.8.3.1\n"
    " 10+1 Retain handling: 2 3.8.3.1\n" },
  { 4, B ("\x90\4\0\1\1\x80"),
    "0+1 Control packet type: SUBACK (9) 2.2.1\n"
    " 0+1 Flags: 0 [reserved] 2.2.2\n"
    "1+1 Remaining length: 4 2.2.3\n"
    "2+2 Packet identifier: 1 3.9.2\n"
    "4+1 Return code: 0x01 (1) [granted QoS 1] 3.9.3\n"
    "5+1 Return code: 0x80 (128) [failure] 3.9.3\n" },
  { 5, B ("\x90\4\0\1\0\x9e"),
    "0+1 Control packet type: SUBACK (9) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 4 2.1.4\n"
    "2+2 Packet identifier: 1 3.9.2\n"
    "4+1 Property length: 0 3.9.2.1.1\n"
    "5+1 Reason code: 0x9e (158) [shared subscriptions not supported] 3.9.3\n" },
  { 5, B ("\xa2\6\0\2\0\0\1a"),
    "0+1 Control packet type: UNSUBSCRIBE (10) 2.1.2\n"
    " 0+1 Flags: 2 [reserved] 2.1.3\n"
    "1+1 Remaining length: 6 2.1.4\n"
    "2+2 Packet identifier: 2 3.10.2\n"
    "4+1 Property length: 0 3.10.2.1.1\n"
    "5+3 Topic filter: a 3.10.3\n" },
  { 4, B ("\xb0\2\0\2"),
    "0+1 Control packet type: UNSUBACK (11) 2.2.1\n"
    " 0+1 Flags: 0 [reserved] 2.2.2\n"
    "1+1 Remaining length: 2 2.2.3\n"
    "2+2 Packet identifier: 2 3.11.2\n" },
  { 5, B ("\xb0\4\0\2\0\x11"),
    "0+1 Control packet type: UNSUBACK (11) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 4 2.1.4\n"
    "2+2 Packet identifier: 2 3.11.2\n"
    "4+1 Property length: 0 3.11.2.1.1\n"
    "5+1 Reason code: 0x11 (17) [no subscription existed] 3.11.3\n" },
  { 4, B ("\xc0\0"),
    "0+1 Control packet type: PINGREQ (12) 2.2.1\n"
    " 0+1 Flags: 0 [reserved] 2.2.2\n"
    "1+1 Remaining length: 0 2.2.3\n" },
  { 5, B ("\xd0\0"),
    "0+1 Control packet type: PINGRESP (13) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 0 2.1.4\n" },
  { 4, B ("\xe0\0"),
    "0+1 Control packet type: DISCONNECT (14) 2.2.1\n"
    " 0+1 Flags: 0 [reserved] 2.2.2\n"
    "1+1 Remaining length: 0 2.2.3\n" },
  { 5, B ("\xe0\x0a\x9c\x08\x1c\0\5other"),
    "0+1 Control packet type: DISCONNECT (14) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 10 2.1.4\n"
    "2+1 Reason code: 0x9c (156) [use another server] 3.14.2.1\n"
    "3+1 Property length: 8 3.14.2.2.1\n"
    " 4+8 Server reference: other 3.14.2.2.5\n" },
  { 5, B ("\xf0\x0a\x18\x08\x15\0\1m\x16\0\1s"),
    "0+1 Control packet type: AUTH (15) 2.1.2\n"
    " 0+1 Flags: 0 [reserved] 2.1.3\n"
    "1+1 Remaining length: 10 2.1.4\n"
    "2+1 Reason code: 0x18 (24) [continue authentication] 3.15.2.1\n"
    "3+1 Property length: 8 3.15.2.2.1\n"
    " 4+4 Authentication method: m 3.15.2.2.2\n"
    " 8+4 Authentication data: (hidden) 3.15.2.2.3\n" },
};

/* Where and why it is malformed; each keeps what was read before. */
static const struct
{
  guint8        version;
  const guint8 *bytes;
  gsize         size;
  const char   *expected;
} malformed[] = {
  { 4, B ("\x00\0"), "0: This type of packet is reserved." },
  { 4, B ("\xf0\0"), "0: This type of packet is reserved." },
  { 4, B ("\xd0\xff\xff\xff\xff\1"), "1: A variable byte integer is longer than four bytes." },
  { 4, B ("\xd0\1"), "1: The remaining length is not that of the packet." },
  { 4, B ("\xd0\1x"), "2: There is more in it than belongs there." },
  { 4, B ("\xd1\0"), "0: The flags of the fixed header are not those of this packet." },
  { 4, B ("\x80\5\0\1\0\1a"), "0: The flags of the fixed header are not those of this packet." },
  { 4, B ("\x36\5\0\1a\0\1"), "0: A QoS of 3 is reserved." },
  { 4, B ("\x32\5\0\1a\0\0"), "5: The packet identifier is 0." },
  { 4, B ("\x30\2\0\0"), "2: The topic name is empty." },
  { 4, B ("\x30\5\0\3a/#"), "2: The topic name holds a wildcard." },
  { 4, B ("\x30\3\0\1\xff"), "4: A string is not UTF-8." },
  { 4, B ("\x30\3\0\1\0"), "4: A string holds the character U+0000." },
  { 4, B ("\x30\3\0\2a"), "4: It ends too soon." },
  { 4, B ("\x40\1\0"), "2: It ends too soon." },
  { 4, B ("\x40\3\0\1\0"), "4: There is more in it than belongs there." },
  { 4, B ("\x20\2\2\0"), "2: A reserved flag is set." },
  { 4, B ("\x10\x0d\0\4MQTX\4\2\0\x3c\0\1a"), "2: The protocol name is not MQTT." },
  { 4, B ("\x10\x0d\0\4MQTT\3\2\0\x3c\0\1a"), "8: The protocol version is unknown." },
  { 4, B ("\x10\x0d\0\4MQTT\4\3\0\x3c\0\1a"), "9: A reserved flag is set." },
  { 4, B ("\x10\x0d\0\4MQTT\4\x1a\0\x3c\0\1a"), "9: A QoS of 3 is reserved." },
  { 4, B ("\x82\2\0\1"), "4: There is no topic filter in it." },
  { 4, B ("\x82\5\0\1\0\0\0"), "4: A topic filter is empty." },
  { 4, B ("\x82\6\0\1\0\1a\3"), "7: A QoS of 3 is reserved." },
  { 4, B ("\x82\6\0\1\0\1a\4"), "7: A reserved option is set." },
  { 5, B ("\x82\7\0\1\0\0\1a\x31"), "8: A reserved option is set." },
  { 4, B ("\x90\2\0\1"), "4: There is no code in it." },
  { 5, B ("\x30\5\0\1t\5\1"), "6: The properties are longer than the packet." },
  { 5, B ("\x30\6\0\1t\2\x7f\0"), "6: A property is unknown." },
  { 5, B ("\x30\6\0\1t\2\2\0"), "6: A property ends too soon." },
  { 5, B ("\x30\6\0\1t\2\x24\0"), "6: A property does not belong into this packet." },
  { 5, B ("\x30\x08\0\1t\4\1\1\1\1"), "8: A property is there twice." },
  { 5, B ("\x30\6\0\1t\2\1\2"), "6: A property is neither 0 nor 1." },
  { 5, B ("\x30\7\0\1t\3\x23\0\0"), "6: A property is 0, which it must not be." },
  { 5, B ("\x30\x08\0\1t\4\3\0\1\xff"), "6: A string is not UTF-8." },
};
/* clang-format on */

static char *
print (const SondePacketFields *fields)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->fields->len; i++)
    {
      const SondePacketField *field = g_ptr_array_index (fields->fields, i);

      g_string_append_printf (text, "%*s%u+%u %s: %s ", field->level, "", field->offset, field->length, field->name, field->value);
      if (field->note != NULL)
        g_string_append_printf (text, "[%s] ", field->note);
      g_string_append_printf (text, "%s\n", field->clause);
    }

  return g_string_free (text, FALSE);
}

static void
test_packets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (packets); i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (packets[i].bytes, packets[i].size);
      g_autoptr (SondePacketFields) fields = sonde_packet_decode (bytes, packets[i].size, packets[i].size, packets[i].version);
      g_autofree char *text = print (fields);

      g_test_message ("packet %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (text, ==, packets[i].expected);
      g_assert_cmpstr (fields->fault, ==, NULL);
      g_assert_false (fields->cut);
      g_assert_cmpuint (fields->end, ==, packets[i].size);
    }
}

/* Of what is not at hand nothing is said, and it is no fault: at each byte. */
static void
test_cut_packets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (packets); i++)
    {
      for (gsize n = 1; n < packets[i].size; n++)
        {
          g_autofree guint8 *bytes = g_memdup2 (packets[i].bytes, n);
          g_autoptr (SondePacketFields) fields = sonde_packet_decode (bytes, n, packets[i].size, packets[i].version);

          g_test_message ("packet %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT " bytes", i, n);
          g_assert_cmpstr (fields->fault, ==, NULL);
          g_assert_true (fields->cut);
          g_assert_cmpuint (fields->end, <=, n);
        }
    }
}

static void
test_malformed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (malformed[i].bytes, malformed[i].size);
      g_autoptr (SondePacketFields) fields = sonde_packet_decode (bytes, malformed[i].size, malformed[i].size, malformed[i].version);
      g_autofree char *found = g_strdup_printf ("%" G_GSIZE_FORMAT ": %s", fields->end, fields->fault);

      g_test_message ("malformed %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (found, ==, malformed[i].expected);
      g_assert_cmpuint (fields->fields->len, >, 0);
    }
}

/* A value is a line that can be read, however long what it tells of. */
static void
test_long_values (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (SondePacketFields) fields = NULL;
  const SondePacketField *payload;

  g_byte_array_append (bytes, B ("\x30\x8b\x27\0\1t"));
  while (bytes->len < 6 + 5000)
    g_byte_array_append (bytes, B ("你好")); /* three bytes a character: cut between them */
  g_byte_array_set_size (bytes, 3 + (0x0b | 0x27 << 7));

  fields = sonde_packet_decode (bytes->data, bytes->len, bytes->len, SONDE_MQTT_3_1_1);
  payload = g_ptr_array_index (fields->fields, fields->fields->len - 1);
  g_assert_cmpstr (fields->fault, ==, NULL);
  g_assert_true (g_str_has_prefix (payload->value, "你好你好"));
  g_assert_true (g_str_has_suffix (payload->value, "…"));
  g_assert_cmpuint (strlen (payload->value), <, 500);
  g_assert_true (g_utf8_validate (payload->value, -1, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/packet-decode/packets", test_packets);
  g_test_add_func ("/packet-decode/cut", test_cut_packets);
  g_test_add_func ("/packet-decode/malformed", test_malformed);
  g_test_add_func ("/packet-decode/long-values", test_long_values);

  return g_test_run ();
}
