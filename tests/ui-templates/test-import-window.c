/* test-import-window.c: the import window reads, reports, imports; the windows go without a trace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-display.h"

#include "sonde-config.h"
#include "sonde-export-window.h"
#include "sonde-import-row.h"
#include "sonde-import-window.h"

#include <glib/gstdio.h>

typedef struct
{
  char             *folder;
  SondeServices    *services;
  SondeConnections *connections;
  SondeConnection  *imported; /* borrowed */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("sonde-import-window-XXXXXX", NULL);
  fixture->services = sonde_services_new (fixture->folder, fixture->folder);
  fixture->connections = sonde_connections_new (fixture->services);
  g_assert_null (sonde_connections_load (fixture->connections));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", fixture->folder, NULL };

  sonde_connections_shut_down (fixture->connections);
  g_clear_object (&fixture->connections);
  g_clear_object (&fixture->services);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->folder);
}

/* The first below @widget of that type, and where @label is given of that label, or %NULL. */
static GtkWidget *
find (GtkWidget  *widget,
      GType       type,
      const char *label)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (label == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
wait_gone (gpointer *watched)
{
  while (*watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static SondeImportWindow *
open_report (Fixture    *fixture,
             const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "imports", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SondeImportWindow *window = sonde_import_window_new (NULL, fixture->connections);

  gtk_window_present (GTK_WINDOW (window));
  sonde_import_window_read (window, file);
  while (find (GTK_WIDGET (window), SONDE_TYPE_IMPORT_ROW, NULL) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return window;
}

static void
imported_cb (Fixture         *fixture,
             SondeConnection *connection)
{
  fixture->imported = connection;
}

static void
test_import (Fixture      *fixture,
             gconstpointer data)
{
  SondeImportWindow *window = open_report (fixture, "mqttx.json");
  GtkWidget         *row = find (GTK_WIDGET (window), SONDE_TYPE_IMPORT_ROW, NULL);
  gpointer           watched = window;

  g_object_add_weak_pointer (watched, &watched);
  g_signal_connect_swapped (window, "imported", G_CALLBACK (imported_cb), fixture);

  g_assert_true (sonde_import_row_get_chosen (SONDE_IMPORT_ROW (row)));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->connections)), ==, 1);

  g_signal_emit_by_name (find (GTK_WIDGET (window), GTK_TYPE_BUTTON, "Import"), "clicked");
  wait_gone (&watched);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->connections)), ==, 4);
  g_assert_cmpstr (sonde_connection_get_name (fixture->imported), ==, "EMQX staging");
}

/* Nothing is saved. */
static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  SondeImportWindow *window = open_report (fixture, "explorer.json");
  gpointer           watched = window;

  g_object_add_weak_pointer (watched, &watched);
  gtk_window_close (GTK_WINDOW (window));
  wait_gone (&watched);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->connections)), ==, 1);
}

/* Closed while it reads. */
static void
test_close (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "imports", "mqttx.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  SondeImportWindow *window = sonde_import_window_new (NULL, fixture->connections);
  gpointer           watched = window;

  g_object_add_weak_pointer (watched, &watched);
  gtk_window_present (GTK_WINDOW (window));
  sonde_import_window_read (window, file);
  gtk_window_destroy (GTK_WINDOW (window));
  wait_gone (&watched);
}

static void
test_export (Fixture      *fixture,
             gconstpointer data)
{
  SondeExportWindow *window = sonde_export_window_new (NULL, fixture->connections);
  gpointer           watched = window;

  g_object_add_weak_pointer (watched, &watched);
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
  wait_gone (&watched);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (AdwApplication) application = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  server = test_display_start ();
  if (server == NULL)
    {
      g_print ("1..0 # SKIP Xvfb is not installed\n");
      return 0;
    }

  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), SONDE_RESOURCE_PATH);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add ("/import-window/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/import-window/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/import-window/close-while-reading", Fixture, NULL, set_up, test_close, tear_down);
  g_test_add ("/export-window/close", Fixture, NULL, set_up, test_export, tear_down);

  status = g_test_run ();
  g_subprocess_force_exit (server);
  return status;
}
