/* test-segment.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-segment"

#include <sonde-segment.h>
#include <string.h>

#define EPOCH G_GINT64_CONSTANT (1700000000000000)

/* A reader's shadow of what was flushed: segments in order, and how far each is read. */
typedef struct
{
  GPtrArray *segments;
  guint      last_count;
  guint64    n_records;
} Reader;

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      user_data)
{
  Reader *reader = user_data;

  if (reader->segments->len == 0 || g_ptr_array_index (reader->segments, reader->segments->len - 1) != segment)
    {
      g_assert_cmpuint (segment->first_serial, ==, reader->n_records);
      g_ptr_array_add (reader->segments, sonde_segment_ref (segment));
      reader->last_count = 0;
    }
  g_assert_cmpuint (count, >, reader->last_count);
  g_assert_cmpuint (count, ==, sonde_segment_get_count (segment));
  reader->n_records += count - reader->last_count;
  reader->last_count = count;
}

static Reader *
reader_new (void)
{
  Reader *reader = g_new0 (Reader, 1);

  reader->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_segment_unref);

  return reader;
}

static void
reader_free (Reader *reader)
{
  g_ptr_array_unref (reader->segments);
  g_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

static const SondeRecord *
find (Reader        *reader,
      guint64        serial,
      SondeSegment **segment)
{
  for (guint i = reader->segments->len; i > 0; i--)
    {
      *segment = g_ptr_array_index (reader->segments, i - 1);
      if ((*segment)->first_serial <= serial)
        return sonde_segment_get_record (*segment, serial - (*segment)->first_serial);
    }

  g_assert_not_reached ();
}

static void
assert_record (const SondeSegment *segment,
               const SondeRecord  *record,
               const SondeMessage *message)
{
  const SondeSegmentTopic *topic = sonde_segment_get_topic (segment, record);

  g_assert_cmpint (sonde_record_get_kind (record), ==, message->kind);
  g_assert_cmpuint (sonde_record_get_qos (record), ==, message->qos);
  g_assert_cmpint ((record->flags & SONDE_RECORD_RETAIN) != 0, ==, message->retain);
  g_assert_cmpint ((record->flags & SONDE_RECORD_DUP) != 0, ==, message->dup);
  g_assert_cmpuint (record->packet_id, ==, message->packet_id);
  g_assert_cmpint (segment->began_at + record->time, ==, message->time);
  g_assert_cmpmem (topic->name, topic->length, message->topic, message->topic_length);
  g_assert_cmpint (topic->name[topic->length], ==, '\0');
  g_assert_cmpuint ((gsize) topic % 4, ==, 0);
  g_assert_cmpmem (sonde_segment_get_payload (segment, record), record->payload_size, message->payload, message->payload_size);
  g_assert_cmpmem (sonde_segment_get_properties (segment, record), record->properties_size, message->properties, message->properties_size);
}

static void
test_one_message (void)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (Reader) reader = reader_new ();
  SondeMessage message = {
    .kind = SONDE_MESSAGE_SENT,
    .topic = "a/b",
    .topic_length = 3,
    .payload = "hello",
    .payload_size = 5,
    .properties = "\x01\x01",
    .properties_size = 2,
    .time = EPOCH,
    .packet_id = 65535,
    .qos = 2,
    .retain = TRUE,
    .dup = TRUE,
  };
  SondeSegment *segment;

  g_assert_false (sonde_segment_writer_flush (writer, progress_cb, reader));
  g_assert_cmpuint (sonde_segment_writer_append (writer, &message), ==, 0);
  g_assert_true (sonde_segment_writer_flush (writer, progress_cb, reader));
  g_assert_false (sonde_segment_writer_flush (writer, progress_cb, reader));
  assert_record (reader->segments->pdata[0], find (reader, 0, &segment), &message);
  g_assert_cmpuint (sonde_segment_get_cost (segment), >=, 64 * 1024);

  g_assert_cmpuint (sonde_segment_writer_append (writer, &message), ==, 1);
  g_assert_true (sonde_segment_writer_flush (writer, progress_cb, reader));
  g_assert_cmpuint (reader->segments->len, ==, 1);
}

static void
test_empty_message (void)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (Reader) reader = reader_new ();
  SondeMessage  message = { .kind = SONDE_MESSAGE_EVENT, .time = EPOCH };
  SondeSegment *segment;

  for (guint i = 0; i < 3; i++)
    sonde_segment_writer_append (writer, &message);
  sonde_segment_writer_flush (writer, progress_cb, reader);
  assert_record (reader->segments->pdata[0], find (reader, 2, &segment), &message);
}

