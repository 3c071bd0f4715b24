/* sonde-plot-save.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-save"

#include "sonde-plot-save.h"

#include "sonde-payload-save.h"

#include <glib/gi18n.h>

/* One of the two; the table becomes text in a worker. */
typedef struct
{
  GtkWidget        *widget;
  GBytes           *picture;
  SondeSeriesTable *table;
} Save;

static void
save_free (Save *self)
{
  g_object_unref (self->widget);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_pointer (&self->table, sonde_series_table_free);
  g_free (self);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Plot saved as %s"), shown);
  else
    text = g_strdup_printf (_ ("Could not save %s: %s"), shown, error->message);
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

static void
write_bytes (GFile     *file,
             GBytes    *bytes,
             GtkWidget *widget)
{
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, saved_cb,
                                       g_object_ref (widget));
}

static void
csv_worker (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Save *self = task_data;

  g_task_return_pointer (task, sonde_series_table_to_csv (self->table), (GDestroyNotify) g_bytes_unref);
}

static void
csv_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Save *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) csv = g_task_propagate_pointer (G_TASK (result), NULL);

  write_bytes (G_FILE (source), csv, self->widget);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Save            *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response != GTK_RESPONSE_ACCEPT || file == NULL)
    {
      save_free (self);
    }
  else if (self->picture != NULL)
    {
      write_bytes (file, self->picture, self->widget);
      save_free (self);
    }
  else
    {
      g_autoptr (GTask) task = g_task_new (file, NULL, csv_cb, NULL);

      g_task_set_source_tag (task, response_cb);
      g_task_set_task_data (task, self, (GDestroyNotify) save_free);
      g_task_run_in_thread (task, csv_worker);
    }
  g_object_unref (dialog);
}

static void
ask (Save       *self, /* (transfer full) */
     const char *name,
     const char *extension)
{
  g_autofree char      *file_name = sonde_payload_dup_file_name (name, extension);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_ ("Save plot"), GTK_WINDOW (gtk_widget_get_root (self->widget)),
                                        GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), file_name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
sonde_plot_save_picture (GtkWidget  *widget,
                         GBytes     *picture,
                         const char *name,
                         const char *extension)
{
  Save *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (picture != NULL);

  self = g_new0 (Save, 1);
  self->widget = g_object_ref (widget);
  self->picture = g_bytes_ref (picture);
  ask (self, name, extension);
}

void
sonde_plot_save_csv (GtkWidget        *widget,
                     SondeSeriesTable *table,
                     const char       *name)
{
  Save *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (table != NULL);

  self = g_new0 (Save, 1);
  self->widget = g_object_ref (widget);
  self->table = table;
  ask (self, name, "csv");
}
