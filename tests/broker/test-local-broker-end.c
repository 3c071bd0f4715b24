/* test-local-broker-end.c: its end and Sonde's, and who it runs as; against a real mosquitto
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Run with --hold FOLDER it is a Sonde to be killed: it starts the broker of FOLDER,
 * prints its pid and port, and waits.
 */

#include "local-broker-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

static uid_t
get_owner (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d", pid);
  struct stat      status = { 0 };

  g_assert_cmpint (stat (path, &status), ==, 0);

  return status.st_uid;
}

static void
count_died_cb (SondeLocalBroker *broker,
               const char       *sentence,
               guint            *n_died)
{
  g_assert_cmpstr (sentence, !=, NULL);
  g_assert_true (g_utf8_validate (sentence, -1, NULL));
  g_assert_false (sonde_local_broker_get_running (broker));
  (*n_died)++;
}

static void
test_dies (Fixture      *fixture,
           gconstpointer data)
{
  guint n_died = 0;
  GPid  pid;

  g_signal_connect (fixture->broker, "died", G_CALLBACK (count_died_cb), &n_died);
  start_or_fail (fixture->broker);
  pid = sonde_local_broker_get_pid (fixture->broker);
  kill (pid, SIGKILL);
  while (n_died == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, 0);
  g_assert_cmpint (sonde_local_broker_get_pid (fixture->broker), ==, 0);

  /* And it can be started anew; a stop that was asked for is no death. */
  start_or_fail (fixture->broker);
  sonde_local_broker_stop_and_wait (fixture->broker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_died, ==, 1);
}

/* A broker that ignores SIGTERM, here because it is stopped, is killed within the time promised. */
static void
test_stubborn (Fixture      *fixture,
               gconstpointer data)
{
  GPid pid;

  start_or_fail (fixture->broker);
  pid = sonde_local_broker_get_pid (fixture->broker);
  kill (pid, SIGSTOP);
  sonde_local_broker_stop_and_wait (fixture->broker);
  g_assert_true (wait_until_gone (pid));
}

static gboolean
count_cb (gpointer user_data)
{
  (*(guint *) user_data)++;

  return G_SOURCE_CONTINUE;
}

/* Turns of the main loop while the broker is in @phase, at least three */
static void
turn_while (SondeLocalBroker     *broker,
            SondeLocalBrokerPhase phase)
{
  guint n_turns = 0;
  guint id = g_timeout_add (10, count_cb, &n_turns);

  while (n_turns < 3)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (sonde_local_broker_get_phase (broker), ==, phase);
    }
  g_source_remove (id);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The main loop goes on while the old broker takes its time, here because it is stopped. */
static void
test_restart_takes_time (Fixture      *fixture,
                         gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) options = NULL;
  g_autoptr (GAsyncResult) applied = NULL;
  g_autoptr (GError) error = NULL;
  GPid pid;

  start_or_fail (fixture->broker);
  g_assert_cmpint (sonde_local_broker_get_phase (fixture->broker), ==, SONDE_LOCAL_BROKER_RUNNING);
  pid = sonde_local_broker_get_pid (fixture->broker);
  kill (pid, SIGSTOP);
  options = sonde_broker_options_copy (sonde_local_broker_get_options (fixture->broker));
  options->persistence = !options->persistence;
  sonde_local_broker_apply_async (fixture->broker, options, NULL, NULL, store_result_cb, &applied);
  while (sonde_local_broker_get_phase (fixture->broker) == SONDE_LOCAL_BROKER_RUNNING)
    g_main_context_iteration (NULL, TRUE);

  turn_while (fixture->broker, SONDE_LOCAL_BROKER_RESTARTING);
  g_assert_true (process_runs (pid));
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, 0);
  kill (pid, SIGCONT);
  wait_for (&applied);
  g_assert_true (sonde_local_broker_apply_finish (fixture->broker, applied, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sonde_local_broker_get_phase (fixture->broker), ==, SONDE_LOCAL_BROKER_RUNNING);
  g_assert_cmpint (sonde_local_broker_get_pid (fixture->broker), !=, pid);
}

