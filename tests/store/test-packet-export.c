/* test-packet-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-packet-export"

#include "packet-feed.h"

#include <glib/gstdio.h>
#include <sonde-packet-export.h>
#include <string.h>

#define B(literal) literal, sizeof literal - 1

static const char connect[] = "\x10\x1f\0\4MQTT\5\xc2\0\x3c\0\0\1a\0\3bob\0\x0a"
                              "hidden-one";

typedef struct
{
  gboolean done;
  gboolean good;
  guint64  n_written;
  GError  *error;
} Outcome;

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Outcome *outcome = user_data;

  outcome->good = sonde_packet_export_finish (result, &outcome->n_written, &outcome->error);
  outcome->done = TRUE;
}

static void
run_export (SondePacketRing        *ring,
            const char             *path,
            SondePacketExportFormat format,
            Outcome                *outcome)
{
  g_autoptr (SondePacketList) list = sonde_packet_list_new (ring);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  while (sonde_packet_list_update (list))
    ;
  *outcome = (Outcome){ 0 };
  sonde_packet_export_async (ring, sonde_packet_list_dup_stretches (list), format, file, NULL, exported_cb, outcome);
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static char *
export_all (SondePacketRing        *ring,
            SondePacketExportFormat format,
            guint64                 n_expected,
            gsize                  *size)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-packets-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "export", NULL);
  char            *contents = NULL;
  Outcome          outcome;

  run_export (ring, path, format, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (outcome.good);
  g_assert_cmpuint (outcome.n_written, ==, n_expected);
  g_assert_true (g_file_get_contents (path, &contents, size, NULL));
  g_unlink (path);
  g_rmdir (folder);

  return contents;
}

static void
test_text (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autofree char *text = NULL;
  gsize            size;

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_5);
  packet_feed (ring, TRUE, 1, B (connect));
  packet_feed (ring, FALSE, 1501, B ("\x20\3\0\x87\0"));
  packet_feed (ring, FALSE, 3000, B ("\x30\6\0\1t\2\x7f\0"));

  text = export_all (ring, SONDE_PACKET_EXPORT_TEXT, 3, &size);
  g_assert_nonnull (strstr (text, "→  CONNECT  33 B\n"));
  g_assert_nonnull (strstr (text, "  Password: (hidden)  [3.1.3.6]\n"));
  g_assert_nonnull (strstr (text, "←  CONNACK  5 B  0x87 not authorized  1.5 ms\n"));
  g_assert_nonnull (strstr (text, "  Reason code: 0x87 (135) (not authorized)  [3.2.2.2]\n"));
  g_assert_nonnull (strstr (text, "  Malformed at byte 6: A property is unknown.\n"));
  g_assert_null (strstr (text, "hidden-one"));
}

/* ---- pcapng, read back block by block ---- */

typedef struct
{
  guint         n_packets;
  guint         n_sections, n_interfaces;
  guint32       next[2]; /* sequence numbers, by whether sent */
  const guint8 *last;    /* the last packet from its IP header on, */
  guint32       captured, original;
} Reading;

static guint32
get_32 (const guint8 *at)
{
  return at[0] | at[1] << 8 | at[2] << 16 | (guint32) at[3] << 24;
}

static guint32
get_big_32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

/* The sum of what has a good checksum in it is 0xffff. */
static guint16
sum_up (const guint8 *bytes,
        gsize         size,
        guint32       sum)
{
  for (gsize i = 0; i < size; i++)
    sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
  while (sum > 0xffff)
    sum = (sum >> 16) + (sum & 0xffff);

  return sum;
}

static void
read_packet (Reading      *reading,
             const guint8 *body)
{
  const guint8 *ip = body + 20;
  const guint8 *tcp = ip + 20;
  gboolean      sent = tcp[0] << 8 | tcp[1] ? (tcp[2] << 8 | tcp[3]) == 1883 : FALSE;
  guint32       payload;

  reading->captured = get_32 (body + 12);
  reading->original = get_32 (body + 16);
  reading->last = ip;
  payload = reading->original - 40;

  g_assert_cmpuint (ip[0], ==, 0x45);
  g_assert_cmpuint (ip[2] << 8 | ip[3], ==, reading->original);
  g_assert_cmpuint (sum_up (ip, 20, 0), ==, 0xffff);
  if (reading->captured == reading->original)
    g_assert_cmpuint (sum_up (tcp, reading->captured - 20, sum_up (ip + 12, 8, 6 + 20 + payload)), ==, 0xffff);
  if (reading->next[sent] != 0)
    g_assert_cmpuint (get_big_32 (tcp + 4), ==, reading->next[sent]);
  reading->next[sent] = get_big_32 (tcp + 4) + payload;
  reading->n_packets++;
}

