/* test-filter-events.c: what the broker says of topic filters, as rows of the log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-filter-events.h"

#include <string.h>

typedef struct
{
  SondeMailbox      *mailbox;
  SondeDelivery     *delivery;
  SondeFilterEvents *events;
  GString           *rows; /* what the records say, one a line */
  guint              n_read;
} Fixture;

static void
letter_cb (gpointer letter,
           gpointer user_data)
{
  SondeTransportEvent *event = letter;
  Fixture             *fixture = user_data;

  g_assert_cmpint (event->type, ==, SONDE_TRANSPORT_MESSAGES);
  for (; fixture->n_read < event->count; fixture->n_read++)
    {
      const SondeRecord *record = sonde_segment_get_record (event->segment, fixture->n_read);

      g_assert_cmpint (sonde_record_get_kind (record), ==, SONDE_MESSAGE_EVENT);
      g_string_append_printf (fixture->rows, "%u %s %u %.*s\n", record->packet_id,
                              sonde_segment_get_topic (event->segment, record)->name, sonde_record_get_qos (record),
                              (int) record->payload_size, sonde_segment_get_payload (event->segment, record));
    }
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->rows = g_string_new (NULL);
  fixture->mailbox = sonde_mailbox_new (NULL, letter_cb, fixture, (GDestroyNotify) sonde_transport_event_free);
  fixture->delivery = sonde_delivery_new (fixture->mailbox);
  fixture->events = sonde_filter_events_new (fixture->delivery);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_filter_events_free (fixture->events);
  sonde_delivery_free (fixture->delivery);
  sonde_mailbox_close (fixture->mailbox);
  sonde_mailbox_unref (fixture->mailbox);
  g_string_free (fixture->rows, TRUE);
}

static SondePacket
make_packet (SondePacketType type,
             const char     *body,
             gsize           size)
{
  return (SondePacket){ .type = type, .size = size + 2, .body = (const guint8 *) body, .body_size = size, .body_total = size };
}

/* The bytes of a string constant, without its NUL */
#define PACKET(type, body) make_packet (type, body, sizeof body - 1)

static gboolean
give_up_cb (gpointer user_data)
{
  g_error ("The rows do not come");

  return G_SOURCE_REMOVE;
}