/* So it does at a stop; a start waits for the end, a stop of all ends even that. */
static void
test_stop_takes_time (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GAsyncResult) started = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  GPid pid;

  start_or_fail (fixture->broker);
  pid = sonde_local_broker_get_pid (fixture->broker);
  kill (pid, SIGSTOP);
  sonde_local_broker_stop (fixture->broker);
  g_assert_false (sonde_local_broker_get_running (fixture->broker));
  turn_while (fixture->broker, SONDE_LOCAL_BROKER_STOPPING);
  g_assert_true (process_runs (pid));

  sonde_local_broker_start_async (fixture->broker, 0, NULL, store_result_cb, &started);
  turn_while (fixture->broker, SONDE_LOCAL_BROKER_STARTING);
  kill (pid, SIGCONT);
  wait_for (&started);
  g_assert_true (sonde_local_broker_start_finish (fixture->broker, started, NULL));

  pid = sonde_local_broker_get_pid (fixture->broker);
  kill (pid, SIGSTOP);
  sonde_local_broker_stop (fixture->broker);
  sonde_local_broker_start_async (fixture->broker, 0, NULL, store_result_cb, &again);
  sonde_local_broker_stop_and_wait (fixture->broker);
  g_assert_true (wait_until_gone (pid));
  wait_for (&again);
  g_assert_false (sonde_local_broker_start_finish (fixture->broker, again, NULL));
  g_assert_cmpint (sonde_local_broker_get_phase (fixture->broker), ==, SONDE_LOCAL_BROKER_STOPPED);
}

/* Starts this program with --hold in @folder, by way of the programs in @prefix. */
static GSubprocess *
hold (const char *const *prefix,
      const char        *program,
      const char        *folder,
      GPid              *pid,
      guint16           *port)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  GSubprocess     *held;
  int              numbers[2];

  for (guint i = 0; prefix != NULL && prefix[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) prefix[i]);
  g_ptr_array_add (argv, (gpointer) program);
  g_ptr_array_add (argv, (gpointer) "--hold");
  g_ptr_array_add (argv, (gpointer) folder);
  g_ptr_array_add (argv, NULL);

  held = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (held));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_cmpint (sscanf (line, "%d %d", &numbers[0], &numbers[1]), ==, 2);
  *pid = numbers[0];
  *port = numbers[1];

  return held;
}

static char *
get_own_path (void)
{
  char *path = g_file_read_link ("/proc/self/exe", NULL);

  g_assert_nonnull (path);

  return path;
}

static void
kill_and_wait (GSubprocess *held)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_force_exit (held);
  g_subprocess_wait (held, NULL, &error);
  g_assert_no_error (error);
}

/* SIGKILL of Sonde: no broker is left, it kept what it had, and the next Sonde finds it. */
static void
test_killed (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *program = get_own_path ();
  g_autofree char *retained = NULL;
  g_autofree char *second = g_build_filename (fixture->folder, "2", NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("round %u", i);
      g_autofree char *line = g_strdup_printf ("round %u\n", i);
      g_autofree char *output = NULL;
      g_autoptr (GSubprocess) held = NULL;
      guint16 port;
      GPid    pid;

      held = hold (NULL, program, fixture->folder, &pid, &port);
      g_free (run_client (port, "mosquitto_pub", "-r", "-q", "1", "-t", "kept", "-m", text, NULL));
      kill_and_wait (held);

      /* At once, while the old broker may still write. */
      start_or_fail (fixture->broker);
      g_assert_true (wait_until_gone (pid));
      output = run_client (sonde_local_broker_get_port (fixture->broker),
                           "mosquitto_sub", "-t", "kept", "-C", "1", "-W", "10", NULL);
      g_assert_cmpstr (output, ==, line);
      sonde_local_broker_stop_and_wait (fixture->broker);
    }

  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
}

