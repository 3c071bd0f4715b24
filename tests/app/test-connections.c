/* test-connections.c: order, groups, colours and search, without a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-connection-search.h"
#include "sonde-grouped-connections.h"

#include <string.h>

typedef struct
{
  char                    *folder;
  SondeServices           *services;
  SondeConnections        *connections;
  SondeGroupedConnections *grouped;
  GPtrArray               *shadow; /* of grouped, kept from signals alone */
} Fixture;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->shadow->len);
  g_ptr_array_remove_range (fixture->shadow, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (fixture->shadow, position + i, g_list_model_get_item (model, position + i));
  g_assert_cmpuint (fixture->shadow->len, ==, g_list_model_get_n_items (model));
}

static void
start (Fixture *fixture)
{
  fixture->services = sonde_services_new (fixture->folder, fixture->folder);
  fixture->connections = sonde_connections_new (fixture->services);
}

static void
watch (Fixture *fixture)
{
  fixture->shadow = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->grouped = sonde_grouped_connections_new (fixture->connections);
  items_changed_cb (G_LIST_MODEL (fixture->grouped), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (fixture->grouped)), fixture);
  g_signal_connect (fixture->grouped, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
stop (Fixture *fixture)
{
  sonde_connections_shut_down (fixture->connections);
  g_clear_pointer (&fixture->shadow, g_ptr_array_unref);
  if (fixture->grouped != NULL)
    g_assert_finalize_object (g_steal_pointer (&fixture->grouped));
  g_clear_object (&fixture->connections);
  g_clear_object (&fixture->services);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-connections-XXXXXX", NULL);
  start (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  stop (fixture);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
}

/* "a A:b" adds a, and b in the group A. */
static void
add (Fixture    *fixture,
     const char *what)
{
  g_auto (GStrv) parts = g_strsplit (what, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (SondeProfile) profile = sonde_profile_new ();
      char *colon = strchr (parts[i], ':');

      g_free (profile->name);
      profile->name = g_strdup (colon != NULL ? colon + 1 : parts[i]);
      if (colon != NULL)
        {
          g_free (profile->group);
          profile->group = g_strndup (parts[i], colon - parts[i]);
        }
      sonde_connections_add (fixture->connections, profile, NULL);
    }
}

static char *
describe (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->connections)); i++)
    {
      g_autoptr (SondeConnection) connection = g_list_model_get_item (G_LIST_MODEL (fixture->connections), i);
      const SondeProfile *profile = sonde_connection_get_profile (connection);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " " : "", profile->group, *profile->group != '\0' ? ":" : "", profile->name);
    }
  return g_string_free (text, FALSE);
}

/* "a [A 2] b c [B 1 …]": the headings with the number of members, and whether they are listed */
static char *
describe_shown (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fixture->shadow->len; i++)
    {
      gpointer item = g_ptr_array_index (fixture->shadow, i);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (SONDE_IS_CONNECTION_GROUP (item))
        g_string_append_printf (text, "[%s %u%s]", sonde_connection_group_get_name (item),
                                sonde_connection_group_get_n_members (item),
                                sonde_connection_group_get_expanded (item) ? "" : " …");
      else
        g_string_append (text, sonde_connection_get_name (item));
    }
  return g_string_free (text, FALSE);
}

static void
assert_order (Fixture    *fixture,
              const char *wanted)
{
  g_autofree char *found = describe (fixture);

  g_assert_cmpstr (found, ==, wanted);
}

static void
assert_shown (Fixture    *fixture,
              const char *wanted)
{
  g_autofree char *found = describe_shown (fixture);

  g_assert_cmpstr (found, ==, wanted);
}

static SondeConnection *
find (Fixture    *fixture,
      const char *name)
{
  SondeConnection *connection = sonde_connections_find_by_name (fixture->connections, name);

  g_assert_nonnull (connection);
  return connection;
}

/* clang-format off */
static const struct
{
  const char *before;
  const char *name;
  const char *group;
  const char *next; /* or NULL */
  const char *after;
} moves[] = {
  { "a b c", "c", "", "a", "c a b" },
  { "a b c", "a", "", "c", "b a c" },
  { "a b c", "a", "", NULL, "b c a" },
  { "a b c", "b", "", "b", "a b c" },
  { "a b c", "b", "", "c", "a b c" },
  { "a A:b A:c B:d", "a", "A", "c", "A:b A:a A:c B:d" },
  { "a A:b A:c B:d", "a", "A", NULL, "A:b A:c A:a B:d" },
  { "a A:b A:c B:d", "d", "", "a", "d a A:b A:c" },
  { "a A:b A:c B:d", "b", "", NULL, "a b A:c B:d" },
  { "a A:b A:c B:d", "a", "C", NULL, "A:b A:c B:d C:a" },
  { "a A:b A:c B:d", "c", "C", NULL, "a A:b B:d C:c" },
  { "A:b A:c B:d", "d", "", NULL, "d A:b A:c" },
  /* Those of no group stay first, a group in one piece. */
  { "A:b B:d", "d", "", "b", "d A:b" },
  { "A:a b A:c", "b", "", NULL, "b A:a A:c" },
};
/* clang-format on */

