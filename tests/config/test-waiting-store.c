/* test-waiting-store.c: the file of what waits to be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-profile-store.h>
#include <sonde-waiting-store.h>

#include <glib/gstdio.h>

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define HOUR 3600
#define PATH_VARIABLE "SONDE_TEST_WAITING_PATH"

typedef struct
{
  char              *folder;
  char              *path;
  SondeWaitingStore *store;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-waiting-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "data", "waiting.jsonl", NULL);
  fixture->store = sonde_waiting_store_new (fixture->path);
}

/* A worker that is done with a write may hold it for a moment more. */
static void
release (SondeWaitingStore *store)
{
  gpointer alive = store;

  g_object_add_weak_pointer (G_OBJECT (store), &alive);
  g_object_unref (store);
  while (g_atomic_pointer_get (&alive) != NULL)
    g_thread_yield ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  release (fixture->store);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* As another start of the program. */
static void
reopen (Fixture *fixture)
{
  release (fixture->store);
  fixture->store = sonde_waiting_store_new (fixture->path);
}

static void
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sonde_waiting_store_load (fixture->store, &error);
  g_assert_no_error (error);
}

static void
put (Fixture    *fixture,
     const char *text)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static char *
get (Fixture *fixture)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  return text;
}

static SondeWaitingMessage *
add (Fixture    *fixture,
     const char *topic,
     GBytes     *payload)
{
  g_autoptr (SondeWaitingMessage) message = sonde_waiting_message_new ("p", "h:1883", topic, payload, 1, FALSE, HOUR);
  g_autoptr (GError) error = NULL;

  sonde_waiting_store_add (fixture->store, message, TRUE, &error);
  g_assert_no_error (error);
  return message;
}

static SondeWaitingMessage *
add_text (Fixture    *fixture,
          const char *topic)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("on", 2);

  return add (fixture, topic, payload);
}

static void
flush (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sonde_waiting_store_flush (fixture->store, &error);
  g_assert_no_error (error);
}

static void
assert_topics (Fixture    *fixture,
               const char *expected)
{
  g_autoptr (GPtrArray) list = sonde_waiting_store_list (fixture->store, "p");
  g_autoptr (GString) topics = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (topics, "%s%s", i > 0 ? " " : "", ((SondeWaitingMessage *) g_ptr_array_index (list, i))->topic);
  g_assert_cmpstr (topics->str, ==, expected);
}

/* ---- Lines ---- */

static void
test_round_trip (void)
{
  /* clang-format off */
  static const struct
  {
    const char *topic;
    const char *payload;
    gsize       size;
    guint8      qos;
    gboolean    retain;
    guint32     lifetime;
  } cases[] = {
    { "a", "", 0, 0, FALSE, 300 },
    { "lamp/\"quoted\"\\", "on", 2, 1, TRUE, HOUR },
    { "温度/室内", "{\"温度\": 21.5}\n", 18, 2, FALSE, 604800 },
    { " ", "\0\xff\xfe\n\r", 5, 2, TRUE, G_MAXUINT32 },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) payload = g_bytes_new_static (cases[i].payload, cases[i].size);
      g_autoptr (SondeWaitingMessage) one =
        sonde_waiting_message_new ("id", "[::1]:1883", cases[i].topic, payload, cases[i].qos, cases[i].retain, cases[i].lifetime);
      g_autofree char *line = sonde_waiting_message_to_line (one);
      g_autoptr (SondeWaitingMessage) other = sonde_waiting_message_from_line (line, strlen (line));

      g_assert_null (strchr (line, '\n'));
      g_assert_nonnull (other);
      g_assert_cmpstr (other->profile_id, ==, "id");
      g_assert_cmpstr (other->address, ==, "[::1]:1883");
      g_assert_cmpstr (other->topic, ==, cases[i].topic);
      g_assert_true (g_bytes_equal (other->payload, payload));
      g_assert_cmpuint (other->qos, ==, cases[i].qos);
      g_assert_cmpint (other->retain, ==, cases[i].retain);
      g_assert_cmpint (other->asked, ==, one->asked);
      g_assert_cmpuint (other->lifetime, ==, cases[i].lifetime);
      g_assert_cmpint (other->state, ==, SONDE_WAITING_UNSENT);
    }
}

#define LINE(topic, payload, qos, retain, asked, lifetime, state)                                      \
  "{\"profile\":\"p\",\"address\":\"h:1883\",\"topic\":" topic ",\"payload\":" payload ",\"qos\":" qos \
  ",\"retain\":" retain ",\"asked\":" asked ",\"lifetime\":" lifetime ",\"state\":" state "}"
