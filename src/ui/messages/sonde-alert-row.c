/* sonde-alert-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-alert-row"

#include "sonde-alert-row.h"

#include <glib/gi18n.h>

struct _SondeAlertRow
{
  GtkListBoxRow parent_instance;

  GtkLabel  *text_label;
  GtkWidget *remove_button;
};

enum
{
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondeAlertRow, sonde_alert_row, GTK_TYPE_LIST_BOX_ROW)

static void
remove_clicked_cb (SondeAlertRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
sonde_alert_row_class_init (SondeAlertRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[REMOVE] =
    g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-alert-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeAlertRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, SondeAlertRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
}

static void
sonde_alert_row_init (SondeAlertRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_alert_row_new (const char *text)
{
  SondeAlertRow   *self = g_object_new (SONDE_TYPE_ALERT_ROW, NULL);
  g_autofree char *remove = NULL;

  g_return_val_if_fail (text != NULL, GTK_WIDGET (self));

  /* Translators: a filter of the log */
  remove = g_strdup_printf (_ ("No more notifications of %s"), text);
  gtk_label_set_label (self->text_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text_label), text);
  gtk_widget_set_tooltip_text (self->remove_button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);

  return GTK_WIDGET (self);
}

const char *
sonde_alert_row_get_text (SondeAlertRow *self)
{
  g_return_val_if_fail (SONDE_IS_ALERT_ROW (self), NULL);

  return gtk_label_get_label (self->text_label);
}
