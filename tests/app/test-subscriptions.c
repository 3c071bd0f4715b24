/* test-subscriptions.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-transport.h"
#include "test-plain.h"
#include "sonde-subscriptions.h"

#include <string.h>

typedef struct
{
  FakeTransport      *transport;
  SondeSession       *session;
  SondeProfile       *profile;
  SondeSubscriptions *subscriptions;
  SondeSegmentWriter *writer;
  guint               n_items; /* kept from signals alone */
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->n_items);
  fixture->n_items += added - removed;
  g_assert_cmpuint (fixture->n_items, ==, g_list_model_get_n_items (model));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->transport = fake_transport_new ();
  fixture->session = sonde_session_new (SONDE_TRANSPORT (fixture->transport));
  fixture->profile = sonde_profile_new ();
  sonde_profile_want (fixture->profile, "a/#", 2, 3);
  fixture->subscriptions = sonde_subscriptions_new (fixture->session, fixture->profile);
  fixture->n_items = 1;
  g_signal_connect (fixture->subscriptions, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  fixture->writer = sonde_segment_writer_new ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  sonde_segment_writer_free (fixture->writer);
  g_assert_finalize_object (fixture->subscriptions);
  g_object_unref (fixture->session);
  g_object_unref (fixture->transport);
  sonde_profile_free (fixture->profile);
}

typedef struct
{
  Fixture *fixture;
  guint    counted;
} Progress;

static void
count_cb (SondeSegment *segment,
          guint         count,
          gpointer      user_data)
{
  Progress *progress = user_data;

  sonde_subscriptions_count (progress->fixture->subscriptions, segment, progress->counted, count);
  progress->counted = count;
}

static void
write_message (Fixture         *fixture,
               SondeMessageKind kind,
               const char      *topic)
{
  const SondeMessage message = { .kind = kind, .topic = topic, .topic_length = strlen (topic), .time = 1 };

  sonde_segment_writer_append (fixture->writer, &message);
}

static guint64
get_count (Fixture    *fixture,
           const char *filter)
{
  return sonde_subscription_get_count (sonde_subscriptions_find (fixture->subscriptions, filter));
}

/* A message is counted for every filter that it matches, whatever was counted before. */
static void
test_counts (Fixture      *fixture,
             gconstpointer data)
{
  Progress progress = { fixture, 0 };

  sonde_subscriptions_add (fixture->subscriptions, "a/+", 0);
  write_message (fixture, SONDE_MESSAGE_RECEIVED, "a/b");
  write_message (fixture, SONDE_MESSAGE_RECEIVED, "a/b/c");
  write_message (fixture, SONDE_MESSAGE_RECEIVED, "other");
  write_message (fixture, SONDE_MESSAGE_SENT, "a/b");
  sonde_segment_writer_flush (fixture->writer, count_cb, &progress);
  g_assert_cmpuint (get_count (fixture, "a/#"), ==, 2);
  g_assert_cmpuint (get_count (fixture, "a/+"), ==, 1);

  /* Topics already seen in this segment meet the filter that came since. */
  sonde_subscriptions_add (fixture->subscriptions, "+/b", 0);
  write_message (fixture, SONDE_MESSAGE_RECEIVED, "a/b");
  sonde_segment_writer_flush (fixture->writer, count_cb, &progress);
  g_assert_cmpuint (get_count (fixture, "a/#"), ==, 3);
  g_assert_cmpuint (get_count (fixture, "a/+"), ==, 2);
  g_assert_cmpuint (get_count (fixture, "+/b"), ==, 1);

  sonde_subscriptions_remove (fixture->subscriptions, "a/+");
  write_message (fixture, SONDE_MESSAGE_RECEIVED, "a/b");
  sonde_segment_writer_flush (fixture->writer, count_cb, &progress);
  g_assert_null (sonde_subscriptions_find (fixture->subscriptions, "a/+"));
  g_assert_cmpuint (get_count (fixture, "+/b"), ==, 2);
}

static void
test_labels (Fixture      *fixture,
             gconstpointer data)
{
  SondeSubscription *item = sonde_subscriptions_find (fixture->subscriptions, "a/#");

  g_assert_cmpstr (sonde_subscription_get_grant_label (item), ==, "QoS 2");
  test_plain_subscribe (fixture->session, "a/#", 2);
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack (fixture->transport, 0, FALSE);
  g_assert_cmpint (sonde_subscription_get_grant (item), ==, SONDE_GRANT_PENDING);

  fake_transport_suback (fixture->transport, 1, 1);
  g_assert_cmpstr (sonde_subscription_get_grant_label (item), ==, "QoS 1 of 2");
  g_assert_false (sonde_subscription_get_refused (item));

  fake_transport_closed (fixture->transport, -1, FALSE);
  g_assert_cmpint (sonde_subscription_get_grant (item), !=, SONDE_GRANT_PENDING);
  g_assert_cmpstr (sonde_subscription_get_grant_label (item), ==, "QoS 1");
}

static void
test_refusal (Fixture      *fixture,
              gconstpointer data)
{
  SondeSubscription *item = sonde_subscriptions_find (fixture->subscriptions, "a/#");

  test_plain_subscribe (fixture->session, "a/#", 2);
  sonde_session_connect (fixture->session, fixture->profile, NULL);
  fake_transport_connack (fixture->transport, 0, FALSE);
  fake_transport_suback (fixture->transport, 1, 0x87);
  g_assert_true (sonde_subscription_get_refused (item));
  g_assert_cmpstr (sonde_subscription_get_grant_label (item), ==, "not authorized");
}

