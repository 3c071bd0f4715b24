/* test-presets.c: what a profile keeps of its subscriptions, and what the broker is told of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "connection-fixture.h"

#include <sonde-removed-subscription.h>

#include <signal.h>

static void
set_up (ConnectionFixture *fixture,
        gconstpointer      data)
{
  g_autofree char *sentence = NULL;

  connection_fixture_set_up (fixture);
  sentence = sonde_connections_load (fixture->connections);
  g_assert_null (sentence);
}

static void
tear_down (ConnectionFixture *fixture,
           gconstpointer      data)
{
  connection_fixture_tear_down (fixture);
}

static SondeConnection *
get_first (ConnectionFixture *fixture)
{
  g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (fixture->connections), 0);

  return connection;
}

static SondeSubscription *
find (SondeConnection *connection,
      const char      *filter)
{
  return sonde_subscriptions_find (sonde_connection_get_subscriptions (connection), filter);
}

static SondeGrant
get_grant (SondeConnection *connection,
           const char      *filter)
{
  return sonde_subscription_get_grant (find (connection, filter));
}

static void
add (SondeConnection *connection,
     const char      *filter,
     guint            qos)
{
  g_autoptr (GError) error = NULL;

  connection_want (connection, filter, qos, &error);
  g_assert_no_error (error);
}

static void
change (SondeConnection *connection,
        const char      *filter,
        const char      *alias,
        guint            qos,
        gboolean         by_hand)
{
  g_autoptr (SondeWanted) wanted = sonde_wanted_copy (sonde_subscription_get_wanted (find (connection, filter)));

  g_free (wanted->alias);
  wanted->alias = g_strdup (alias);
  wanted->options.qos = qos;
  wanted->by_hand = by_hand;
  wanted->muted = TRUE;
  wanted->color = 5;
  sonde_connection_change_subscription (connection, wanted);
}

/* All that was changed while offline is there when the program starts again. */
static void
test_saved (ConnectionFixture *fixture,
            gconstpointer      data)
{
  SondeConnection   *connection = get_first (fixture);
  SondeSubscription *item;

  add (connection, "a", 0);
  add (connection, "b", 1);
  add (connection, "c", 2);
  change (connection, "b", "The second", 2, TRUE);
  sonde_connection_move_subscription (connection, "c", 0);

  connection_fixture_restart (fixture);
  connection = get_first (fixture);
  item = find (connection, "b");
  g_assert_cmpstr (sonde_subscription_get_alias (item), ==, "The second");
  g_assert_cmpuint (sonde_subscription_get_qos (item), ==, 2);
  g_assert_cmpuint (sonde_subscription_get_color (item), ==, 5);
  g_assert_true (sonde_subscription_get_muted (item));
  g_assert_true (sonde_subscription_get_by_hand (item));
  g_assert_nonnull (sonde_subscriptions_get_scope (sonde_connection_get_subscriptions (connection)));
  g_assert_cmpuint (sonde_subscriptions_get_position (sonde_connection_get_subscriptions (connection), "c"), ==, 0);

  sonde_connection_unmute_all (connection);
  connection_fixture_restart (fixture);
  g_assert_false (sonde_subscription_get_muted (find (get_first (fixture), "b")));
}

static gboolean
is_granted (gpointer subscription)
{
  return sonde_subscription_get_grant (subscription) == SONDE_GRANT_GRANTED;
}

/* A preset is subscribed to when asked, and not by connecting. */
static void
test_by_hand (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeConnection *connection = get_first (fixture);

  add (connection, "always", 0);
  add (connection, "by-hand", 0);
  change (connection, "by-hand", "", 0, TRUE);
  connection_connect (connection);
  g_assert_true (sonde_connection_get_online (connection));
  connection_wait ("SUBACK", is_granted, find (connection, "always"));
  g_assert_cmpint (get_grant (connection, "by-hand"), ==, SONDE_GRANT_NONE);
  g_assert_true (sonde_subscription_can_subscribe (find (connection, "by-hand")));

  connection_subscribe (connection, "by-hand", 0);
  g_assert_true (sonde_subscription_get_by_hand (find (connection, "by-hand")));
  connection_publish_text (connection, "by-hand", "1", 0, FALSE);
  connection_wait_for_received (connection, "by-hand", 1);

  connection_disconnect (connection);
  connection_connect (connection);
  connection_wait ("SUBACK", is_granted, find (connection, "always"));
  g_assert_cmpint (get_grant (connection, "by-hand"), ==, SONDE_GRANT_NONE);
}

static void
test_kept (ConnectionFixture *fixture,
           gconstpointer      data)
{
  SondeConnection   *connection = get_first (fixture);
  SondeSubscription *item;

  connection_connect (connection);
  item = connection_subscribe (connection, "test", 1);
  connection_publish_text (connection, "test", "1", 1, FALSE);
  connection_wait_for_received (connection, "test", 1);

  sonde_connection_keep_subscription (connection, "test");
  g_assert_true (find (connection, "test") == item);
  g_assert_true (sonde_subscription_get_by_hand (item));
  g_assert_cmpint (sonde_subscription_get_grant (item), ==, SONDE_GRANT_NONE);

  /* It came after UNSUBSCRIBE, in order: there is nobody for it. */
  connection_publish_text (connection, "test", "2", 1, FALSE);
  connection_subscribe (connection, "end", 1);
  connection_publish_text (connection, "end", "3", 1, FALSE);
  connection_wait_for_received (connection, "end", 1);
  g_assert_cmpuint (sonde_subscription_get_count (item), ==, 1);
}

static gboolean
is_qos_2 (gpointer subscription)
{
  return is_granted (subscription) && g_str_equal (sonde_subscription_get_grant_label (subscription), "QoS 2");
}

