/* sonde-color-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-color-row"

#include "sonde-color-row.h"

#include "sonde-color-palette.h"

#include <sonde-profile.h>

#include <glib/gi18n.h>

struct _SondeColorRow
{
  AdwComboRow parent_instance;
};

G_DEFINE_FINAL_TYPE (SondeColorRow, sonde_color_row, ADW_TYPE_COMBO_ROW)

/* The first is none, the others are the palette in its order. */
#define N_CHOICES (SONDE_N_COLORS + 1)

static void
setup_cb (SondeColorRow *self,
          GtkListItem   *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *swatch = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_list_item_set_child (item, box);
}

/* By its name: the row itself shows its choice as the only item of another list. */
static guint
find_position (GtkListItem *item)
{
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));

  for (guint i = 0; i < SONDE_N_COLORS; i++)
    if (g_str_equal (name, sonde_color_to_string (i)))
      return i + 1;

  return 0;
}

static void
bind_cb (SondeColorRow *self,
         GtkListItem   *item)
{
  GtkStringObject *name = gtk_list_item_get_item (item);
  guint            position = find_position (item);
  GtkWidget       *swatch = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *color = position > 0 ? g_strdup_printf ("sonde-color-%u", position - 1) : NULL;
  const char      *css_classes[] = { "swatch", color, NULL };

  gtk_widget_set_css_classes (swatch, css_classes);
  gtk_widget_set_visible (swatch, position > 0);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (swatch)), gtk_string_object_get_string (name));
}

static void
sonde_color_row_class_init (SondeColorRowClass *klass)
{
}

static void
sonde_color_row_init (SondeColorRow *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_string_list_append (model, _ ("None"));
  for (guint i = 0; i < SONDE_N_COLORS; i++)
    gtk_string_list_append (model, sonde_color_to_string (i));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  adw_combo_row_set_factory (ADW_COMBO_ROW (self), factory);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (model));
}

guint8
sonde_color_row_get_color (SondeColorRow *self)
{
  guint selected;

  g_return_val_if_fail (SONDE_IS_COLOR_ROW (self), SONDE_NO_COLOR);

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  return selected == 0 || selected >= N_CHOICES ? SONDE_NO_COLOR : selected - 1;
}

void
sonde_color_row_set_color (SondeColorRow *self,
                           guint8         color)
{
  g_return_if_fail (SONDE_IS_COLOR_ROW (self));

  adw_combo_row_set_selected (ADW_COMBO_ROW (self), color < SONDE_N_COLORS ? color + 1u : 0);
}
