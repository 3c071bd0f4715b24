/* test-template-store.c: templates, their file, and the file to hand on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-profile-store.h>
#include <sonde-search-words.h>
#include <sonde-template-file.h>
#include <sonde-template-store.h>
#include <sonde-template-transfer.h>

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>

#define MANY 10000

typedef struct
{
  char               *folder;
  char               *path;
  SondeTemplateStore *store;
  char               *failed; /* what the store said last */
} Fixture;

static void
failed_cb (Fixture    *fixture,
           const char *sentence)
{
  g_free (fixture->failed);
  fixture->failed = g_strdup (sentence);
}

static void
open_store (Fixture *fixture)
{
  fixture->store = sonde_template_store_new (fixture->path);
  g_signal_connect_swapped (fixture->store, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-templates-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "data", "templates.jsonl", NULL);
  open_store (fixture);
}

/* A worker that is done may hold it for a moment more, and its callback for a turn. */
static void
close_store (Fixture *fixture)
{
  gpointer alive = fixture->store;

  g_object_add_weak_pointer (G_OBJECT (fixture->store), &alive);
  g_object_unref (fixture->store);
  while (g_atomic_pointer_get (&alive) != NULL)
    g_main_context_iteration (NULL, FALSE);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  close_store (fixture);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->failed);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
result_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
load (Fixture *fixture,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_template_store_load_async (fixture->store, result_cb, &result);
  sonde_template_store_load_finish (fixture->store, wait_for (&result), error);
}

static void
load_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  load (fixture, &error);
  g_assert_no_error (error);
}

static void
flush (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sonde_template_store_flush (fixture->store, &error);
  g_assert_no_error (error);
}

/* As another start of the program. */
static void
reopen (Fixture *fixture)
{
  flush (fixture);
  close_store (fixture);
  open_store (fixture);
}

static void
put (const char *path,
     const char *text,
     gssize      length)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

static SondeTemplate *
create (const char *name,
        const char *folder)
{
  g_autoptr (SondePublishForm) form = sonde_publish_form_new ();

  g_free (form->topic);
  form->topic = g_strdup ("lamp/set");
  g_free (form->payload);
  form->payload = g_strdup ("{\"on\": true}\n\t\"温度\"");
  form->format = SONDE_FORM_JSON;
  form->qos = 1;
  form->retain = TRUE;
  form->variables = TRUE;
  sonde_pairs_add (form->user_properties, "a", "b");
  return sonde_template_new (name, folder, "p", form);
}

static SondeTemplateItem *
add (Fixture    *fixture,
     const char *name,
     const char *folder)
{
  g_autoptr (SondeTemplate) added = create (name, folder);
  g_autoptr (GError) error = NULL;
  SondeTemplateItem *item = sonde_template_store_add (fixture->store, added, &error);

  g_assert_no_error (error);
  return item;
}

/* "folder/name" of each, in order */
static void
assert_list (Fixture    *fixture,
             const char *expected)
{
  g_autoptr (GPtrArray) templates = sonde_template_store_list (fixture->store);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < templates->len; i++)
    {
      const SondeTemplate *template = g_ptr_array_index (templates, i);

      g_string_append_printf (names, "%s%s:%s", i > 0 ? " " : "", template->folder, template->name);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static guint
count_files (Fixture    *fixture,
             const char *part)
{
  g_autofree char *path = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint       n_files = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    n_files += strstr (name, part) != NULL;
  return n_files;
}

/* ---- A template ---- */

static void
test_mended (void)
{
  static const char *const folders[][2] = {
    { "", "" },
    { "Motors", "Motors" },
    { " a // b /", "a/b" },
    { "/", "" },
    { "线/4 号", "线/4 号" },
    { "a\nb", "a b" },
    { "1/2/3/4/5/6/7/8/9/10", "1/2/3/4/5/6/7/8" },
  };
  g_autoptr (SondeTemplate) template = create ("  two\nlines ", "f");

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *clean = sonde_template_clean_folder (folders[i][0]);

      g_assert_cmpstr (clean, ==, folders[i][1]);
    }

  g_assert_cmpstr (template->name, ==, "two lines");
  sonde_template_set_name (template, " ");
  g_assert_cmpstr (template->name, ==, "lamp/set");
}

