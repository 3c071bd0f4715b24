/* test-history-store.c: what was published, in its file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-history-file.h>
#include <sonde-history-store.h>
#include <sonde-profile-store.h>

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

typedef struct
{
  char              *folder;
  char              *path;
  SondeHistoryStore *store;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-history-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "data", "history.jsonl", NULL);
  fixture->store = sonde_history_store_new (fixture->path);
}

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
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
flush (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sonde_history_store_flush (fixture->store, &error);
  g_assert_no_error (error);
}

static void
reopen (Fixture *fixture)
{
  flush (fixture);
  close_store (fixture);
  fixture->store = sonde_history_store_new (fixture->path);
}

static void
result_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
load (Fixture *fixture,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_history_store_load_async (fixture->store, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  sonde_history_store_load_finish (fixture->store, result, error);
}

static void
load_well (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  load (fixture, &error);
  g_assert_no_error (error);
}

static SondePublishForm *
create_form (const char *topic,
             const char *payload)
{
  SondePublishForm *form = sonde_publish_form_new ();

  g_free (form->topic);
  form->topic = g_strdup (topic);
  g_free (form->payload);
  form->payload = g_strdup (payload);
  return form;
}

static SondeHistoryEntry *
create (const char *topic,
        const char *payload)
{
  g_autoptr (SondePublishForm) form = create_form (topic, payload);

  return sonde_history_entry_new_done ("p", "Lab", form, strlen (payload), 0, 1200);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->store));
}

static void
assert_topic (Fixture    *fixture,
              guint       position,
              const char *expected)
{
  g_autoptr (SondeHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->store), position);

  g_assert_nonnull (item);
  g_assert_cmpstr (sonde_history_item_get_entry (item)->form->topic, ==, expected);
}

/* ---- Lines ---- */

static void
test_round_trip (void)
{
  g_autoptr (SondePublishForm) form = create_form ("温度/\"a\"", "{\"a\": 1}\n\t☃");
  g_autoptr (SondeHistoryEntry) done = sonde_history_entry_new_done ("p", "Lab", form, 11, 16, 850);
  g_autoptr (SondeHistoryEntry) failed = sonde_history_entry_new_failed ("p", "Lab", form, 11, "Not authorized.");
  SondeHistoryEntry *entries[] = { done, failed };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *line = sonde_history_entry_to_line (entries[i]);
      g_autoptr (SondeHistoryEntry) other = sonde_history_entry_from_line (line, strlen (line));

      g_assert_null (strchr (line, '\n'));
      g_assert_nonnull (other);
      g_assert_true (sonde_publish_form_equal (other->form, form));
      g_assert_cmpint (other->time, ==, entries[i]->time);
      g_assert_cmpstr (other->profile_id, ==, "p");
      g_assert_cmpstr (other->profile_name, ==, "Lab");
      g_assert_cmpuint (other->size, ==, 11);
      g_assert_false (other->without_payload);
      g_assert_cmpint (other->outcome, ==, entries[i]->outcome);
      g_assert_cmpuint (other->reason, ==, entries[i]->reason);
      g_assert_cmpint (other->round_trip, ==, entries[i]->round_trip);
      g_assert_cmpstr (other->fault, ==, entries[i]->fault);
      g_assert_cmpstr (other->folded, ==, entries[i]->folded);

      for (gsize length = 0; length < strlen (line); length++)
        g_assert_null (sonde_history_entry_from_line (line, length));
    }
}

static void
test_long_payload (void)
{
  const gsize lengths[] = { SONDE_HISTORY_MOST_PAYLOAD, SONDE_HISTORY_MOST_PAYLOAD + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *payload = g_strnfill (lengths[i], 'x');
      g_autoptr (SondeHistoryEntry) entry = create ("t", payload);
      g_autofree char *line = sonde_history_entry_to_line (entry);
      g_autoptr (SondeHistoryEntry) other = sonde_history_entry_from_line (line, strlen (line));

      g_assert_cmpint (other->without_payload, ==, i == 1);
      g_assert_cmpuint (strlen (other->form->payload), ==, i == 1 ? 0 : lengths[i]);
      g_assert_cmpuint (other->size, ==, lengths[i]);
    }
}

/* The name of a file is not always UTF-8: the line is. */
static void
test_not_utf8 (void)
{
  g_autoptr (SondeHistoryEntry) entry = create ("t", "/tmp/\xff\xfe");
  g_autofree char *line = sonde_history_entry_to_line (entry);
  g_autoptr (SondeHistoryEntry) other = sonde_history_entry_from_line (line, strlen (line));

  g_assert_nonnull (other);
}

