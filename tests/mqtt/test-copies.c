/* test-copies.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-copies.h"
#include "sonde-property-writer.h"
#include "sonde-topic.h"

#include <string.h>

#define OURS SONDE_OWN_SUBSCRIPTION_IDS

static void
subscribe (SondeCopies *copies,
           const char  *filter,
           guint32      id,
           gboolean     as_published)
{
  char *list[] = { (char *) filter, NULL };
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, 0);
  *(id >= OURS ? &options.own_id : &options.id) = id;
  options.retain_as_published = as_published;
  sonde_copies_subscribing (copies, list, &options);
}

/* @ids: at most 3, up to the first 0 */
static gboolean
comes (SondeCopies   *copies,
       const char    *topic,
       const char    *payload,
       gboolean       retain,
       const guint32 *ids)
{
  g_autoptr (GByteArray) properties = g_byte_array_new ();
  SondeMessage message = {
    .kind = SONDE_MESSAGE_RECEIVED,
    .topic = topic,
    .topic_length = strlen (topic),
    .payload = payload,
    .payload_size = strlen (payload),
    .retain = retain,
  };

  for (guint i = 0; i < 3 && ids[i] > 0; i++)
    sonde_property_put_varint (properties, SONDE_PROPERTY_SUBSCRIPTION_ID, ids[i]);
  message.properties = properties->data;
  message.properties_size = properties->len;

  return sonde_copies_is_new (copies, &message);
}

#define COMES(topic, payload, ...) comes (copies, topic, payload, FALSE, (const guint32[3]){ __VA_ARGS__ })
#define COMES_RETAINED(topic, payload, ...) comes (copies, topic, payload, TRUE, (const guint32[3]){ __VA_ARGS__ })

/* ---- Random traffic, as a broker sends it that copies each message for each subscription ---- */

static const char *const filters[] = { "a/#", "a/+", "+/b", "a/b", "#", "+/+/+", "c/d", "$share/g/a/#" };
static const char *const topics[] = { "a/b", "a/c", "x/b", "c/d", "a/b/c", "a" };
static const char *const payloads[] = { "", "0", "1" };

typedef struct
{
  guint topic, payload;
} Wire;

/*
 * Copies for one filter stay in order; how far one runs ahead of another is random. As many must be
 * new as were published, of each topic and payload.
 */
static void
test_random (void)
{
  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (SondeCopies) copies = sonde_copies_new ();
      GQueue lines[G_N_ELEMENTS (filters)] = { 0 };
      int    balance[G_N_ELEMENTS (topics)][G_N_ELEMENTS (payloads)] = { 0 };
      guint  n_waiting = 0;

      for (guint i = 0; i < G_N_ELEMENTS (filters) - 1; i++)
        subscribe (copies, filters[i], i > 0 ? OURS + i : 0, FALSE);

      for (guint n = 0; n < 400 || n_waiting > 0; n++)
        {
          guint from;

          if (n < 400)
            {
              Wire     wire = { g_test_rand_int_range (0, G_N_ELEMENTS (topics)), g_test_rand_int_range (0, G_N_ELEMENTS (payloads)) };
              gboolean any = FALSE;

              for (guint i = 0; i < G_N_ELEMENTS (filters) - 1; i++)
                if (sonde_topic_filter_matches (filters[i], topics[wire.topic], strlen (topics[wire.topic])))
                  {
                    g_queue_push_tail (&lines[i], g_memdup2 (&wire, sizeof wire));
                    n_waiting++;
                    any = TRUE;
                  }
              balance[wire.topic][wire.payload] += any;
            }

          for (guint i = g_test_rand_int_range (0, 8); i > 0; i--)
            {
              g_autofree Wire *wire = NULL;

              from = g_test_rand_int_range (0, G_N_ELEMENTS (filters) - 1);
              wire = g_queue_pop_head (&lines[from]);
              if (wire == NULL)
                continue;
              n_waiting--;
              if (COMES (topics[wire->topic], payloads[wire->payload], from > 0 ? OURS + from : 0))
                balance[wire->topic][wire->payload]--;
            }
        }

      for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
        for (guint j = 0; j < G_N_ELEMENTS (payloads); j++)
          g_assert_cmpint (balance[i][j], ==, 0);
    }
}