static void
test_move (Fixture      *fixture,
           gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      add (fixture, moves[i].before);
      watch (fixture);
      sonde_connections_move (fixture->connections, find (fixture, moves[i].name), moves[i].group,
                              moves[i].next != NULL ? find (fixture, moves[i].next) : NULL);
      assert_order (fixture, moves[i].after);
      stop (fixture);

      /* As it was saved. */
      start (fixture);
      g_assert_null (sonde_connections_load (fixture->connections));
      assert_order (fixture, moves[i].after);
      stop (fixture);
      start (fixture);
    }
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_change_once (Fixture      *fixture,
                  gconstpointer data)
{
  guint count = 0;

  add (fixture, "a A:b A:c B:d");
  g_signal_connect_swapped (fixture->connections, "changed", G_CALLBACK (count_cb), &count);
  sonde_connections_move (fixture->connections, find (fixture, "a"), "B", NULL);
  g_assert_cmpuint (count, ==, 1);
  sonde_connections_rename_group (fixture->connections, "A", "C");
  g_assert_cmpuint (count, ==, 2);
  sonde_connections_set_color (fixture->connections, find (fixture, "a"), 3);
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpuint (sonde_connection_get_profile (find (fixture, "a"))->color, ==, 3);
}

static void
test_step (Fixture      *fixture,
           gconstpointer data)
{
  add (fixture, "a b A:c A:d");
  g_assert_false (sonde_connections_move_up (fixture->connections, find (fixture, "a")));
  g_assert_false (sonde_connections_move_down (fixture->connections, find (fixture, "b")));
  g_assert_false (sonde_connections_move_up (fixture->connections, find (fixture, "c")));
  assert_order (fixture, "a b A:c A:d");
  g_assert_true (sonde_connections_move_down (fixture->connections, find (fixture, "a")));
  g_assert_true (sonde_connections_move_up (fixture->connections, find (fixture, "d")));
  assert_order (fixture, "b a A:d A:c");
}

static void
test_groups (Fixture      *fixture,
             gconstpointer data)
{
  g_auto (GStrv) groups = NULL;

  add (fixture, "a A:b A:c B:d C:e");
  groups = sonde_connections_list_groups (fixture->connections);
  g_assert_cmpuint (g_strv_length (groups), ==, 3);
  g_assert_cmpstr (groups[2], ==, "C");

  g_assert_false (sonde_connections_move_group (fixture->connections, "A", -1));
  g_assert_false (sonde_connections_move_group (fixture->connections, "C", 1));
  g_assert_true (sonde_connections_move_group (fixture->connections, "A", 2));
  assert_order (fixture, "a B:d C:e A:b A:c");
  g_assert_true (sonde_connections_move_group (fixture->connections, "A", -1));
  assert_order (fixture, "a B:d A:b A:c C:e");

  sonde_connections_rename_group (fixture->connections, "A", "D");
  assert_order (fixture, "a B:d D:b D:c C:e");
  sonde_connections_rename_group (fixture->connections, "C", "B");
  assert_order (fixture, "a B:d B:e D:b D:c");
  sonde_connections_dissolve_group (fixture->connections, sonde_connection_get_profile (find (fixture, "b"))->group);
  assert_order (fixture, "a b c B:d B:e");
}

/* The editor changes a profile, its group too. */
static void
test_update (Fixture      *fixture,
             gconstpointer data)
{
  SondeConnection *connection;
  g_autoptr (SondeProfile) profile = NULL;

  add (fixture, "a b A:c B:d");
  connection = find (fixture, "a");
  profile = sonde_profile_copy (sonde_connection_get_profile (connection));
  g_free (profile->group);
  profile->group = g_strdup ("A");
  sonde_connections_update (fixture->connections, connection, profile, NULL);
  assert_order (fixture, "b A:c A:a B:d");

  /* What it leaves alone stays. */
  profile->keep_alive = 7;
  sonde_connections_update (fixture->connections, connection, profile, NULL);
  assert_order (fixture, "b A:c A:a B:d");
}

static void
test_restore (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (SondeConnection) connection = NULL;

  add (fixture, "a A:b B:c");
  connection = g_object_ref (find (fixture, "b"));
  sonde_connections_remove (fixture->connections, connection);
  assert_order (fixture, "a B:c");
  sonde_connections_restore (fixture->connections, connection);
  assert_order (fixture, "a A:b B:c");

  /* Others have moved meanwhile. */
  sonde_connections_remove (fixture->connections, connection);
  add (fixture, "d B:e");
  sonde_connections_restore (fixture->connections, connection);
  assert_order (fixture, "a d A:b B:c B:e");
}

static void
test_duplicate (Fixture      *fixture,
                gconstpointer data)
{
  add (fixture, "a A:b A:c");
  sonde_connections_duplicate (fixture->connections, find (fixture, "b"));
  assert_order (fixture, "a A:b A:b (2) A:c");
}

