/* test-statistics.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-statistics.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define START (4711 * SECOND)

typedef struct
{
  SondeSegmentWriter *writer;
  SondeStatistics     statistics;
  gint64              now;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->writer = sonde_segment_writer_new ();
  fixture->now = START;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_segment_writer_free (fixture->writer);
}

static void
count_cb (SondeSegment *segment,
          guint         count,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  sonde_statistics_add (&fixture->statistics, segment, 0, count, fixture->now);
}

/* A segment of its own, so that what is counted begins at its first record. */
static void
add (Fixture         *fixture,
     SondeMessageKind kind,
     guint            n,
     gsize            size)
{
  g_autofree char *payload = g_malloc0 (size);
  SondeMessage     message = { .kind = kind, .topic = "t", .topic_length = 1, .payload = payload, .payload_size = size };

  sonde_segment_writer_free (fixture->writer);
  fixture->writer = sonde_segment_writer_new ();
  for (guint i = 0; i < n; i++)
    sonde_segment_writer_append (fixture->writer, &message);
  sonde_segment_writer_flush (fixture->writer, count_cb, fixture);
}

static void
assert_second (Fixture        *fixture,
               SondeTrafficWay way,
               guint           ago,
               guint64         messages,
               guint64         bytes)
{
  SondeTraffic traffic = sonde_statistics_get_second (&fixture->statistics, way, ago, fixture->now);

  g_assert_cmpuint (traffic.messages, ==, messages);
  g_assert_cmpuint (traffic.bytes, ==, bytes);
}

static void
test_ways (Fixture      *fixture,
           gconstpointer data)
{
  add (fixture, SONDE_MESSAGE_RECEIVED, 3, 10);
  add (fixture, SONDE_MESSAGE_SENT, 2, 7);
  add (fixture, SONDE_MESSAGE_EVENT, 5, 100);
  assert_second (fixture, SONDE_TRAFFIC_IN, 0, 0, 0); /* it is not over */

  fixture->now += SECOND;
  assert_second (fixture, SONDE_TRAFFIC_IN, 0, 3, 30);
  assert_second (fixture, SONDE_TRAFFIC_OUT, 0, 2, 14);
  g_assert_cmpuint (fixture->statistics.total[SONDE_TRAFFIC_IN].messages, ==, 3);
  g_assert_cmpuint (fixture->statistics.total[SONDE_TRAFFIC_IN].bytes, ==, 30);
  g_assert_cmpuint (fixture->statistics.total[SONDE_TRAFFIC_OUT].bytes, ==, 14);
}

/* Each second has its own count, as long as it is kept, and gaps have none. */
static void
test_seconds (Fixture      *fixture,
              gconstpointer data)
{
  for (guint i = 0; i < 2 * SONDE_STATISTICS_SECONDS; i++)
    {
      if (i % 3 != 0)
        add (fixture, SONDE_MESSAGE_RECEIVED, i % 7, 1);
      fixture->now += SECOND;
      for (guint ago = 0; ago < MIN (i + 1, SONDE_STATISTICS_SECONDS); ago++)
        {
          guint then = i - ago;

          assert_second (fixture, SONDE_TRAFFIC_IN, ago, then % 3 != 0 ? then % 7 : 0, then % 3 != 0 ? then % 7 : 0);
        }
    }

  /* After a long silence nothing of before is left. */
  fixture->now += 3 * SONDE_STATISTICS_SECONDS * SECOND;
  assert_second (fixture, SONDE_TRAFFIC_IN, 0, 0, 0);
  add (fixture, SONDE_MESSAGE_RECEIVED, 1, 1);
  fixture->now += SECOND;
  assert_second (fixture, SONDE_TRAFFIC_IN, 0, 1, 1);
  for (guint ago = 1; ago < SONDE_STATISTICS_SECONDS; ago++)
    assert_second (fixture, SONDE_TRAFFIC_IN, ago, 0, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/statistics/ways", Fixture, NULL, set_up, test_ways, tear_down);
  g_test_add ("/statistics/seconds", Fixture, NULL, set_up, test_seconds, tear_down);

  return g_test_run ();
}
