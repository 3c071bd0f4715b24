/* bench-repeat.c: how evenly a repeat sends, no window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-repeat PORT INTERVAL_MS COUNT: connects, sends 100 bytes again and again, and prints of the
 * times between messages, as the network thread handed them over: {"sent": n, "skipped": n,
 * "mean_ms": n, "jitter_ms": mean distance from the interval, "p99_ms": 99% are within it}
 */

#include <signal.h>
#include <sonde-mosquitto-transport.h>
#include <sonde-session.h>
#include <stdlib.h>

#define PAYLOAD_SIZE 100
#define US_PER_MS 1000

typedef struct
{
  guint64  serial; /* the next to look at */
  gint64   last_at;
  GArray  *gaps; /* µs */
  gboolean done;
  guint64  n_sent;
  guint64  n_skipped;
} Times;

static void
messages_cb (Times        *times,
             SondeSegment *segment,
             guint         n)
{
  guint64 end = segment->first_serial + n;

  for (guint64 serial = MAX (times->serial, segment->first_serial); serial < end; serial++)
    {
      const SondeRecord *record = sonde_segment_get_record (segment, serial - segment->first_serial);
      gint64             at = segment->began_at + record->time;
      gint64             gap = at - times->last_at;

      if (sonde_record_get_kind (record) != SONDE_MESSAGE_SENT)
        continue;
      if (times->last_at != 0)
        g_array_append_val (times->gaps, gap);
      times->last_at = at;
    }
  times->serial = end;
}

static void
repeat_cb (Times                     *times,
           guint                      id,
           const SondeRepeatProgress *progress)
{
  times->done = progress->state >= SONDE_REPEAT_DONE;
  times->n_sent = progress->n_sent;
  times->n_skipped = progress->n_skipped;
}

static SondeSupplyAnswer
next_cb (gpointer       publish,
         guint64        number,
         SondeSupplied *supplied)
{
  supplied->publish = publish;

  return SONDE_SUPPLY_MESSAGE;
}

static void
free_cb (gpointer publish)
{
  sonde_publish_free (publish);
}

static const SondeSupplyFuncs funcs = { .next = next_cb, .free = free_cb };

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static void
print_figures (const Times *times,
               gint64       interval)
{
  g_autoptr (GArray) off = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 sum = 0;
  gint64 sum_off = 0;

  for (guint i = 0; i < times->gaps->len; i++)
    {
      gint64 gap = g_array_index (times->gaps, gint64, i);
      gint64 distance = ABS (gap - interval);

      sum += gap;
      sum_off += distance;
      g_array_append_val (off, distance);
    }
  g_array_sort (off, compare_numbers);
  g_print ("{\"sent\": %" G_GUINT64_FORMAT ", \"skipped\": %" G_GUINT64_FORMAT
           ", \"mean_ms\": %.4f, \"jitter_ms\": %.4f, \"p99_ms\": %.4f}\n",
           times->n_sent, times->n_skipped, (double) sum / off->len / US_PER_MS, (double) sum_off / off->len / US_PER_MS,
           (double) g_array_index (off, gint64, off->len * 99 / 100) / US_PER_MS);
}

static int
run (SondeSession *session,
     Times        *times,
     gint64        interval,
     guint64       count)
{
  g_autofree char *text = g_strnfill (PAYLOAD_SIZE, 'x');
  g_autoptr (GBytes) payload = g_bytes_new (text, PAYLOAD_SIZE);
  SondeRepeatOrder order = { &funcs, NULL, interval, count };

  while (sonde_session_get_state (session) != SONDE_STATE_ONLINE && sonde_session_get_error (session) == NULL)
    g_main_context_iteration (NULL, TRUE);

  order.supply = sonde_publish_new ("bench/repeat", payload, 0, FALSE);
  sonde_session_start_repeat (session, &order);
  while ((!times->done || times->gaps->len + 1 < times->n_sent) && sonde_session_get_error (session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (sonde_session_get_error (session) != NULL)
    {
      g_printerr ("%s\n", sonde_session_get_error (session)->message);
      return 1;
    }

  print_figures (times, interval);
  sonde_session_disconnect (session);
  while (sonde_session_get_state (session) != SONDE_STATE_IDLE)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SondeNetwork) network = sonde_network_new ();
  g_autoptr (SondeMosquittoTransport) transport = sonde_mosquitto_transport_new (network);
  g_autoptr (SondeSession) session = sonde_session_new (SONDE_TRANSPORT (transport));
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (gint64));
  Times times = { .gaps = gaps };

  if (argc < 4 || atoi (argv[2]) < 1 || atoi (argv[3]) < 2)
    {
      g_printerr ("bench-repeat PORT INTERVAL_MS COUNT\n");
      return 2;
    }

  signal (SIGPIPE, SIG_IGN);
  profile->port = atoi (argv[1]);
  g_signal_connect_swapped (session, "messages", G_CALLBACK (messages_cb), &times);
  g_signal_connect_swapped (session, "repeat", G_CALLBACK (repeat_cb), &times);
  sonde_session_connect (session, profile, NULL);

  return run (session, &times, (gint64) atoi (argv[2]) * US_PER_MS, atoi (argv[3]));
}
