/* sonde-page-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-page-row"

#include "sonde-page-row.h"

#include <glib/gi18n.h>

struct _SondePageRow
{
  GtkListBoxRow parent_instance;

  GtkImage  *icon;
  GtkLabel  *title;
  GtkWidget *mark;

  SondeEditorPage *page; /* as long as the window */
};

G_DEFINE_FINAL_TYPE (SondePageRow, sonde_page_row, GTK_TYPE_LIST_BOX_ROW)

static void
sonde_page_row_class_init (SondePageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/sonde_mqtt/Sonde/editor/sonde-page-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SondePageRow, icon);
  gtk_widget_class_bind_template_child (widget_class, SondePageRow, title);
  gtk_widget_class_bind_template_child (widget_class, SondePageRow, mark);
}

static void
sonde_page_row_init (SondePageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SondePageRow *
sonde_page_row_new (SondeEditorPage *page)
{
  SondePageRow *self = g_object_new (SONDE_TYPE_PAGE_ROW, NULL);
  const char   *title = adw_preferences_page_get_title (ADW_PREFERENCES_PAGE (page));

  self->page = page;
  gtk_image_set_from_icon_name (self->icon, adw_preferences_page_get_icon_name (ADW_PREFERENCES_PAGE (page)));
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return self;
}

SondeEditorPage *
sonde_page_row_get_page (SondePageRow *self)
{
  g_return_val_if_fail (SONDE_IS_PAGE_ROW (self), NULL);

  return self->page;
}

void
sonde_page_row_set_faulty (SondePageRow *self,
                           gboolean      faulty)
{
  g_return_if_fail (SONDE_IS_PAGE_ROW (self));

  gtk_widget_set_visible (self->mark, faulty);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  faulty ? _ ("A field of this page is not right yet") : "",
                                  -1);
}
