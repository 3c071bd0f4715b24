/* test-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GSETTINGS_SCHEMA_DIR, set by the build, holds the compiled schema.
 */

#include <sonde-settings.h>

#include <string.h>

static void
test_defaults (void)
{
  g_autoptr (GSettings) settings = sonde_settings_new ();

  g_assert_nonnull (settings);
  g_assert_cmpint (g_settings_get_int (settings, SONDE_SETTING_WINDOW_WIDTH), ==, 1280);
  g_assert_cmpint (g_settings_get_int (settings, SONDE_SETTING_WINDOW_HEIGHT), ==, 800);
  g_assert_false (g_settings_get_boolean (settings, SONDE_SETTING_WINDOW_MAXIMIZED));
  g_assert_cmpint (g_settings_get_int (settings, SONDE_SETTING_SIDEBAR_WIDTH), >, 0);
  g_assert_cmpint (g_settings_get_int (settings, SONDE_SETTING_INSPECTOR_WIDTH), >, 0);
  g_assert_true (g_settings_get_boolean (settings, SONDE_SETTING_INSPECTOR_VISIBLE));
  g_assert_cmpint (g_settings_get_int (settings, SONDE_SETTING_PUBLISH_PANE_HEIGHT), >, 0);
  g_assert_cmpuint (g_settings_get_uint (settings, SONDE_SETTING_MEMORY_BUDGET), ==, 1024);
}

static void
test_remembers (void)
{
  g_autoptr (GSettings) settings = sonde_settings_new ();
  g_autofree char *profile = NULL;

  g_assert_true (g_settings_set_string (settings, SONDE_SETTING_LAST_PROFILE, "an id"));
  profile = g_settings_get_string (settings, SONDE_SETTING_LAST_PROFILE);
  g_assert_cmpstr (profile, ==, "an id");
}

static void
test_not_installed (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GSettings) settings = sonde_settings_new ();

      g_assert_null (settings);
      return;
    }

  g_setenv ("GSETTINGS_SCHEMA_DIR", "/nonexistent", TRUE);
  g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
  g_setenv ("XDG_DATA_HOME", "/nonexistent", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/remembers", test_remembers);
  g_test_add_func ("/settings/none-when-not-installed", test_not_installed);

  return g_test_run ();
}
