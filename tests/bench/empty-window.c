/* empty-window.c: an empty libadwaita window, the measure of a start-up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Usage: empty-window FILE; writes the time of its first frame, in ms since the
 * epoch, as Sonde's probe does, and stays until it is ended.
 */

#include <adwaita.h>

#include <stdio.h>

static void
after_paint_cb (GdkFrameClock *clock,
                const char    *path)
{
  gint64 now = g_get_real_time ();
  FILE  *file = fopen (path, "ae");

  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, (gpointer) path);
  if (file == NULL)
    g_error ("%s cannot be written", path);
  fprintf (file, "{\"t\": %" G_GINT64_FORMAT ".%03d}\n", now / 1000, (int) (now % 1000));
  fclose (file);
}

static void
activate_cb (AdwApplication *application,
             const char     *path)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), (gpointer) path);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) application = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: empty-window FILE\n");
      return 2;
    }
  application = adw_application_new ("io.github.sonde_mqtt.EmptyWindow", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), argv[1]);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