/* ---- One by one ---- */

static void
test_pairs (void)
{
  g_autoptr (SondeCopies) copies = sonde_copies_new ();

  subscribe (copies, "a/#", 0, FALSE);
  subscribe (copies, "a/+", OURS, FALSE);
  subscribe (copies, "a/b", 7, FALSE);
  g_assert_true (COMES ("a/b", "x", 0));
  g_assert_false (COMES ("a/b", "x", 7));
  g_assert_false (COMES ("a/b", "x", OURS));

  /* Equal ones, each its own */
  g_assert_true (COMES ("a/b", "x", OURS));
  g_assert_true (COMES ("a/b", "x", OURS));
  g_assert_false (COMES ("a/b", "x", 0));
  g_assert_false (COMES ("a/b", "x", 7));
  g_assert_false (COMES ("a/b", "x", 7));
  g_assert_false (COMES ("a/b", "x", 0));
  g_assert_true (COMES ("a/b", "x", 0));

  /* Others are none of its copies */
  g_assert_true (COMES ("a/b", "y", 7));
  g_assert_true (COMES ("a/c", "x", OURS));
  g_assert_true (COMES ("a/b/c", "x", 0));
  g_assert_true (COMES ("a/b/c", "x", 0));

  /* One copy for all, as some brokers do */
  g_assert_true (COMES ("a/b", "z", OURS, 7));
  g_assert_true (COMES ("a/b", "z", OURS, 7));
}

/* Where nothing tells them apart */
static void
test_does_not_pair (void)
{
  g_autoptr (SondeCopies) copies = sonde_copies_new ();

  subscribe (copies, "a/#", 0, FALSE);
  subscribe (copies, "a/b", 0, FALSE);
  for (guint i = 0; i < 2; i++)
    g_assert_true (COMES ("a/b", "x", 0));

  subscribe (copies, "a/#", 5, FALSE);
  subscribe (copies, "a/b", 5, FALSE);
  for (guint i = 0; i < 2; i++)
    g_assert_true (COMES ("a/b", "x", 5));

  /* Of an earlier run; a shared one */
  subscribe (copies, "a/b", OURS, FALSE);
  subscribe (copies, "$share/g/a/b", 6, FALSE);
  g_assert_true (COMES ("a/b", "x", OURS));
  g_assert_true (COMES ("a/b", "x", 6));
  g_assert_true (COMES ("a/b", "x", 99));
  g_assert_true (COMES ("a/b", "x", 0));
  g_assert_false (COMES ("a/b", "x", 5));
}

/* It gets what others publish, and nothing of ours: what two clients published is two messages. */
static void
test_no_local (void)
{
  char *list[] = { (char *) "#", NULL };
  g_autoptr (SondeCopies) copies = sonde_copies_new ();
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, 0);
  options.own_id = OURS;
  options.no_local = TRUE;
  subscribe (copies, "a/b", 0, FALSE);
  sonde_copies_subscribing (copies, list, &options);
  g_assert_true (COMES ("a/b", "x", 0));
  g_assert_true (COMES ("a/b", "x", OURS));
}

static void
test_retained (void)
{
  g_autoptr (SondeCopies) copies = sonde_copies_new ();

  /* What each found when it was made */
  subscribe (copies, "a/#", 0, FALSE);
  subscribe (copies, "a/+", OURS, FALSE);
  g_assert_true (COMES_RETAINED ("a/b", "x", 0));
  g_assert_true (COMES_RETAINED ("a/b", "x", OURS));
  g_assert_true (COMES ("a/b", "x", 0));
  g_assert_true (COMES_RETAINED ("a/b", "x", OURS));
  g_assert_false (COMES ("a/b", "x", OURS));

  /* Published so, and passed on as published to one of them, then to both */
  subscribe (copies, "a/+", OURS, TRUE);
  g_assert_true (COMES ("a/b", "y", 0));
  g_assert_false (COMES_RETAINED ("a/b", "y", OURS));
  subscribe (copies, "a/#", 0, TRUE);
  g_assert_true (COMES_RETAINED ("a/b", "z", 0));
  g_assert_true (COMES ("a/b", "z", OURS));
  g_assert_false (COMES_RETAINED ("a/b", "z", OURS));
  g_assert_false (COMES ("a/b", "z", 0));
}