/* Root: the broker is not. The parent folder is closed to its account, and need not be open. */
static void
test_root (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *database = g_build_filename (fixture->folder, "a", "data", "mosquitto.db", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "a", NULL);
  struct stat      status;

  if (geteuid () != 0)
    {
      g_test_skip ("not root");
      return;
    }

  g_clear_object (&fixture->broker);
  fixture->broker = sonde_local_broker_new (folder);
  start_or_fail (fixture->broker);
  g_assert_cmpuint (get_owner (sonde_local_broker_get_pid (fixture->broker)), !=, 0);
  g_free (run_client (sonde_local_broker_get_port (fixture->broker),
                      "mosquitto_pub", "-r", "-t", "kept", "-m", "retained", NULL));
  sonde_local_broker_stop_and_wait (fixture->broker);
  g_assert_cmpint (stat (database, &status), ==, 0);
  g_assert_cmpuint (status.st_uid, !=, 0);
  g_assert_cmpint (stat (fixture->folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
}

/* Root in a user's folder: all in it stays the user's. */
static void
test_root_in_users_folder (Fixture      *fixture,
                           gconstpointer data)
{
  static const char *const names[] = { "mosquitto.conf", "port", "lock", "data", "data/mosquitto.db" };

  if (geteuid () != 0)
    {
      g_test_skip ("not root");
      return;
    }

  g_assert_cmpint (chown (fixture->folder, NOBODY, NOBODY), ==, 0);
  start_or_fail (fixture->broker);
  g_assert_cmpuint (get_owner (sonde_local_broker_get_pid (fixture->broker)), ==, NOBODY);
  g_free (run_client (sonde_local_broker_get_port (fixture->broker),
                      "mosquitto_pub", "-r", "-t", "kept", "-m", "retained", NULL));
  sonde_local_broker_stop_and_wait (fixture->broker);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      struct stat      status;

      g_test_message ("%s", names[i]);
      g_assert_cmpint (stat (path, &status), ==, 0);
      g_assert_cmpuint (status.st_uid, ==, NOBODY);
    }
}

/* A plain user, with a plain user's PATH */
static void
test_plain_user (Fixture      *fixture,
                 gconstpointer data)
{
  static const char *const prefix[] = {
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
    "env", "-i", "PATH=/usr/bin:/bin", NULL
  };
  g_autofree char *own = get_own_path ();
  g_autofree char *program = g_build_filename (fixture->folder, "program", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "home", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (own);
  g_autoptr (GFile) to = g_file_new_for_path (program);
  g_autoptr (GSubprocess) held = NULL;
  g_autoptr (GError) error = NULL;
  guint16 port;
  GPid    pid;

  if (geteuid () != 0)
    {
      g_test_skip ("not root: the other tests ran as a plain user");
      return;
    }

  /* The build folder may be closed to others. */
  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_chmod (fixture->folder, 0755);
  g_chmod (program, 0755);
  g_mkdir (folder, 0700);
  g_assert_cmpint (chown (folder, NOBODY, NOBODY), ==, 0);

  held = hold (prefix, program, folder, &pid, &port);
  g_assert_cmpuint (get_owner (pid), ==, NOBODY);
  g_assert_true (probe (port));
  kill_and_wait (held);
  g_assert_true (wait_until_gone (pid));
}

static int
hold_main (const char *folder)
{
  g_autoptr (SondeLocalBroker) broker = sonde_local_broker_new (folder);
  g_autoptr (GError) error = NULL;

  if (!start (broker, 0, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  g_print ("%d %u\n", sonde_local_broker_get_pid (broker), sonde_local_broker_get_port (broker));
  fflush (stdout);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--hold") == 0)
    return hold_main (argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("/local-broker-end/says-when-it-died", test_dies);
  ADD ("/local-broker-end/killed-when-it-does-not-end", test_stubborn);
  ADD ("/local-broker-end/restart-takes-time", test_restart_takes_time);
  ADD ("/local-broker-end/stop-takes-time", test_stop_takes_time);
  ADD ("/local-broker-end/leaves-no-broker-when-killed", test_killed);
  ADD ("/local-broker-end/not-root-for-root", test_root);
  ADD ("/local-broker-end/users-folder-stays-the-users", test_root_in_users_folder);
  ADD ("/local-broker-end/plain-user", test_plain_user);

  return g_test_run ();
}
