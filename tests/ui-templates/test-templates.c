/* test-templates.c: every template loads on the floor, and goes without a trace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-display.h"

#include "sonde-banner.h"
#include "sonde-broker-choice.h"
#include "sonde-color-palette.h"
#include "sonde-color-row.h"
#include "sonde-command-block.h"
#include "sonde-commands-window.h"
#include "sonde-config.h"
#include "sonde-connection-list.h"
#include "sonde-connection-row.h"
#include "sonde-disconnect-dialog.h"
#include "sonde-entry-row.h"
#include "sonde-failure-page.h"
#include "sonde-general-page.h"
#include "sonde-group-dialog.h"
#include "sonde-group-row.h"
#include "sonde-header.h"
#include "sonde-history-window.h"
#include "sonde-messages-page.h"
#include "sonde-network-page.h"
#include "sonde-packets-page.h"
#include "sonde-pair-list.h"
#include "sonde-pair-row.h"
#include "sonde-password-dialog.h"
#include "sonde-payload-field.h"
#include "sonde-preferences.h"
#include "sonde-profile-editor.h"
#include "sonde-publish-status.h"
#include "sonde-request-panel.h"
#include "sonde-scope-bar.h"
#include "sonde-security-page.h"
#include "sonde-session-page.h"
#include "sonde-sidebar.h"
#include "sonde-spin-row.h"
#include "sonde-state-button.h"
#include "sonde-state-dot.h"
#include "sonde-step-row.h"
#include "sonde-subscribe-pane.h"
#include "sonde-subscription-editor.h"
#include "sonde-subscription-row.h"
#include "sonde-switch-row.h"
#include "sonde-templates-window.h"
#include "sonde-topics-page.h"
#include "sonde-trial-panel.h"
#include "sonde-trusted-list.h"
#include "sonde-uri-question.h"
#include "sonde-waiting-window.h"
#include "sonde-will-page.h"
#include "sonde-window.h"

#include <glib/gstdio.h>

/* The smallest screen the window promises to fit */
#define MIN_WIDTH 1024
#define MIN_HEIGHT 600

