/* test-broker-config.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sonde-broker-config.h>
#include <sonde-broker-program.h>

#include <glib/gstdio.h>
#include <string.h>

static gboolean
has_line (const char *text,
          const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

static void
test_text (void)
{
  g_autoptr (SondeBrokerOptions) options = sonde_broker_options_new ();
  g_autofree char *text = sonde_broker_config_to_text (options, 1884, NULL);

  g_assert_true (has_line (text, "listener 1884 127.0.0.1"));
  g_assert_true (has_line (text, "allow_anonymous true"));
  g_assert_true (has_line (text, "max_queued_messages 0"));
  g_assert_true (has_line (text, "persistence true"));
  g_assert_true (has_line (text, "persistence_location data/"));
  g_assert_null (strstr (text, "\nuser "));
  g_assert_null (strstr (text, "keyfile"));
  g_assert_null (strstr (text, "password_file"));

  /* One listener, on loopback. */
  g_assert_true (strstr (text, "listener ") == g_strrstr (text, "listener "));
}

static void
test_user (void)
{
  g_autoptr (SondeBrokerOptions) options = sonde_broker_options_new ();
  g_autofree char *text = sonde_broker_config_to_text (options, 65535, "mosquitto");

  g_assert_true (has_line (text, "listener 65535 127.0.0.1"));
  g_assert_true (has_line (text, "user mosquitto"));
}

/* Each option adds its lines, and takes away what it replaces. */
static void
test_options (void)
{
  /* clang-format off */
  static const struct
  {
    gsize       offset;
    const char *lines;
    const char *not;
  } cases[] = {
    { G_STRUCT_OFFSET (SondeBrokerOptions, beyond_loopback),  "listener 1883", "listener 1883 127.0.0.1" },
    { G_STRUCT_OFFSET (SondeBrokerOptions, require_password), "allow_anonymous false\npassword_file passwords", "allow_anonymous true" },
    { G_STRUCT_OFFSET (SondeBrokerOptions, use_tls),          "certfile server.pem\nkeyfile server.key", "" },
    { G_STRUCT_OFFSET (SondeBrokerOptions, persistence),      "persistence false", "persistence true" },
    { G_STRUCT_OFFSET (SondeBrokerOptions, log_packets),      "log_type debug", "log_type subscribe" },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SondeBrokerOptions) options = sonde_broker_options_new ();
      g_auto (GStrv) lines = g_strsplit (cases[i].lines, "\n", -1);
      gboolean        *value = G_STRUCT_MEMBER_P (options, cases[i].offset);
      g_autofree char *before = sonde_broker_config_to_text (options, 1883, NULL);
      g_autofree char *text = NULL;

      *value = !*value;
      text = sonde_broker_config_to_text (options, 1883, NULL);
      for (guint j = 0; lines[j] != NULL; j++)
        {
          g_assert_true (has_line (text, lines[j]));
          g_assert_false (has_line (before, lines[j]));
        }
      if (*cases[i].not != '\0')
        g_assert_false (has_line (text, cases[i].not ));
    }
}

static void
test_passwords (void)
{
  g_autoptr (SondeBrokerOptions) options = sonde_broker_options_new ();
  g_autofree char *text = NULL;

  g_free (options->user_name);
  options->user_name = g_strdup ("a b");
  g_free (options->password_hash);
  options->password_hash = g_strdup ("$7$1$x$y");
  text = sonde_broker_config_make_passwords (options);
  g_assert_cmpstr (text, ==, "a b:$7$1$x$y\n");
}

static void
test_lines (void)
{
  /* clang-format off */
  static const struct
  {
    const char     *line;
    SondeBrokerLine kind;
  } cases[] = {
    { "mosquitto version 2.0.11 running", SONDE_BROKER_LINE_RUNNING },
    { "mosquitto version 2.1.2 running", SONDE_BROKER_LINE_RUNNING },
    { "mosquitto version 2.0.11 starting", SONDE_BROKER_LINE_OTHER },
    { "mosquitto version 2.0.11 terminating", SONDE_BROKER_LINE_OTHER },
    { "Error: Address already in use", SONDE_BROKER_LINE_PORT_TAKEN },
    { "Error: Unable to open configuration file.", SONDE_BROKER_LINE_ERROR },
    { "New client connected from 127.0.0.1:1 as mosquitto version 1 running!", SONDE_BROKER_LINE_OTHER },
    { "Opening ipv4 listen socket on port 1883.", SONDE_BROKER_LINE_OTHER },
    { "", SONDE_BROKER_LINE_OTHER },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (sonde_broker_line_parse (cases[i].line), ==, cases[i].kind);
    }
}

static void
test_find (void)
{
  g_autofree char *folder = g_dir_make_tmp ("sonde-test-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (folder, "mosquitto", NULL);
  g_autofree char *relative = g_strconcat ("relative:.::", folder, NULL);
  g_autofree char *found = NULL;

  g_assert_null (sonde_broker_program_find (folder));
  g_assert_null (sonde_broker_program_find (""));

  /* There, but not to be run */
  g_assert_true (g_file_set_contents (program, "", 0, NULL));
  g_chmod (program, 0600);
  g_assert_null (sonde_broker_program_find (folder));

  g_chmod (program, 0700);
  found = sonde_broker_program_find (relative);
  g_assert_cmpstr (found, ==, program);

  g_unlink (program);
  g_rmdir (folder);
}

static void
test_search_path (void)
{
  g_autofree char *before = g_strdup (g_getenv ("PATH"));
  g_autofree char *path = NULL;
  g_auto (GStrv) folders = NULL;

  g_setenv ("PATH", "/usr/bin:/bin", TRUE);
  path = sonde_broker_program_search_path ();
  folders = g_strsplit (path, ":", -1);
  g_assert_cmpstr (folders[0], ==, "/usr/bin");
  g_assert_true (g_strv_contains ((const char *const *) folders, "/usr/sbin"));
  g_assert_true (g_strv_contains ((const char *const *) folders, "/app/bin"));

  g_unsetenv ("PATH");
  g_clear_pointer (&path, g_free);
  path = sonde_broker_program_search_path ();
  g_assert_nonnull (strstr (path, ":/usr/sbin:"));

  if (before != NULL)
    g_setenv ("PATH", before, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/broker-config/loopback-only-and-queues-without-bound", test_text);
  g_test_add_func ("/broker-config/user-when-root", test_user);
  g_test_add_func ("/broker-config/each-option", test_options);
  g_test_add_func ("/broker-config/password-file", test_passwords);
  g_test_add_func ("/broker-config/lines-of-its-log", test_lines);
  g_test_add_func ("/broker-program/first-that-can-run-in-an-absolute-folder", test_find);
  g_test_add_func ("/broker-program/searched-beyond-path", test_search_path);

  return g_test_run ();
}
