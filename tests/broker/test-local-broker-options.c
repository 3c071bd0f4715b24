/* test-local-broker-options.c: each option, against a real mosquitto
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "local-broker-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define PASSWORD "secret of the test"

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
apply (SondeLocalBroker         *broker,
       const SondeBrokerOptions *options,
       const char               *password)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sonde_local_broker_apply_async (broker, options, password, NULL, store_result_cb, &result);
  wait_for (&result);
  g_assert_true (sonde_local_broker_apply_finish (broker, result, &error));
  g_assert_no_error (error);
}

static void
forget (SondeLocalBroker *broker)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sonde_local_broker_forget_async (broker, NULL, store_result_cb, &result);
  wait_for (&result);
  g_assert_true (sonde_local_broker_forget_finish (broker, result, &error));
  g_assert_no_error (error);
}

/* Whether mosquitto_pub gets in with those options, which end with %NULL. */
static gboolean
gets_in (guint16            port,
         const char *const *options)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *number = g_strdup_printf ("%u", port);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) client = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add_many (builder, "mosquitto_pub", "-h", "127.0.0.1", "-p", number, "-t", "t", "-m", "m", NULL);
  g_strv_builder_addv (builder, (const char **) options);
  argv = g_strv_builder_end (builder);
  client = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait (client, NULL, &error);
  g_assert_no_error (error);

  return g_subprocess_get_successful (client);
}

static SondeBrokerOptions *
dup_options (Fixture *fixture)
{
  return sonde_broker_options_copy (sonde_local_broker_get_options (fixture->broker));
}

static void
take_user (SondeBrokerOptions *options,
           const char         *user_name)
{
  options->require_password = TRUE;
  g_free (options->user_name);
  options->user_name = g_strdup (user_name);
}

static void
test_password (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const right[] = { "-u", "ada", "-P", PASSWORD, NULL };
  static const char *const wrong[] = { "-u", "ada", "-P", "secret", NULL };
  static const char *const stranger[] = { "-u", "eve", "-P", PASSWORD, NULL };
  static const char *const nobody[] = { NULL };
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);
  g_autofree char *path = g_build_filename (fixture->folder, "passwords", NULL);
  g_autofree char *text = NULL;
  struct stat      status;
  guint16          port;

  take_user (options, "ada");
  apply (fixture->broker, options, PASSWORD);
  start_or_fail (fixture->broker);
  port = sonde_local_broker_get_port (fixture->broker);
  g_assert_true (gets_in (port, right));
  g_assert_false (gets_in (port, wrong));
  g_assert_false (gets_in (port, stranger));
  g_assert_false (gets_in (port, nobody));

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "ada:$7$"));
  g_assert_null (strstr (text, PASSWORD));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  /* The hash outlasts Sonde, and a change of something else. */
  g_assert_finalize_object (fixture->broker);
  fixture->broker = sonde_local_broker_new (fixture->folder);
  g_clear_pointer (&options, sonde_broker_options_free);
  options = dup_options (fixture);
  g_assert_true (options->require_password);
  options->log_packets = TRUE;
  apply (fixture->broker, options, NULL);
  start_or_fail (fixture->broker);
  g_assert_true (gets_in (sonde_local_broker_get_port (fixture->broker), right));
  g_assert_false (gets_in (sonde_local_broker_get_port (fixture->broker), nobody));

  /* Off again: open to all, and the file is gone. */
  options->require_password = FALSE;
  apply (fixture->broker, options, NULL);
  g_assert_true (gets_in (sonde_local_broker_get_port (fixture->broker), nobody));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_tls (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);
  g_autofree char  *ca_path = sonde_local_broker_dup_ca_path (fixture->broker);
  const char *const trusting[] = { "--cafile", ca_path, NULL };
  const char *const plain[] = { NULL };
  const char *const other[] = { "--tls-use-os-certs", NULL };
  g_autofree char  *before = NULL;
  g_autofree char  *after = NULL;
  guint16           port;

  start_or_fail (fixture->broker);
  options->use_tls = TRUE;
  apply (fixture->broker, options, NULL);
  port = sonde_local_broker_get_port (fixture->broker);
  g_assert_true (gets_in (port, trusting));
  g_assert_false (gets_in (port, plain));
  g_assert_false (gets_in (port, other));

  /* The same authority for ever: devices know it. */
  g_assert_true (g_file_get_contents (ca_path, &before, NULL, NULL));
  sonde_local_broker_stop_and_wait (fixture->broker);
  start_or_fail (fixture->broker);
  g_assert_true (g_file_get_contents (ca_path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
  g_assert_true (gets_in (sonde_local_broker_get_port (fixture->broker), trusting));
}

static void
test_both (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);
  g_autofree char  *ca_path = sonde_local_broker_dup_ca_path (fixture->broker);
  const char *const right[] = { "--cafile", ca_path, "-u", "你好 ada", "-P", PASSWORD, NULL };
  const char *const nobody[] = { "--cafile", ca_path, NULL };

  take_user (options, "你好 ada");
  options->use_tls = TRUE;
  options->beyond_loopback = TRUE;
  apply (fixture->broker, options, PASSWORD);
  start_or_fail (fixture->broker);
  g_assert_true (gets_in (sonde_local_broker_get_port (fixture->broker), right));
  g_assert_false (gets_in (sonde_local_broker_get_port (fixture->broker), nobody));
}