typedef struct
{
  char             *folder;
  SondeServices    *services;
  SondeConnections *connections;
  SondeConnection  *connection; /* borrowed */
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  g_autofree char *name = g_strdup ("Lab & <test>");

  fixture->folder = g_dir_make_tmp ("sonde-templates-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);

  fixture->services = sonde_services_new (fixture->folder, fixture->folder);
  fixture->connections = sonde_connections_new (fixture->services);
  g_assert_null (sonde_connections_load (fixture->connections));

  g_free (profile->name);
  profile->name = g_steal_pointer (&name);
  sonde_profile_want (profile, "Tyler_1/motor/+/speed", 2, 3);
  fixture->connection = sonde_connections_add (fixture->connections, profile, NULL);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }

  g_remove (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gpointer watched = fixture->connections;

  g_object_add_weak_pointer (watched, &watched);
  sonde_connections_shut_down (fixture->connections);
  g_object_unref (fixture->connections);
  /* A save that has ended holds them until its callback has run. */
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&fixture->services);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Shows @widget (takes it), lets it draw, and expects that nothing keeps it afterwards. */
static void
show_and_destroy (GtkWidget *widget)
{
  GtkWidget *window = widget;
  gpointer   watched = widget;

  if (!GTK_IS_WINDOW (widget))
    {
      window = gtk_window_new ();
      if (GTK_IS_LIST_BOX_ROW (widget))
        {
          GtkWidget *list = gtk_list_box_new ();

          gtk_list_box_append (GTK_LIST_BOX (list), widget);
          gtk_window_set_child (GTK_WINDOW (window), list);
        }
      else
        gtk_window_set_child (GTK_WINDOW (window), widget);
    }

  g_object_add_weak_pointer (G_OBJECT (widget), &watched);
  gtk_window_present (GTK_WINDOW (window));
  iterate ();
  g_assert_true (gtk_widget_get_realized (widget));

  gtk_window_destroy (GTK_WINDOW (window));
  iterate ();
  g_assert_null (watched);
}

static void
test_plain (Fixture      *fixture,
            gconstpointer data)
{
  const GType types[] = {
    SONDE_TYPE_BANNER,
    SONDE_TYPE_BROKER_CHOICE,
    SONDE_TYPE_COLOR_PALETTE,
    SONDE_TYPE_COLOR_ROW,
    SONDE_TYPE_COMMAND_BLOCK,
    SONDE_TYPE_CONNECTION_LIST,
    SONDE_TYPE_ENTRY_ROW,
    SONDE_TYPE_FAILURE_PAGE,
    SONDE_TYPE_GENERAL_PAGE,
    SONDE_TYPE_HEADER,
    SONDE_TYPE_MESSAGES_PAGE,
    SONDE_TYPE_NETWORK_PAGE,
    SONDE_TYPE_PACKETS_PAGE,
    SONDE_TYPE_PAIR_LIST,
    SONDE_TYPE_PAIR_ROW,
    SONDE_TYPE_PAYLOAD_FIELD,
    SONDE_TYPE_PUBLISH_STATUS,
    SONDE_TYPE_REQUEST_PANEL,
    SONDE_TYPE_SCOPE_BAR,
    SONDE_TYPE_SECURITY_PAGE,
    SONDE_TYPE_SESSION_PAGE,
    SONDE_TYPE_SIDEBAR,
    SONDE_TYPE_SPIN_ROW,
    SONDE_TYPE_STATE_BUTTON,
    SONDE_TYPE_STATE_DOT,
    SONDE_TYPE_STEP_ROW,
    SONDE_TYPE_SUBSCRIBE_PANE,
    SONDE_TYPE_SWITCH_ROW,
    SONDE_TYPE_TOPICS_PAGE,
    SONDE_TYPE_TRIAL_PANEL,
    SONDE_TYPE_TRUSTED_LIST,
    SONDE_TYPE_WILL_PAGE,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_new (types[i], NULL);

      g_test_message ("%s", G_OBJECT_TYPE_NAME (widget));
      gtk_widget_set_visible (widget, TRUE);
      show_and_destroy (widget);
    }
}

static void
test_with_connection (Fixture      *fixture,
                      gconstpointer data)
{
  GtkWidget  *parent = gtk_application_window_new (GTK_APPLICATION ((gpointer) data));
  GListModel *subscriptions = G_LIST_MODEL (sonde_connection_get_subscriptions (fixture->connection));
  g_autoptr (SondeSubscription) subscription = g_list_model_get_item (subscriptions, 0);
  g_autoptr (SondeConnectionGroup) group = sonde_connection_group_new ("Line 4");
  SondeProfileEditor *editor;

  g_assert_nonnull (subscription);
  show_and_destroy (sonde_connection_row_new (fixture->connections, fixture->connection));
  show_and_destroy (sonde_group_row_new (group));
  show_and_destroy (GTK_WIDGET (sonde_group_dialog_new (GTK_WINDOW (parent), "Heading", "Name")));
  show_and_destroy (sonde_subscription_row_new (fixture->connection, subscription));
  show_and_destroy (GTK_WIDGET (sonde_subscription_editor_new (GTK_WINDOW (parent), fixture->connection, subscription, FALSE)));
  show_and_destroy (GTK_WIDGET (sonde_commands_window_new (GTK_WINDOW (parent), fixture->connection)));
  show_and_destroy (GTK_WIDGET (sonde_password_dialog_new (GTK_WINDOW (parent), fixture->connection)));
  show_and_destroy (GTK_WIDGET (sonde_disconnect_dialog_new (GTK_WINDOW (parent), fixture->connection)));

  editor = sonde_profile_editor_new (GTK_WINDOW (parent), fixture->connections, fixture->connection);
  show_and_destroy (GTK_WIDGET (editor));
  editor = sonde_profile_editor_new (GTK_WINDOW (parent), fixture->connections, NULL);
  show_and_destroy (GTK_WIDGET (editor));
  show_and_destroy (GTK_WIDGET (sonde_preferences_new (GTK_WINDOW (parent), sonde_services_get_budget (fixture->services), NULL)));

  gtk_window_destroy (GTK_WINDOW (parent));
}

static void
test_waiting (Fixture      *fixture,
              gconstpointer data)
{
  GtkWidget *parent = gtk_application_window_new (GTK_APPLICATION ((gpointer) data));
  g_autoptr (GBytes) payload = g_bytes_new_static ("<b>&", 4);
  SondeWaitingList   *list = sonde_connection_get_waiting (fixture->connection);
  SondeWaitingWindow *window = sonde_waiting_window_new (GTK_WINDOW (parent), fixture->connection);
  SondePublishStatus *status = g_object_new (SONDE_TYPE_PUBLISH_STATUS, NULL);

  /* None, some, and while they are seen none again */
  g_assert_true (sonde_waiting_list_add (list, "<a>&", payload, 0, FALSE, 60, NULL));
  gtk_window_present (GTK_WINDOW (window));
  iterate ();
  sonde_waiting_window_update (window);
  sonde_waiting_list_clear (list);
  g_assert_true (sonde_waiting_list_add (list, "<a>&", payload, 1, TRUE, 60, NULL));
  show_and_destroy (GTK_WIDGET (window));

  g_object_set (status, "connection", fixture->connection, NULL);
  sonde_publish_status_refuse_offline (status);
  show_and_destroy (GTK_WIDGET (status));
  show_and_destroy (GTK_WIDGET (sonde_uri_question_new (GTK_WINDOW (parent), sonde_connection_get_profile (fixture->connection))));

  gtk_window_destroy (GTK_WINDOW (parent));
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  --*(guint *) user_data;
}

static void
test_kept (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget          *parent = gtk_application_window_new (GTK_APPLICATION ((gpointer) data));
  SondePublishPane   *pane = g_object_new (SONDE_TYPE_PUBLISH_PANE, "connection", fixture->connection, NULL);
  SondeTemplateStore *templates = sonde_services_get_templates (fixture->services);
  SondeHistoryStore  *history = sonde_services_get_history (fixture->services);
  guint               n_loading = 2;
  g_autoptr (SondeTemplateRows) rows = sonde_template_rows_new (templates);
  g_autoptr (SondePublishForm) form = sonde_publish_form_new ();
  g_autoptr (SondeTemplate) template = sonde_template_new ("<a>&", "<b>&", "", form);
  SondeTemplatesWindow *window;

  gtk_window_set_child (GTK_WINDOW (parent), GTK_WIDGET (pane));
  show_and_destroy (GTK_WIDGET (sonde_templates_window_new (GTK_WINDOW (parent), pane, rows)));
  show_and_destroy (GTK_WIDGET (sonde_history_window_new (GTK_WINDOW (parent), pane)));

  sonde_template_store_load_async (templates, loaded_cb, &n_loading);
  sonde_history_store_load_async (history, loaded_cb, &n_loading);
  while (n_loading > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (sonde_template_store_add (templates, template, NULL));
  sonde_history_store_add (history, sonde_history_entry_new_done ("p", "<a>&", form, 0, 0, -1));
  sonde_history_store_add (history, sonde_history_entry_new_failed ("p", "<a>&", form, 0, "<b>&"));

  window = sonde_templates_window_new (GTK_WINDOW (parent), pane, rows);
  gtk_window_present (GTK_WINDOW (window));
  iterate ();
  sonde_templates_window_add (window, form);
  show_and_destroy (GTK_WIDGET (window));
  show_and_destroy (GTK_WIDGET (sonde_history_window_new (GTK_WINDOW (parent), pane)));

  gtk_window_destroy (GTK_WINDOW (parent));
}

static void
test_window (Fixture      *fixture,
             gconstpointer data)
{
  SondeWindow *window = sonde_window_new (GTK_APPLICATION ((gpointer) data), fixture->connections, NULL);
  int          width;
  int          height;

  gtk_window_set_default_size (GTK_WINDOW (window), MIN_WIDTH, MIN_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  sonde_window_select (window, fixture->connection);
  sonde_window_show_notice (window, "A sentence that is long enough to need more than one line on the smallest screen "
                                    "that the window promises to fit, and that must not make it any wider for that.");
  sonde_window_show_toast (window, "A & B <c>");
  iterate ();

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, MIN_WIDTH, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, MIN_WIDTH);
  g_assert_cmpint (height, <=, MIN_HEIGHT);

  show_and_destroy (GTK_WIDGET (window));
}

static void
test_shortcuts (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (SONDE_RESOURCE_PATH "/sonde-shortcuts.ui");
  GtkWidget *overlay = GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));

  /* Not shown: a label of GTK 4.8's own shortcuts window warns of its size. */
  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (overlay));
  gtk_window_destroy (GTK_WINDOW (overlay));
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

  /* One a process: GTK has no second */
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), SONDE_RESOURCE_PATH);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add ("/templates/plain", Fixture, application, set_up, test_plain, tear_down);
  g_test_add ("/templates/with-connection", Fixture, application, set_up, test_with_connection, tear_down);
  g_test_add ("/templates/shortcuts", Fixture, application, set_up, test_shortcuts, tear_down);
  g_test_add ("/templates/kept", Fixture, application, set_up, test_kept, tear_down);
  g_test_add ("/templates/waiting", Fixture, application, set_up, test_waiting, tear_down);
  g_test_add ("/window/fits-the-smallest-screen", Fixture, application, set_up, test_window, tear_down);

  status = g_test_run ();
  g_subprocess_force_exit (server);
  return status;
}
