/* test-secret-store.c: against a real keyring, and without one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each scenario is a process of its own, for libsecret keeps its service and GDBus its bus as long
 * as the process lives. The parent owns bus, keyring and folders, and looks for the secret
 * in every file and every word that came out.
 */

#include <sonde-secret-store.h>

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define SECRET "hunter2-geheim-秘密"
#define OTHER_SECRET "correct horse battery staple"
#define LIMIT_S 30

/* In the child */

static gboolean
out_of_time_cb (gpointer user_data)
{
  g_error ("out of time");

  return G_SOURCE_REMOVE;
}

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

static char *
lookup (SondeSecretStore *store,
        const char       *profile,
        GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_secret_store_lookup_async (store, profile, "password", NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_secret_store_lookup_finish (store, result, error);
}

static void
assert_secret (SondeSecretStore *store,
               const char       *profile,
               const char       *expected)
{
  g_autoptr (GError) error = NULL;
  char *secret = lookup (store, profile, &error);

  g_assert_no_error (error);

  /* Not g_assert_cmpstr(), which would print it. */
  g_assert_true (g_strcmp0 (secret, expected) == 0);
  sonde_secret_free (secret);
}

static gboolean
save (SondeSecretStore *store,
      const char       *profile,
      const char       *secret,
      gboolean         *lasting,
      GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_secret_store_save_async (store, profile, "password", "Sonde: Lab", secret, NULL, store_result_cb, &result);

  /* At once, whatever the keyring does meanwhile */
  assert_secret (store, profile, secret != NULL && *secret != '\0' ? secret : NULL);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_secret_store_save_finish (store, result, lasting, error);
}

static void
assert_saved (SondeSecretStore *store,
              const char       *profile,
              const char       *secret,
              gboolean          expected_lasting)
{
  g_autoptr (GError) error = NULL;
  gboolean lasting = !expected_lasting;

  g_assert_true (save (store, profile, secret, &lasting, &error));
  g_assert_no_error (error);
  g_assert_cmpint (lasting, ==, expected_lasting);
}

static void
wait_for_lasting (SondeSecretStore *store,
                  gboolean          lasting)
{
  while (sonde_secret_store_get_lasting (store) != lasting)
    g_main_context_iteration (NULL, TRUE);
}

static void
scenario_save (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (SondeSecretStore) second = NULL;

  wait_for_lasting (store, TRUE);
  assert_secret (store, "a", NULL);
  assert_saved (store, "a", SECRET, TRUE);
  assert_saved (store, "b", OTHER_SECRET, TRUE);
  assert_secret (store, "a", SECRET);
  assert_secret (store, "none", NULL);

  second = sonde_secret_store_new ();
  assert_secret (second, "a", SECRET);
}

/* Another run of Sonde */
static void
scenario_again (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();

  assert_secret (store, "a", SECRET);
  assert_secret (store, "b", OTHER_SECRET);
  g_assert_true (sonde_secret_store_get_lasting (store));

  assert_saved (store, "b", SECRET, TRUE);
  assert_secret (store, "b", SECRET);
  assert_saved (store, "a", NULL, TRUE);
  assert_secret (store, "a", NULL);
  assert_saved (store, "never-was", NULL, TRUE);
}

static void
count_saved_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean lasting;
  guint   *n_saved = user_data;

  g_assert_true (sonde_secret_store_save_finish (SONDE_SECRET_STORE (object), result, &lasting, &error));
  g_assert_no_error (error);
  g_assert_true (lasting);
  (*n_saved)++;
}

/* Asked for all at once, done in order: the last one holds. */
static void
scenario_at_once (void)
{
  static const char *const secrets[] = { OTHER_SECRET, NULL, SECRET, "", OTHER_SECRET, NULL, SECRET };
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (SondeSecretStore) second = NULL;
  guint n_saved = 0;

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    sonde_secret_store_save_async (store, "c", "password", "Sonde: Lab", secrets[i], NULL, count_saved_cb, &n_saved);
  while (n_saved < G_N_ELEMENTS (secrets))
    g_main_context_iteration (NULL, TRUE);

  second = sonde_secret_store_new ();
  assert_secret (second, "c", SECRET);
}

static void
scenario_forgotten (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();

  assert_secret (store, "a", NULL);
  assert_secret (store, "b", SECRET);
}

