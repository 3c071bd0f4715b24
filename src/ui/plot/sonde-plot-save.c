/* sonde-plot-save.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-plot-save"

#include "sonde-plot-save.h"

#include "sonde-save.h"

#include <glib/gi18n.h>

static void
save_picture_cb (GtkWidget *widget,
                 GFile     *file,
                 gpointer   user_data)
{
  g_autoptr (GBytes) picture = user_data;

  sonde_save_write (widget, file, picture);
}

/* The table becomes text in a worker. */
static void
csv_worker (GTask        *task,
            gpointer      source,
            gpointer      table,
            GCancellable *cancellable)
{
  g_task_return_pointer (task, sonde_series_table_to_csv (table), (GDestroyNotify) g_bytes_unref);
}

static void
csv_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GBytes) csv = g_task_propagate_pointer (G_TASK (result), NULL);

  sonde_save_write (widget, G_FILE (source), csv);
}

static void
save_csv_cb (GtkWidget *widget,
             GFile     *file,
             gpointer   table)
{
  g_autoptr (GTask) task = g_task_new (file, NULL, csv_cb, g_object_ref (widget));

  g_task_set_source_tag (task, save_csv_cb);
  g_task_set_task_data (task, table, (GDestroyNotify) sonde_series_table_free);
  g_task_run_in_thread (task, csv_worker);
}

void
sonde_plot_save_picture (GtkWidget  *widget,
                         GBytes     *picture,
                         const char *name,
                         const char *extension)
{
  g_autofree char *file_name = sonde_save_dup_topic_name (name, extension);

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (picture != NULL);

  sonde_save_ask (widget, _ ("Save plot"), _ ("_Save"), file_name, save_picture_cb, g_bytes_ref (picture),
                  (GDestroyNotify) g_bytes_unref);
}

void
sonde_plot_save_csv (GtkWidget        *widget,
                     SondeSeriesTable *table,
                     const char       *name)
{
  g_autofree char *file_name = sonde_save_dup_topic_name (name, "csv");

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (table != NULL);

  sonde_save_ask (widget, _ ("Save plot"), _ ("_Save"), file_name, save_csv_cb, table,
                  (GDestroyNotify) sonde_series_table_free);
}