/* Segments grow, and a payload too large for any gets one that fits it. */
static void
test_capacities (void)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (Reader) reader = reader_new ();
  g_autofree char *payload = g_malloc0 (10 * 1000 * 1000);
  SondeMessage     message = { .topic = "t", .topic_length = 1, .payload = payload, .time = EPOCH };
  const gsize      expected[] = { 64, 128, 256, 512, 1024, 1024 };

  message.payload_size = 1000;
  for (guint i = 0; i < 3000; i++)
    sonde_segment_writer_append (writer, &message);
  message.payload_size = 10 * 1000 * 1000;
  sonde_segment_writer_append (writer, &message);
  message.payload_size = 1;
  sonde_segment_writer_append (writer, &message);
  sonde_segment_writer_flush (writer, progress_cb, reader);

  g_assert_cmpuint (reader->segments->len, ==, G_N_ELEMENTS (expected) + 2);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (((SondeSegment *) reader->segments->pdata[i])->capacity, ==, expected[i] * 1024);
  g_assert_cmpuint (((SondeSegment *) reader->segments->pdata[6])->capacity, <, 10 * 1000 * 1000 + 64);
  g_assert_cmpuint (((SondeSegment *) reader->segments->pdata[6])->count, ==, 1);
  g_assert_cmpuint (((SondeSegment *) reader->segments->pdata[7])->capacity, ==, 1024 * 1024);
}

/* What a record cannot say as time since the segment began starts a new one. */
static void
test_time (void)
{
  static const struct
  {
    gint64 time;
    guint  n_segments;
  } steps[] = {
    /* clang-format off */
    { EPOCH, 1 },
    { EPOCH + 5, 1 },
    { EPOCH + 5, 1 },
    { EPOCH + 4, 2 }, /* the clock was set back */
    { EPOCH + 4 + G_MAXUINT32, 2 },
    { EPOCH + 5 + G_MAXUINT32, 3 }, /* 71 minutes */
    /* clang-format on */
  };
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (Reader) reader = reader_new ();

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      SondeMessage  message = { .topic = "t", .topic_length = 1, .time = steps[i].time };
      SondeSegment *segment;

      g_assert_cmpuint (sonde_segment_writer_append (writer, &message), ==, i);
      sonde_segment_writer_flush (writer, progress_cb, reader);
      g_assert_cmpuint (reader->segments->len, ==, steps[i].n_segments);
      assert_record (reader->segments->pdata[steps[i].n_segments - 1], find (reader, i, &segment), &message);
    }
}

static void
test_topics_are_shared (void)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (Reader) reader = reader_new ();
  SondeSegment *segment;
  guint         numbers[300];

  for (guint i = 0; i < 900; i++)
    {
      g_autofree char *topic = g_strdup_printf ("topic/%u", i % 300);
      SondeMessage     message = { .topic = topic, .topic_length = strlen (topic), .time = EPOCH };

      sonde_segment_writer_append (writer, &message);
    }
  sonde_segment_writer_flush (writer, progress_cb, reader);
  g_assert_cmpuint (reader->segments->len, ==, 1);

  for (guint i = 0; i < 900; i++)
    {
      const SondeRecord *record = find (reader, i, &segment);

      if (i < 300)
        numbers[i] = sonde_segment_get_topic (segment, record)->number;
      g_assert_cmpuint (sonde_segment_get_topic (segment, record)->number, ==, numbers[i % 300]);
      g_assert_cmpuint (record->topic, ==, find (reader, i % 300, &segment)->topic);
      if (i < 300)
        g_assert_cmpuint (numbers[i], ==, i);
    }
}

/* ---- A property: what was written is read, whatever it is ---- */

typedef struct
{
  SondeMessage message;
  char        *topic;
  guint8      *payload;
  guint8      *properties;
} Sample;

static guint8 *
random_bytes (gsize size)
{
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = g_test_rand_int ();

  return bytes;
}

static gsize
random_size (void)
{
  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      return 0;
    case 1:
      return g_test_rand_int_range (0, 70000);
    case 2:
      return g_test_rand_int_range (1000, 3000);
    default:
      return g_test_rand_int_range (0, 200);
    }
}

