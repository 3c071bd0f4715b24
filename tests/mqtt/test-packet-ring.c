/* test-packet-ring.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-packet-ring"

#include <sonde-packet-ring.h>
#include <string.h>

#define MARKER "correct-horse"

typedef struct
{
  SondePacketRing *ring;
  gboolean         outgoing;
  gint64           monotonic;
} Way;

static void
packet_cb (const SondePacket *packet,
           gpointer           user_data)
{
  Way *way = user_data;

  sonde_packet_ring_append (way->ring, packet, way->outgoing, way->monotonic);
}

static void
feed (SondePacketRing *ring,
      gboolean         outgoing,
      gint64           monotonic,
      const void      *bytes,
      gsize            size)
{
  Way way = { ring, outgoing, monotonic };
  g_autoptr (SondeFramer) framer = sonde_framer_new (packet_cb, &way);

  sonde_framer_feed (framer, bytes, size);
}

/* A PUBLISH at QoS 0 to "t" with @size bytes of payload, each @fill */
static GByteArray *
make_publish (gsize  size,
              guint8 fill)
{
  GByteArray *bytes = g_byte_array_new ();
  gsize       remaining = size + 3;
  guint8      byte = 0x30;

  g_byte_array_append (bytes, &byte, 1);
  do
    {
      byte = (remaining & 0x7f) | (remaining > 0x7f ? 0x80 : 0);
      g_byte_array_append (bytes, &byte, 1);
    }
  while ((remaining >>= 7) > 0);
  g_byte_array_append (bytes, (const guint8 *) "\0\1t", 3);
  g_byte_array_set_size (bytes, bytes->len + size);
  memset (bytes->data + bytes->len - size, fill, size);

  return bytes;
}

static const SondePacketRecord *
find (GPtrArray         *chunks,
      guint64            serial,
      SondePacketChunk **chunk)
{
  for (guint i = chunks->len; i > 0; i--)
    {
      *chunk = chunks->pdata[i - 1];
      if ((*chunk)->first_serial <= serial && serial - (*chunk)->first_serial < sonde_packet_chunk_get_count (*chunk))
        return sonde_packet_chunk_get_record (*chunk, serial - (*chunk)->first_serial);
    }

  return NULL;
}

static void
test_records (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (SONDE_PACKET_RING_SIZE);
  g_autoptr (GPtrArray) chunks = NULL;
  static const guint8      puback[] = { 0x40, 2, 0, 7 };
  gint64                   now = g_get_monotonic_time ();
  SondePacketChunk        *chunk;
  const SondePacketRecord *record;
  SondePacketRingState     state;
  guint64                  first;

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_5);
  feed (ring, FALSE, now, "\xd0\0", 2);
  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  feed (ring, TRUE, now + 10, puback, sizeof puback);

  chunks = sonde_packet_ring_list_chunks (ring, &first);
  g_assert_cmpuint (first, ==, 0);
  record = find (chunks, 0, &chunk);
  g_assert_cmpmem (sonde_packet_chunk_get_bytes (chunk, record), record->kept, "\xd0\0", 2);
  g_assert_cmpuint (record->attempt, ==, 1);
  g_assert_cmpuint (record->version, ==, SONDE_MQTT_5);
  g_assert_false (record->outgoing);
  g_assert_cmpint (record->monotonic, ==, now);
  g_assert_cmpint (ABS (record->time - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);

  record = find (chunks, 1, &chunk);
  g_assert_cmpmem (sonde_packet_chunk_get_bytes (chunk, record), record->kept, puback, sizeof puback);
  g_assert_cmpuint (record->attempt, ==, 2);
  g_assert_cmpuint (record->version, ==, SONDE_MQTT_3_1_1);
  g_assert_true (record->outgoing);
  g_assert_null (find (chunks, 2, &chunk));

  sonde_packet_ring_get_state (ring, &state);
  g_assert_cmpuint (state.n_packets, ==, 2);
  g_assert_cmpuint (state.n_discarded, ==, 0);
  g_assert_cmpuint (state.n_bytes, ==, 6 + 2 * sizeof (SondePacketRecord));
}

static void
test_cut (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (SONDE_PACKET_RING_SIZE);
  g_autoptr (GByteArray) publish = make_publish (1000000, 'x');
  g_autoptr (GPtrArray) chunks = NULL;
  SondePacketChunk        *chunk;
  const SondePacketRecord *record;
  guint64                  first;

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  feed (ring, FALSE, 1, publish->data, publish->len);

  chunks = sonde_packet_ring_list_chunks (ring, &first);
  record = find (chunks, 0, &chunk);
  g_assert_cmpuint (record->size, ==, publish->len);
  g_assert_cmpmem (sonde_packet_chunk_get_bytes (chunk, record), record->kept, publish->data, SONDE_PACKET_KEPT);
}

