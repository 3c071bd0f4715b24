/* sonde-pair-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-pair-row"

#include "sonde-pair-row.h"

struct _SondePairRow
{
  AdwPreferencesRow parent_instance;

  GtkEditable *name_entry;
  GtkEditable *value_entry;
  GtkWidget   *remove_button;
};

G_DEFINE_FINAL_TYPE (SondePairRow, sonde_pair_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
changed_cb (SondePairRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_cb (SondePairRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static gboolean
sonde_pair_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SONDE_PAIR_ROW (widget)->name_entry));
}

static void
sonde_pair_row_class_init (SondePairRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  widget_class->grab_focus = sonde_pair_row_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/editor/sonde-pair-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePairRow, name_entry);
  gtk_widget_class_bind_template_child (widget_class, SondePairRow, value_entry);
  gtk_widget_class_bind_template_child (widget_class, SondePairRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
sonde_pair_row_init (SondePairRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondePairRow *
sonde_pair_row_new (const char *name,
                    const char *value)
{
  SondePairRow *self = g_object_new (SONDE_TYPE_PAIR_ROW, NULL);

  gtk_editable_set_text (self->name_entry, name);
  gtk_editable_set_text (self->value_entry, value);
  return self;
}

const char *
sonde_pair_row_get_name (SondePairRow *self)
{
  g_return_val_if_fail (SONDE_IS_PAIR_ROW (self), NULL);

  return gtk_editable_get_text (self->name_entry);
}

const char *
sonde_pair_row_get_value (SondePairRow *self)
{
  g_return_val_if_fail (SONDE_IS_PAIR_ROW (self), NULL);

  return gtk_editable_get_text (self->value_entry);
}

static void
set_label (gpointer    widget,
           const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
sonde_pair_row_set_labels (SondePairRow *self,
                           const char   *name,
                           const char   *value,
                           const char   *remove)
{
  g_return_if_fail (SONDE_IS_PAIR_ROW (self));

  set_label (self, name);
  set_label (self->name_entry, name);
  set_label (self->value_entry, value);
  set_label (self->remove_button, remove);
  gtk_widget_set_tooltip_text (self->remove_button, remove);
}
