/* local-broker-fixture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "local-broker-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

#define LIMIT_US (20 * G_USEC_PER_SEC)

void
store_result_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **stored = user_data;

  *stored = g_object_ref (result);
}

gboolean
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

void
start_or_fail (SondeLocalBroker *broker)
{
  g_autoptr (GError) error = NULL;

  start (broker, 0, &error);
  g_assert_no_error (error);
  g_assert_true (sonde_local_broker_get_running (broker));
  g_assert_cmpuint (sonde_local_broker_get_port (broker), !=, 0);
  g_assert_cmpint (sonde_local_broker_get_pid (broker), >, 0);
}

gboolean
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

char *
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
  g_ptr_array_add (argv, g_strdup ("-h"));
  g_ptr_array_add (argv, g_strdup ("127.0.0.1")); /* a bare machine knows no localhost */
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

gboolean
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

gboolean
wait_until_gone (GPid pid)
{
  gint64 limit = g_get_monotonic_time () + LIMIT_US;

  while (process_runs (pid) && g_get_monotonic_time () < limit)
    g_usleep (5000);

  return !process_runs (pid);
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
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("sonde-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->broker = sonde_local_broker_new (fixture->folder);
}

void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->broker);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}