/* The oldest leave, however much comes; a reader keeps what it has. */
static void
test_bounded (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autoptr (GByteArray) publish = make_publish (1000, 'x');
  g_autoptr (GPtrArray) kept = NULL;
  SondePacketRingState state;
  SondePacketChunk    *chunk;
  guint64              first;

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  feed (ring, FALSE, 1, publish->data, publish->len);
  kept = sonde_packet_ring_list_chunks (ring, &first);
  for (guint i = 1; i < 10000; i++)
    feed (ring, FALSE, i, publish->data, publish->len);

  sonde_packet_ring_get_state (ring, &state);
  g_assert_cmpuint (state.n_packets + state.n_discarded, ==, 10000);
  g_assert_cmpuint (state.n_packets, >, 700);
  g_assert_cmpuint (state.n_bytes, <=, 1024 * 1024);
  g_assert_nonnull (find (kept, 0, &chunk));
  g_assert_cmpmem (sonde_packet_chunk_get_bytes (chunk, find (kept, 0, &chunk)), publish->len, publish->data, publish->len);
}

static void
test_clear (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  SondePacketRingState state;
  guint64              first;

  sonde_packet_ring_clear (ring);
  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  for (guint i = 0; i < 20000; i++)
    feed (ring, FALSE, i, "\xd0\0", 2);
  sonde_packet_ring_clear (ring);
  sonde_packet_ring_get_state (ring, &state);
  g_assert_cmpuint (state.n_packets, ==, 0);
  g_assert_cmpuint (state.n_discarded, ==, 0);
  g_assert_cmpuint (state.n_bytes, ==, 0);

  feed (ring, FALSE, 1, "\xd0\0", 2);
  sonde_packet_ring_get_state (ring, &state);
  g_assert_cmpuint (state.n_packets, ==, 1);
  g_assert_cmpuint (state.n_bytes, ==, 2 + sizeof (SondePacketRecord));
  g_ptr_array_unref (sonde_packet_ring_list_chunks (ring, &first));
  g_assert_cmpuint (first, ==, 20000);
}

static void
test_attempts (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("127.0.0.1", 40000);
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string ("127.0.0.1", 1883);
  static const char connect[] = "\x10\x0d\0\4MQTT\4\2\0\x3c\0\1a";
  g_auto (SondePacketAttempt) attempt = { 0 };

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  sonde_packet_ring_set_network (ring, local, remote, TRUE);
  feed (ring, TRUE, 5, connect, sizeof connect - 1);
  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_5);

  /* It came to nothing. */
  g_assert_false (sonde_packet_ring_get_attempt (ring, 1, &attempt));
  g_assert_true (sonde_packet_ring_get_attempt (ring, 2, &attempt));
  g_assert_cmpuint (attempt.version, ==, SONDE_MQTT_3_1_1);
  g_assert_true (attempt.local == local && attempt.remote == remote && attempt.wrapped);
  g_assert_cmpmem (g_bytes_get_data (attempt.connect, NULL), g_bytes_get_size (attempt.connect), connect, sizeof connect - 1);
  sonde_packet_attempt_clear (&attempt);

  for (guint i = 0; i < 50000; i++)
    feed (ring, FALSE, i, "\xd0\0", 2);
  g_assert_true (sonde_packet_ring_get_attempt (ring, 3, &attempt));
  g_assert_null (attempt.connect);
  sonde_packet_attempt_clear (&attempt);
  g_assert_false (sonde_packet_ring_get_attempt (ring, 2, &attempt));
}

/* Where each comes to a CONNECT and no further, their packets fill no chunk for long. */
static void
test_attempts_are_bounded (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  static const char connect[] = "\x10\x0d\0\4MQTT\4\2\0\x3c\0\1a";
  guint             n = SONDE_PACKET_MOST_ATTEMPTS + 50;

  for (guint i = 0; i < n; i++)
    {
      sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
      feed (ring, TRUE, i, connect, sizeof connect - 1);
    }

  for (guint number = 1; number <= n; number++)
    {
      g_auto (SondePacketAttempt) attempt = { 0 };

      g_assert_cmpint (sonde_packet_ring_get_attempt (ring, number, &attempt), ==, number > n - SONDE_PACKET_MOST_ATTEMPTS);
    }
}

