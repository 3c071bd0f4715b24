/* sonde-style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-style.h"

void
sonde_style_set_class (GtkWidget  *widget,
                       const char *css_class,
                       gboolean    wanted)
{
  if (gtk_widget_has_css_class (widget, css_class) == wanted)
    return;
  if (wanted)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/**
 * sonde_style_scale_to_text:
 * @pixels: what is enough for text as large as it usually is
 *
 * Returns: what is enough for the text of this desktop, which may be larger
 */
int
sonde_style_scale_to_text (GtkWidget *widget,
                           int        pixels)
{
  int dpi = 0; /* 1024ths */

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? MAX (pixels, (int) (pixels * (dpi / (96.0 * 1024)))) : pixels;
}

/**
 * sonde_style_show_fault:
 * @field: where the user typed what is wrong
 * @label: a label below it, shown only while there is a fault
 * @sentence: (nullable): what is wrong and what to do, or %NULL when nothing is
 *
 * For the eye: a red field and the sentence. For a screen reader: the field is
 * invalid, and the sentence is its description.
 */
void
sonde_style_show_fault (GtkWidget  *field,
                        GtkLabel   *label,
                        const char *sentence)
{
  gboolean wrong = sentence != NULL;

  sonde_style_set_class (field, "error", wrong);
  gtk_label_set_label (label, wrong ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), wrong);
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  wrong ? sentence : "", -1);
}