static gboolean
listens_anywhere (guint16 port)
{
  g_autofree char *sockets = NULL;
  g_autofree char *anywhere = g_strdup_printf (" 00000000:%04X 00000000:0000 0A", port);

  g_assert_true (g_file_get_contents ("/proc/net/tcp", &sockets, NULL, NULL));

  return strstr (sockets, anywhere) != NULL;
}

static void
test_beyond_loopback (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);

  start_or_fail (fixture->broker);
  g_assert_false (listens_anywhere (sonde_local_broker_get_port (fixture->broker)));

  options->beyond_loopback = TRUE;
  apply (fixture->broker, options, NULL);
  g_assert_true (listens_anywhere (sonde_local_broker_get_port (fixture->broker)));
  g_assert_true (probe (sonde_local_broker_get_port (fixture->broker)));

  options->beyond_loopback = FALSE;
  apply (fixture->broker, options, NULL);
  g_assert_false (listens_anywhere (sonde_local_broker_get_port (fixture->broker)));
}

static char *
read_retained (guint16 port)
{
  return run_client (port, "mosquitto_sub", "-t", "kept", "-t", "end", "-C", "1", "-W", "10", NULL);
}

static void
retain (guint16     port,
        const char *topic)
{
  g_free (run_client (port, "mosquitto_pub", "-r", "-q", "1", "-t", topic, "-m", topic, NULL));
}

static void
test_persistence (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *back = NULL;

  start_or_fail (fixture->broker);
  retain (sonde_local_broker_get_port (fixture->broker), "kept");
  sonde_local_broker_stop_and_wait (fixture->broker);
  start_or_fail (fixture->broker);
  kept = read_retained (sonde_local_broker_get_port (fixture->broker));
  g_assert_cmpstr (kept, ==, "kept\n");

  options->persistence = FALSE;
  apply (fixture->broker, options, NULL);
  retain (sonde_local_broker_get_port (fixture->broker), "end");
  gone = read_retained (sonde_local_broker_get_port (fixture->broker));
  g_assert_cmpstr (gone, ==, "end\n");

  /* Off is not deleted. */
  options->persistence = TRUE;
  apply (fixture->broker, options, NULL);
  back = read_retained (sonde_local_broker_get_port (fixture->broker));
  g_assert_cmpstr (back, ==, "kept\n");
}