/* ---- Secrets ---- */

static void
assert_no_secret (SondePacketRing *ring)
{
  g_auto (SondePacketAttempt) attempt = { 0 };
  g_autoptr (GPtrArray) chunks = NULL;
  guint64 first;

  chunks = sonde_packet_ring_list_chunks (ring, &first);
  for (guint i = 0; i < chunks->len; i++)
    {
      SondePacketChunk *chunk = chunks->pdata[i];

      for (guint n = 0; n < sonde_packet_chunk_get_count (chunk); n++)
        {
          const SondePacketRecord *record = sonde_packet_chunk_get_record (chunk, n);
          const guint8            *bytes = sonde_packet_chunk_get_bytes (chunk, record);

          g_assert_null (memmem (bytes, record->kept, MARKER, strlen (MARKER)));
        }
    }
  if (sonde_packet_ring_get_attempt (ring, 1, &attempt) && attempt.connect != NULL)
    g_assert_null (memmem (g_bytes_get_data (attempt.connect, NULL), g_bytes_get_size (attempt.connect), MARKER, strlen (MARKER)));
}

/* clang-format off */
#define B(literal) (const guint8 *) literal, sizeof literal - 1
static const struct
{
  SondeMqttVersion version;
  gboolean         outgoing;
  const guint8    *bytes;
  gsize            size;
  const guint8    *kept; /* as recorded */
  gsize            kept_size;
} secrets[] = {
  { 4, TRUE, B ("\x10\x21\0\4MQTT\4\xc2\0\x3c\0\1a\0\3bob\0\x0d" MARKER),
             B ("\x10\x21\0\4MQTT\4\xc2\0\x3c\0\1a\0\3bob\0\x0d*************") },
  { 3, TRUE, B ("\x10\x23\0\6MQIsdp\3\xc2\0\x3c\0\1a\0\3bob\0\x0d" MARKER),
             B ("\x10\x23\0\6MQIsdp\3\xc2\0\x3c\0\1a\0\3bob\0\x0d*************") },
  /* Authentication data, will with properties, password without a user name */
  { 5, TRUE, B ("\x10\x3b\0\4MQTT\5\x46\0\x3c\x14\x15\0\1m\x16\0\x0d" MARKER "\0\1a\x02\x01\x01\0\1w\0\2hi\0\x0d" MARKER),
             B ("\x10\x3b\0\4MQTT\5\x46\0\x3c\x14\x15\0\1m\x16\0\x0d*************\0\1a\x02\x01\x01\0\1w\0\2hi\0\x0d*************") },
  /* What cannot be read is hidden from there on: a client id that is no UTF-8, a property that does not belong */
  { 4, TRUE, B ("\x10\x21\0\4MQTT\4\xc2\0\x3c\0\1\xff\0\3bob\0\x0d" MARKER),
             B ("\x10\x21\0\4MQTT\4\xc2\0\x3c\0\1*********************") },
  { 5, TRUE, B ("\x10\x1f\0\4MQTT\5\x42\0\x3c\x02\x01\x01\0\1a\0\x0d" MARKER),
             B ("\x10\x1f\0\4MQTT\5\x42\0\x3c\x02********************") },
  { 5, FALSE, B ("\x20\x13\0\0\x10\x16\0\x0d" MARKER),
              B ("\x20\x13\0\0\x10\x16\0\x0d*************") },
  { 5, FALSE, B ("\xf0\x16\x18\x14\x15\0\1m\x16\0\x0d" MARKER),
              B ("\xf0\x16\x18\x14\x15\0\1m\x16\0\x0d*************") },
  { 5, TRUE, B ("\xf0\x16\x18\x14\x15\0\1m\x16\0\x0d" MARKER),
             B ("\xf0\x16\x18\x14\x15\0\1m\x16\0\x0d*************") },
  /* Flags that it must not have: still what it is, and as long */
  { 5, FALSE, B ("\xf1\x16\x18\x14\x15\0\1m\x16\0\x0d" MARKER),
              B ("\xf1\x16**********************") },
};
/* clang-format on */

static void
test_secrets (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
      g_autoptr (GPtrArray) chunks = NULL;
      SondePacketChunk        *chunk;
      const SondePacketRecord *record;
      guint64                  first;

      g_test_message ("secret %" G_GSIZE_FORMAT, i);
      sonde_packet_ring_begin_attempt (ring, secrets[i].version);
      feed (ring, secrets[i].outgoing, 1, secrets[i].bytes, secrets[i].size);
      chunks = sonde_packet_ring_list_chunks (ring, &first);
      record = find (chunks, 0, &chunk);
      g_assert_nonnull (record);
      g_assert_cmpmem (sonde_packet_chunk_get_bytes (chunk, record), record->kept, secrets[i].kept, secrets[i].kept_size);
      assert_no_secret (ring);
    }
}