#define GOOD(topic) LINE ("\"" topic "\"", "\"b24=\"", "1", "false", "1", "4000000000", "\"unsent\"")

static void
test_damaged_lines (void)
{
  static const char *const damaged[] = {
    "",
    "{",
    "[]",
    "7",
    "{}",
    "{\"profile\":\"p\"}",
    "\xff\xfe",
    LINE ("7", "\"b24=\"", "1", "false", "1", "60", "\"unsent\""),
    LINE ("\"a/+\"", "\"b24=\"", "1", "false", "1", "60", "\"unsent\""),
    LINE ("\"\"", "\"b24=\"", "1", "false", "1", "60", "\"unsent\""),
    LINE ("\"a\"", "\"b2\"", "1", "false", "1", "60", "\"unsent\""),
    LINE ("\"a\"", "\"b24=!\"", "1", "false", "1", "60", "\"unsent\""),
    LINE ("\"a\"", "null", "1", "false", "1", "60", "\"unsent\""),
    LINE ("\"a\"", "\"b24=\"", "3", "false", "1", "60", "\"unsent\""),
    LINE ("\"a\"", "\"b24=\"", "1", "0", "1", "60", "\"unsent\""),
    LINE ("\"a\"", "\"b24=\"", "1", "false", "-1", "60", "\"unsent\""),
    LINE ("\"a\"", "\"b24=\"", "1", "false", "1", "0", "\"unsent\""),
    LINE ("\"a\"", "\"b24=\"", "1", "false", "1", "60", "\"sent\""),
    LINE ("\"a\"", "\"b24=\"", "1", "false", "1", "60", "2"),
  };
  const char      *good = GOOD ("a");
  g_autofree char *nested = g_strnfill (100000, '[');

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_test_message ("line %u", i);
      g_assert_null (sonde_waiting_message_from_line (damaged[i], strlen (damaged[i])));
    }
  g_assert_null (sonde_waiting_message_from_line (nested, strlen (nested)));

  /* Cut anywhere, it is never half a message. */
  for (gsize length = 0; length < strlen (good); length++)
    g_assert_null (sonde_waiting_message_from_line (good, length));
  g_object_unref (sonde_waiting_message_from_line (good, strlen (good)));
}

static void
test_age (void)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("", 0);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  /* clang-format off */
  const struct
  {
    gint64  asked;
    guint32 lifetime;
    gint64  age;
    gint64  rest;
  } cases[] = {
    { now - 10, 60, 10, 50 },
    { now - 60, 60, 60, 0 },
    { now - 7200, 300, 7200, 0 },
    { now + 86400 * 365, 60, 0, 60 }, /* the clock was set back */
    { 1, G_MAXUINT32, now - 1, G_MAXUINT32 - now + 1 },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line =
        g_strdup_printf (LINE ("\"a\"", "\"\"", "0", "true", "%" G_GINT64_FORMAT, "%u", "\"unsent\""),
                         cases[i].asked, cases[i].lifetime);
      g_autoptr (SondeWaitingMessage) message = sonde_waiting_message_from_line (line, strlen (line));
      gint64 late = g_get_real_time () / G_USEC_PER_SEC - now;

      g_assert_cmpint (sonde_waiting_message_get_age (message), >=, cases[i].age);
      g_assert_cmpint (sonde_waiting_message_get_age (message), <=, cases[i].age + late + 1);
      g_assert_cmpint (sonde_waiting_message_get_rest (message), <=, cases[i].rest);
      g_assert_cmpint (sonde_waiting_message_get_rest (message), >=, MAX (cases[i].rest - late - 1, 0));
    }
}

/* The wall clock may go back while Sonde runs: what is known for an hour is an hour old. */
static void
test_age_goes_on (void)
{
  g_autoptr (GBytes) payload = g_bytes_new_static ("", 0);
  g_autoptr (SondeWaitingMessage) message = sonde_waiting_message_new ("p", "h", "a", payload, 0, FALSE, HOUR);

  message->asked += 86400;
  message->known_since -= HOUR;
  g_assert_cmpint (sonde_waiting_message_get_age (message), >=, HOUR);
  g_assert_cmpint (sonde_waiting_message_get_rest (message), ==, 0);
}

/* ---- The file ---- */

