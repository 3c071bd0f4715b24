/* test-packet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-packet.h"

#define B(literal) (const guint8 *) literal, sizeof literal - 1

/* Packets the framer delivered, as text: comparable, whatever the pieces were. */

static void
note_packet (const SondePacket *packet,
             gpointer           user_data)
{
  GString         *notes = user_data;
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, packet->body, packet->body_size);

  g_string_append_printf (notes,
                          "%u/%u %u %" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT " %s\n",
                          packet->type,
                          packet->flags,
                          packet->size,
                          packet->body_size,
                          packet->body_total,
                          sum);
}

/* Feeds copies of exactly the piece's size, so that a sanitizer sees a read beyond one. */
static gboolean
feed_copy (SondeFramer  *framer,
           const guint8 *bytes,
           gsize         length)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  return sonde_framer_feed (framer, copy, length);
}

static void
append_packet (GByteArray *stream,
               guint8      first,
               guint32     remaining)
{
  guint8 byte = first;

  g_byte_array_append (stream, &byte, 1);
  for (guint32 left = remaining, more = 1; more; left >>= 7)
    {
      more = left > 0x7f;
      byte = (left & 0x7f) | (more ? 0x80 : 0);
      g_byte_array_append (stream, &byte, 1);
    }
  for (guint32 i = 0; i < remaining; i++)
    {
      byte = i * 31 + first;
      g_byte_array_append (stream, &byte, 1);
    }
}

/* Small packets of each length of the fixed header but the longest. */
static GByteArray *
make_stream (void)
{
  GByteArray *stream = g_byte_array_new ();

  append_packet (stream, 0x20, 2);
  append_packet (stream, 0x30, 127);
  append_packet (stream, 0xd0, 0);
  append_packet (stream, 0x3d, 128);
  append_packet (stream, 0xd0, 0);
  append_packet (stream, 0xf0, 1);
  append_packet (stream, 0x32, 16384);
  append_packet (stream, 0x40, 2);

  return stream;
}

static char *
frame_whole (const GByteArray *stream)
{
  GString *notes = g_string_new (NULL);
  g_autoptr (SondeFramer) framer = sonde_framer_new (note_packet, notes);

  g_assert_true (feed_copy (framer, stream->data, stream->len));
  return g_string_free (notes, FALSE);
}

static void
test_split_at_every_byte (void)
{
  g_autoptr (GByteArray) stream = make_stream ();
  g_autofree char *expected = frame_whole (stream);

  g_assert_true (g_str_has_prefix (expected, "2/0 4 2/2 "));
  for (gsize at = 0; at <= stream->len; at++)
    {
      g_autoptr (GString) notes = g_string_new (NULL);
      g_autoptr (SondeFramer) framer = sonde_framer_new (note_packet, notes);

      g_assert_true (feed_copy (framer, stream->data, at));
      g_assert_true (feed_copy (framer, stream->data + at, stream->len - at));
      g_assert_cmpstr (notes->str, ==, expected);
    }
}

static void
test_pieces_of_any_size (void)
{
  g_autoptr (GByteArray) stream = make_stream ();
  g_autofree char *expected = NULL;

  append_packet (stream, 0x30, SONDE_FRAMER_HEAD - 4);
  append_packet (stream, 0x30, SONDE_FRAMER_HEAD - 3);
  append_packet (stream, 0x30, 3 * SONDE_FRAMER_HEAD);
  append_packet (stream, 0xe0, 0);
  expected = frame_whole (stream);

  for (gsize size = 1; size < stream->len; size = size * 3 / 2 + 1)
    {
      g_autoptr (GString) notes = g_string_new (NULL);
      g_autoptr (SondeFramer) framer = sonde_framer_new (note_packet, notes);

      for (gsize at = 0; at < stream->len; at += size)
        g_assert_true (feed_copy (framer, stream->data + at, MIN (size, stream->len - at)));
      g_assert_cmpstr (notes->str, ==, expected);
    }
}

/* The largest packet MQTT has: announced, and told of before it has come. */
static void
test_huge_packet (void)
{
  static const guint8 header[] = { 0x30, 0xff, 0xff, 0xff, 0x7f, 0, 1, 'a' };
  const gsize         total = 5 + 268435455;
  gsize               fed = sizeof header;
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (SondeFramer) framer = sonde_framer_new (note_packet, notes);
  g_autofree guint8 *zeros = g_malloc0 (1024 * 1024);

  g_assert_true (sonde_framer_feed (framer, header, sizeof header));
  g_assert_cmpstr (notes->str, ==, "");
  while (fed < total)
    {
      gsize n = MIN (total - fed, 1024 * 1024);

      g_assert_true (sonde_framer_feed (framer, zeros, n));
      g_assert_true (g_str_has_prefix (notes->str, "3/0 268435460 131083/268435455 "));
      fed += n;
    }

  g_string_truncate (notes, 0);
  g_assert_true (sonde_framer_feed (framer, B ("\xd0\0")));
  g_assert_true (g_str_has_prefix (notes->str, "13/0 2 0/0 "));
}