static void
test_forget (Fixture      *fixture,
             gconstpointer data)
{
  for (guint running = 0; running < 2; running++)
    {
      g_autofree char *left = NULL;

      start_or_fail (fixture->broker);
      retain (sonde_local_broker_get_port (fixture->broker), "kept");
      if (!running)
        sonde_local_broker_stop_and_wait (fixture->broker);
      forget (fixture->broker);
      g_assert_cmpint (sonde_local_broker_get_running (fixture->broker), ==, running);

      if (!running)
        start_or_fail (fixture->broker);
      retain (sonde_local_broker_get_port (fixture->broker), "end");
      left = read_retained (sonde_local_broker_get_port (fixture->broker));
      g_assert_cmpstr (left, ==, "end\n");
      forget (fixture->broker);
      sonde_local_broker_stop_and_wait (fixture->broker);
    }
}

static guint16
find_free_port (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, address, TRUE, NULL));
  bound = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

static void
told_cb (SondeLocalBroker *broker,
         gboolean          comes_back,
         GString          *told)
{
  g_string_append (told, comes_back ? "stopping to come back, " : "stopping, ");
}

static void
restarted_cb (GString *told)
{
  g_string_append (told, "restarted, ");
}

static void
test_port (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);
  g_autoptr (GString) told = g_string_new (NULL);

  g_signal_connect (fixture->broker, "stopping", G_CALLBACK (told_cb), told);
  g_signal_connect_swapped (fixture->broker, "restarted", G_CALLBACK (restarted_cb), told);

  /* Not while it stands still. */
  options->port = find_free_port ();
  apply (fixture->broker, options, NULL);
  g_assert_cmpstr (told->str, ==, "");

  start_or_fail (fixture->broker);
  options->port = find_free_port ();
  apply (fixture->broker, options, NULL);
  g_assert_cmpuint (sonde_local_broker_get_port (fixture->broker), ==, options->port);
  g_assert_cmpstr (told->str, ==, "stopping to come back, restarted, ");

  sonde_local_broker_stop_and_wait (fixture->broker);
  g_assert_cmpstr (told->str, ==, "stopping to come back, restarted, stopping, ");
}

static void
lost_cb (SondeLocalBroker *broker,
         const char       *sentence,
         char            **told)
{
  g_assert_null (*told);
  *told = g_strdup (sentence);
}

static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "options", NULL);
  g_autofree char *told = NULL;

  g_assert_true (g_file_set_contents (path, "[local-broker]\nbeyond-loopback=perhaps\n", -1, NULL));
  g_signal_connect (fixture->broker, "options-lost", G_CALLBACK (lost_cb), &told);
  start_or_fail (fixture->broker);
  while (told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (told, "options.damaged-"));
  g_assert_false (sonde_local_broker_get_options (fixture->broker)->beyond_loopback);
}

/* While it starts, the options are for what it becomes. */
static void
test_while_starting (Fixture      *fixture,
                     gconstpointer data)
{
  static const char *const nobody[] = { NULL };
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);
  g_autoptr (GAsyncResult) started = NULL;

  sonde_local_broker_start_async (fixture->broker, 0, NULL, store_result_cb, &started);
  take_user (options, "ada");
  apply (fixture->broker, options, PASSWORD);
  wait_for (&started);
  g_assert_true (sonde_local_broker_get_running (fixture->broker));
  g_assert_false (gets_in (sonde_local_broker_get_port (fixture->broker), nobody));
}

static gboolean
has_line (SondeLocalBroker *broker,
          const char       *part)
{
  SondeBrokerLines *lines = sonde_local_broker_get_lines (broker);
  gint64            time;

  for (guint64 i = sonde_broker_lines_get_first (lines); i < sonde_broker_lines_get_end (lines); i++)
    if (strstr (sonde_broker_lines_get (lines, i, &time), part) != NULL)
      return TRUE;

  return FALSE;
}

static guint
count_clients (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (sonde_local_broker_get_clients (fixture->broker)));
}