static void
test_kept (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SondeWaitingMessage) passing = NULL;
  g_autoptr (GBytes) payload = g_bytes_new_static ("b", 1);
  GStatBuf status;

  load (fixture);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  add_text (fixture, "one");
  add_text (fixture, "two");
  passing = sonde_waiting_message_new ("p", "h:1883", "passing", payload, 0, FALSE, HOUR);
  g_assert_true (sonde_waiting_store_add (fixture->store, passing, FALSE, NULL));
  add_text (fixture, "three");
  assert_topics (fixture, "one two passing three");
  flush (fixture);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  reopen (fixture);
  assert_topics (fixture, "");
  load (fixture);
  assert_topics (fixture, "one two three");

  sonde_waiting_store_keep_profiles (fixture->store, (char *[]){ "other", NULL });
  assert_topics (fixture, "");
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  sonde_waiting_store_save_finish (SONDE_WAITING_STORE (object), result, &error);
  g_assert_no_error (error);
  ++*(guint *) user_data;
}

/* Each save completes with a file that holds what was there when it was asked for. */
static void
test_saves_are_merged (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *text = NULL;
  guint            n_saved = 0;

  load (fixture);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *topic = g_strdup_printf ("t%u", i);

      add_text (fixture, topic);
      sonde_waiting_store_save_async (fixture->store, saved_cb, &n_saved);
    }
  while (n_saved < 100)
    g_main_context_iteration (NULL, TRUE);
  text = get (fixture);
  g_assert_nonnull (strstr (text, "\"t99\""));
}

static void
test_flush_completes (Fixture      *fixture,
                      gconstpointer data)
{
  guint n_saved = 0;

  load (fixture);
  add_text (fixture, "one");
  for (guint i = 0; i < 3; i++)
    sonde_waiting_store_save_async (fixture->store, saved_cb, &n_saved);
  add_text (fixture, "two");
  flush (fixture);
  {
    g_autofree char *text = get (fixture);

    g_assert_nonnull (strstr (text, "\"two\""));
  }
  while (n_saved < 3)
    g_main_context_iteration (NULL, TRUE);

  /* The older write, which ran meanwhile, has not undone it. */
  reopen (fixture);
  load (fixture);
  assert_topics (fixture, "one two");
}

static void
test_damaged_file (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = NULL;
  g_autofree char *path = g_path_get_dirname (fixture->path);
  const char      *name;
  guint            n_aside = 0;

  put (fixture, GOOD ("one") "\n{\"torn\": tr\n\n" GOOD ("two") "\n" GOOD ("three"));
  g_assert_false (sonde_waiting_store_load (fixture->store, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_DAMAGED);
  assert_topics (fixture, "one two three");

  folder = g_dir_open (path, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (strstr (name, ".damaged-") != NULL)
      {
        g_autofree char *aside = g_build_filename (path, name, NULL);
        g_autofree char *text = NULL;

        n_aside++;
        g_assert_nonnull (strstr (error->message, name));
        g_assert_true (g_file_get_contents (aside, &text, NULL, NULL));
        g_assert_cmpstr (text, ==, "{\"torn\": tr\n");
      }
  g_assert_cmpuint (n_aside, ==, 1);

  reopen (fixture);
  load (fixture);
  assert_topics (fixture, "one two three");
}

static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) payload = g_bytes_new_static ("b", 1);
  g_autoptr (SondeWaitingMessage) message = sonde_waiting_message_new ("p", "h", "a", payload, 0, FALSE, HOUR);

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  g_assert_false (sonde_waiting_store_load (fixture->store, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
  g_clear_error (&error);
  g_assert_false (sonde_waiting_store_add (fixture->store, message, TRUE, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_READ);
  flush (fixture);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_DIR));
}

/* Two that have the file would send each message twice. */
static void
test_one_at_a_time (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (SondeWaitingStore) other = sonde_waiting_store_new (fixture->path);
  g_autoptr (GBytes) payload = g_bytes_new_static ("b", 1);
  g_autoptr (SondeWaitingMessage) message = sonde_waiting_message_new ("p", "h", "a", payload, 0, FALSE, HOUR);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (sonde_waiting_store_load (other, NULL));
  add_text (fixture, "one");
  flush (fixture);
  before = get (fixture);

  g_assert_false (sonde_waiting_store_add (other, message, TRUE, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_OTHER);
  g_clear_error (&error);
  g_assert_false (sonde_waiting_store_load (other, &error));
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_OTHER);
  g_assert_true (sonde_waiting_store_flush (other, NULL));
  after = get (fixture);
  g_assert_cmpstr (before, ==, after);

  /* The first has ended: what it left is not lost. */
  reopen (fixture);
  g_assert_true (sonde_waiting_store_add (other, message, TRUE, NULL));
  g_assert_true (sonde_waiting_store_flush (other, NULL));
  g_clear_object (&other);
  load (fixture);
  assert_topics (fixture, "one a");
}

static void
test_bounds (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (SONDE_WAITING_MOST_BYTES), SONDE_WAITING_MOST_BYTES);
  g_autoptr (GBytes) fits = g_bytes_new_take (g_malloc0 (SONDE_WAITING_MOST_BYTES - 1), SONDE_WAITING_MOST_BYTES - 1);
  g_autoptr (SondeWaitingMessage) message = sonde_waiting_message_new ("p", "h", "a", large, 0, FALSE, HOUR);
  g_autoptr (GError) error = NULL;

  g_assert_false (sonde_waiting_store_add (fixture->store, message, TRUE, &error));
  g_assert_nonnull (strstr (error->message, "no room"));
  sonde_waiting_store_remove (fixture->store, add (fixture, "a", fits));

  for (guint i = 0; i < SONDE_WAITING_MOST; i++)
    add_text (fixture, "a");
  g_clear_error (&error);
  g_clear_object (&message);
  message = sonde_waiting_message_new ("p", "h", "b", large, 0, FALSE, HOUR);
  g_assert_false (sonde_waiting_store_add (fixture->store, message, TRUE, &error));
  g_assert_nonnull (strstr (error->message, "no room"));
}