static void
test_round_trip (void)
{
  g_autoptr (SondeTemplate) one = create ("On", "Motors/Line 4");
  g_autoptr (JsonObject) object = sonde_template_to_object (one);
  g_autoptr (SondeTemplate) other = sonde_template_from_object (object);

  g_assert_nonnull (other);
  g_assert_true (sonde_template_equal (one, other));
  g_assert_cmpstr (other->id, ==, one->id);
  g_assert_cmpstr (other->profile_id, ==, "p");
  g_assert_cmpint (other->created, ==, one->created);
  g_assert_null (other->read);
}

/* What a later version writes is there when this one has changed the template. */
static void
test_unknown_fields (void)
{
  const char text[] = "{\"id\":\"i\",\"name\":\"n\",\"color\":7,\"form\":{\"topic\":\"t\",\"later\":[1,{\"a\":null}]}}\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  GString *damaged;
  g_autoptr (GPtrArray) templates = sonde_template_file_from_lines (bytes, &damaged);
  g_autoptr (SondeTemplate) changed = NULL;
  g_autofree char *lines = NULL;

  g_assert_cmpuint (templates->len, ==, 1);
  changed = sonde_template_copy (g_ptr_array_index (templates, 0));
  sonde_template_set_name (changed, "other");
  g_ptr_array_remove_index (templates, 0);
  g_ptr_array_add (templates, sonde_template_ref (changed));
  lines = sonde_template_file_to_lines (templates);
  g_assert_nonnull (strstr (lines, "\"color\":7"));
  g_assert_nonnull (strstr (lines, "\"later\":[1,{\"a\":null}]"));
  g_assert_nonnull (strstr (lines, "\"name\":\"other\""));
}

/* Cut at any byte, what is before the cut line is there, and the cut line is no half template. */
static void
test_truncated (void)
{
  g_autoptr (GPtrArray) templates = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_template_unref);
  g_autofree char *lines = NULL;
  gsize            first;

  g_ptr_array_add (templates, create ("one", ""));
  g_ptr_array_add (templates, create ("two", "f"));
  lines = sonde_template_file_to_lines (templates);
  first = strchr (lines, '\n') - lines;

  for (gsize length = 0; length <= strlen (lines); length++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (lines, length);
      GString *damaged;
      g_autoptr (GPtrArray) read = sonde_template_file_from_lines (bytes, &damaged);
      guint wanted = length >= strlen (lines) - 1 ? 2 : length >= first ? 1
                                                                        : 0;

      g_assert_cmpuint (read->len, ==, wanted);
      g_assert_cmpint (damaged != NULL, ==, length > (wanted == 0 ? 0 : first + 1) && wanted < 2);
      if (damaged != NULL)
        g_string_free (damaged, TRUE);
    }
}

static void
test_search (void)
{
  static const struct
  {
    const char *typed;
    gboolean    found;
  } cases[] = {
    { "", TRUE },
    { "  ", TRUE },
    { "ON", TRUE },
    { "motors set", TRUE },
    { "温度", TRUE },
    { "lamp off", FALSE },
  };
  g_autoptr (SondeTemplate) template = create ("On", "Motors/Line 4");
  g_autoptr (SondeTemplateItem) item = sonde_template_item_new (sonde_template_entry_new (template));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) words = sonde_search_words (cases[i].typed);

      g_assert_cmpint (sonde_search_matches (sonde_template_item_get_folded (item), (const char *const *) words), ==,
                       cases[i].found);
    }
}

/* ---- The store ---- */

static void
test_kept (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SondeTemplate) moved = NULL;
  SondeTemplateItem *item;
  GStatBuf           status;

  load_well (fixture);
  add (fixture, "off", "");
  add (fixture, "b10", "Motors");
  item = add (fixture, "b9", "Motors");
  add (fixture, "deep", "Motors/Line 4");
  add (fixture, "x", "motors");
  add (fixture, "a", "Lamps");
  assert_list (fixture, ":off Lamps:a Motors:b9 Motors:b10 Motors/Line 4:deep motors:x");

  moved = sonde_template_copy (sonde_template_item_get_data (item));
  sonde_template_set_folder (moved, "");
  item = sonde_template_store_replace (fixture->store, item, moved);
  sonde_template_store_touch (fixture->store, item);
  reopen (fixture);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  load_well (fixture);
  assert_list (fixture, ":b9 :off Lamps:a Motors:b10 Motors/Line 4:deep motors:x");
  item = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  g_assert_cmpint (sonde_template_item_get_data (item)->used, >, 0);
  sonde_template_store_remove (fixture->store, item);
  g_object_unref (item);
  reopen (fixture);
  load_well (fixture);
  assert_list (fixture, ":off Lamps:a Motors:b10 Motors/Line 4:deep motors:x");
  g_assert_null (fixture->failed);
}