static void
test_damaged_lines (void)
{
  static const char *const damaged[] = {
    "",
    "{",
    "[]",
    "7",
    "{}",
    "\xff\xfe",
    "{\"time\":1,\"profile\":\"p\",\"outcome\":\"done\"}",
    "{\"time\":1,\"profile\":\"p\",\"outcome\":\"lost\",\"form\":{}}",
    "{\"time\":-1,\"profile\":\"p\",\"outcome\":\"done\",\"form\":{}}",
    "{\"time\":1,\"profile\":7,\"outcome\":\"done\",\"form\":{}}",
    "{\"time\":1,\"profile\":\"p\",\"outcome\":\"done\",\"form\":[]}",
  };
  const char *bare = "{\"time\":1,\"profile\":\"p\",\"outcome\":\"done\",\"form\":{\"topic\":\"t\"}}";
  g_autoptr (SondeHistoryEntry) entry = sonde_history_entry_from_line (bare, strlen (bare));

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    g_assert_null (sonde_history_entry_from_line (damaged[i], strlen (damaged[i])));

  /* A payload that is missing is not an empty one. */
  g_assert_nonnull (entry);
  g_assert_true (entry->without_payload);
}

/* ---- The file ---- */

static void
test_kept (Fixture      *fixture,
           gconstpointer data)
{
  GStatBuf status;

  sonde_history_store_add (fixture->store, create ("before", "1"));
  g_assert_cmpuint (count (fixture), ==, 0);
  load_well (fixture);
  sonde_history_store_add (fixture->store, create ("after", "2"));
  g_assert_cmpuint (count (fixture), ==, 2);
  assert_topic (fixture, 0, "after");
  assert_topic (fixture, 1, "before");

  reopen (fixture);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  load_well (fixture);
  g_assert_cmpuint (count (fixture), ==, 2);
  assert_topic (fixture, 0, "after");

  sonde_history_store_clear (fixture->store);
  g_assert_cmpuint (count (fixture), ==, 0);
  sonde_history_store_add (fixture->store, create ("new", "3"));
  reopen (fixture);
  load_well (fixture);
  g_assert_cmpuint (count (fixture), ==, 1);
  assert_topic (fixture, 0, "new");
}

/* What is added, or cleared, while the file is read. */
static void
test_while_reading (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_history_store_add (fixture->store, create ("one", ""));
  flush (fixture);
  sonde_history_store_load_async (fixture->store, result_cb, &result);
  sonde_history_store_add (fixture->store, create ("two", ""));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (fixture), ==, 2);
  assert_topic (fixture, 0, "two");

  g_clear_object (&result); /* holds the store */
  reopen (fixture);
  sonde_history_store_load_async (fixture->store, result_cb, &result);
  sonde_history_store_clear (fixture->store);
  sonde_history_store_add (fixture->store, create ("three", ""));
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (fixture), ==, 1);
  assert_topic (fixture, 0, "three");
}

/* A crash within a line: those before are read, and the next one begins anew. */
static void
test_torn_end (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (SondeHistoryEntry) entry = create ("whole", "");
  g_autofree char *line = sonde_history_entry_to_line (entry);
  g_autofree char *lines = g_strdup_printf ("%s\n%s\n", line, line);

  for (gsize length = 0; length <= strlen (lines); length++)
    {
      guint wanted = length >= strlen (lines) - 1 ? 2 : length >= strlen (line) ? 1
                                                                                : 0;
      g_autoptr (GPtrArray) entries = NULL;
      g_autofree char *folder = g_path_get_dirname (fixture->path);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (fixture->path, lines, length, NULL));
      g_assert_true (sonde_history_file_append (fixture->path, "{\"time\":1,\"profile\":\"p\",\"outcome\":\"done\",\"form\":{}}\n", 53, NULL));
      entries = sonde_history_file_read (fixture->path, NULL);
      g_assert_cmpuint (entries->len, ==, wanted + 1);
    }
}

static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  load (fixture, &error);
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
  g_clear_error (&error);
  sonde_history_store_add (fixture->store, create ("t", ""));
  g_assert_false (sonde_history_store_flush (fixture->store, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE);
}

