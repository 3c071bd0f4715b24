/* sonde-export-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-export-bar"

#include "sonde-export-bar.h"

#include <sonde-format.h>

#include <glib/gi18n.h>

/* What is done sooner than this is not shown on its way. */
#define PATIENCE_US (300 * 1000)

struct _SondeExportBar
{
  AdwBin parent_instance;

  GtkRevealer    *revealer;
  GtkLabel       *label;
  GtkProgressBar *progress_bar;

  SondeExport *export; /* NULL: not running */
  GCancellable *cancellable;
  char         *name; /* of the file, to be shown */
  gint64        began_at;
  guint         tick;
};

G_DEFINE_FINAL_TYPE (SondeExportBar, sonde_export_bar, ADW_TYPE_BIN)

enum
{
  PROP_RUNNING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  SondeExportBar *self = SONDE_EXPORT_BAR (widget);

  if (g_get_monotonic_time () - self->began_at >= PATIENCE_US)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
      gtk_revealer_set_reveal_child (self->revealer, TRUE);
    }
  gtk_progress_bar_set_fraction (self->progress_bar, sonde_export_get_fraction (self->export));

  return G_SOURCE_CONTINUE;
}

static void
stop (SondeExportBar *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
  g_clear_object (&self->export);
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (SondeExportBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64          n_written = 0;

  if (sonde_export_run_finish (SONDE_EXPORT (source), result, &n_written, &error))
    {
      g_autofree char *count = sonde_format_count (n_written);

      /* Translators: a number of messages, and the name of a file */
      text = g_strdup_printf (g_dngettext (NULL, "%s message exported to %s", "%s messages exported to %s", n_written),
                              count, self->name);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    text = g_strdup (_ ("Export stopped; no file was changed."));
  else
    text = g_strdup_printf (_ ("Could not export to %s: %s"), self->name, error->message);

  /* The window may have gone meanwhile. */
  if (self->export == NULL)
    return;

  stop (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
stop_cb (SondeExportBar *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
sonde_export_bar_dispose (GObject *object)
{
  SondeExportBar *self = SONDE_EXPORT_BAR (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->export);

  G_OBJECT_CLASS (sonde_export_bar_parent_class)->dispose (object);
}

static void
sonde_export_bar_finalize (GObject *object)
{
  SondeExportBar *self = SONDE_EXPORT_BAR (object);

  g_free (self->name);

  G_OBJECT_CLASS (sonde_export_bar_parent_class)->finalize (object);
}

static void
sonde_export_bar_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  SondeExportBar *self = SONDE_EXPORT_BAR (object);

  switch (prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->export != NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_export_bar_class_init (SondeExportBarClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sonde_export_bar_dispose;
  object_class->finalize = sonde_export_bar_finalize;
  object_class->get_property = sonde_export_bar_get_property;

  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/messages/sonde-export-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeExportBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SondeExportBar, label);
  gtk_widget_class_bind_template_child (widget_class, SondeExportBar, progress_bar);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
sonde_export_bar_init (SondeExportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
sonde_export_bar_run (SondeExportBar *self,
                      SondeExport *export,
                      GFile *file)
{
  g_autofree char *base = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (SONDE_IS_EXPORT_BAR (self));
  g_return_if_fail (SONDE_IS_EXPORT (export));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (self->export == NULL);

  base = g_file_get_basename (file);
  g_free (self->name);
  self->name = g_filename_display_name (base);
  text = g_strdup_printf (_ ("Exporting to %s"), self->name);
  gtk_label_set_label (self->label, text);

  self->export = g_object_ref (export);
  self->cancellable = g_cancellable_new ();
  self->began_at = g_get_monotonic_time ();
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  sonde_export_run_async (export, file, self->cancellable, run_cb, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

gboolean
sonde_export_bar_get_running (SondeExportBar *self)
{
  g_return_val_if_fail (SONDE_IS_EXPORT_BAR (self), FALSE);

  return self->export != NULL;
}
