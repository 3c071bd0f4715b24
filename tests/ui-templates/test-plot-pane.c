/* test-plot-pane.c: the plot and its pane in a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-display.h"

#include "sonde-config.h"
#include "sonde-connections.h"
#include "sonde-plot-choice.h"
#include "sonde-plot-pane.h"

#include <string.h>

#define START (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

typedef struct
{
  char               *folder;
  SondeServices      *services;
  SondeConnections   *connections;
  SondeConnection    *connection; /* borrowed */
  SondeSegmentWriter *writer;
  gint64              time;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autoptr (SondeProfile) profile = sonde_profile_new ();

  self->folder = g_dir_make_tmp ("sonde-plot-pane-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->services = sonde_services_new (self->folder, self->folder);
  self->connections = sonde_connections_new (self->services);
  g_assert_null (sonde_connections_load (self->connections));
  self->connection = sonde_connections_add (self->connections, profile, NULL);
  self->writer = sonde_segment_writer_new ();
  self->time = START;
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  const char *argv[] = { "rm", "-rf", "--", self->folder, NULL };
  gpointer    watched = self->connections;

  sonde_segment_writer_free (self->writer);
  g_object_add_weak_pointer (watched, &watched);
  sonde_connections_shut_down (self->connections);
  g_object_unref (self->connections);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->services);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (self->folder);
}

static void
progress_cb (SondeSegment *segment,
             guint         count,
             gpointer      log)
{
  sonde_message_log_append (log, segment, count);
}

static void
receive (Fixture    *self,
         const char *topic,
         const char *payload)
{
  SondeMessage message = {
    .kind = SONDE_MESSAGE_RECEIVED,
    .topic = topic,
    .topic_length = strlen (topic),
    .payload = payload,
    .payload_size = strlen (payload),
    .time = self->time += G_USEC_PER_SEC,
  };

  sonde_segment_writer_append (self->writer, &message);
  sonde_segment_writer_flush (self->writer, progress_cb, sonde_connection_get_log (self->connection));
}

static void
find_all (GtkWidget *widget,
          GType      type,
          GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    find_all (child, type, found);
}

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  find_all (widget, type, found);
  return found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
}

static GtkWidget *
show (GtkWidget *widget)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 640, 400);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (widget) || gtk_widget_get_width (widget) == 0)
    g_main_context_iteration (NULL, TRUE);

  return window;
}