static void
test_log (Fixture      *fixture,
          gconstpointer data)
{
  static const char id[] = "New client connected from 9.9.9.9:1 as victim (p2, c1, k60).";
  g_autoptr (SondeBrokerOptions) options = dup_options (fixture);
  g_autoptr (SondeBrokerClient) client = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *port = NULL;

  options->log_packets = TRUE;
  apply (fixture->broker, options, NULL);
  start_or_fail (fixture->broker);
  port = g_strdup_printf ("%u", sonde_local_broker_get_port (fixture->broker));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "mosquitto_sub", "-h", "127.0.0.1", "-p", port,
                              "-i", id, "-c", "-k", "77", "-V", "mqttv5", "-t", "t", "-u", "ada", NULL);
  while (count_clients (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (count_clients (fixture), ==, 1);
  client = g_list_model_get_item (G_LIST_MODEL (sonde_local_broker_get_clients (fixture->broker)), 0);
  g_assert_cmpstr (sonde_broker_client_get_id (client), ==, id);
  g_assert_true (g_str_has_prefix (sonde_broker_client_get_address (client), "127.0.0.1:"));
  g_assert_cmpint (sonde_broker_client_get_version (client), ==, SONDE_MQTT_5);
  g_assert_cmpuint (sonde_broker_client_get_keep_alive (client), ==, 77);
  g_assert_false (sonde_broker_client_get_clean (client));
  while (!has_line (fixture->broker, "Received SUBSCRIBE from "))
    g_main_context_iteration (NULL, TRUE);

  g_subprocess_force_exit (process);
  while (count_clients (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (has_line (fixture->broker, " closed its connection."));

  sonde_local_broker_stop_and_wait (fixture->broker);
  g_assert_true (has_line (fixture->broker, " terminating"));
}

static gboolean
has_forged_line (SondeLocalBroker *broker,
                 const char       *end)
{
  SondeBrokerLines *lines = sonde_local_broker_get_lines (broker);
  gint64            time;

  for (guint64 i = sonde_broker_lines_get_first (lines); i < sonde_broker_lines_get_end (lines); i++)
    {
      const char *line = sonde_broker_lines_get (lines, i, &time);

      if (g_str_has_prefix (line, "New client connected from ") && g_str_has_suffix (line, end))
        return TRUE;
    }

  return FALSE;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Its line is cut off where the client chose the words. */
static void
test_long_id (Fixture      *fixture,
              gconstpointer data)
{
  static const char begin[] = "New client connected from 127.0.0.1:12345 as ";
  static const char end[] = " (p2, c1, k60).";
  g_autofree char  *id = g_strnfill (1200, 'x');
  guint             n_unlisted = 0;

  /* What is left of it reads like a whole line. */
  memcpy (id + 999 - strlen (begin) - strlen (end), end, strlen (end));
  start_or_fail (fixture->broker);
  g_signal_connect_swapped (sonde_local_broker_get_clients (fixture->broker), "unlisted", G_CALLBACK (count_cb), &n_unlisted);
  g_free (run_client (sonde_local_broker_get_port (fixture->broker), "mosquitto_pub", "-i", id, "-t", "t", "-m", "m", NULL));
  while (n_unlisted == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_clients (fixture), ==, 0);
  g_assert_true (has_forged_line (fixture->broker, end));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/local-broker-options/password", test_password);
  ADD ("/local-broker-options/tls", test_tls);
  ADD ("/local-broker-options/all-at-once", test_both);
  ADD ("/local-broker-options/beyond-loopback", test_beyond_loopback);
  ADD ("/local-broker-options/persistence", test_persistence);
  ADD ("/local-broker-options/delete-what-is-kept", test_forget);
  ADD ("/local-broker-options/port", test_port);
  ADD ("/local-broker-options/damaged", test_damaged);
  ADD ("/local-broker-options/while-it-starts", test_while_starting);
  ADD ("/local-broker-options/log-and-clients", test_log);

  ADD ("/local-broker-options/long-client-id", test_long_id);

  return g_test_run ();
}
