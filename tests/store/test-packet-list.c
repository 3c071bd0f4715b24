/* test-packet-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "test-packet-list"

#include "packet-feed.h"

#include <sonde-packet-list.h>

#define B(literal) literal, sizeof literal - 1

/* A view's shadow of the list, kept by its signals alone. */
static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n_items)
{
  g_assert_cmpuint (position + removed, <=, *n_items);
  *n_items += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, *n_items);
}

static void
update (SondePacketList *list)
{
  while (sonde_packet_list_update (list))
    ;
}

/* "exchange/answer" of each; "-" for none */
static char *
print_notes (SondePacketList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (SondePacketItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      const SondePacketNote *note = sonde_packet_item_get_note (item);

      if (note->answer == SONDE_PACKET_NO_ANSWER)
        g_string_append_printf (text, "%s%u/-", i > 0 ? " " : "", note->exchange);
      else
        g_string_append_printf (text, "%s%u/%u", i > 0 ? " " : "", note->exchange, note->answer);
    }

  return g_string_free (text, FALSE);
}

/* clang-format off */

typedef struct
{
  gboolean    outgoing;
  const char *bytes;
  gsize       size;
} Step;

/* Each packet comes 10 µs after the one before. */
static const struct
{
  SondeMqttVersion version;
  const char      *expected;
  Step             steps[10];
} exchanges[] = {
  { 4, "1/- 1/10", { { TRUE, B ("\x10\x0d\0\4MQTT\4\2\0\x3c\0\1a") }, { FALSE, B ("\x20\2\0\0") } } },
  { 4, "1/- 1/10 2/- 2/10",
    { { TRUE, B ("\x82\6\0\1\0\1a\1") }, { FALSE, B ("\x90\3\0\1\1") }, { TRUE, B ("\xa2\5\0\1\0\1a") }, { FALSE, B ("\xb0\2\0\1") } } },
  { 4, "1/- 1/10", { { TRUE, B ("\xc0\0") }, { FALSE, B ("\xd0\0") } } },
  /* QoS 0 belongs to nothing; QoS 1 */
  { 4, "0/- 1/- 1/10", { { TRUE, B ("\x30\3\0\1a") }, { TRUE, B ("\x32\5\0\1a\0\1") }, { FALSE, B ("\x40\2\0\1") } } },
  /* QoS 2, both ways with one id, interleaved */
  { 4, "1/- 2/- 1/20 2/20 1/20 2/20 1/20 2/20",
    { { TRUE, B ("\x34\5\0\1a\0\7") }, { FALSE, B ("\x34\5\0\1b\0\7") }, { FALSE, B ("\x50\2\0\7") }, { TRUE, B ("\x50\2\0\7") },
      { TRUE, B ("\x62\2\0\7") }, { FALSE, B ("\x62\2\0\7") }, { FALSE, B ("\x70\2\0\7") }, { TRUE, B ("\x70\2\0\7") } } },
  /* The id is used again */
  { 4, "1/- 1/10 2/- 2/10",
    { { TRUE, B ("\x32\5\0\1a\0\1") }, { FALSE, B ("\x40\2\0\1") }, { TRUE, B ("\x32\5\0\1a\0\1") }, { FALSE, B ("\x40\2\0\1") } } },
  /* A refused QoS 2 is over with its PUBREC */
  { 5, "1/- 1/10 2/-",
    { { TRUE, B ("\x34\6\0\1a\0\7\0") }, { FALSE, B ("\x50\3\0\7\x87") }, { TRUE, B ("\x34\6\0\1a\0\7\0") } } },
  /* Over a reconnect with the session present; a second PUBREL */
  { 4, "1/- 1/10 1/10 2/- 2/10 1/- 1/10",
    { { TRUE, B ("\x34\5\0\1a\0\7") }, { FALSE, B ("\x50\2\0\7") }, { TRUE, B ("\x62\2\0\7") },
      { TRUE, B ("\x10\x0d\0\4MQTT\4\0\0\x3c\0\1a") }, { FALSE, B ("\x20\2\1\0") }, { TRUE, B ("\x62\2\0\7") }, { FALSE, B ("\x70\2\0\7") } } },
  { 4, "1/- 2/- 2/10 1/- 1/10",
    { { TRUE, B ("\x32\5\0\1a\0\1") }, { TRUE, B ("\x10\x0d\0\4MQTT\4\0\0\x3c\0\1a") }, { FALSE, B ("\x20\2\1\0") },
      { TRUE, B ("\x3a\5\0\1a\0\1") }, { FALSE, B ("\x40\2\0\1") } } },
  /* Without the session it is forgotten */
  { 4, "1/- 2/- 2/10 3/-",
    { { TRUE, B ("\x32\5\0\1a\0\1") }, { TRUE, B ("\x10\x0d\0\4MQTT\4\2\0\x3c\0\1a") }, { FALSE, B ("\x20\2\0\0") },
      { FALSE, B ("\x40\2\0\1") } } },
  /* The beginning is not recorded any more */
  { 4, "1/- 1/10 1/10", { { FALSE, B ("\x50\2\0\7") }, { TRUE, B ("\x62\2\0\7") }, { FALSE, B ("\x70\2\0\7") } } },
};

static const struct
{
  SondePacketFilter filter;
  const char       *expected; /* serials */
} filters[] = {
  { { 0 }, "0 1 2 3 4 5 6" },
  { { .type = SONDE_PACKET_PUBLISH }, "4 6" },
  { { .packet_id = 1 }, "2 3" },
  { { .packet_id = 7 }, "4 5" },
  { { .exchange = 3 }, "4 5" },
  { { .topic = "a/+/c" }, "4" },
  { { .topic = "#" }, "2 4 6" },
  { { .topic = "b/c" }, "4" },
  { { .topic = "other" }, "2" }, /* the second filter of a SUBSCRIBE */
  { { .topic = "a+" }, "" },
  { { .topic = "x" }, "6" },
  { { .type = SONDE_PACKET_PUBLISH, .topic = "x" }, "6" },
  { { .type = SONDE_PACKET_PUBACK, .topic = "x" }, "" },
};

