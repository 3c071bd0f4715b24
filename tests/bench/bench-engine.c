/* bench-engine.c: messages a second from a socket to the main thread, no window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-engine PORT COUNT [FILTER [record]]: connects, subscribes, counts, prints the rate;
 * recording every packet when told so.
 */

#include <signal.h>
#include <sonde-mosquitto-transport.h>
#include <sonde-session.h>
#include <stdlib.h>

typedef struct
{
  guint64 n;
  guint64 seen; /* records of the current segment */
  gint64  began;
  guint   n_letters;
  guint64 serial;
} Count;

static void
messages_cb (Count        *count,
             SondeSegment *segment,
             guint         n)
{
  guint64 end = segment->first_serial + n;

  for (guint64 serial = MAX (count->serial, segment->first_serial); serial < end; serial++)
    if (sonde_record_get_kind (sonde_segment_get_record (segment, serial - segment->first_serial)) == SONDE_MESSAGE_RECEIVED)
      {
        if (count->n == 0)
          count->began = g_get_monotonic_time ();
        count->n++;
      }
  count->serial = end;
  count->n_letters++;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SondeNetwork) network = sonde_network_new ();
  g_autoptr (SondePacketRing) packets = argc > 4 ? sonde_packet_ring_new (SONDE_PACKET_RING_SIZE) : NULL;
  g_autoptr (SondeMosquittoTransport) transport = sonde_mosquitto_transport_new_recording (network, packets);
  g_autoptr (SondeSession) session = sonde_session_new (SONDE_TRANSPORT (transport));
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  Count   count = { 0 };
  guint64 wanted;
  double  seconds;
  g_auto (SondeSubscribeOptions) options = { 0 };

  if (argc < 3)
    {
      g_printerr ("bench-engine PORT COUNT [FILTER [record]]\n");
      return 2;
    }

  signal (SIGPIPE, SIG_IGN);
  profile->port = atoi (argv[1]);
  profile->version = SONDE_MQTT_3_1_1;
  wanted = g_ascii_strtoull (argv[2], NULL, 10);
  sonde_subscribe_options_init (&options, 0);
  sonde_session_subscribe (session, argc > 3 ? argv[3] : "#", &options);
  g_signal_connect_swapped (session, "messages", G_CALLBACK (messages_cb), &count);

  sonde_session_connect (session, profile, NULL);
  while (count.n < wanted)
    {
      g_main_context_iteration (NULL, TRUE);
      if (sonde_session_get_error (session) != NULL)
        {
          g_printerr ("%s\n", sonde_session_get_error (session)->message);
          return 1;
        }
    }

  seconds = (g_get_monotonic_time () - count.began) / 1e6;
  g_print ("%" G_GUINT64_FORMAT " messages in %.3f s: %.0f a second, %u letters\n", count.n, seconds, count.n / seconds, count.n_letters);
  sonde_session_disconnect (session);
  while (sonde_session_get_state (session) != SONDE_STATE_IDLE)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
