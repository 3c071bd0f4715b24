/* test-local-broker.c: it starts, serves and keeps what it should; against a real mosquitto
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "local-broker-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sonde-broker-program.h>
#include <stdlib.h>
#include <string.h>

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

  sonde_local_broker_stop_and_wait (fixture->broker);
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
  sonde_local_broker_stop_and_wait (fixture->broker);

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
                                "mosquitto_pub", "-h", "127.0.0.1", "-p", port, "-q", "1", "-t", "burst", "-l", NULL);
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
  sonde_local_broker_stop_and_wait (fixture->broker);

  /* Free again: before the port it had last. */
  g_socket_close (socket, NULL);
  g_assert_true (start (fixture->broker, port, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, port);
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
  sonde_local_broker_stop_and_wait (fixture->broker);
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
      sonde_local_broker_stop_and_wait (broker);
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

static void
died_cb (SondeLocalBroker *broker,
         const char       *sentence,
         char            **said)
{
  *said = g_strdup (sentence);
}

/* What it told of while it ran is not what it died of. */
static void
test_killed_after_error (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "broker", NULL);
  g_autofree char *program = write_program (fixture->folder, "#!/bin/sh\n"
                                                             "printf 'mosquitto version 2 running\\nError: Of noon.\\n'\n"
                                                             "exec sleep 600\n");
  g_autoptr (SondeLocalBroker) broker = NULL;
  g_autofree char *said = NULL;

  g_chmod (fixture->folder, 0755);
  broker = g_object_new (SONDE_TYPE_LOCAL_BROKER, "folder", folder, "search-path", fixture->folder, NULL);
  g_signal_connect (broker, "died", G_CALLBACK (died_cb), &said);
  start_or_fail (broker);
  kill (sonde_local_broker_get_pid (broker), SIGKILL);
  while (said == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (said, "signal 9"));
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/local-broker/serves-until-stopped", test_serves);
  ADD ("/local-broker/loopback-only", test_loopback);
  ADD ("/local-broker/keeps-retained-sessions-and-port", test_remembers);
  ADD ("/local-broker/queues-without-bound", test_queues);
  ADD ("/local-broker/preferred-port-when-free", test_preferred_port);
  ADD ("/local-broker/starts-once-for-all-who-ask", test_together);
  ADD ("/local-broker/stopped-while-it-starts", test_stop_while_starting);
  ADD ("/local-broker/two-at-once", test_two);
  ADD ("/local-broker/any-folder-name", test_unusual_folder);
  ADD ("/local-broker/not-installed", test_not_installed);
  ADD ("/local-broker/broken", test_broken);
  ADD ("/local-broker/killed-after-an-error", test_killed_after_error);
  ADD ("/local-broker/port-taken-meanwhile", test_race);
  ADD ("/local-broker/says-nothing", test_silent);
  ADD ("/local-broker/folder-that-cannot-be", test_no_folder);

  return g_test_run ();
}