/* The password lies across the end of what is kept, or of what is at hand: for each length of what is before it. */
static void
test_secret_at_the_cut (void)
{
  static const char head[] = "\0\4MQTT\4\xc6\0\x3c\0\1a\0\1w";
  static const char tail[] = "\0\3bob\0\x0d" MARKER;

  for (guint will = SONDE_PACKET_KEPT - 80; will < SONDE_PACKET_KEPT; will++)
    {
      g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree guint8 *payload = g_malloc0 (will);
      gsize              remaining = sizeof head - 1 + 2 + will + sizeof tail - 1;
      guint8             header[4] = { 0x10, (remaining & 0x7f) | 0x80, (remaining >> 7 & 0x7f) | 0x80, remaining >> 14 };
      guint8             size[2] = { will >> 8, will & 0xff };

      g_byte_array_append (bytes, header, 4);
      g_byte_array_append (bytes, (const guint8 *) head, sizeof head - 1);
      g_byte_array_append (bytes, size, 2);
      g_byte_array_append (bytes, payload, will);
      g_byte_array_append (bytes, (const guint8 *) tail, sizeof tail - 1);

      sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
      feed (ring, TRUE, 1, bytes->data, bytes->len);
      assert_no_secret (ring);
    }
}

/* ---- A reader beside the writer ---- */

#define N_CONCURRENT 200000

/* What a packet holds is told by its serial. */
static gpointer
write_worker (gpointer data)
{
  SondePacketRing *ring = data;
  guint8           bytes[300];

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  for (guint i = 0; i < N_CONCURRENT; i++)
    {
      SondePacket packet = { .type = SONDE_PACKET_PUBLISH, .size = 2 + i % 100, .body = bytes + 2 };

      memset (bytes, i & 0xff, sizeof bytes);
      packet.body_size = packet.body_total = packet.size - 2;
      sonde_packet_ring_append (ring, &packet, i & 1, i);
    }

  return NULL;
}

static void
check_chunk (SondePacketChunk *chunk,
             guint             from)
{
  for (guint n = from; n < sonde_packet_chunk_get_count (chunk); n++)
    {
      const SondePacketRecord *record = sonde_packet_chunk_get_record (chunk, n);
      const guint8            *bytes = sonde_packet_chunk_get_bytes (chunk, record);
      guint                    serial = chunk->first_serial + n;

      g_assert_cmpint (record->monotonic, ==, serial);
      g_assert_cmpuint (record->outgoing, ==, serial & 1);
      g_assert_cmpuint (record->kept, ==, 2 + serial % 100);
      for (guint i = 0; i < record->kept; i++)
        g_assert_cmpuint (bytes[i], ==, serial & 0xff);
    }
}

static void
test_reader_beside_writer (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  GThread *thread = g_thread_new ("writer", write_worker, ring);
  guint64  end = 0;

  while (end < N_CONCURRENT)
    {
      guint64 first;
      g_autoptr (GPtrArray) chunks = sonde_packet_ring_list_chunks (ring, &first);

      for (guint i = 0; i < chunks->len; i++)
        {
          SondePacketChunk *chunk = chunks->pdata[i];

          /* Without a gap */
          if (i > 0)
            g_assert_cmpuint (chunk->first_serial, ==, end);
          check_chunk (chunk, 0);
          end = chunk->first_serial + sonde_packet_chunk_get_count (chunk);
          if (i + 1 < chunks->len)
            g_assert_cmpuint (((SondePacketChunk *) chunks->pdata[i + 1])->first_serial, ==, end);
        }
    }
  g_thread_join (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/packet-ring/records", test_records);
  g_test_add_func ("/packet-ring/cut", test_cut);
  g_test_add_func ("/packet-ring/bounded", test_bounded);
  g_test_add_func ("/packet-ring/clear", test_clear);
  g_test_add_func ("/packet-ring/attempts", test_attempts);
  g_test_add_func ("/packet-ring/attempts-are-bounded", test_attempts_are_bounded);
  g_test_add_func ("/packet-ring/secrets", test_secrets);
  g_test_add_func ("/packet-ring/secret-at-the-cut", test_secret_at_the_cut);
  g_test_add_func ("/packet-ring/reader-beside-writer", test_reader_beside_writer);

  return g_test_run ();
}
