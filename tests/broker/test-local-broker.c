/* test-local-broker.c: against a real mosquitto
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Run with --hold FOLDER it is a Sonde to be killed: it starts the broker of FOLDER,
 * prints its pid and port, and waits.
 */

#include <sonde-broker-program.h>
#include <sonde-local-broker.h>

#include <errno.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT_US (20 * G_USEC_PER_SEC)
#define NOBODY 65534

typedef struct
{
  char             *folder;
  SondeLocalBroker *broker;
} Fixture;

static void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

static gboolean
start (SondeLocalBroker *broker,
       guint16           preferred_port,
       GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sonde_local_broker_start_async (broker, preferred_port, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return sonde_local_broker_start_finish (broker, result, error);
}

static void
start_or_fail (SondeLocalBroker *broker)
{
  g_autoptr (GError) error = NULL;

  start (broker, 0, &error);
  g_assert_no_error (error);
  g_assert_true (sonde_local_broker_get_running (broker));
  g_assert_cmpuint (sonde_local_broker_get_port (broker), !=, 0);
  g_assert_cmpint (sonde_local_broker_get_pid (broker), >, 0);
}

static gboolean
probe (guint16 port)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean answers;

  sonde_broker_probe_async (port, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  answers = sonde_broker_probe_finish (result, &error);
  g_assert_no_error (error);

  return answers;
}

/* Runs a client of the broker to its end. Returns: what it wrote */
static char *
run_client (guint16     port,
            const char *program,
            ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) client = NULL;
  g_autoptr (GError) error = NULL;
  char       *output = NULL;
  const char *argument;
  va_list     arguments;

  g_ptr_array_add (argv, g_strdup (program));
  g_ptr_array_add (argv, g_strdup ("-p"));
  g_ptr_array_add (argv, g_strdup_printf ("%u", port));
  va_start (arguments, program);
  while ((argument = va_arg (arguments, const char *)) != NULL)
    g_ptr_array_add (argv, g_strdup (argument));
  va_end (arguments);
  g_ptr_array_add (argv, NULL);

  client = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (client, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (client));

  return output;
}

static gboolean
process_exists (GPid pid)
{
  return kill (pid, 0) == 0 || errno == EPERM;
}

/* A zombie in a container without an init that reaps counts as gone. */
static gboolean
process_runs (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char      *state;

  if (!process_exists (pid) || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  state = strrchr (text, ')');

  return state != NULL && state[2] != 'Z' && state[2] != 'X';
}

static gboolean
wait_until_gone (GPid pid)
{
  gint64 limit = g_get_monotonic_time () + LIMIT_US;

  while (process_runs (pid) && g_get_monotonic_time () < limit)
    g_usleep (5000);

  return !process_runs (pid);
}

static uid_t
get_owner (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d", pid);
  struct stat      status = { 0 };

  g_assert_cmpint (stat (path, &status), ==, 0);

  return status.st_uid;
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
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->broker = sonde_local_broker_new (fixture->folder);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->broker);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
test_serves (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *output = NULL;
  GPid             pid;
  guint16          port;

  g_assert_false (sonde_local_broker_get_running (fixture->broker));
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, 0);

  start_or_fail (fixture->broker);
  pid = sonde_local_broker_get_pid (fixture->broker);
  port = sonde_local_broker_get_port (fixture->broker);
  g_assert_true (probe (port));

  g_free (run_client (port, "mosquitto_pub", "-r", "-t", "温度/1", "-m", "你好", NULL));
  output = run_client (port, "mosquitto_sub", "-t", "温度/#", "-C", "1", "-W", "10", NULL);
  g_assert_cmpstr (output, ==, "你好\n");

  sonde_local_broker_stop (fixture->broker);
  g_assert_false (process_runs (pid));
  g_assert_false (sonde_local_broker_get_running (fixture->broker));
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, 0);
  g_assert_false (probe (port));
}

