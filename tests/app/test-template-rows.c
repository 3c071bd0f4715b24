/* test-template-rows.c: templates as rows of a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-template-rows.h>

#include <string.h>

typedef struct
{
  char               *folder;
  SondeTemplateStore *store;
  SondeTemplateRows  *rows;
  guint               n_items; /* a view's idea of the length, kept from signals alone */
  guint               n_changed;
} Fixture;

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(gboolean *) user_data = sonde_template_store_load_finish (SONDE_TEMPLATE_STORE (object), result, NULL);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->n_items);
  fixture->n_items += added - removed;
  fixture->n_changed = removed + added;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, fixture->n_items);
}

static SondeTemplateItem *
add (Fixture    *fixture,
     const char *name,
     const char *folder,
     const char *profile_id)
{
  g_autoptr (SondePublishForm) form = sonde_publish_form_new ();
  g_autoptr (SondeTemplate) template = sonde_template_new (name, folder, profile_id, form);

  return sonde_template_store_add (fixture->store, template, NULL);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char *path = NULL;
  gboolean         loaded = FALSE;

  fixture->folder = g_dir_make_tmp ("sonde-rows-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "templates.jsonl", NULL);
  fixture->store = sonde_template_store_new (path);
  sonde_template_store_load_async (fixture->store, loaded_cb, &loaded);
  while (!loaded)
    g_main_context_iteration (NULL, TRUE);

  fixture->rows = sonde_template_rows_new (fixture->store);
  g_signal_connect (fixture->rows, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  add (fixture, "stop", "", "");
  add (fixture, "on", "Lamps/Hall", "");
  add (fixture, "off", "Lamps/Hall", "");
  add (fixture, "all", "Lamps", "");
  add (fixture, "ours", "Motors", "p");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };
  gpointer    alive = fixture->store;

  g_object_unref (fixture->rows);
  g_object_add_weak_pointer (G_OBJECT (fixture->store), &alive);
  g_object_unref (fixture->store);
  while (g_atomic_pointer_get (&alive) != NULL)
    g_main_context_iteration (NULL, FALSE);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
}

/* "-Lamps(3)" a folder, closed "+Lamps(3)"; the depth of a folder as dots before it */
static void
assert_rows (Fixture    *fixture,
             const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->rows)); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (fixture->rows), i);
      SondeTemplateFolder *folder = SONDE_IS_TEMPLATE_FOLDER (row) ? SONDE_TEMPLATE_FOLDER (row) : NULL;

      g_string_append (text, i > 0 ? " " : "");
      for (guint depth = 0; folder != NULL && depth < sonde_template_folder_get_depth (folder); depth++)
        g_string_append_c (text, '.');
      if (folder != NULL)
        g_string_append_printf (text, "%c%s(%u)", sonde_template_folder_get_open (folder) ? '-' : '+',
                                sonde_template_folder_get_name (folder), sonde_template_folder_get_count (folder));
      else
        g_string_append (text, sonde_template_item_get_data (SONDE_TEMPLATE_ITEM (row))->name);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_tree (Fixture      *fixture,
           gconstpointer data)
{
  assert_rows (fixture, "stop -Lamps(3) all .-Hall(2) off on");
  sonde_template_rows_set_profile_id (fixture->rows, "p");
  assert_rows (fixture, "stop -Lamps(3) all .-Hall(2) off on -Motors(1) ours");
  g_assert_cmpuint (fixture->n_changed, ==, 2);
  g_assert_cmpuint (sonde_template_rows_get_n_templates (fixture->rows), ==, 5);

  sonde_template_rows_toggle (fixture->rows, "Lamps/Hall");
  assert_rows (fixture, "stop -Lamps(3) all .+Hall(2) -Motors(1) ours");
  sonde_template_rows_toggle (fixture->rows, "Lamps");
  assert_rows (fixture, "stop +Lamps(3) -Motors(1) ours");
  sonde_template_rows_toggle (fixture->rows, "Lamps");
  assert_rows (fixture, "stop -Lamps(3) all .+Hall(2) -Motors(1) ours");
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  sonde_template_rows_toggle (fixture->rows, "Lamps");
  sonde_template_rows_set_search (fixture->rows, "hall O");
  assert_rows (fixture, "-Lamps(2) .-Hall(2) off on");
  sonde_template_rows_set_search (fixture->rows, "nothing");
  assert_rows (fixture, "");
  g_assert_cmpuint (sonde_template_rows_get_n_templates (fixture->rows), ==, 4);
  sonde_template_rows_set_search (fixture->rows, "");
  assert_rows (fixture, "stop +Lamps(3)");
}

static void
test_numbers (Fixture      *fixture,
              gconstpointer data)
{
  static const guint numbers[] = { 1, 0, 2, 0, 3, 4 };
  SondeTemplateItem *item;
  guint              position;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpuint (sonde_template_rows_get_number (fixture->rows, i), ==, numbers[i]);
  item = sonde_template_rows_get_numbered (fixture->rows, 3);
  g_assert_cmpstr (sonde_template_item_get_data (item)->name, ==, "off");
  g_assert_true (sonde_template_rows_find (fixture->rows, item, &position));
  g_assert_cmpuint (position, ==, 4);
  g_assert_null (sonde_template_rows_get_numbered (fixture->rows, 0));
  g_assert_null (sonde_template_rows_get_numbered (fixture->rows, 5));

  /* One row leaves: no more is said to have changed than it, and the counts of its folders. */
  sonde_template_store_remove (fixture->store, item);
  assert_rows (fixture, "stop -Lamps(2) all .-Hall(1) on");
  g_assert_null (sonde_template_rows_get_numbered (fixture->rows, 4));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/template-rows/tree", Fixture, NULL, set_up, test_tree, tear_down);
  g_test_add ("/template-rows/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/template-rows/numbers", Fixture, NULL, set_up, test_numbers, tear_down);

  return g_test_run ();
}