/* What is reported after the end of what was expected would come before the last of it. */
static void
assert_rows (Fixture    *fixture,
             const char *expected)
{
  guint give_up = g_timeout_add_seconds (20, give_up_cb, NULL);

  while (fixture->rows->len < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (give_up);
  g_assert_cmpstr (fixture->rows->str, ==, expected);
}

/* One packet of several filters makes a row for each, in its order. */
static void
test_several (Fixture      *fixture,
              gconstpointer data)
{
  SondePacket subscribe = PACKET (SONDE_PACKET_SUBSCRIBE, "\0\7\0\0\1a\1\0\3b/#\2\0\1c\0");
  SondePacket suback = PACKET (SONDE_PACKET_SUBACK, "\0\7\0\1\x87\0");
  SondePacket unsubscribe = PACKET (SONDE_PACKET_UNSUBSCRIBE, "\0\x8\0\0\1a\0\3b/#\0\1c");
  SondePacket unsuback = PACKET (SONDE_PACKET_UNSUBACK, "\0\x8\0\0\x11\x83");

  sonde_filter_events_ask (fixture->events, &subscribe, SONDE_MQTT_5);
  sonde_filter_events_answer (fixture->events, &suback, SONDE_MQTT_5, 0);
  sonde_filter_events_ask (fixture->events, &unsubscribe, SONDE_MQTT_5);
  sonde_filter_events_answer (fixture->events, &unsuback, SONDE_MQTT_5, 0);
  sonde_filter_events_write (fixture->events, 0);
  assert_rows (fixture,
               "4 a 1 \n5 b/# 0 not authorized\n4 c 0 \n"
               "6 a 0 \n6 b/# 0 \n7 c 0 implementation specific error\n");
}

static void
test_version_3 (Fixture      *fixture,
                gconstpointer data)
{
  SondePacket subscribe = PACKET (SONDE_PACKET_SUBSCRIBE, "\0\1\0\1a\2\0\1b\2");
  SondePacket suback = PACKET (SONDE_PACKET_SUBACK, "\0\1\2\x80");
  SondePacket unsubscribe = PACKET (SONDE_PACKET_UNSUBSCRIBE, "\0\2\0\1a");
  SondePacket unsuback = PACKET (SONDE_PACKET_UNSUBACK, "\0\2");

  sonde_filter_events_ask (fixture->events, &subscribe, SONDE_MQTT_3_1_1);
  sonde_filter_events_answer (fixture->events, &suback, SONDE_MQTT_3_1_1, 0);
  sonde_filter_events_ask (fixture->events, &unsubscribe, SONDE_MQTT_3_1_1);
  sonde_filter_events_answer (fixture->events, &unsuback, SONDE_MQTT_3_1_1, 0);
  sonde_filter_events_write (fixture->events, 0);
  assert_rows (fixture, "4 a 2 \n5 b 0 failure\n6 a 0 \n");
}

/* Not before the messages that came before it; what is left at the end. */
static void
test_waits (Fixture      *fixture,
            gconstpointer data)
{
  SondePacket first = PACKET (SONDE_PACKET_SUBSCRIBE, "\0\1\0\1a\0");
  SondePacket second = PACKET (SONDE_PACKET_SUBSCRIBE, "\0\2\0\1b\0");
  SondePacket first_answer = PACKET (SONDE_PACKET_SUBACK, "\0\1\0");
  SondePacket second_answer = PACKET (SONDE_PACKET_SUBACK, "\0\2\0");

  sonde_filter_events_ask (fixture->events, &first, SONDE_MQTT_3_1_1);
  sonde_filter_events_ask (fixture->events, &second, SONDE_MQTT_3_1_1);
  sonde_filter_events_answer (fixture->events, &second_answer, SONDE_MQTT_3_1_1, 5);
  sonde_filter_events_answer (fixture->events, &first_answer, SONDE_MQTT_3_1_1, 6);
  sonde_filter_events_write (fixture->events, 4);
  g_assert_cmpuint (fixture->rows->len, ==, 0);
  sonde_filter_events_write (fixture->events, 5);
  assert_rows (fixture, "4 b 0 \n");
  sonde_filter_events_end (fixture->events);
  assert_rows (fixture, "4 b 0 \n4 a 0 \n");
}

/* An answer to nothing, a packet that breaks off, one code too few or too many: no row, no harm. */
static void
test_malformed (Fixture      *fixture,
                gconstpointer data)
{
  SondePacket cut = PACKET (SONDE_PACKET_SUBSCRIBE, "\0\3\0\1a\0\0\5b/");
  SondePacket none = PACKET (SONDE_PACKET_SUBSCRIBE, "\0");
  SondePacket two = PACKET (SONDE_PACKET_SUBSCRIBE, "\0\4\0\1x\0\0\1y\0");
  SondePacket answer = PACKET (SONDE_PACKET_SUBACK, "\0\3\0\0\0");
  SondePacket short_answer = PACKET (SONDE_PACKET_SUBACK, "\0\4\0");

  sonde_filter_events_answer (fixture->events, &answer, SONDE_MQTT_3_1_1, 0);
  sonde_filter_events_ask (fixture->events, &cut, SONDE_MQTT_3_1_1);
  sonde_filter_events_ask (fixture->events, &none, SONDE_MQTT_3_1_1);
  sonde_filter_events_ask (fixture->events, &two, SONDE_MQTT_3_1_1);
  g_assert_false (sonde_filter_events_answer (fixture->events, &answer, SONDE_MQTT_3_1_1, 0));
  g_assert_false (sonde_filter_events_answer (fixture->events, &short_answer, SONDE_MQTT_3_1_1, 0));
  sonde_filter_events_end (fixture->events);
  assert_rows (fixture, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/filter-events/several", Fixture, NULL, set_up, test_several, tear_down);
  g_test_add ("/filter-events/version-3", Fixture, NULL, set_up, test_version_3, tear_down);
  g_test_add ("/filter-events/waits", Fixture, NULL, set_up, test_waits, tear_down);
  g_test_add ("/filter-events/malformed", Fixture, NULL, set_up, test_malformed, tear_down);

  return g_test_run ();
}
