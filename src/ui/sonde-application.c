/* sonde-application.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-application"

#include "sonde-application.h"

#include "sonde-background.h"
#include "sonde-config.h"
#include "sonde-editor-guard.h"
#include "sonde-log-window.h"
#include "sonde-notifier.h"
#include "sonde-preferences.h"
#include "sonde-uri-question.h"
#include "sonde-window.h"

#include <sonde-connections.h>
#include <sonde-settings.h>
#include <sonde-uri.h>

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define MAX_QUESTIONS 8

struct _SondeApplication
{
  AdwApplication parent_instance;

  GSettings        *settings; /* NULL where the schema is not installed */
  SondeServices    *services;
  SondeConnections *connections;
  SondeNotifier    *notifier;
  SondeBackground  *background; /* NULL without settings */
  GQueue           *questions;  /* URIs that other programs gave, the first one being asked about */
  GtkWindow        *question;   /* weak */
  gboolean          started;    /* what connects on start */
  char             *load_fault; /* what the first window has to say of the profiles file */
};

G_DEFINE_FINAL_TYPE (SondeApplication, sonde_application, ADW_TYPE_APPLICATION)

/* clang-format off */
static const GOptionEntry options[] = {
  { "profile", 'p', G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL,
    N_("Connect the saved connection of this name"), N_("NAME") },
  { "ask", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
    N_("Ask before a URI is connected"), NULL },
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
    N_("Print the version and exit"), NULL },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING_ARRAY, NULL,
    NULL, N_("[URI or FILE…]") },
  { NULL }
};