static void
test_collapse (Fixture      *fixture,
               gconstpointer data)
{
  add (fixture, "a A:b A:c B:d");
  watch (fixture);
  assert_shown (fixture, "a [A 2] b c [B 1] d");
  sonde_grouped_connections_set_expanded (fixture->grouped, "A", FALSE);
  assert_shown (fixture, "a [A 2 …] [B 1] d");
  g_assert_true (g_strv_contains (sonde_grouped_connections_get_collapsed (fixture->grouped), "A"));
  add (fixture, "A:e B:f");
  assert_shown (fixture, "a [A 3 …] [B 2] d f");
  sonde_connections_set_group (fixture->connections, find (fixture, "a"), "A");
  assert_shown (fixture, "[A 4 …] [B 2] d f");
  sonde_grouped_connections_set_expanded (fixture->grouped, "A", TRUE);
  assert_shown (fixture, "[A 4] b c e a [B 2] d f");
  sonde_connections_move_group (fixture->connections, "B", -1);
  assert_shown (fixture, "[B 2] d f [A 4] b c e a");
  sonde_connections_rename_group (fixture->connections, "B", "");
  assert_shown (fixture, "d f [A 4] b c e a");
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  add (fixture, "alpha A:beta A:gamma B:delta");
  watch (fixture);
  sonde_grouped_connections_set_expanded (fixture->grouped, "A", FALSE);
  sonde_grouped_connections_set_search (fixture->grouped, "MMA");
  assert_shown (fixture, "[A 2] gamma");
  g_assert_cmpuint (sonde_grouped_connections_get_n_found (fixture->grouped), ==, 1);
  sonde_grouped_connections_set_search (fixture->grouped, "ta");
  assert_shown (fixture, "[A 2] beta [B 1] delta");
  sonde_grouped_connections_set_search (fixture->grouped, "nowhere");
  assert_shown (fixture, "");
  g_assert_cmpuint (sonde_grouped_connections_get_n_found (fixture->grouped), ==, 0);
  sonde_grouped_connections_set_search (fixture->grouped, "");
  assert_shown (fixture, "alpha [A 2 …] [B 1] delta");
}

/* clang-format off */
static const struct
{
  const char *text;
  gboolean    matches;
} searches[] = {
  { "", TRUE },
  { "   ", TRUE },
  { "werk", TRUE },
  { "WERK", TRUE },
  { "münchen", TRUE },
  { "mu\314\210nchen", TRUE },
  { "emqx.example", TRUE },
  { ":8883", TRUE },
  { "linie", TRUE },
  { "bci_123", TRUE },
  { "werk linie", TRUE },
  { "linie nowhere", FALSE },
  { "werk\nemqx", TRUE },
  { "werkemqx", FALSE },
  { "8884", FALSE },
  { "secret", FALSE },
};
/* clang-format on */

static void
test_search_words (void)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  g_free (profile->name);
  profile->name = g_strdup ("Werk M\303\274nchen");
  g_free (profile->host);
  profile->host = g_strdup ("emqx.example");
  profile->port = 8883;
  g_free (profile->group);
  profile->group = g_strdup ("Linie 4");
  g_free (profile->client_id);
  profile->client_id = g_strdup ("bci_123456");
  g_free (profile->user_name);
  profile->user_name = g_strdup ("secret");

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_auto (GStrv) words = sonde_connection_search_parse (searches[i].text);

      g_test_message ("“%s”", searches[i].text);
      g_assert_cmpint (sonde_connection_search_matches ((const char *const *) words, profile), ==, searches[i].matches);
    }
}

/* Each with a broker that is not there: no more than its state may tell. */
static void
test_start (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  SondeConnection *connection;

  add (fixture, "a");
  profile->connect_on_start = TRUE;
  profile->port = 1;
  connection = sonde_connections_add (fixture->connections, profile, NULL);
  g_assert_cmpint (sonde_connection_get_state (connection), ==, SONDE_STATE_IDLE);

  sonde_connections_start (fixture->connections);
  g_assert_cmpint (sonde_connection_get_state (connection), ==, SONDE_STATE_CONNECTING);
  g_assert_cmpint (sonde_connection_get_state (find (fixture, "a")), ==, SONDE_STATE_IDLE);
  while (sonde_connection_get_state (connection) == SONDE_STATE_CONNECTING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (sonde_connection_get_error_text (connection));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/connections/search-words", test_search_words);
#define ADD(path, function) g_test_add ("/connections/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("move", test_move);
  ADD ("change-once", test_change_once);
  ADD ("step", test_step);
  ADD ("groups", test_groups);
  ADD ("update", test_update);
  ADD ("restore", test_restore);
  ADD ("duplicate", test_duplicate);
  ADD ("collapse", test_collapse);
  ADD ("search", test_search);
  ADD ("start", test_start);
#undef ADD

  return g_test_run ();
}