static void
test_released (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SondeTemplateItem) item = NULL;

  load_well (fixture);
  add (fixture, "a", "");
  reopen (fixture);
  sonde_template_store_release_profile (fixture->store, "other");
  sonde_template_store_release_profile (fixture->store, "p");
  load_well (fixture);
  item = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  g_assert_cmpstr (sonde_template_item_get_data (item)->profile_id, ==, "");
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nested = g_strnfill (100000, '[');
  g_autofree char *text = g_strconcat ("{\"name\":\"good\",\"form\":{\"topic\":\"t\"}}\n{\"torn\": tr\n\xff\xfe\n\n7\n[]\n{}\n",
                                       nested, "\n{\"name\":\"no form\"}\n{\"name\":7,\"form\":{}}\n{\"name\":\"x\",\"form\":[]}\n",
                                       "{\"name\":\"last\",\"form\":{\"qos\":9,\"retain\":3}}", NULL);

  put (fixture->path, text, -1);
  load (fixture, &error);
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED);
  assert_list (fixture, ":good :last");
  g_assert_cmpuint (count_files (fixture, ".damaged-"), ==, 1);

  /* Said once, and mended. */
  reopen (fixture);
  load_well (fixture);
  assert_list (fixture, ":good :last");
  g_assert_cmpuint (count_files (fixture, ".damaged-"), ==, 1);
}

static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeTemplate) added = create ("a", "");

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  load (fixture, &error);
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
  g_clear_error (&error);
  g_assert_null (sonde_template_store_add (fixture->store, added, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
  flush (fixture);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_DIR));
}

/* Two Sondes: what the other one wrote is not lost. */
static void
test_other_program (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  load_well (fixture);
  add (fixture, "ours", "");
  flush (fixture);
  put (fixture->path, "{\"name\":\"theirs\",\"form\":{}}\n", -1);
  add (fixture, "more", "");
  while (fixture->failed == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (fixture->failed, ".other-"));
  g_assert_cmpuint (count_files (fixture, ".other-"), ==, 1);
  reopen (fixture);
  load_well (fixture);
  assert_list (fixture, ":more :ours");
}

/* ---- Import and export ---- */

static void
transfer (Fixture    *fixture,
          const char *path,
          gboolean    imports,
          guint       counts[3],
          GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  if (imports)
    {
      sonde_template_import_async (fixture->store, file, "p", result_cb, &result);
      sonde_template_import_finish (wait_for (&result), &counts[0], &counts[1], &counts[2], error);
    }
  else
    {
      sonde_template_export_async (fixture->store, file, result_cb, &result);
      sonde_template_export_finish (wait_for (&result), error);
    }
}

static void
test_transfer (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "out.json", NULL);
  g_autoptr (SondeTemplate) foreign = create ("foreign", "f");
  g_autoptr (SondeTemplateItem) first = NULL;
  g_autoptr (GError) error = NULL;
  guint counts[3];

  load_well (fixture);
  add (fixture, "a", "");
  sonde_template_set_profile_id (foreign, "elsewhere");
  sonde_template_store_add (fixture->store, foreign, NULL);
  transfer (fixture, path, FALSE, NULL, &error);
  g_assert_no_error (error);

  /* All are known */
  transfer (fixture, path, TRUE, counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts[0], ==, 0);
  g_assert_cmpuint (counts[1], ==, 2);
  assert_list (fixture, ":a f:foreign");

  /* One is */
  first = g_list_model_get_item (G_LIST_MODEL (fixture->store), 1);
  sonde_template_store_remove (fixture->store, first);
  transfer (fixture, path, TRUE, counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1], ==, 1);
  assert_list (fixture, ":a f:foreign");
  g_clear_object (&first);
  first = g_list_model_get_item (G_LIST_MODEL (fixture->store), 1);
  g_assert_cmpstr (sonde_template_item_get_data (first)->profile_id, ==, "");
}

