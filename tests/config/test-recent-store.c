/* test-recent-store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-recent-store.h>

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>

typedef struct
{
  char             *folder;
  char             *path;
  SondeRecentStore *store;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer filters)
{
  fixture->folder = g_dir_make_tmp ("sonde-recent-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "data", "recent.jsonl", NULL);
  fixture->store = sonde_recent_store_new (fixture->path, GPOINTER_TO_INT (filters));
}

/* A worker that is done with a write may hold it for a moment more. */
static void
release (SondeRecentStore *store)
{
  gpointer alive = store;

  g_object_add_weak_pointer (G_OBJECT (store), &alive);
  g_object_unref (store);
  while (g_atomic_pointer_get (&alive) != NULL)
    g_main_context_iteration (NULL, FALSE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer filters)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  release (fixture->store);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* As another start of the program. */
static void
reopen (Fixture *fixture,
        gboolean filters)
{
  release (fixture->store);
  fixture->store = sonde_recent_store_new (fixture->path, filters);
}

static void
put (Fixture    *fixture,
     const char *text)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static void
assert_list (Fixture    *fixture,
             const char *wanted)
{
  const GPtrArray *list = sonde_recent_store_list (fixture->store);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (found, "%s|", (const char *) g_ptr_array_index (list, i));
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_order (Fixture      *fixture,
            gconstpointer filters)
{
  g_autofree char *text = NULL;
  struct stat      status;

  assert_list (fixture, "");
  sonde_recent_store_add (fixture->store, "a/+");
  sonde_recent_store_add (fixture->store, "b \"/\\");
  sonde_recent_store_add (fixture->store, "温度/#");
  sonde_recent_store_add (fixture->store, "a/+");
  sonde_recent_store_add (fixture->store, "no#filter");
  sonde_recent_store_add (fixture->store, "");
  assert_list (fixture, "a/+|温度/#|b \"/\\|");

  sonde_recent_store_flush (fixture->store);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "{\"topic\":\"a/+\"}\n{\"topic\":\"温度/#\"}\n{\"topic\":\"b \\\"/\\\\\"}\n");
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  reopen (fixture, TRUE);
  assert_list (fixture, "a/+|温度/#|b \"/\\|");
}

/* Without a flush the worker writes what is there at the end. */
static void
test_worker (Fixture      *fixture,
             gconstpointer filters)
{
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *topic = g_strdup_printf ("t/%u", i);

      sonde_recent_store_add (fixture->store, topic);
    }

  reopen (fixture, TRUE);
  g_assert_cmpuint (sonde_recent_store_list (fixture->store)->len, ==, 50);
  g_assert_cmpstr (g_ptr_array_index (sonde_recent_store_list (fixture->store), 0), ==, "t/49");
}

static void
test_bounded (Fixture      *fixture,
              gconstpointer filters)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < SONDE_RECENT_MOST + 5; i++)
    g_string_append_printf (lines, "{\"topic\": \"t/%u\"}\n", i);
  put (fixture, lines->str);

  g_assert_cmpuint (sonde_recent_store_list (fixture->store)->len, ==, SONDE_RECENT_MOST);
  sonde_recent_store_add (fixture->store, "new");
  g_assert_cmpuint (sonde_recent_store_list (fixture->store)->len, ==, SONDE_RECENT_MOST);
  g_assert_cmpstr (g_ptr_array_index (sonde_recent_store_list (fixture->store), 0), ==, "new");
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer filters)
{
  g_autoptr (GString) text = g_string_new ("{\"topic\": \"good\", \"later\": [1]}\n");

  g_string_append (text, "{\"topic\": tr\n\n[\"topic\", \"x\"]\n{\"topic\": 3}\n\"topic\"\n{\"a\": {\"topic\": \"deep\"}}\n"
                         "{\"topic\": \"a/+\"}\n{\"topic\": \"\"}\n{\"topic\": \"a\\tb\"}\n\xff\xfe\n{\"topic\": \"good\"}\n");
  for (guint i = 0; i < 10000; i++)
    g_string_append_c (text, '[');
  g_string_append (text, "\n{\"topic\": \"\\u6e29\"}");
  put (fixture, text->str);

  assert_list (fixture, "good|温|");
}

/* A folder in its place: nothing to read, nothing to write, and no fault. */
static void
test_no_file (Fixture      *fixture,
              gconstpointer filters)
{
  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  assert_list (fixture, "");
  sonde_recent_store_add (fixture->store, "a");
  sonde_recent_store_flush (fixture->store);
  assert_list (fixture, "a|");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/recent-store/order", Fixture, GINT_TO_POINTER (TRUE), set_up, test_order, tear_down);
  g_test_add ("/recent-store/worker", Fixture, GINT_TO_POINTER (TRUE), set_up, test_worker, tear_down);
  g_test_add ("/recent-store/bounded", Fixture, GINT_TO_POINTER (FALSE), set_up, test_bounded, tear_down);
  g_test_add ("/recent-store/damaged", Fixture, GINT_TO_POINTER (FALSE), set_up, test_damaged, tear_down);
  g_test_add ("/recent-store/no-file", Fixture, GINT_TO_POINTER (FALSE), set_up, test_no_file, tear_down);

  return g_test_run ();
}