/* clang-format on */

static void
test_exchanges (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
      g_autoptr (SondePacketList) list = sonde_packet_list_new (ring);
      g_autofree char *text = NULL;

      sonde_packet_ring_begin_attempt (ring, exchanges[i].version);
      for (guint n = 0; n < G_N_ELEMENTS (exchanges[i].steps) && exchanges[i].steps[n].bytes != NULL; n++)
        packet_feed (ring, exchanges[i].steps[n].outgoing, 1000 + 10 * n, exchanges[i].steps[n].bytes, exchanges[i].steps[n].size);
      update (list);
      text = print_notes (list);

      g_test_message ("exchange %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (text, ==, exchanges[i].expected);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autoptr (SondePacketList) list = sonde_packet_list_new (ring);

  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_5);
  g_assert_cmpint (sonde_packet_list_get_round_trip (list), ==, -1);
  packet_feed (ring, TRUE, 100, B ("\xc0\0"));
  packet_feed (ring, FALSE, 1300, B ("\xd0\0"));
  update (list);
  g_assert_cmpint (sonde_packet_list_get_round_trip (list), ==, 1200);
}

static void
feed_some (SondePacketRing *ring)
{
  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  packet_feed (ring, TRUE, 1, B ("\x10\x0d\0\4MQTT\4\2\0\x3c\0\1a"));
  packet_feed (ring, FALSE, 2, B ("\x20\2\0\0"));
  packet_feed (ring, TRUE, 3, B ("\x82\x0e\0\1\0\1b\1\0\5other\1"));
  packet_feed (ring, FALSE, 4, B ("\x90\4\0\1\1\1"));
  packet_feed (ring, FALSE, 5, B ("\x32\x09\0\5a/b/c\0\7"));
  packet_feed (ring, TRUE, 6, B ("\x40\2\0\7"));
  packet_feed (ring, FALSE, 7, B ("\x30\3\0\1x"));
}

static char *
print_serials (SondePacketList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (SondePacketItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      guint64 serial = sonde_packet_item_get_serial (item);
      guint   position;

      g_assert_true (sonde_packet_list_get_position (list, serial, &position));
      g_assert_cmpuint (position, ==, i);
      g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "", serial);
    }

  return g_string_free (text, FALSE);
}

static void
test_filters (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autoptr (SondePacketList) list = sonde_packet_list_new (ring);
  guint n_items = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &n_items);
  feed_some (ring);
  update (list);
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autofree char *text = NULL;

      g_test_message ("filter %" G_GSIZE_FORMAT, i);
      sonde_packet_list_set_filter (list, &filters[i].filter);
      update (list);
      text = print_serials (list);
      g_assert_cmpstr (text, ==, filters[i].expected);
    }
}

/* As much as comes, and as it is read or not: the list is what the ring keeps. */
static void
test_bounded (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autoptr (SondePacketList) list = sonde_packet_list_new (ring);
  const SondePacketFilter publishes = { .type = SONDE_PACKET_PUBLISH };
  guint                   n_items = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &n_items);
  sonde_packet_ring_begin_attempt (ring, SONDE_MQTT_3_1_1);
  for (guint i = 0; i < 200000; i++)
    {
      SondePacketRingState     state;
      const SondePacketFilter *filter = i / 1000 % 3 == 0 ? &publishes : NULL;

      if (i % 2 == 0)
        packet_feed (ring, FALSE, i, B ("\x30\3\0\1x"));
      else
        packet_feed (ring, FALSE, i, B ("\xd0\0"));
      /* Now often, now seldom: more than the ring holds may pass between. */
      if (i % (i < 100000 ? 97 : 61003) != 0)
        continue;

      sonde_packet_list_set_filter (list, filter);
      update (list);
      sonde_packet_ring_get_state (ring, &state);
      g_assert_cmpuint (n_items, >=, (filter != NULL ? (state.n_packets - 1) / 2 : state.n_packets));
      g_assert_cmpuint (n_items, <=, (filter != NULL ? (state.n_packets + 1) / 2 : state.n_packets));
    }
}

static void
test_clear (void)
{
  g_autoptr (SondePacketRing) ring = sonde_packet_ring_new (1);
  g_autoptr (SondePacketList) list = sonde_packet_list_new (ring);
  g_autoptr (SondePacketItem) kept = NULL;
  g_autofree char *text = NULL;
  guint            n_items = 0;

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &n_items);
  feed_some (ring);
  update (list);
  kept = g_list_model_get_item (G_LIST_MODEL (list), 4);
  sonde_packet_ring_clear (ring);
  update (list);
  g_assert_cmpuint (n_items, ==, 0);
  g_assert_cmpuint (sonde_packet_item_get_bytes (kept)[0], ==, 0x32);

  packet_feed (ring, FALSE, 8, B ("\xd0\0"));
  update (list);
  text = print_serials (list);
  g_assert_cmpstr (text, ==, "7");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/packet-list/exchanges", test_exchanges);
  g_test_add_func ("/packet-list/round-trip", test_round_trip);
  g_test_add_func ("/packet-list/filters", test_filters);
  g_test_add_func ("/packet-list/bounded", test_bounded);
  g_test_add_func ("/packet-list/clear", test_clear);

  return g_test_run ();
}
