/* sonde-pin-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-pin-row"

#include "sonde-pin-row.h"

#include <glib/gi18n.h>

struct _SondePinRow
{
  GtkListBoxRow parent_instance;

  GtkLabel  *filter_label;
  GtkLabel  *view_label;
  GtkWidget *unpin_button;
};

enum
{
  UNPIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SondePinRow, sonde_pin_row, GTK_TYPE_LIST_BOX_ROW)

static void
unpin_clicked_cb (SondePinRow *self)
{
  g_signal_emit (self, signals[UNPIN], 0);
}

static void
sonde_pin_row_class_init (SondePinRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[UNPIN] =
    g_signal_new ("unpin",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/messages/sonde-pin-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePinRow, filter_label);
  gtk_widget_class_bind_template_child (widget_class, SondePinRow, view_label);
  gtk_widget_class_bind_template_child (widget_class, SondePinRow, unpin_button);
  gtk_widget_class_bind_template_callback (widget_class, unpin_clicked_cb);
}

static void
sonde_pin_row_init (SondePinRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_pin_row_new (const char   *filter,
                   SondeViewKind kind,
                   gboolean      rules)
{
  SondePinRow     *self = g_object_new (SONDE_TYPE_PIN_ROW, NULL);
  const char      *view = sonde_view_kind_get_label (kind);
  g_autofree char *name = NULL;
  g_autofree char *unpin = NULL;

  g_return_val_if_fail (filter != NULL, GTK_WIDGET (self));

  /* Translators: a topic filter, and the view of payloads pinned for it */
  name = g_strdup_printf (_ ("%s: %s"), filter, view);
  unpin = g_strdup_printf (_ ("Unpin %s"), filter);

  gtk_label_set_label (self->filter_label, filter);
  gtk_label_set_label (self->view_label, view);
  if (rules)
    gtk_widget_add_css_class (GTK_WIDGET (self), "rules");
  gtk_widget_set_tooltip_text (self->unpin_button, unpin);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->unpin_button), GTK_ACCESSIBLE_PROPERTY_LABEL, unpin, -1);

  return GTK_WIDGET (self);
}

const char *
sonde_pin_row_get_filter (SondePinRow *self)
{
  g_return_val_if_fail (SONDE_IS_PIN_ROW (self), NULL);

  return gtk_label_get_label (self->filter_label);
}