static void
test_bounded_lines (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < SONDE_HISTORY_MOST; i++)
    {
      g_autofree char *topic = g_strdup_printf ("topic/%u", i);
      g_autoptr (SondeHistoryEntry) entry = create (topic, "{\"rpm\": 1420, \"torque\": 3.12}");
      g_autofree char *line = sonde_history_entry_to_line (entry);

      g_string_append_printf (lines, "%s\n", line);
    }
  g_assert_true (sonde_history_file_append (fixture->path, lines->str, lines->len, NULL));

  g_timer_start (timer);
  load_well (fixture);
  g_test_message ("%u entries are read in %.0f ms, in a worker", SONDE_HISTORY_MOST, g_timer_elapsed (timer, NULL) * 1000);
  g_assert_cmpuint (count (fixture), ==, SONDE_HISTORY_MOST);
  sonde_history_store_add (fixture->store, create ("newest", ""));
  g_assert_cmpuint (count (fixture), ==, SONDE_HISTORY_MOST);
  assert_topic (fixture, 0, "newest");
  assert_topic (fixture, SONDE_HISTORY_MOST - 1, "topic/1");

  /* One too many: the file is made smaller, the list has the newest all the same. */
  reopen (fixture);
  load_well (fixture);
  assert_topic (fixture, 0, "newest");
  g_assert_cmpuint (count (fixture), ==, SONDE_HISTORY_MOST);
  entries = sonde_history_file_read (fixture->path, NULL);
  g_assert_cmpuint (entries->len, ==, SONDE_HISTORY_MOST / 4 * 3);
}

static void
test_bounded_bytes (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *payload = g_strnfill (SONDE_HISTORY_MOST_PAYLOAD, 'x');
  g_autoptr (SondeHistoryEntry) entry = create ("t", payload);
  g_autofree char *line = sonde_history_entry_to_line (entry);
  g_autofree char *ended = g_strconcat (line, "\n", NULL);
  g_autoptr (GPtrArray) entries = NULL;
  guint    n_lines = SONDE_HISTORY_MOST_BYTES / strlen (ended) + 1;
  GStatBuf status;

  for (guint i = 0; i < n_lines; i++)
    g_assert_true (sonde_history_file_append (fixture->path, ended, strlen (ended), NULL));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, <=, SONDE_HISTORY_MOST_BYTES / 4 * 3);
  g_assert_cmpint (status.st_size % strlen (ended), ==, 0);
  entries = sonde_history_file_read (fixture->path, NULL);
  g_assert_cmpuint (entries->len, ==, status.st_size / strlen (ended));
}

/* Two Sondes append, and one of them makes the file smaller: no line is torn, none lost. */
static void
test_two_programs (Fixture      *fixture,
                   gconstpointer data)
{
  const guint n_each = 500;
  g_autoptr (GPtrArray) entries = NULL;
  guint n_of[2] = { 0 };
  pid_t children[2];

  for (guint child = 0; child < 2; child++)
    {
      children[child] = fork ();
      if (children[child] != 0)
        continue;
      for (guint i = 0; i < n_each; i++)
        {
          g_autoptr (SondeHistoryEntry) entry = create (child == 0 ? "zero" : "one", "payload");
          g_autofree char *line = sonde_history_entry_to_line (entry);
          g_autofree char *ended = g_strconcat (line, "\n", NULL);

          if (!sonde_history_file_append (fixture->path, ended, strlen (ended), NULL))
            _exit (1);
        }
      _exit (0);
    }

  for (guint child = 0; child < 2; child++)
    {
      int status;

      g_assert_cmpint (waitpid (children[child], &status, 0), ==, children[child]);
      g_assert_cmpint (status, ==, 0);
    }

  entries = sonde_history_file_read (fixture->path, NULL);
  for (guint i = 0; i < entries->len; i++)
    n_of[strcmp (((SondeHistoryEntry *) g_ptr_array_index (entries, i))->form->topic, "one") == 0]++;
  g_assert_cmpuint (n_of[0], ==, n_each);
  g_assert_cmpuint (n_of[1], ==, n_each);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history-entry/round-trip", test_round_trip);
  g_test_add_func ("/history-entry/long-payload", test_long_payload);
  g_test_add_func ("/history-entry/not-utf8", test_not_utf8);
  g_test_add_func ("/history-entry/damaged-lines", test_damaged_lines);
  g_test_add ("/history-store/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/history-store/while-reading", Fixture, NULL, set_up, test_while_reading, tear_down);
  g_test_add ("/history-store/torn-end", Fixture, NULL, set_up, test_torn_end, tear_down);
  g_test_add ("/history-store/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/history-store/bounded-lines", Fixture, NULL, set_up, test_bounded_lines, tear_down);
  g_test_add ("/history-store/bounded-bytes", Fixture, NULL, set_up, test_bounded_bytes, tear_down);
  g_test_add ("/history-store/two-programs", Fixture, NULL, set_up, test_two_programs, tear_down);

  return g_test_run ();
}