/* 3.8.4, 3.10.4: while one is made or ended, the answer to what was asked before says nothing. */
static void
test_comes_and_goes (void)
{
  g_autoptr (SondeCopies) copies = sonde_copies_new ();

  subscribe (copies, "a/#", 0, FALSE);
  subscribe (copies, "a/+", OURS, FALSE);
  sonde_copies_answered (copies, "a/#", TRUE);
  sonde_copies_answered (copies, "a/+", TRUE);
  g_assert_true (COMES ("a/b", "x", 0));
  sonde_copies_unsubscribed (copies, "a/#");
  g_assert_true (COMES ("a/b", "x", OURS));
  g_assert_true (COMES ("a/b", "x", OURS));

  subscribe (copies, "a/#", 0, FALSE);
  sonde_copies_unsubscribed (copies, "a/#");
  g_assert_true (COMES ("a/b", "y", 0));
  g_assert_false (COMES ("a/b", "y", OURS));
  sonde_copies_answered (copies, "a/#", FALSE);
  g_assert_true (COMES ("a/b", "y", 0));
  g_assert_true (COMES ("a/b", "y", OURS));

  subscribe (copies, "a/#", 0, FALSE);
  sonde_copies_disconnected (copies);
  g_assert_true (COMES ("a/b", "z", 0));
  g_assert_false (COMES ("a/b", "z", OURS));
  sonde_copies_unsubscribed (copies, "a/#");
  sonde_copies_unsubscribed (copies, "unknown");
  g_assert_true (COMES ("a/b", "z", OURS));

  subscribe (copies, "a/#", 0, FALSE);
  g_assert_true (COMES ("a/b", "z", 0));
  sonde_copies_clear (copies);
  g_assert_true (COMES ("a/b", "z", OURS));
}

/* 32 can be told apart; of more none are. */
static void
test_many_subscriptions (void)
{
  g_autoptr (SondeCopies) copies = sonde_copies_new ();

  for (guint i = 0; i < 33; i++)
    {
      g_autofree char *filter = g_strdup_printf ("%s/%s/%s/%s/%s/%s", i & 1 ? "+" : "s", i & 2 ? "+" : "s", i & 4 ? "+" : "s",
                                                 i & 8 ? "+" : "s", i & 16 ? "+" : "s", i & 32 ? "+" : "s");

      if (i == 32)
        for (guint j = 0; j < 32; j++)
          g_assert_cmpint (COMES ("s/s/s/s/s/s", "x", OURS + j), ==, j == 0);
      subscribe (copies, filter, OURS + i, FALSE);
    }
  for (guint j = 0; j < 33; j++)
    g_assert_true (COMES ("s/s/s/s/s/s", "x", OURS + j));
}

/* More topics, and more sets of subscriptions, than are remembered */
static void
test_many_topics (void)
{
  g_autoptr (SondeCopies) copies = sonde_copies_new ();

  subscribe (copies, "#", OURS, FALSE);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *filter = g_strdup_printf ("s/%u/#", i);

      subscribe (copies, filter, OURS + 1 + i, FALSE);
    }
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *topic = g_strdup_printf ("s/%u/%u", i % 2000, i);

      g_assert_true (COMES (topic, "x", OURS + 1 + i % 2000));
      g_assert_false (COMES (topic, "x", OURS));
    }
}

/* ---- Properties ---- */

/* clang-format off */
#define P(bytes) bytes, sizeof bytes - 1
#define OUR_ID "\x0b\x80\xb6\xe5\x7f" /* 268,000,000 */

