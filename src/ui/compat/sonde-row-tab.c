/* sonde-row-tab.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-row-tab"

#include "sonde-row-tab.h"

gboolean
sonde_row_tab_focus (GtkWidget       *row,
                     GtkDirectionType direction,
                     gpointer         parent_class)
{
  if (direction == GTK_DIR_TAB_BACKWARD && gtk_widget_get_focus_child (row) != NULL)
    return gtk_widget_child_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)), direction);

  return GTK_WIDGET_CLASS (parent_class)->focus (row, direction);
}