static void
name_vanished_cb (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
scenario_vanishes (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (GError) lookup_error = NULL;
  g_autoptr (GError) forget_error = NULL;
  gboolean vanished = FALSE;
  gboolean lasting = TRUE;
  guint    watch;

  wait_for_lasting (store, TRUE);
  assert_saved (store, "a", SECRET, TRUE);

  kill (atoi (g_getenv ("SONDE_TEST_KEYRING_PID")), SIGKILL);
  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets", G_BUS_NAME_WATCHER_FLAGS_NONE,
                            NULL, name_vanished_cb, &vanished, NULL);
  while (!vanished)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);

  /* "None kept" would be a lie. */
  g_assert_null (lookup (store, "a", &lookup_error));
  g_assert_nonnull (lookup_error);
  g_assert_false (sonde_secret_store_get_lasting (store));

  assert_saved (store, "a", OTHER_SECRET, FALSE);
  assert_secret (store, "a", OTHER_SECRET);
  g_assert_true (save (store, "a", NULL, &lasting, &forget_error));
  g_assert_no_error (forget_error);
  g_assert_false (lasting);
}

static void
scenario_nobody (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();
  g_autoptr (SondeSecretStore) second = NULL;

  g_assert_false (sonde_secret_store_get_lasting (store));
  assert_secret (store, "a", NULL);
  assert_saved (store, "a", SECRET, FALSE);
  assert_secret (store, "a", SECRET);
  assert_saved (store, "a", OTHER_SECRET, FALSE);
  assert_secret (store, "a", OTHER_SECRET);
  assert_saved (store, "a", "", FALSE);
  assert_secret (store, "a", NULL);
  g_assert_false (sonde_secret_store_get_lasting (store));

  /* Kept by the store, not by the process */
  assert_saved (store, "b", SECRET, FALSE);
  second = sonde_secret_store_new ();
  assert_secret (second, "b", NULL);
}

/* A service that needs a prompt nobody can show */
static void
scenario_refuses (void)
{
  g_autoptr (SondeSecretStore) store = sonde_secret_store_new ();

  assert_saved (store, "a", SECRET, FALSE);
  assert_secret (store, "a", SECRET);
}

static void
scenario_disposed (void)
{
  SondeSecretStore *store = sonde_secret_store_new ();

  g_assert_finalize_object (store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static const struct
{
  const char *name;
  void (*run) (void);
} scenarios[] = {
  { "save", scenario_save },
  { "again", scenario_again },
  { "forgotten", scenario_forgotten },
  { "at-once", scenario_at_once },
  { "vanishes", scenario_vanishes },
  { "nobody", scenario_nobody },
  { "refuses", scenario_refuses },
  { "disposed", scenario_disposed },
};

static int
scenario_main (const char *name)
{
  /* g_debug() by a test that fails must not print a secret either: asserts above never do. */
  g_timeout_add_seconds (LIMIT_S, out_of_time_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      if (strcmp (scenarios[i].name, name) == 0)
        {
          g_debug ("scenario %s", name);
          scenarios[i].run ();
          return 0;
        }
    }

  return 2;
}

/* In the parent */

typedef struct
{
  char        *folder;
  GTestDBus   *bus;
  GSubprocess *keyring;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-test-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  if (fixture->keyring != NULL)
    {
      g_subprocess_force_exit (fixture->keyring);
      g_subprocess_wait (fixture->keyring, NULL, NULL);
    }
  g_clear_object (&fixture->keyring);

  if (fixture->bus != NULL)
    g_test_dbus_down (fixture->bus);
  g_clear_object (&fixture->bus);

  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GSubprocessLauncher *
make_launcher (Fixture         *fixture,
               GSubprocessFlags flags)
{
  static const char *const variables[] = { "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME" };
  GSubprocessLauncher     *launcher = g_subprocess_launcher_new (flags);

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_autofree char *folder = g_build_filename (fixture->folder, variables[i], NULL);

      g_mkdir (folder, 0700);
      g_subprocess_launcher_setenv (launcher, variables[i], folder, TRUE);
    }

  /* No way to another bus, and no window. */
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS",
                                fixture->bus != NULL ? g_test_dbus_get_bus_address (fixture->bus) : "unix:path=/nonexistent/bus",
                                TRUE);

  return launcher;
}

static void
start_bus (Fixture *fixture)
{
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
}

/* Waits until it says where it listens, which it does when its names are taken. */
static gboolean
start_keyring (Fixture    *fixture,
               const char *unlock,
               const char *password)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  gboolean owned = FALSE;

  if (program == NULL)
    {
      g_test_skip ("gnome-keyring-daemon is not installed");
      return FALSE;
    }

  launcher = make_launcher (fixture, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  fixture->keyring = g_subprocess_launcher_spawn (launcher, &error, program, "--foreground", "--components=secrets", unlock, NULL);
  g_assert_no_error (error);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (fixture->keyring), password, strlen (password), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (g_subprocess_get_stdin_pipe (fixture->keyring), NULL, &error);
  g_assert_no_error (error);

  connection = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (fixture->bus),
                                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                         G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                       NULL, NULL, &error);
  g_assert_no_error (error);
  for (gint64 limit = g_get_monotonic_time () + LIMIT_S * G_USEC_PER_SEC; !owned && g_get_monotonic_time () < limit;)
    {
      g_autoptr (GVariant) reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                                "org.freedesktop.DBus", "NameHasOwner",
                                                                g_variant_new ("(s)", "org.freedesktop.secrets"),
                                                                G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

      g_assert_no_error (error);
      g_variant_get (reply, "(b)", &owned);
    }
  g_dbus_connection_close_sync (connection, NULL, NULL);
  g_assert_true (owned);

  return TRUE;
}