static const struct
{
  const char *properties;
  gsize       size;
  const char *kept;
  gsize       kept_size;
} properties[] = {
  { P (""), P ("") },
  { P (OUR_ID), P ("") },
  { P ("\x0b\x07"), P ("\x0b\x07") },
  { P ("\x01\x01" OUR_ID "\x0b\x07\x03\0\1t"), P ("\x01\x01\x0b\x07\x03\0\1t") },
  { P ("\x26\0\1a\0\1b" OUR_ID OUR_ID), P ("\x26\0\1a\0\1b") },
};

/* Whether the second, of the other subscription, is a copy of the first */
static const struct
{
  const char *first;
  gsize       first_size;
  const char *second;
  gsize       second_size;
  gboolean    copy;
} pairs[] = {
  { P (""), P (OUR_ID), TRUE },
  { P ("\x01\x01"), P ("\x01\x01" OUR_ID), TRUE },
  { P ("\x01\x01"), P (OUR_ID), FALSE },
  { P ("\x03\0\1t"), P ("\x03\0\1u" OUR_ID), FALSE },
  { P ("\x26\0\1a\0\1b"), P (OUR_ID "\x26\0\1a\0\1b"), TRUE },
  { P ("\x26\0\1a\0\1b\x26\0\1a\0\1b"), P (OUR_ID "\x26\0\1a\0\1b"), FALSE },
  /* The expiry is what is left of it. */
  { P ("\x02\0\0\0\x09"), P ("\x02\0\0\0\x08" OUR_ID), TRUE },
};
/* clang-format on */

static SondeMessage
make_message (const char *bytes,
              gsize       size)
{
  return (SondeMessage){ .kind = SONDE_MESSAGE_RECEIVED, .topic = "a/b", .topic_length = 3, .properties = bytes, .properties_size = size };
}

static void
test_properties (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autoptr (SondeCopies) copies = sonde_copies_new ();
      SondeMessage message = make_message (properties[i].properties, properties[i].size);

      g_assert_true (sonde_copies_is_new (copies, &message));
      g_assert_cmpmem (message.properties, message.properties_size, properties[i].kept, properties[i].kept_size);
    }

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (SondeCopies) copies = sonde_copies_new ();
      SondeMessage first = make_message (pairs[i].first, pairs[i].first_size);
      SondeMessage second = make_message (pairs[i].second, pairs[i].second_size);

      subscribe (copies, "a/#", 0, FALSE);
      subscribe (copies, "a/b", OURS, FALSE);
      g_test_message ("pair %u", i);
      g_assert_true (sonde_copies_is_new (copies, &first));
      g_assert_cmpint (sonde_copies_is_new (copies, &second), !=, pairs[i].copy);
    }
}

/* The user may give what we would: it is shown. */
static void
test_given_by_the_user (void)
{
  g_autoptr (SondeCopies) copies = sonde_copies_new ();
  char        *given[] = { (char *) "a/b", NULL };
  SondeMessage message = make_message (P (OUR_ID));
  g_auto (SondeSubscribeOptions) options = { 0 };

  sonde_subscribe_options_init (&options, 0);
  options.id = OURS;
  sonde_copies_subscribing (copies, given, &options);
  g_assert_true (sonde_copies_is_new (copies, &message));
  g_assert_cmpmem (message.properties, message.properties_size, OUR_ID, sizeof OUR_ID - 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/copies/random", test_random);
  g_test_add_func ("/copies/pairs", test_pairs);
  g_test_add_func ("/copies/does-not-pair", test_does_not_pair);
  g_test_add_func ("/copies/no-local", test_no_local);
  g_test_add_func ("/copies/retained", test_retained);
  g_test_add_func ("/copies/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/copies/many-subscriptions", test_many_subscriptions);
  g_test_add_func ("/copies/many-topics", test_many_topics);
  g_test_add_func ("/copies/properties", test_properties);
  g_test_add_func ("/copies/given-by-the-user", test_given_by_the_user);

  return g_test_run ();
}
