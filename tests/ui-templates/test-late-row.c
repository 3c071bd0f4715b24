/* test-late-row.c: how much of ten thousand templates, and of as many sent messages, is made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-display.h"

#include "sonde-config.h"
#include "sonde-connections.h"
#include "sonde-history-row.h"
#include "sonde-history-window.h"
#include "sonde-late-row.h"
#include "sonde-template-list.h"
#include "sonde-template-row.h"

#define MANY 10000
#define LEAST_LATE 150 /* GtkListView has at least so many rows */
#define MOST_MADE 80   /* of which so many may be made when they are drawn first */
#define MOST_A_TURN 4

typedef struct
{
  char             *folder;
  SondeServices    *services;
  SondeConnections *connections;
  SondeConnection  *connection; /* borrowed */
} Fixture;

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();
  gboolean templates_loaded = FALSE, history_loaded = FALSE;

  self->folder = g_dir_make_tmp ("sonde-late-row-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->services = sonde_services_new (self->folder, self->folder);
  self->connections = sonde_connections_new (self->services);
  g_assert_null (sonde_connections_load (self->connections));
  self->connection = sonde_connections_add (self->connections, profile, NULL);

  sonde_template_store_load_async (sonde_services_get_templates (self->services), loaded_cb, &templates_loaded);
  sonde_history_store_load_async (sonde_services_get_history (self->services), loaded_cb, &history_loaded);
  while (!templates_loaded || !history_loaded)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", self->folder, NULL };
  gpointer    watched = self->connections;

  g_object_add_weak_pointer (watched, &watched);
  sonde_connections_shut_down (self->connections);
  g_object_unref (self->connections);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->services);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (self->folder);
}

static SondePublishForm *
make_form (guint number)
{
  SondePublishForm *form = sonde_publish_form_new ();

  g_free (form->topic);
  form->topic = g_strdup_printf ("line/%u/motor/%u", number % 50, number);
  g_free (form->payload);
  form->payload = g_strdup_printf ("{\"rpm\": %u}", number);
  return form;
}

static guint
count (GtkWidget *widget,
       GType      type)
{
  guint n = G_OBJECT_TYPE (widget) == type;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count (child, type);
  return n;
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  GtkWidget *found = G_OBJECT_TYPE (widget) == type ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

typedef struct
{
  GtkWidget *widget;
  GType      type;
  guint      n_late;
  guint      n_made;
} Picture;

/* What there was when rows were drawn first. */
static void
after_paint_cb (GdkFrameClock *clock,
                Picture       *picture)
{
  if (picture->n_made > 0)
    return;

  picture->n_late = count (picture->widget, SONDE_TYPE_LATE_ROW);
  picture->n_made = count (picture->widget, picture->type);
}

static void
wait_for_rows (GtkWidget *widget,
               GType      type,
               guint      least_late)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  Picture        picture = { widget, type };
  gulong         handler = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &picture);

  gtk_widget_queue_draw (widget);
  while (picture.n_made == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);

  g_test_message ("%u of %u rows made", picture.n_made, picture.n_late);
  g_assert_cmpuint (picture.n_late, >=, least_late);
  g_assert_cmpuint (picture.n_made, <, MOST_MADE);
}

/* The others, a few in each turn of the main loop. */
static void
wait_for_rest (GtkWidget *widget,
               GType      type)
{
  guint n_made = count (widget, type), n_late = count (widget, SONDE_TYPE_LATE_ROW);

  while (n_made < n_late)
    {
      guint n_before = n_made;

      g_main_context_iteration (NULL, TRUE);
      n_made = count (widget, type);
      g_assert_cmpuint (n_made, <=, n_before + MOST_A_TURN);
    }
}

/* Found is one of ten thousand; then all are there again. */
static void
check_list (GtkWidget *widget,
            GType      type)
{
  GtkEditable *entry = GTK_EDITABLE (find (widget, GTK_TYPE_SEARCH_ENTRY));

  wait_for_rows (widget, type, LEAST_LATE);
  wait_for_rest (widget, type);
  gtk_editable_set_text (entry, "motor/9876");
  wait_for_rows (widget, type, 1);
  g_assert_cmpuint (count (widget, type), <=, 2);
  gtk_editable_set_text (entry, "");
  wait_for_rows (widget, type, LEAST_LATE);
}

static void
destroy (GtkWidget *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (watched, &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_templates (Fixture      *self,
                gconstpointer data)
{
  SondeTemplateStore *store = sonde_services_get_templates (self->services);
  g_autoptr (SondeTemplateRows) rows = sonde_template_rows_new (store);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_template_entry_free);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *list = g_object_new (SONDE_TYPE_TEMPLATE_LIST, NULL);
  guint      n_added;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("Template %u", i);
      g_autofree char *folder = g_strdup_printf ("Line %u", i % 50);
      g_autoptr (SondePublishForm) form = make_form (i);
      g_autoptr (SondeTemplate) template = sonde_template_new (name, folder, "", form);

      g_ptr_array_add (entries, sonde_template_entry_new (template));
    }
  g_assert_true (sonde_template_store_merge (store, entries, &n_added, NULL));
  g_assert_cmpuint (n_added, ==, MANY);

  sonde_template_list_set_rows (SONDE_TEMPLATE_LIST (list), rows);
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 520);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  check_list (list, SONDE_TYPE_TEMPLATE_ROW);
  destroy (window);
}

static void
test_history (Fixture      *self,
              gconstpointer data)
{
  SondeHistoryStore  *store = sonde_services_get_history (self->services);
  const SondeProfile *profile = sonde_connection_get_profile (self->connection);
  GtkWidget          *window, *pane;

  for (guint i = 0; i < MANY; i++)
    {
      g_autoptr (SondePublishForm) form = make_form (i);

      sonde_history_store_add (store, sonde_history_entry_new_done (profile->id, profile->name, form, 1, 0, 850));
    }

  pane = g_object_ref_sink (g_object_new (SONDE_TYPE_PUBLISH_PANE, "connection", self->connection, NULL));
  window = GTK_WIDGET (sonde_history_window_new (NULL, SONDE_PUBLISH_PANE (pane)));
  gtk_window_present (GTK_WINDOW (window));
  check_list (window, SONDE_TYPE_HISTORY_ROW);
  destroy (window);
  g_object_set (pane, "connection", NULL, NULL);
  g_object_unref (pane);
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

  g_test_add ("/late-row/templates", Fixture, NULL, set_up, test_templates, tear_down);
  g_test_add ("/late-row/history", Fixture, NULL, set_up, test_history, tear_down);

  status = g_test_run ();
  g_subprocess_force_exit (server);
  return status;
}