static void
failed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  sonde_waiting_store_save_finish (SONDE_WAITING_STORE (object), result, user_data);
}

/* As on a full disk: what is there stays, and the next save may do. */
static void
test_disk_full (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  struct rlimit    limit, tight;

  add_text (fixture, "one");
  flush (fixture);
  before = get (fixture);

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  tight = limit;
  tight.rlim_cur = strlen (before) + 10;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  add_text (fixture, "two");
  sonde_waiting_store_save_async (fixture->store, failed_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_error (error, SONDE_CONFIG_ERROR, SONDE_CONFIG_ERROR_WRITE);
  after = get (fixture);
  g_assert_cmpstr (before, ==, after);

  flush (fixture);
  reopen (fixture);
  load (fixture);
  assert_topics (fixture, "one two");
}

/* ---- The end of the program at any point ---- */

/* Asks for one message, says that it is being sent, and dies. */
static void
live_and_die (const char *path)
{
  SondeWaitingStore *store = sonde_waiting_store_new (path);
  g_autoptr (GBytes) payload = g_bytes_new_static ("b", 1);
  SondeWaitingMessage *first = sonde_waiting_message_new ("p", "h", "sending", payload, 1, FALSE, HOUR);
  SondeWaitingMessage *second = sonde_waiting_message_new ("p", "h", "unsent", payload, 1, FALSE, HOUR);

  g_assert_true (sonde_waiting_store_add (store, first, TRUE, NULL));
  g_assert_true (sonde_waiting_store_add (store, second, TRUE, NULL));
  sonde_waiting_message_set_state (first, SONDE_WAITING_SENDING, NULL);
  g_assert_true (sonde_waiting_store_flush (store, NULL));
  raise (SIGKILL);
}

static void
test_killed (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *line = NULL;

  if (g_test_subprocess ())
    {
      live_and_die (g_getenv (PATH_VARIABLE));
      return;
    }

  g_setenv (PATH_VARIABLE, fixture->path, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv (PATH_VARIABLE);

  /* Nobody has the lock any more. */
  load (fixture);
  assert_topics (fixture, "sending unsent");
  list = sonde_waiting_store_list (fixture->store, "p");
  g_assert_cmpint (((SondeWaitingMessage *) list->pdata[0])->state, ==, SONDE_WAITING_UNSURE);
  g_assert_cmpint (((SondeWaitingMessage *) list->pdata[1])->state, ==, SONDE_WAITING_UNSENT);

  /* In doubt it stays, over further restarts. */
  line = sonde_waiting_message_to_line (list->pdata[0]);
  g_assert_nonnull (strstr (line, "\"unsure\""));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/waiting/line/round-trip", test_round_trip);
  g_test_add_func ("/waiting/line/damaged", test_damaged_lines);
  g_test_add_func ("/waiting/age", test_age);
  g_test_add_func ("/waiting/age-goes-on", test_age_goes_on);
#define ADD(path, function) g_test_add ("/waiting/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("kept", test_kept);
  ADD ("saves-are-merged", test_saves_are_merged);
  ADD ("flush-completes", test_flush_completes);
  ADD ("damaged-file", test_damaged_file);
  ADD ("unreadable", test_unreadable);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("bounds", test_bounds);
  ADD ("disk-full", test_disk_full);
  ADD ("killed", test_killed);
#undef ADD

  return g_test_run ();
}
