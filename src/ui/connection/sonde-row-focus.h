/* sonde-row-focus.h: Tab visits a list once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For the focus() of a list's rows: GtkListBox before 4.18 leads Tab through every row. The arrow keys
 * go from row to row; Tab comes into the list, and leaves it with the next press. */
gboolean sonde_row_focus_allows (GtkWidget       *row,
                                 GtkDirectionType direction);

G_END_DECLS