static const struct
{
  const char *action;
  const char *keys[3];
} keys[] = {
  { "app.quit", { "<Primary>q" } },
  { "app.open-log", { "<Primary>o" } },
  { "app.preferences", { "<Primary>comma" } },
  { "window.close", { "<Primary>w" } },
  { "win.new-connection", { "<Primary>n" } },
  { "win.edit-connection::", { "<Primary>e" } },
  { "win.connect", { "<Primary><Shift>c" } },
  { "win.disconnect", { "<Primary><Shift>d" } },
  { "win.retry", { "F5", "<Primary>r" } },
  { "win.focus-topic-filter", { "<Primary>t" } },
  { "win.show-page::messages", { "<Primary>1" } },
  { "win.show-page::topics", { "<Primary>2" } },
  { "win.show-page::broker", { "<Primary>3" } },
  { "win.show-page::packets", { "<Primary>4" } },
  { "win.show-palette", { "<Primary>k" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.show-shortcuts", { "<Primary>question", "<Primary>F1" } },
};
/* clang-format on */

static gboolean
start_cb (gpointer user_data)
{
  SondeApplication *self = user_data;

  if (self->connections != NULL && !self->started)
    sonde_connections_start (self->connections);
  self->started = TRUE;
  return G_SOURCE_REMOVE;
}

/* With the first frame; what connects on start has to wait until it is drawn. */
static gboolean
first_tick_cb (GtkWidget     *window,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  g_idle_add_full (G_PRIORITY_LOW, start_cb, g_object_ref (user_data), g_object_unref);
  return G_SOURCE_REMOVE;
}

static SondeWindow *
ensure_window (SondeApplication *self)
{
  GList       *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  SondeWindow *window;

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (SONDE_IS_WINDOW (l->data))
        return l->data;
    }

  window = sonde_window_new (GTK_APPLICATION (self), self->connections, self->settings);
  gtk_widget_add_tick_callback (GTK_WIDGET (window), first_tick_cb, self, NULL);
  sonde_notifier_set_window (self->notifier, window);
  if (self->load_fault != NULL)
    sonde_window_show_notice (window, self->load_fault);
  g_clear_pointer (&self->load_fault, g_free);

  return window;
}

static gboolean
connect_uri (SondeApplication *self,
             const char       *uri,
             GError          **error)
{
  SondeConnection *connection = sonde_connections_open_uri (self->connections, uri, error);

  if (connection == NULL)
    return FALSE;

  sonde_window_select (ensure_window (self), connection);
  sonde_connection_connect (connection);
  return TRUE;
}

/* What names a file on a command line: its URI, or the path of one that is there. */
static gboolean
is_file (const char *argument,
         GFile      *file)
{
  return g_str_has_prefix (argument, "file://") ||
         (strstr (argument, "://") == NULL && g_file_query_exists (file, NULL));
}

static void
open_file (SondeApplication *self,
           GFile            *file)
{
  gtk_window_present (GTK_WINDOW (sonde_log_window_new (GTK_APPLICATION (self), self->services, file)));
}

static void ask_next (SondeApplication *self);

static void
answered_cb (SondeApplication *self,
             const char       *response)
{
  g_autofree char *uri = g_queue_pop_head (self->questions);
  g_autoptr (GError) error = NULL;

  g_clear_weak_pointer (&self->question);
  if (g_strcmp0 (response, SONDE_URI_QUESTION_CONNECT) == 0 && !connect_uri (self, uri, &error))
    sonde_window_show_notice (ensure_window (self), error->message);
  ask_next (self);
}

static void
ask_next (SondeApplication *self)
{
  const char       *uri = g_queue_peek_head (self->questions);
  AdwMessageDialog *dialog;
  g_autoptr (SondeProfile) profile = NULL;

  if (uri == NULL)
    return;

  profile = sonde_uri_parse (uri, NULL);
  dialog = sonde_uri_question_new (GTK_WINDOW (ensure_window (self)), profile);
  g_set_weak_pointer (&self->question, GTK_WINDOW (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Another program gave the URI: the user decides, and sees what it would do. One question at a
 * time, and not without end. */
static void
ask_uri (SondeApplication *self,
         const char       *uri)
{
  SondeWindow *window = ensure_window (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (SondeProfile) profile = sonde_uri_parse (uri, &error);

  gtk_window_present (GTK_WINDOW (window));
  if (profile == NULL)
    {
      sonde_window_show_notice (window, error->message);
      return;
    }
  if (g_queue_get_length (self->questions) >= MAX_QUESTIONS)
    {
      sonde_window_show_notice (window, _ ("Other programs ask for more connections than can be answered: some were left out."));
      return;
    }

  g_queue_push_tail (self->questions, g_strdup (uri));
  /* A question goes unanswered with its window: then it is asked anew. */
  if (self->question == NULL)
    ask_next (self);
}

static void
open_log_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  SondeApplication *self = user_data;

  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  /* Over D-Bus there may be none yet. */
  if (window == NULL)
    window = GTK_WINDOW (ensure_window (self));
  gtk_window_present (window);
  sonde_log_window_choose (window, self->services);
}

static void
new_connection_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  GtkWindow *window = GTK_WINDOW (ensure_window (user_data));

  gtk_window_present (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-connection", NULL);
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  SondeApplication *self = user_data;

  adw_show_about_window (gtk_application_get_active_window (GTK_APPLICATION (self)),
                         "application-name", "Sonde",
                         "application-icon", SONDE_APPLICATION_ID,
                         "version", SONDE_VERSION,
                         "developer-name", _ ("The Sonde developers"),
                         "comments", _ ("Connect to any MQTT broker, subscribe, publish, and see what flows."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  SondeApplication *self = user_data;
  GtkWindow        *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (sonde_preferences_new (window, sonde_services_get_budget (self->services), self->settings)));
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  /* Who is asked whether to save quits anew. */
  if (sonde_close_editors (NULL))
    g_application_quit (G_APPLICATION (user_data));
}

/* A session that ends, or Ctrl+C: the broker is stopped and the profiles are written all the same. */
static gboolean
signal_cb (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
add_actions (SondeApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about_action },
    { .name = "new-connection", .activate = new_connection_action },
    { .name = "open-log", .activate = open_log_action },
    { .name = "preferences", .activate = preferences_action },
    { .name = "quit", .activate = quit_action },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, (const char *const *) keys[i].keys);

  for (int i = 0; i < 9; i++)
    {
      g_autofree char  *action = g_strdup_printf ("win.select-connection(%d)", i);
      g_autofree char  *key = g_strdup_printf ("<Alt>%d", i + 1);
      const char *const accels[] = { key, NULL };

      gtk_application_set_accels_for_action (GTK_APPLICATION (self), action, accels);
    }
}

static void
sonde_application_startup (GApplication *application)
{
  SondeApplication *self = SONDE_APPLICATION (application);
  g_autofree char  *config_folder = g_build_filename (g_get_user_config_dir (), "sonde", NULL);
  g_autofree char  *data_folder = g_build_filename (g_get_user_data_dir (), "sonde", NULL);

  G_APPLICATION_CLASS (sonde_application_parent_class)->startup (application);
  gtk_source_init ();
  /* A text that can be copied is not selected where the focus comes by, as that of a preview. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);

  self->settings = sonde_settings_new ();
  self->services = sonde_services_new (config_folder, data_folder);
  self->connections = sonde_connections_new (self->services);
  self->load_fault = sonde_connections_load (self->connections);
  self->notifier = sonde_notifier_new (GTK_APPLICATION (self), self->connections);

  if (self->settings != NULL)
    {
      self->background = sonde_background_new (GTK_APPLICATION (self), self->connections, self->settings);
      sonde_budget_set_limit (sonde_services_get_budget (self->services),
                              (guint64) g_settings_get_uint (self->settings, SONDE_SETTING_MEMORY_BUDGET) << 20);
    }

  g_unix_signal_add (SIGINT, signal_cb, self);
  g_unix_signal_add (SIGTERM, signal_cb, self);
  add_actions (self);
}

static void
sonde_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (ensure_window (SONDE_APPLICATION (application))));
}

static void
sonde_application_open (GApplication *application,
                        GFile       **files,
                        int           n_files,
                        const char   *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      SondeApplication *self = SONDE_APPLICATION (application);
      g_autofree char  *uri = g_file_get_uri (files[i]);

      if (g_file_has_uri_scheme (files[i], "file"))
        open_file (self, files[i]);
      else
        ask_uri (self, uri);
    }
}

/* Runs in the process that was started, before it is known whether another one runs: what is wrong
 * with a URI is said, and the exit status set, where it was typed. */
static int
sonde_application_handle_local_options (GApplication *application,
                                        GVariantDict *dict)
{
  g_autofree const char **uris = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Sonde %s\n", SONDE_VERSION);
      return EXIT_SUCCESS;
    }

  /* One from another program is shown in the window, wrong or not. */
  if (g_variant_dict_contains (dict, "ask") || !g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&s", &uris))
    return -1;

  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (uris[i]);
      g_autoptr (SondeProfile) profile = sonde_uri_parse (uris[i], &error);

      if (profile == NULL && !is_file (uris[i], file))
        {
          g_printerr ("sonde: %s\n", error->message);
          return EXIT_FAILURE;
        }
    }

  return -1;
}

static int
sonde_application_command_line (GApplication            *application,
                                GApplicationCommandLine *command_line)
{
  SondeApplication       *self = SONDE_APPLICATION (application);
  GVariantDict           *dict = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **uris = NULL;
  SondeConnection        *connection = NULL;
  const char             *name = NULL;
  int                     status = EXIT_SUCCESS;

  if (g_variant_dict_lookup (dict, "profile", "&s", &name))
    {
      connection = sonde_connections_find_by_name (self->connections, name);
      if (connection == NULL)
        {
          g_application_command_line_printerr (command_line, _ ("sonde: There is no connection named “%s”."), name);
          g_application_command_line_printerr (command_line, "\n");
          return EXIT_FAILURE;
        }

      sonde_window_select (ensure_window (self), connection);
      sonde_connection_connect (connection);
    }

  /* Before the questions, which stand on it. */
  g_application_activate (application);

  g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&s", &uris);
  for (guint i = 0; uris != NULL && uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, uris[i]);
      g_autoptr (GError) error = NULL;

      if (is_file (uris[i], file))
        open_file (self, file);
      else if (g_variant_dict_contains (dict, "ask"))
        ask_uri (self, uris[i]);
      else if (!connect_uri (self, uris[i], &error))
        {
          g_application_command_line_printerr (command_line, "sonde: %s\n", error->message);
          status = EXIT_FAILURE;
        }
    }

  return status;
}

static void
sonde_application_shutdown (GApplication *application)
{
  SondeApplication *self = SONDE_APPLICATION (application);
  GList            *windows;

  /* The windows first: a deletion that can no longer be undone goes with its toast. */
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (windows->data);

  if (self->notifier != NULL)
    g_object_run_dispose (G_OBJECT (self->notifier));
  g_clear_object (&self->notifier);
  if (self->background != NULL)
    g_object_run_dispose (G_OBJECT (self->background));
  g_clear_object (&self->background);
  if (self->connections != NULL)
    sonde_connections_shut_down (self->connections);

  g_clear_object (&self->connections);
  g_clear_object (&self->services);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (sonde_application_parent_class)->shutdown (application);
}

static void
sonde_application_finalize (GObject *object)
{
  SondeApplication *self = SONDE_APPLICATION (object);

  g_clear_weak_pointer (&self->question);
  g_queue_free_full (self->questions, g_free);
  g_clear_pointer (&self->load_fault, g_free);

  G_OBJECT_CLASS (sonde_application_parent_class)->finalize (object);
}

static void
sonde_application_class_init (SondeApplicationClass *klass)
{
  GObjectClass      *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = sonde_application_finalize;
  application_class->activate = sonde_application_activate;
  application_class->command_line = sonde_application_command_line;
  application_class->handle_local_options = sonde_application_handle_local_options;
  application_class->open = sonde_application_open;
  application_class->shutdown = sonde_application_shutdown;
  application_class->startup = sonde_application_startup;
}

static void
sonde_application_init (SondeApplication *self)
{
  self->questions = g_queue_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _ ("A client for MQTT: mqtt://USER@HOST:PORT/FILTER connects and subscribes."));
}

SondeApplication *
sonde_application_new (void)
{
  return g_object_new (SONDE_TYPE_APPLICATION,
                       "application-id", SONDE_APPLICATION_ID,
                       "resource-base-path", SONDE_RESOURCE_PATH,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
