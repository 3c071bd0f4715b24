/* sonde-detail-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-detail-row"

#include "sonde-detail-row.h"

struct _SondeDetailRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *title;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (SondeDetailRow, sonde_detail_row, GTK_TYPE_LIST_BOX_ROW)

static void
sonde_detail_row_class_init (SondeDetailRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/sonde_mqtt/Sonde/connection/sonde-detail-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondeDetailRow, title);
  gtk_widget_class_bind_template_child (widget_class, SondeDetailRow, text);
}

static void
sonde_detail_row_init (SondeDetailRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sonde_detail_row_new (const char *title,
                      const char *text)
{
  SondeDetailRow *self = g_object_new (SONDE_TYPE_DETAIL_ROW, NULL);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->text, text);

  return GTK_WIDGET (self);
}