static void
read_capture (const char *contents,
              gsize       size,
              Reading    *reading)
{
  const guint8 *bytes = (const guint8 *) contents;
  guint32       length;

  *reading = (Reading){ 0 };
  for (gsize at = 0; at < size; at += length)
    {
      guint32 type = get_32 (bytes + at);

      length = get_32 (bytes + at + 4);
      g_assert_cmpuint (length % 4, ==, 0);
      g_assert_cmpuint (length, <=, size - at);
      g_assert_cmpuint (get_32 (bytes + at + length - 4), ==, length);
      reading->n_sections += type == 0x0a0d0d0a;
      reading->n_interfaces += type == 1;
      if (type == 6)
        read_packet (reading, bytes + at + 8);
    }
}

static void
begin (SondePacketRing *ring,
       gboolean         wrapped)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("192.0.2.1", 40123);
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string ("192.0.2.2", wrapped ? 8883 : 1883);

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_5);
  sonde_packet_ring_set_network (ring, local, remote, wrapped);
}

static void
test_capture (void)
{
  for (gboolean wrapped = FALSE; wrapped <= TRUE; wrapped++)
    {
      g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
      g_autofree char *contents = NULL;
      Reading          reading;
      gsize            size;

      begin (ring, wrapped);
      packet_feed (ring, TRUE, 1, B (connect));
      packet_feed (ring, FALSE, 2, B ("\x20\3\0\0\0"));
      packet_feed (ring, FALSE, 3, B ("\x30\5\0\1t\0x"));
      contents = export_all (ring, SONDE_PACKET_EXPORT_PCAPNG, 3, &size);
      read_capture (contents, size, &reading);

      g_assert_cmpuint (reading.n_sections, ==, 1);
      g_assert_cmpuint (reading.n_interfaces, ==, 1);
      g_assert_cmpuint (reading.n_packets, ==, 3);
      g_assert_cmpmem (reading.last + 40, reading.captured - 40, "\x30\5\0\1t\0x", 7);
      g_assert_cmpmem (reading.last + 12, 8, "\xc0\0\2\2\xc0\0\2\1", 8);
      g_assert_cmpmem (reading.last + 20, 4, "\x07\x5b\x9c\xbb", 4); /* 1883 → 40123 */
      g_assert_null (memmem (contents, size, B ("hidden-one")));
    }
}

/* A long packet goes in several of IP, of which only the beginning was captured. */
static void
test_cut_capture (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autofree guint8 *publish = g_malloc0 (200000);
  g_autofree char   *contents = NULL;
  Reading            reading;
  gsize              size;

  begin (ring, FALSE);
  packet_feed (ring, TRUE, 1, B (connect));
  memcpy (publish, "\x30\xbc\x9a\x0c\0\1t\0", 8); /* 199,996 bytes remain */
  packet_feed (ring, FALSE, 2, publish, 200000);
  packet_feed (ring, FALSE, 3, B ("\xd0\0"));
  contents = export_all (ring, SONDE_PACKET_EXPORT_PCAPNG, 3, &size);
  read_capture (contents, size, &reading);

  g_assert_cmpuint (reading.n_packets, ==, 1 + 4 + 1);
  g_assert_cmpuint (reading.next[FALSE], ==, 1 + 200000 + 2);
  g_assert_cmpuint (size, <, 30000);
}

/* The CONNECT, which tells the version, has left the ring: it is there all the same. */
static void
test_connect_in_capture (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autofree char     *contents = NULL;
  SondePacketRingState state;
  Reading              reading;
  gsize                size;

  begin (ring, FALSE);
  packet_feed (ring, TRUE, 1, B (connect));
  for (guint i = 0; i < 100000; i++)
    packet_feed (ring, FALSE, i, B ("\xd0\0"));
  sonde_packet_ring_get_state (ring, &state);
  contents = export_all (ring, SONDE_PACKET_EXPORT_PCAPNG, state.n_packets, &size);
  read_capture (contents, size, &reading);

  g_assert_cmpuint (state.n_discarded, >, 0);
  g_assert_cmpuint (reading.n_packets, ==, state.n_packets + 1);
  g_assert_nonnull (memmem (contents, size, B ("MQTT\5\xc2")));
  g_assert_null (memmem (contents, size, B ("hidden-one")));
}

static void
test_failure (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  Outcome outcome;

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_5);
  packet_feed (ring, FALSE, 1, B ("\xd0\0"));
  run_export (ring, "/proc/sonde.pcapng", SONDE_PACKET_EXPORT_PCAPNG, &outcome);
  g_assert_false (outcome.good);
  g_assert_nonnull (outcome.error);
  g_clear_error (&outcome.error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/packet-export/text", test_text);
  g_test_add_func ("/packet-export/capture", test_capture);
  g_test_add_func ("/packet-export/cut-capture", test_cut_capture);
  g_test_add_func ("/packet-export/connect-in-capture", test_connect_in_capture);
  g_test_add_func ("/packet-export/failure", test_failure);

  return g_test_run ();
}