static void
test_not_mqtt (void)
{
  static const struct
  {
    const guint8 *bytes;
    gsize         length;
  } streams[] = {
    { B ("\0") },
    { B ("\x0f\x02\x00\x00") },
    { B ("\x30\xff\xff\xff\xff\x01") },
    { B ("\x30\xff\xff\xff\xff") },
    { B ("\xd0\0\x20\x80\x80\x80\x80\x80") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
    {
      for (gsize at = 0; at < streams[i].length; at++)
        {
          g_autoptr (GString) notes = g_string_new (NULL);
          g_autoptr (SondeFramer) framer = sonde_framer_new (note_packet, notes);

          feed_copy (framer, streams[i].bytes, at);
          g_assert_false (feed_copy (framer, streams[i].bytes + at, streams[i].length - at));

          g_string_truncate (notes, 0);
          g_assert_false (sonde_framer_feed (framer, B ("\xd0\0")));
          g_assert_cmpstr (notes->str, ==, "");

          sonde_framer_reset (framer);
          g_assert_true (sonde_framer_feed (framer, B ("\xd0\0")));
          g_assert_cmpstr (notes->str, !=, "");
        }
    }
}

static SondePacket
make_packet (guint8        first,
             const guint8 *body,
             gsize         size)
{
  return (SondePacket){
    .type = first >> 4,
    .flags = first & 15,
    .size = size + 2,
    .body = body,
    .body_size = size,
    .body_total = size,
  };
}

/* clang-format off */

static const struct
{
  SondeMqttVersion version;
  guint8           first;
  const guint8    *body;
  gsize            size;
  gboolean         good;
  const char      *expected; /* topic, qos, retain, dup, packet id, properties, payload */
} publishes[] = {
  { 4, 0x30, B ("\0\4testhi"), TRUE, "test 0 0 0 0 0 2" },
  { 4, 0x31, B ("\0\4test"), TRUE, "test 0 1 0 0 0 0" },
  { 4, 0x3b, B ("\0\1a\x12\x34xyz"), TRUE, "a 1 1 1 4660 0 3" },
  { 4, 0x34, B ("\0\1a\0\1"), TRUE, "a 2 0 0 1 0 0" },
  { 5, 0x30, B ("\0\1a\0hi"), TRUE, "a 0 0 0 0 0 2" },
  { 5, 0x30, B ("\0\1a\2\1\1hi"), TRUE, "a 0 0 0 0 2 2" },
  { 5, 0x32, B ("\0\1a\0\7\2\1\1"), TRUE, "a 1 0 0 7 2 0" },
  { 5, 0x30, B ("\0\0\3\x23\0\1hi"), TRUE, " 0 0 0 0 3 2" },
  { 5, 0x30, B ("\0\1a\x80\0hi"), TRUE, "a 0 0 0 0 0 2" },
  { 4, 0x36, B ("\0\1a\0\1"), FALSE, NULL },
  { 4, 0x32, B ("\0\1a\0\0"), FALSE, NULL },
  { 4, 0x32, B ("\0\1a\0"), FALSE, NULL },
  { 4, 0x30, B ("\0\0hi"), FALSE, NULL },
  { 4, 0x30, B ("\0\5test"), FALSE, NULL },
  { 4, 0x30, B ("\0"), FALSE, NULL },
  { 4, 0x30, B (""), FALSE, NULL },
  { 5, 0x30, B ("\0\1a"), FALSE, NULL },
  { 5, 0x30, B ("\0\1a\3\1\1"), FALSE, NULL },
  { 5, 0x30, B ("\0\1a\xff\xff\xff\xff\1"), FALSE, NULL },
  { 5, 0x30, B ("\0\1a\xff\xff\xff\x7f"), FALSE, NULL },
  { 4, 0x40, B ("\0\4test"), FALSE, NULL },
};

static const struct
{
  SondeMqttVersion version;
  guint8           first;
  const guint8    *body;
  gsize            size;
  gboolean         good;
  const char      *expected; /* packet id, reason, first code, codes, properties */
} acks[] = {
  { 4, 0x40, B ("\0\1"), TRUE, "1 0 - 0 0" },
  { 4, 0x50, B ("\xff\xff"), TRUE, "65535 0 - 0 0" },
  { 4, 0x62, B ("\0\1"), TRUE, "1 0 - 0 0" },
  { 4, 0x70, B ("\0\1"), TRUE, "1 0 - 0 0" },
  { 4, 0x90, B ("\0\2\1\x80"), TRUE, "2 0 1 2 0" },
  { 4, 0xb0, B ("\0\3"), TRUE, "3 0 - 0 0" },
  { 5, 0x40, B ("\0\1"), TRUE, "1 0 - 0 0" },
  { 5, 0x40, B ("\0\1\x10"), TRUE, "1 16 - 0 0" },
  { 5, 0x40, B ("\0\1\x87\0"), TRUE, "1 135 - 0 0" },
  { 5, 0x40, B ("\0\1\x87\4\x1f\0\1x"), TRUE, "1 135 - 0 4" },
  { 5, 0x90, B ("\0\2\0\2"), TRUE, "2 0 2 1 0" },
  { 5, 0x90, B ("\0\2\4\x1f\0\1x\x87\1"), TRUE, "2 0 135 2 4" },
  { 5, 0xb0, B ("\0\2\0\x11"), TRUE, "2 0 17 1 0" },
  { 4, 0x40, B ("\0\0"), FALSE, NULL },
  { 4, 0x40, B ("\0"), FALSE, NULL },
  { 4, 0x40, B ("\0\1\0"), FALSE, NULL },
  { 4, 0x90, B ("\0\1"), FALSE, NULL },
  { 4, 0xb0, B ("\0\1\0"), FALSE, NULL },
  { 5, 0x40, B ("\0\1\0\1"), FALSE, NULL },
  { 5, 0x40, B ("\0\1\0\0x"), FALSE, NULL },
  { 5, 0x90, B ("\0\1\0"), FALSE, NULL },
  { 5, 0x90, B ("\0\1"), FALSE, NULL },
  { 5, 0x90, B ("\0\1\5\x1f\0\1x"), FALSE, NULL },
  { 5, 0x30, B ("\0\1"), FALSE, NULL },
};

static const struct
{
  SondeMqttVersion version;
  guint8           first;
  const guint8    *body;
  gsize            size;
  gboolean         good;
  const char      *expected; /* session present, reason, properties, whether they are there */
} connacks[] = {
  { 4, 0x20, B ("\0\0"), TRUE, "0 0 0 0" },
  { 4, 0x20, B ("\1\0"), TRUE, "1 0 0 0" },
  { 4, 0x20, B ("\0\5"), TRUE, "0 5 0 0" },
  { 3, 0x20, B ("\xff\0"), TRUE, "0 0 0 0" },
  { 5, 0x20, B ("\0\1"), TRUE, "0 1 0 0" },
  { 5, 0x20, B ("\1\0\0"), TRUE, "1 0 0 1" },
  { 5, 0x20, B ("\0\x87\3\x21\0\x0a"), TRUE, "0 135 3 1" },
  { 4, 0x20, B ("\2\0"), FALSE, NULL },
  { 4, 0x20, B ("\0\0\0"), FALSE, NULL },
  { 4, 0x20, B ("\0"), FALSE, NULL },
  { 5, 0x20, B ("\0\0\1"), FALSE, NULL },
  { 5, 0x20, B ("\0\0\0x"), FALSE, NULL },
  { 4, 0x30, B ("\0\0"), FALSE, NULL },
};

static const struct
{
  SondeMqttVersion version;
  guint8           first;
  const guint8    *body;
  gsize            size;
  gboolean         good;
  const char      *expected; /* reason, properties */
} disconnects[] = {
  { 4, 0xe0, B (""), TRUE, "0 0" },
  { 5, 0xe0, B (""), TRUE, "0 0" },
  { 5, 0xe0, B ("\x8e"), TRUE, "142 0" },
  { 5, 0xe0, B ("\x8e\0"), TRUE, "142 0" },
  { 5, 0xe0, B ("\x8b\4\x1f\0\1x"), TRUE, "139 4" },
  { 5, 0xe0, B ("\x8b\5\x1f\0\1x"), FALSE, NULL },
  { 4, 0xe0, B ("\0"), FALSE, NULL },
  { 5, 0xd0, B (""), FALSE, NULL },
};

/* clang-format on */

static void
test_publishes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (publishes); i++)
    {
      g_autofree guint8 *body = g_memdup2 (publishes[i].body, publishes[i].size);
      SondePacket        packet = make_packet (publishes[i].first, body, publishes[i].size);
      SondePublishView   view;
      g_autofree char   *seen = NULL;

      g_test_message ("publish %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (sonde_packet_read_publish (&packet, publishes[i].version, &view), ==, publishes[i].good);
      if (!publishes[i].good)
        continue;

      seen = g_strdup_printf ("%.*s %u %d %d %u %u %" G_GSIZE_FORMAT,
                              view.topic_length,
                              view.topic,
                              view.qos,
                              view.retain,
                              view.dup,
                              view.packet_id,
                              view.properties_size,
                              view.payload_size);
      g_assert_cmpstr (seen, ==, publishes[i].expected);
      g_assert_cmpint (view.properties != NULL, ==, view.properties_size > 0);
    }
}

/* Only the head is at hand: the payload, or the properties, are elsewhere. */
static void
test_heads_of_publishes (void)
{
  SondePacket      packet = make_packet (0x30, B ("\0\1a\2\1\1hi"));
  SondePublishView view;

  packet.body_total = 1000000;
  g_assert_true (sonde_packet_read_publish (&packet, SONDE_MQTT_5, &view));
  g_assert_cmpuint (view.properties_size, ==, 2);
  g_assert_cmpuint (view.payload_size, ==, 1000000 - 6);

  packet = make_packet (0x30, B ("\0\1a\xe8\x07\x26\0"));
  packet.body_total = 3 + 2 + 1000 + 50;
  g_assert_true (sonde_packet_read_publish (&packet, SONDE_MQTT_5, &view));
  g_assert_null (view.properties);
  g_assert_cmpuint (view.properties_size, ==, 0);
  g_assert_cmpuint (view.payload_size, ==, 50);

  packet.body_total = 3 + 2 + 999;
  g_assert_false (sonde_packet_read_publish (&packet, SONDE_MQTT_5, &view));
}

static void
test_acks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acks); i++)
    {
      g_autofree guint8 *body = g_memdup2 (acks[i].body, acks[i].size);
      SondePacket        packet = make_packet (acks[i].first, body, acks[i].size);
      SondeAckView       view;
      g_autofree char   *code = NULL;
      g_autofree char   *seen = NULL;

      g_test_message ("ack %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (sonde_packet_read_ack (&packet, acks[i].version, &view), ==, acks[i].good);
      if (!acks[i].good)
        continue;

      code = view.n_codes > 0 ? g_strdup_printf ("%u", view.codes[0]) : g_strdup ("-");
      seen = g_strdup_printf ("%u %u %s %" G_GSIZE_FORMAT " %u",
                              view.packet_id,
                              view.reason,
                              code,
                              view.n_codes,
                              view.properties_size);
      g_assert_cmpstr (seen, ==, acks[i].expected);
    }
}