/* Loopback only: the listening socket's own address, as the kernel shows it. */
static void
test_loopback (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *sockets = NULL;
  g_autofree char *loopback = NULL;
  g_autofree char *anywhere = NULL;

  start_or_fail (fixture->broker);
  g_assert_true (g_file_get_contents ("/proc/net/tcp", &sockets, NULL, NULL));
  loopback = g_strdup_printf (" 0100007F:%04X 00000000:0000 0A", sonde_local_broker_get_port (fixture->broker));
  anywhere = g_strdup_printf (" 00000000:%04X 00000000:0000 0A", sonde_local_broker_get_port (fixture->broker));
  g_assert_nonnull (strstr (sockets, loopback));
  g_assert_null (strstr (sockets, anywhere));
}

static void
test_remembers (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *retained = NULL;
  g_autofree char *missed = NULL;
  guint16          port;

  start_or_fail (fixture->broker);
  port = sonde_local_broker_get_port (fixture->broker);
  g_free (run_client (port, "mosquitto_pub", "-r", "-q", "1", "-t", "kept", "-m", "retained", NULL));
  g_free (run_client (port, "mosquitto_sub", "-c", "-i", "session", "-q", "1", "-t", "news", "-E", NULL));
  g_free (run_client (port, "mosquitto_pub", "-q", "1", "-t", "news", "-m", "missed", NULL));
  sonde_local_broker_stop (fixture->broker);

  /* Another Sonde, later: the same port too. */
  g_assert_finalize_object (fixture->broker);
  fixture->broker = sonde_local_broker_new (fixture->folder);
  start_or_fail (fixture->broker);
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, port);

  retained = run_client (port, "mosquitto_sub", "-t", "kept", "-C", "1", "-W", "10", NULL);
  g_assert_cmpstr (retained, ==, "retained\n");
  missed = run_client (port, "mosquitto_sub", "-c", "-i", "session", "-q", "1", "-t", "news", "-C", "1", "-W", "10", NULL);
  g_assert_cmpstr (missed, ==, "missed\n");
}

/* 3,000 messages wait for one client: mosquitto's default would drop two thirds. */
static void
test_queues (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GSubprocess) publisher = NULL;
  g_autofree char *port = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  start_or_fail (fixture->broker);
  port = g_strdup_printf ("%u", sonde_local_broker_get_port (fixture->broker));
  g_free (run_client (atoi (port), "mosquitto_sub", "-c", "-i", "slow", "-q", "1", "-t", "burst", "-E", NULL));

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (lines, "%u\n", i);
  publisher = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error,
                                "mosquitto_pub", "-p", port, "-q", "1", "-t", "burst", "-l", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (publisher, lines->str, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  output = run_client (atoi (port), "mosquitto_sub", "-c", "-i", "slow", "-q", "1", "-t", "burst",
                       "-C", "3000", "-W", "60", NULL);
  g_assert_cmpstr (output, ==, lines->str);
}

static GSocket *
listen_anywhere (guint16 *port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return socket;
}