/* It, and all it held, goes. */
static void
destroy (GtkWidget *window)
{
  gpointer watched = gtk_window_get_child (GTK_WINDOW (window));

  g_object_add_weak_pointer (watched, &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static guint n_draws;

static void
count_draw_cb (void)
{
  n_draws++;
}

static void
wait_for_frames (GtkWidget *widget,
                 guint      n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gulong         handler = g_signal_connect (clock, "after-paint", G_CALLBACK (count_draw_cb), NULL);

  for (n_draws = 0; n_draws < n;)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

static void
test_plot (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (SondeSeries) rpm = sonde_series_new ("rpm", 0);
  g_autoptr (SondeSeries) load = sonde_series_new ("load", 0);
  SondePlot       *plot = SONDE_PLOT (sonde_plot_new ());
  GtkWidget       *window = show (GTK_WIDGET (plot));
  g_autofree char *summary = NULL;
  gint64           from, to;

  g_assert_false (sonde_plot_get_range (plot, &from, &to));
  sonde_plot_add_series (plot, rpm);
  sonde_plot_add_series (plot, load);
  sonde_plot_add_series (plot, load);
  g_assert_cmpuint (sonde_plot_get_n_series (plot), ==, 2);
  wait_for_frames (window, 2);
  for (guint i = 0; i < 100; i++)
    sonde_series_append (rpm, START + i * G_USEC_PER_SEC, i);
  sonde_series_append (load, START, 5);
  wait_for_frames (window, 2);
  g_assert_true (sonde_plot_get_range (plot, &from, &to));
  g_assert_cmpint (from, ==, START);

  /* The button of the legend switches its line off. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find (GTK_WIDGET (plot), GTK_TYPE_TOGGLE_BUTTON)), FALSE);
  g_assert_false (sonde_plot_get_shown (plot, rpm));
  summary = sonde_plot_dup_summary (plot);
  g_assert_cmpstr (summary, ==, "load: 5, one sample");
  sonde_plot_set_shown (plot, rpm, TRUE);
  wait_for_frames (window, 2);

  sonde_plot_zoom (plot, 2);
  g_assert_true (sonde_plot_get_follow (plot));
  sonde_plot_set_range (plot, START, START + G_USEC_PER_SEC);
  g_assert_false (sonde_plot_get_follow (plot));
  wait_for_frames (window, 2);

  sonde_plot_set_compact (plot, TRUE);
  sonde_plot_remove_series (plot, load);
  wait_for_frames (window, 2);
  sonde_plot_remove_all (plot);
  sonde_series_append (rpm, START, 1);
  wait_for_frames (window, 2);
  destroy (window);
  g_assert_finalize_object (g_steal_pointer (&rpm));
  g_assert_finalize_object (g_steal_pointer (&load));
}

/* Goes while its series goes on */
static void
test_plot_goes (Fixture      *self,
                gconstpointer data)
{
  g_autoptr (SondeSeries) rpm = sonde_series_new ("rpm", 0);
  SondePlot *plot = SONDE_PLOT (sonde_plot_new ());
  GtkWidget *window = show (GTK_WIDGET (plot));

  sonde_plot_add_series (plot, rpm);
  wait_for_frames (window, 2);
  destroy (window);
  sonde_series_append (rpm, START, 1);
  sonde_series_set_name (rpm, "other");
}

/* "speed; motor: x" */
static char *
list_lines (SondePlot *plot)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sonde_plot_get_n_series (plot); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", sonde_series_get_name (sonde_plot_get_series (plot, i)));
  return g_string_free (text, FALSE);
}

static void
wait_for_lines (SondePlot  *plot,
                const char *lines)
{
  for (;;)
    {
      g_autofree char *listed = list_lines (plot);

      if (g_str_equal (listed, lines))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_choice (Fixture      *self,
             gconstpointer data)
{
  SondeMessageLog *log = sonde_connection_get_log (self->connection);
  SondePlot       *plot = g_object_ref_sink (SONDE_PLOT (sonde_plot_new ()));
  g_autoptr (SondePlotChoice) choice = sonde_plot_choice_new (plot);
  g_autoptr (GArray) options = NULL;

  receive (self, "a", "{\"ts\":1700000000,\"speed\":5,\"load\":1}");
  receive (self, "b", "{\"load\":2,\"speed\":3}");
  receive (self, "c", "7");
  receive (self, "d", "nothing");
  sonde_plot_choice_set_active (choice, TRUE);

  /* The first, but no time; then what was chosen last, where there is such */
  sonde_plot_choice_set_topic (choice, log, "a");
  wait_for_lines (plot, "speed");
  options = sonde_plot_choice_list (choice);
  g_assert_cmpuint (options->len, ==, 3);
  sonde_plot_choice_choose (choice, &g_array_index (options, SondePlotOption, 2), TRUE);
  sonde_plot_choice_choose (choice, &g_array_index (options, SondePlotOption, 1), FALSE);
  wait_for_lines (plot, "load");
  sonde_plot_choice_set_topic (choice, log, "d");
  wait_for_lines (plot, "");
  sonde_plot_choice_set_topic (choice, log, "b");
  wait_for_lines (plot, "load");

  /* Kept, then not */
  g_object_set (choice, "keep", TRUE, NULL);
  sonde_plot_choice_set_topic (choice, log, "c");
  wait_for_lines (plot, "b: load; c");
  sonde_plot_choice_set_topic (choice, log, "a");
  wait_for_lines (plot, "b: load; c; a: speed");
  sonde_plot_choice_set_topic (choice, log, "b");
  wait_for_lines (plot, "b: load; c; a: speed");
  g_object_set (choice, "keep", FALSE, NULL);
  wait_for_lines (plot, "load");
  sonde_plot_choice_set_topic (choice, NULL, NULL);
  wait_for_lines (plot, "");

  g_clear_object (&choice);
  g_object_unref (plot);
}

static void
test_pane (Fixture      *self,
           gconstpointer data)
{
  GtkWidget *pane = sonde_plot_pane_new ();
  GtkWidget *window = show (pane);
  GtkWidget *status_page = find (pane, ADW_TYPE_STATUS_PAGE);
  SondePlot *plot = SONDE_PLOT (find (pane, SONDE_TYPE_PLOT));

  g_assert_true (gtk_widget_get_visible (status_page));
  sonde_plot_pane_set_topic (SONDE_PLOT_PANE (pane), self->connection, "a");
  receive (self, "a", "no number");
  while (!g_str_equal (adw_status_page_get_title (ADW_STATUS_PAGE (status_page)), "No numbers"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (plot)));

  receive (self, "a", "{\"speed\":5,\"on\":true}");
  wait_for_lines (plot, "speed");
  g_assert_false (gtk_widget_get_visible (status_page));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (plot)));
  wait_for_frames (window, 2);

  gtk_widget_activate_action (pane, "plot.zoom-in", NULL);
  gtk_widget_activate_action (pane, "plot.zoom-out", NULL);
  gtk_widget_activate_action (pane, "plot.fit", NULL);
  wait_for_frames (window, 2);
  destroy (window);

  /* After it has gone, what comes is nobody's. */
  receive (self, "a", "{\"speed\":6}");
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

  g_test_add ("/plot-pane/plot", Fixture, NULL, set_up, test_plot, tear_down);
  g_test_add ("/plot-pane/plot-goes-before-its-series", Fixture, NULL, set_up, test_plot_goes, tear_down);
  g_test_add ("/plot-pane/choice", Fixture, NULL, set_up, test_choice, tear_down);
  g_test_add ("/plot-pane/pane", Fixture, NULL, set_up, test_pane, tear_down);

  status = g_test_run ();
  g_subprocess_force_exit (server);
  return status;
}