static void
test_connacks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (connacks); i++)
    {
      g_autofree guint8 *body = g_memdup2 (connacks[i].body, connacks[i].size);
      SondePacket        packet = make_packet (connacks[i].first, body, connacks[i].size);
      SondeConnackView   view;
      g_autofree char   *seen = NULL;

      g_test_message ("connack %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (sonde_packet_read_connack (&packet, connacks[i].version, &view), ==, connacks[i].good);
      if (!connacks[i].good)
        continue;

      seen = g_strdup_printf ("%d %u %u %d",
                              view.session_present,
                              view.reason,
                              view.properties_size,
                              view.properties != NULL);
      g_assert_cmpstr (seen, ==, connacks[i].expected);
    }
}

static void
test_disconnects (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (disconnects); i++)
    {
      g_autofree guint8 *body = g_memdup2 (disconnects[i].body, disconnects[i].size);
      SondePacket        packet = make_packet (disconnects[i].first, body, disconnects[i].size);
      SondeAckView       view;
      g_autofree char   *seen = NULL;

      g_test_message ("disconnect %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (sonde_packet_read_disconnect (&packet, disconnects[i].version, &view),
                       ==,
                       disconnects[i].good);
      if (!disconnects[i].good)
        continue;

      seen = g_strdup_printf ("%u %u", view.reason, view.properties_size);
      g_assert_cmpstr (seen, ==, disconnects[i].expected);
    }
}