static void
test_preferred_port (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  guint16 port;

  socket = listen_anywhere (&port);
  g_assert_true (start (fixture->broker, port, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), !=, port);
  sonde_local_broker_stop (fixture->broker);

  /* Free again: before the port it had last. */
  g_socket_close (socket, NULL);
  g_assert_true (start (fixture->broker, port, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, port);
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
  sonde_local_broker_stop (fixture->broker);
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
  sonde_local_broker_stop (fixture->broker);
  g_assert_true (wait_until_gone (pid));
}

static void
test_together (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  sonde_local_broker_start_async (fixture->broker, 0, NULL, store_result_cb, &first);
  sonde_local_broker_start_async (fixture->broker, 0, NULL, store_result_cb, &second);
  while (first == NULL || second == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (sonde_local_broker_start_finish (fixture->broker, first, &error));
  g_assert_no_error (error);
  g_assert_true (sonde_local_broker_start_finish (fixture->broker, second, &error));
  g_assert_no_error (error);
}

static void
test_stop_while_starting (Fixture      *fixture,
                          gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sonde_local_broker_start_async (fixture->broker, 0, NULL, store_result_cb, &result);
  sonde_local_broker_stop (fixture->broker);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (sonde_local_broker_start_finish (fixture->broker, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (sonde_local_broker_get_running (fixture->broker));
}

/* Two Sondes, one folder: neither disturbs the other. */
static void
test_two (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (SondeLocalBroker) second = sonde_local_broker_new (fixture->folder);
  g_autofree char *own = g_build_filename (fixture->folder, "2", "mosquitto.conf", NULL);
  guint16          port;

  start_or_fail (fixture->broker);
  port = sonde_local_broker_get_port (fixture->broker);
  start_or_fail (second);
  g_assert_cmpuint (sonde_local_broker_get_port (second), !=, port);
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));
  g_assert_true (probe (port));
  g_assert_true (probe (sonde_local_broker_get_port (second)));
}

static void
test_unusual_folder (Fixture      *fixture,
                     gconstpointer data)
{
  static const char *const names[] = { "with space ", "#hash", "quo'te\"", "名字", "new\nline", "back\\slash", "%s" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *folder = g_build_filename (fixture->folder, "deep", names[i], NULL);
      g_autofree char *database = g_build_filename (folder, "data", "mosquitto.db", NULL);
      g_autoptr (SondeLocalBroker) broker = sonde_local_broker_new (folder);

      start_or_fail (broker);
      g_free (run_client (sonde_local_broker_get_port (broker), "mosquitto_pub", "-r", "-t", "t", "-m", "m", NULL));
      sonde_local_broker_stop (broker);
      g_assert_true (g_file_test (database, G_FILE_TEST_EXISTS));
    }
}

static void
test_not_installed (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->broker);
  fixture->broker = g_object_new (SONDE_TYPE_LOCAL_BROKER, "folder", fixture->folder,
                                  "search-path", "/nonexistent:relative:", NULL);
  g_assert_false (start (fixture->broker, 0, &error));
  g_assert_error (error, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_NOT_INSTALLED);
  g_assert_nonnull (strstr (error->message, "mosquitto"));
}

static char *
write_program (const char *folder,
               const char *script)
{
  char *program = g_build_filename (folder, "mosquitto", NULL);

  g_mkdir (folder, 0755);
  g_assert_true (g_file_set_contents (program, script, -1, NULL));
  g_chmod (program, 0755);

  return program;
}

/* A "mosquitto" that is none, in ways that end at once */
static void
test_broken (Fixture      *fixture,
             gconstpointer data)
{
  /* clang-format off */
  static const struct
  {
    const char *script;
    const char *words;
  } cases[] = {
    { "#!/bin/sh\necho 'Error: Unknown thing.' >&2\nexit 3\n", "Unknown thing" },
    { "#!/bin/sh\nexit 7\n", "7" },
    { "#!/nonexistent/interpreter\n", "" },
    { "#!/bin/sh\necho 'Error: Address already in use'\nexit 1\n", "Address already in use" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = g_build_filename (fixture->folder, "broker", NULL);
      g_autofree char *program = write_program (fixture->folder, cases[i].script);
      g_autoptr (SondeLocalBroker) broker = NULL;
      g_autoptr (GError) error = NULL;

      g_chmod (fixture->folder, 0755);
      broker = g_object_new (SONDE_TYPE_LOCAL_BROKER, "folder", folder, "search-path", fixture->folder, NULL);
      g_assert_false (start (broker, 0, &error));
      g_assert_error (error, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_START);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_false (sonde_local_broker_get_running (broker));
    }
}

/* Another program takes the port between our look and mosquitto's. */
static void
test_race (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "broker", NULL);
  g_autofree char *real = sonde_broker_program_find ("/usr/sbin:/usr/local/sbin:/usr/bin");
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\n"
                                             "[ -e data/tried ] && exec %s \"$@\"\n"
                                             "touch data/tried; echo 'Error: Address already in use' >&2; exit 1\n",
                                             real);
  g_autofree char *programs = g_build_filename (fixture->folder, "bin", NULL);
  g_autofree char *program = write_program (programs, script);
  g_autoptr (SondeLocalBroker) broker = NULL;
  g_autofree char *tried = g_build_filename (folder, "data", "tried", NULL);

  g_chmod (fixture->folder, 0755);
  broker = g_object_new (SONDE_TYPE_LOCAL_BROKER, "folder", folder, "search-path", programs, NULL);
  start_or_fail (broker);
  g_assert_true (g_file_test (tried, G_FILE_TEST_EXISTS));
}

