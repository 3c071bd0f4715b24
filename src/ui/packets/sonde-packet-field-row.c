/* sonde-packet-field-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-field-row"

#include "sonde-packet-field-row.h"

#include <glib/gi18n.h>

/* Within the label, whose width is that of the column. */
#define INDENTATION "\u2003"

struct _SondePacketFieldRow
{
  GtkBox parent_instance;

  GtkLabel *name;
  GtkLabel *value;
  GtkLabel *clause;
};

G_DEFINE_FINAL_TYPE (SondePacketFieldRow, sonde_packet_field_row, GTK_TYPE_BOX)

static void
sonde_packet_field_row_class_init (SondePacketFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/packets/sonde-packet-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePacketFieldRow, name);
  gtk_widget_class_bind_template_child (widget_class, SondePacketFieldRow, value);
  gtk_widget_class_bind_template_child (widget_class, SondePacketFieldRow, clause);
}

static void
sonde_packet_field_row_init (SondePacketFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondePacketFieldRow *
sonde_packet_field_row_new (void)
{
  return g_object_new (SONDE_TYPE_PACKET_FIELD_ROW, NULL);
}

void
sonde_packet_field_row_bind (SondePacketFieldRow    *self,
                             const SondePacketField *field)
{
  GtkWidget       *list_item;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *clause = NULL;
  g_autofree char *sentence = NULL;

  g_return_if_fail (SONDE_IS_PACKET_FIELD_ROW (self));

  list_item = gtk_widget_get_parent (GTK_WIDGET (self));
  value = field->note != NULL ? g_strdup_printf ("%s  %s", field->value, field->note) : g_strdup (field->value);
  /* Translators: of the MQTT specification */
  clause = g_strdup_printf (_ ("Clause %s of the specification"), field->clause);
  sentence = g_strdup_printf ("%s: %s, %s", field->name, value, clause);

  name = g_strconcat (field->level > 0 ? INDENTATION : "", field->name, NULL);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->value, value);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), field->value);
  gtk_label_set_label (self->clause, field->clause);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->clause), clause);
  if (list_item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_item), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}