static void
test_type_names (void)
{
  g_assert_cmpstr (sonde_packet_type_to_string (SONDE_PACKET_CONNECT), ==, "CONNECT");
  g_assert_cmpstr (sonde_packet_type_to_string (SONDE_PACKET_UNSUBACK), ==, "UNSUBACK");
  g_assert_cmpstr (sonde_packet_type_to_string (SONDE_PACKET_AUTH), ==, "AUTH");
  g_assert_cmpstr (sonde_packet_type_to_string (0), ==, "RESERVED");
  g_assert_cmpstr (sonde_packet_type_to_string (16), ==, "RESERVED");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/packet/framer/split-at-every-byte", test_split_at_every_byte);
  g_test_add_func ("/packet/framer/pieces-of-any-size", test_pieces_of_any_size);
  g_test_add_func ("/packet/framer/huge-packet", test_huge_packet);
  g_test_add_func ("/packet/framer/not-mqtt", test_not_mqtt);
  g_test_add_func ("/packet/publishes", test_publishes);
  g_test_add_func ("/packet/heads-of-publishes", test_heads_of_publishes);
  g_test_add_func ("/packet/acks", test_acks);
  g_test_add_func ("/packet/connacks", test_connacks);
  g_test_add_func ("/packet/disconnects", test_disconnects);
  g_test_add_func ("/packet/type-names", test_type_names);

  return g_test_run ();
}