static void
assert_clean (const char *bytes,
              gsize       length,
              const char *where)
{
  static const char *const secrets[] = { SECRET, OTHER_SECRET };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      if (memmem (bytes, length, secrets[i], strlen (secrets[i])) != NULL)
        g_error ("a secret stands in %s", where);
    }
}

/* Returns: how many files were looked into */
static guint
assert_clean_folder (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  guint       n_files = 0;
  const char *name;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          n_files += assert_clean_folder (child);
        }
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
        {
          g_autofree char *bytes = NULL;
          gsize            length;

          g_assert_true (g_file_get_contents (child, &bytes, &length, NULL));
          assert_clean (bytes, length, child);
          n_files++;
        }
    }

  return n_files;
}

static void
run_scenario (Fixture    *fixture,
              const char *name)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (fixture, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  if (fixture->keyring != NULL)
    g_subprocess_launcher_setenv (launcher, "SONDE_TEST_KEYRING_PID", g_subprocess_get_identifier (fixture->keyring), TRUE);

  child = g_subprocess_launcher_spawn (launcher, &error, program, "--scenario", name, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (child, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  assert_clean (g_bytes_get_data (output, NULL), g_bytes_get_size (output), "what it printed");
  if (!g_subprocess_get_successful (child))
    g_error ("scenario %s: %.*s", name, (int) g_bytes_get_size (output), (const char *) g_bytes_get_data (output, NULL));

  /* The debug output was there to be searched. */
  g_assert_nonnull (memmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), "scenario ", 9));
}

static void
test_keyring (Fixture      *fixture,
              gconstpointer data)
{
  start_bus (fixture);
  if (!start_keyring (fixture, "--unlock", "pw"))
    return;

  run_scenario (fixture, "save");
  g_assert_cmpuint (assert_clean_folder (fixture->folder), >, 0);
  run_scenario (fixture, "again");
  run_scenario (fixture, "forgotten");
  run_scenario (fixture, "at-once");
  g_assert_cmpuint (assert_clean_folder (fixture->folder), >, 0);
}

static void
test_vanishes (Fixture      *fixture,
               gconstpointer data)
{
  start_bus (fixture);
  if (!start_keyring (fixture, "--unlock", "pw"))
    return;

  run_scenario (fixture, "vanishes");
  assert_clean_folder (fixture->folder);
}

static void
test_refuses (Fixture      *fixture,
              gconstpointer data)
{
  start_bus (fixture);
  if (!start_keyring (fixture, NULL, ""))
    return;

  run_scenario (fixture, "refuses");
  assert_clean_folder (fixture->folder);
}

static void
test_no_service (Fixture      *fixture,
                 gconstpointer data)
{
  start_bus (fixture);
  run_scenario (fixture, "nobody");
  assert_clean_folder (fixture->folder);
}

static void
test_no_bus (Fixture      *fixture,
             gconstpointer data)
{
  run_scenario (fixture, "nobody");
  run_scenario (fixture, "disposed");
  assert_clean_folder (fixture->folder);
}

#define ADD(path, function) g_test_add ("/secret-store/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--scenario") == 0)
    return scenario_main (argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("keeps-in-the-keyring", test_keyring);
  ADD ("for-this-run-when-the-keyring-vanishes", test_vanishes);
  ADD ("for-this-run-when-the-keyring-refuses", test_refuses);
  ADD ("for-this-run-without-a-service", test_no_service);
  ADD ("for-this-run-without-a-bus", test_no_bus);

  return g_test_run ();
}
