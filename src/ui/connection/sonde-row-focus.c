/* sonde-row-focus.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-row-focus"

#include "sonde-row-focus.h"

gboolean
sonde_row_focus_allows (GtkWidget       *row,
                        GtkDirectionType direction)
{
  GtkWidget *list = gtk_widget_get_parent (row);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return TRUE;

  return list == NULL || (gtk_widget_get_state_flags (list) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0;
}
