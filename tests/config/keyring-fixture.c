/* keyring-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "keyring-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_S 30

/* ---- In the child ---- */

static gboolean
out_of_time_cb (gpointer user_data)
{
  g_error ("out of time");

  return G_SOURCE_REMOVE;
}

int
keyring_scenario_main (const KeyringScenario *scenarios,
                       const char            *name)
{
  g_timeout_add_seconds (LIMIT_S, out_of_time_cb, NULL);
  for (const KeyringScenario *scenario = scenarios; scenario->name != NULL; scenario++)
    if (strcmp (scenario->name, name) == 0)
      {
        g_debug ("scenario %s", name);
        scenario->run ();
        return 0;
      }

  return 2;
}

static void
name_vanished_cb (GDBusConnection *connection,
                  const char      *name,
                  gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
}

void
keyring_scenario_kill (void)
{
  gboolean vanished = FALSE;
  guint    watch;

  kill (atoi (g_getenv ("SONDE_TEST_KEYRING_PID")), SIGKILL);
  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets", G_BUS_NAME_WATCHER_FLAGS_NONE,
                            NULL, name_vanished_cb, &vanished, NULL);
  while (!vanished)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
}

/* ---- In the parent ---- */

void
keyring_fixture_set_up (KeyringFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->secrets = data;
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

void
keyring_fixture_tear_down (KeyringFixture *fixture,
                           gconstpointer   data)
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
make_launcher (KeyringFixture  *fixture,
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

void
keyring_fixture_start_bus (KeyringFixture *fixture)
{
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
}

/* Waits until it says where it listens, which it does when its names are taken. */
gboolean
keyring_fixture_start_keyring (KeyringFixture *fixture,
                               const char     *unlock,
                               const char     *password)
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
assert_clean (KeyringFixture *fixture,
              const char     *bytes,
              gsize           length,
              const char     *where)
{
  for (const char *const *secret = fixture->secrets; *secret != NULL; secret++)
    if (memmem (bytes, length, *secret, strlen (*secret)) != NULL)
      g_error ("a secret stands in %s", where);
}

static guint
search_folder (KeyringFixture *fixture,
               const char     *path)
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
          n_files += search_folder (fixture, child);
        }
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
        {
          g_autofree char *bytes = NULL;
          gsize            length;

          g_assert_true (g_file_get_contents (child, &bytes, &length, NULL));
          assert_clean (fixture, bytes, length, child);
          n_files++;
        }
    }

  return n_files;
}

guint
keyring_fixture_assert_clean_folder (KeyringFixture *fixture)
{
  return search_folder (fixture, fixture->folder);
}

void
keyring_fixture_run_scenario (KeyringFixture *fixture,
                              const char     *name)
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

  assert_clean (fixture, g_bytes_get_data (output, NULL), g_bytes_get_size (output), "what it printed");
  if (!g_subprocess_get_successful (child))
    g_error ("scenario %s: %.*s", name, (int) g_bytes_get_size (output), (const char *) g_bytes_get_data (output, NULL));

  /* The debug output was there to be searched. */
  g_assert_nonnull (memmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), "scenario ", 9));
}