/* Two that never say a word: one serves all the same, one does not. */
static void
test_silent (Fixture      *fixture,
             gconstpointer data)
{
  static const char *const names[] = { "serves", "sleeps" };
  g_autofree char         *real = sonde_broker_program_find ("/usr/sbin:/usr/local/sbin:/usr/bin");
  g_autofree char         *serves = g_strdup_printf ("#!/bin/sh\nexec %s \"$@\" 2>/dev/null\n", real);
  const char              *scripts[] = { serves, "#!/bin/sh\nexec sleep 600\n" };
  SondeLocalBroker        *brokers[2];
  GAsyncResult            *results[2] = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  g_chmod (fixture->folder, 0755);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *programs = g_build_filename (fixture->folder, names[i], NULL);
      g_autofree char *folder = g_build_filename (programs, "broker", NULL);
      g_autofree char *program = write_program (programs, scripts[i]);

      brokers[i] = g_object_new (SONDE_TYPE_LOCAL_BROKER, "folder", folder, "search-path", programs, NULL);
      sonde_local_broker_start_async (brokers[i], 0, NULL, store_result_cb, &results[i]);
    }

  while (results[0] == NULL || results[1] == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (sonde_local_broker_start_finish (brokers[0], results[0], &error));
  g_assert_no_error (error);
  g_assert_false (sonde_local_broker_start_finish (brokers[1], results[1], &error));
  g_assert_error (error, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_START);

  for (guint i = 0; i < 2; i++)
    {
      g_object_unref (results[i]);
      g_assert_finalize_object (brokers[i]);
    }
}

static void
test_no_folder (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *folder = g_build_filename (file, "broker", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "kept", -1, NULL));
  g_clear_object (&fixture->broker);
  fixture->broker = sonde_local_broker_new (folder);
  g_assert_false (start (fixture->broker, 0, &error));
  g_assert_error (error, SONDE_BROKER_ERROR, SONDE_BROKER_ERROR_FILES);
  g_assert_nonnull (strstr (error->message, folder));
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
      sonde_local_broker_stop (fixture->broker);
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
  sonde_local_broker_stop (fixture->broker);
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
  sonde_local_broker_stop (fixture->broker);

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

#define ADD(path, function) g_test_add ("/local-broker/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--hold") == 0)
    return hold_main (argv[2]);

  g_test_init (&argc, &argv, NULL);

  ADD ("serves-until-stopped", test_serves);
  ADD ("loopback-only", test_loopback);
  ADD ("keeps-retained-sessions-and-port", test_remembers);
  ADD ("queues-without-bound", test_queues);
  ADD ("preferred-port-when-free", test_preferred_port);
  ADD ("says-when-it-died", test_dies);
  ADD ("killed-when-it-does-not-end", test_stubborn);
  ADD ("starts-once-for-all-who-ask", test_together);
  ADD ("stopped-while-it-starts", test_stop_while_starting);
  ADD ("two-at-once", test_two);
  ADD ("any-folder-name", test_unusual_folder);
  ADD ("not-installed", test_not_installed);
  ADD ("broken", test_broken);
  ADD ("port-taken-meanwhile", test_race);
  ADD ("says-nothing", test_silent);
  ADD ("folder-that-cannot-be", test_no_folder);
  ADD ("leaves-no-broker-when-killed", test_killed);
  ADD ("not-root-for-root", test_root);
  ADD ("users-folder-stays-the-users", test_root_in_users_folder);
  ADD ("plain-user", test_plain_user);

  return g_test_run ();
}