/* Another QoS is another SUBSCRIBE; the row and its count are the same. */
static void
test_qos_in_place (ConnectionFixture *fixture,
                   gconstpointer      data)
{
  SondeConnection   *connection = get_first (fixture);
  SondeSubscription *item;

  connection_connect (connection);
  item = connection_subscribe (connection, "test", 0);
  connection_publish_text (connection, "test", "1", 2, FALSE);
  connection_wait_for_received (connection, "test", 1);

  change (connection, "test", "", 2, FALSE);
  connection_wait ("QoS 2", is_qos_2, item);
  g_assert_true (find (connection, "test") == item);
  g_assert_cmpuint (sonde_subscription_get_count (item), ==, 1);
  g_assert_cmpint (sonde_subscription_get_last_arrival (item), >, 0);
}

static guint
get_position (SondeConnection *connection,
              const char      *filter)
{
  return sonde_subscriptions_get_position (sonde_connection_get_subscriptions (connection), filter);
}

/* Removed and brought back: where it stood, with what it counted, and subscribed to if it was. */
static void
test_removed (ConnectionFixture *fixture,
              gconstpointer      data)
{
  SondeConnection          *connection = get_first (fixture);
  SondeRemovedSubscription *removed;
  SondeSubscription        *item;

  connection_connect (connection);
  connection_subscribe (connection, "a", 0);
  item = connection_subscribe (connection, "b", 1);
  connection_subscribe (connection, "c", 0);
  connection_publish_text (connection, "b", "1", 1, FALSE);
  connection_wait_for_received (connection, "b", 1);

  removed = sonde_connection_remove_subscription (connection, "b");
  g_assert_null (find (connection, "b"));
  connection_publish_text (connection, "b", "2", 1, FALSE);
  sonde_removed_subscription_restore (removed);
  g_assert_true (find (connection, "b") == item);
  g_assert_cmpuint (get_position (connection, "b"), ==, 1);
  connection_wait ("SUBACK", is_granted, item);
  connection_publish_text (connection, "b", "3", 1, FALSE);
  connection_wait_for_received (connection, "b", 2);
  g_assert_cmpuint (sonde_subscription_get_count (item), ==, 2);
  sonde_removed_subscription_free (removed);

  /* What the user asked for anew is the user's. */
  removed = sonde_connection_remove_subscription (connection, "b");
  item = connection_subscribe (connection, "b", 2);
  sonde_removed_subscription_restore (removed);
  g_assert_true (find (connection, "b") == item);
  sonde_removed_subscription_free (removed);
  g_assert_null (sonde_connection_remove_subscription (connection, "none"));

  /* A preset is not subscribed to by that. */
  sonde_connection_keep_subscription (connection, "a");
  removed = sonde_connection_remove_subscription (connection, "a");
  sonde_removed_subscription_restore (removed);
  g_assert_cmpint (get_grant (connection, "a"), ==, SONDE_GRANT_NONE);
  g_assert_true (sonde_subscription_get_by_hand (find (connection, "a")));
  sonde_removed_subscription_free (removed);

  /* Offline too; the profile has it all. */
  connection_disconnect (connection);
  removed = sonde_connection_remove_subscription (connection, "c");
  sonde_removed_subscription_restore (removed);
  sonde_removed_subscription_free (removed);
  connection_fixture_restart (fixture);
  connection = get_first (fixture);
  g_assert_cmpuint (get_position (connection, "a"), ==, 0);
  g_assert_cmpuint (get_position (connection, "b"), ==, 2);
  g_assert_cmpuint (get_position (connection, "c"), ==, 1);
  g_assert_cmpuint (sonde_connection_get_profile (connection)->dropped->len, ==, 0);
}

/* All at once, but for the preset, and back in their order. */
static void
test_all_removed (ConnectionFixture *fixture,
                  gconstpointer      data)
{
  SondeConnection   *connection = get_first (fixture);
  SondeSubscription *last;
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (GPtrArray) none = NULL;

  connection_connect (connection);
  connection_subscribe (connection, "a", 0);
  connection_subscribe (connection, "preset", 0);
  last = connection_subscribe (connection, "c", 1);
  sonde_connection_keep_subscription (connection, "preset");

  removed = sonde_connection_remove_subscribed (connection);
  g_assert_cmpuint (removed->len, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sonde_connection_get_subscriptions (connection))), ==, 1);
  g_assert_cmpuint (sonde_connection_get_profile (connection)->subscriptions->len, ==, 1);
  g_assert_nonnull (find (connection, "preset"));
  none = sonde_connection_remove_subscribed (connection);
  g_assert_cmpuint (none->len, ==, 0);

  for (guint i = 0; i < removed->len; i++)
    sonde_removed_subscription_restore (g_ptr_array_index (removed, i));
  g_assert_cmpuint (get_position (connection, "a"), ==, 0);
  g_assert_cmpuint (get_position (connection, "preset"), ==, 1);
  g_assert_cmpuint (get_position (connection, "c"), ==, 2);
  connection_wait ("SUBACK", is_granted, last);
}

int
main (int    argc,
      char **argv)
{
  /* A test has no keyring: what is secret lives for this run. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add (path, ConnectionFixture, NULL, set_up, test, tear_down)
  ADD ("/presets/saved", test_saved);
  ADD ("/presets/by-hand", test_by_hand);
  ADD ("/presets/kept", test_kept);
  ADD ("/presets/qos-in-place", test_qos_in_place);
  ADD ("/presets/removed", test_removed);
  ADD ("/presets/all-removed", test_all_removed);
#undef ADD
  return g_test_run ();
}