static void
test_hostile (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *text;
    int         code; /* -1: taken */
    guint       n_added, n_skipped;
  } cases[] = {
    { "", SONDE_CONFIG_ERROR_READ },
    { "{", SONDE_CONFIG_ERROR_READ },
    { "[]", SONDE_CONFIG_ERROR_READ },
    { "\xff\xfe", SONDE_CONFIG_ERROR_READ },
    { "{\"templates\":[]}", SONDE_CONFIG_ERROR_READ },
    { "{\"format\":\"sonde-templates\",\"version\":1,\"templates\":{}}", SONDE_CONFIG_ERROR_READ },
    { "{\"format\":\"sonde-profiles\",\"version\":1,\"templates\":[]}", SONDE_CONFIG_ERROR_READ },
    { "{\"format\":\"sonde-templates\",\"version\":2,\"templates\":[]}", SONDE_CONFIG_ERROR_NEWER },
    { "{\"format\":\"sonde-templates\",\"version\":1,\"templates\":[]}", -1, 0, 0 },
    { "{\"format\":\"sonde-templates\",\"version\":1,\"templates\":[null,7,\"a\",[],{},{\"name\":\"n\",\"form\":{}}]}", -1, 1, 5 },
    { "{\"format\":\"sonde-templates\",\"version\":1,\"templates\":[{\"name\":\"\\u0000\\n\",\"folder\":\"../..//\","
      "\"form\":{\"topic\":\"#/\\u0000\",\"qos\":99,\"correlation-data-base64\":\"!\"}}]}",
      -1, 1, 0 },
    { "{\"format\":\"sonde-templates\",\"version\":1,\"templates\":[{\"name\":\"same\",\"form\":{}},{\"name\":\"same\",\"form\":{}}]}", -1, 1, 0 },
  };
  g_autofree char *path = g_build_filename (fixture->folder, "in.json", NULL);
  g_autofree char *nested = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;
  guint counts[3];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      put (path, cases[i].text, -1);
      transfer (fixture, path, TRUE, counts, &error);
      if (cases[i].code >= 0)
        g_assert_error (error, SONDE_CONFIG_ERROR, cases[i].code);
      else
        g_assert_no_error (error);
      g_clear_error (&error);
      g_assert_cmpuint (counts[0], ==, cases[i].n_added);
      g_assert_cmpuint (counts[2], ==, cases[i].n_skipped);
    }

  put (path, nested, -1);
  transfer (fixture, path, TRUE, counts, &error);
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
}

static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) templates = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_template_unref);
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autofree char *lines = NULL;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("Template %u", i);
      g_autofree char *folder = g_strdup_printf ("Folder %u", i % 100);

      g_ptr_array_add (templates, create (name, folder));
    }
  lines = sonde_template_file_to_lines (templates);
  put (fixture->path, lines, -1);

  g_timer_start (timer);
  load_well (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->store)), ==, MANY);
  g_test_message ("%u templates are read in %.0f ms, in a worker", MANY, g_timer_elapsed (timer, NULL) * 1000);

  g_timer_start (timer);
  add (fixture, "one more", "Folder 50");
  g_test_message ("one more is added in %.2f ms", g_timer_elapsed (timer, NULL) * 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/template/mended", test_mended);
  g_test_add_func ("/template/round-trip", test_round_trip);
  g_test_add_func ("/template/unknown-fields-stay", test_unknown_fields);
  g_test_add_func ("/template/truncated-at-each-byte", test_truncated);
  g_test_add_func ("/template/search", test_search);
  g_test_add ("/template-store/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/template-store/released", Fixture, NULL, set_up, test_released, tear_down);
  g_test_add ("/template-store/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/template-store/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/template-store/other-program", Fixture, NULL, set_up, test_other_program, tear_down);
  g_test_add ("/template-store/transfer", Fixture, NULL, set_up, test_transfer, tear_down);
  g_test_add ("/template-store/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
  g_test_add ("/template-store/many", Fixture, NULL, set_up, test_many, tear_down);

  return g_test_run ();
}