static void
test_colors (Fixture      *fixture,
             gconstpointer data)
{
  gboolean used[SONDE_N_COLORS] = { FALSE };

  used[sonde_subscription_get_color (sonde_subscriptions_find (fixture->subscriptions, "a/#"))] = TRUE;
  for (guint i = 1; i < SONDE_N_COLORS; i++)
    {
      g_autofree char *filter = g_strdup_printf ("f/%u", i);
      guint            color = sonde_subscription_get_color (sonde_subscriptions_add (fixture->subscriptions, filter, 0));

      g_assert_false (used[color]);
      used[color] = TRUE;
    }
}

static void
test_same_filter (Fixture      *fixture,
                  gconstpointer data)
{
  SondeSubscription *item = sonde_subscriptions_find (fixture->subscriptions, "a/#");

  g_assert_true (sonde_subscriptions_add (fixture->subscriptions, "a/#", 0) == item);
  g_assert_cmpuint (sonde_subscription_get_qos (item), ==, 0);
  g_assert_cmpuint (fixture->n_items, ==, 1);
  g_assert_true (sonde_subscriptions_match (fixture->subscriptions, "a", 1) == item);
  g_assert_null (sonde_subscriptions_match (fixture->subscriptions, "b", 1));
}

static void
scope_cb (guint *n_notified)
{
  ++*n_notified;
}

static void
mute (Fixture    *fixture,
      const char *filter,
      gboolean    muted)
{
  SondeSubscription *item = sonde_subscriptions_find (fixture->subscriptions, filter);
  g_autoptr (SondeWanted) wanted = sonde_wanted_copy (sonde_subscription_get_wanted (item));

  wanted->muted = muted;
  sonde_subscriptions_change (fixture->subscriptions, wanted);
  g_assert_cmpint (sonde_subscription_get_muted (item), ==, muted);
}

static gboolean
is_shown (Fixture    *fixture,
          const char *topic)
{
  SondeScope *scope = sonde_subscriptions_get_scope (fixture->subscriptions);

  return scope == NULL || sonde_scope_shows (scope, topic, strlen (topic));
}

static void
test_scope (Fixture      *fixture,
            gconstpointer data)
{
  guint n_notified = 0;

  g_signal_connect_swapped (fixture->subscriptions, "notify::scope", G_CALLBACK (scope_cb), &n_notified);
  sonde_subscriptions_add (fixture->subscriptions, "b", 0);
  g_assert_null (sonde_subscriptions_get_scope (fixture->subscriptions));
  g_assert_cmpuint (n_notified, ==, 0);

  mute (fixture, "a/#", TRUE);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_false (is_shown (fixture, "a/b"));
  g_assert_true (is_shown (fixture, "b"));

  /* A subscription that comes later brings its messages into view. */
  sonde_subscriptions_add (fixture->subscriptions, "a/b", 0);
  g_assert_true (is_shown (fixture, "a/b"));
  g_assert_false (is_shown (fixture, "a/c"));
  sonde_subscriptions_remove (fixture->subscriptions, "a/b");
  g_assert_false (is_shown (fixture, "a/b"));

  /* Two may be alone in view; to show only one ends that. */
  sonde_subscriptions_set_solo (fixture->subscriptions, "b", TRUE);
  g_assert_false (is_shown (fixture, "other"));
  sonde_subscriptions_set_solo (fixture->subscriptions, "a/#", TRUE);
  g_assert_true (is_shown (fixture, "a/b"));
  g_assert_true (is_shown (fixture, "b"));
  sonde_subscriptions_show_only (fixture->subscriptions, "b");
  g_assert_false (is_shown (fixture, "a/b"));
  sonde_subscriptions_show_only (fixture->subscriptions, NULL);
  g_assert_false (is_shown (fixture, "a/b"));
  g_assert_true (is_shown (fixture, "other"));

  /* What is gone mutes nothing. */
  sonde_subscriptions_remove (fixture->subscriptions, "a/#");
  g_assert_null (sonde_subscriptions_get_scope (fixture->subscriptions));
}

static void
assert_order (Fixture    *fixture,
              const char *first,
              const char *second,
              const char *third)
{
  g_assert_cmpuint (sonde_subscriptions_get_position (fixture->subscriptions, first), ==, 0);
  g_assert_cmpuint (sonde_subscriptions_get_position (fixture->subscriptions, second), ==, 1);
  g_assert_cmpuint (sonde_subscriptions_get_position (fixture->subscriptions, third), ==, 2);
}

static void
test_moves (Fixture      *fixture,
            gconstpointer data)
{
  sonde_subscriptions_add (fixture->subscriptions, "b", 0);
  sonde_subscriptions_add (fixture->subscriptions, "c", 0);
  assert_order (fixture, "a/#", "b", "c");
  sonde_subscriptions_move (fixture->subscriptions, "a/#", 2);
  assert_order (fixture, "b", "c", "a/#");
  sonde_subscriptions_move (fixture->subscriptions, "a/#", 1);
  assert_order (fixture, "b", "a/#", "c");
  sonde_subscriptions_move (fixture->subscriptions, "a/#", 1);
  assert_order (fixture, "b", "a/#", "c");
  g_assert_cmpuint (sonde_subscriptions_get_position (fixture->subscriptions, "none"), ==, G_MAXUINT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/subscriptions/counts", test_counts);
  ADD ("/subscriptions/labels", test_labels);
  ADD ("/subscriptions/refusal", test_refusal);
  ADD ("/subscriptions/colors", test_colors);
  ADD ("/subscriptions/scope", test_scope);
  ADD ("/subscriptions/moves", test_moves);
  ADD ("/subscriptions/same-filter-same-row", test_same_filter);
#undef ADD
  return g_test_run ();
}