static Sample *
sample_new (gint64 time)
{
  Sample       *sample = g_new0 (Sample, 1);
  SondeMessage *message = &sample->message;

  message->kind = g_test_rand_int_range (0, 3);
  message->topic_length = g_test_rand_int_range (0, 3) == 0 ? random_size () % 65536 : (gsize) g_test_rand_int_range (0, 3);
  message->payload_size = random_size ();
  message->properties_size = g_test_rand_bit () ? 0 : random_size ();
  message->topic = sample->topic = (char *) random_bytes (message->topic_length);
  message->payload = sample->payload = random_bytes (message->payload_size);
  message->properties = sample->properties = random_bytes (message->properties_size);
  message->packet_id = g_test_rand_int ();
  message->qos = g_test_rand_int_range (0, 3);
  message->retain = g_test_rand_bit ();
  message->dup = g_test_rand_bit ();
  message->time = time;

  return sample;
}

static void
sample_free (gpointer data)
{
  Sample *sample = data;

  g_free (sample->topic);
  g_free (sample->payload);
  g_free (sample->properties);
  g_free (sample);
}

static void
test_anything (void)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  g_autoptr (Reader) reader = reader_new ();
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (sample_free);
  gint64 time = EPOCH;

  for (guint i = 0; i < 3000; i++)
    {
      Sample *sample = sample_new (time += g_test_rand_int_range (-1, 50));

      g_ptr_array_add (samples, sample);
      g_assert_cmpuint (sonde_segment_writer_append (writer, &sample->message), ==, i);
      if (g_test_rand_int_range (0, 5) == 0)
        sonde_segment_writer_flush (writer, progress_cb, reader);
    }
  sonde_segment_writer_flush (writer, progress_cb, reader);

  g_assert_cmpuint (reader->n_records, ==, samples->len);
  for (guint i = 0; i < samples->len; i++)
    {
      Sample            *sample = samples->pdata[i];
      SondeSegment      *segment;
      const SondeRecord *record = find (reader, i, &segment);

      assert_record (segment, record, &sample->message);
    }
}

/* ---- A reader beside the writer ---- */

#define N_CONCURRENT 50000

static void
pass_on_cb (SondeSegment *segment,
            guint         count,
            gpointer      user_data)
{
  g_async_queue_push (user_data, sonde_segment_ref (segment));
}

/* Payload and topic are told by the serial. */
static gpointer
write_worker (gpointer data)
{
  g_autoptr (SondeSegmentWriter) writer = sonde_segment_writer_new ();
  guint8 payload[256];

  for (guint i = 0; i < N_CONCURRENT; i++)
    {
      char         topic[16];
      SondeMessage message = { .topic = topic, .payload = payload, .payload_size = i % 251, .time = EPOCH + i };

      message.topic_length = g_snprintf (topic, sizeof topic, "t/%u", i % 77);
      memset (payload, i & 0xff, sizeof payload);
      sonde_segment_writer_append (writer, &message);
      if (i % 100 == 99)
        sonde_segment_writer_flush (writer, pass_on_cb, data);
    }

  return NULL;
}

static void
check_concurrent (const SondeSegment *segment,
                  guint               index)
{
  const SondeRecord *record = sonde_segment_get_record (segment, index);
  const guint8      *payload = sonde_segment_get_payload (segment, record);
  guint              serial = segment->first_serial + index;
  char               topic[16];

  g_snprintf (topic, sizeof topic, "t/%u", serial % 77);
  g_assert_cmpstr (sonde_segment_get_topic (segment, record)->name, ==, topic);
  g_assert_cmpuint (record->payload_size, ==, serial % 251);
  for (guint i = 0; i < record->payload_size; i++)
    g_assert_cmpuint (payload[i], ==, serial & 0xff);
}

static void
test_reader_beside_writer (void)
{
  g_autoptr (GAsyncQueue) queue = g_async_queue_new_full ((GDestroyNotify) sonde_segment_unref);
  GThread *thread = g_thread_new ("writer", write_worker, queue);
  guint    next = 0;

  while (next < N_CONCURRENT)
    {
      g_autoptr (SondeSegment) segment = g_async_queue_pop (queue);

      /* As far as is published by now, which may be beyond what was flushed. */
      for (; next - segment->first_serial < sonde_segment_get_count (segment); next++)
        check_concurrent (segment, next - segment->first_serial);
    }
  g_thread_join (thread);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/segment/one-message", test_one_message);
  g_test_add_func ("/segment/empty-message", test_empty_message);
  g_test_add_func ("/segment/capacities", test_capacities);
  g_test_add_func ("/segment/time", test_time);
  g_test_add_func ("/segment/topics-are-shared", test_topics_are_shared);
  g_test_add_func ("/segment/anything", test_anything);
  g_test_add_func ("/segment/reader-beside-writer", test_reader_beside_writer);

  return g_test_run ();
}
