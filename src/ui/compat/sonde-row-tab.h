/* sonde-row-tab.h: Shift+Tab out of a row whose field has the focus in its place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For the focus() of a row that takes no focus itself: GtkListBoxRow would take it on the way
 * back, which leads to the field again. @parent_class: of the row */
gboolean sonde_row_tab_focus (GtkWidget       *row,
                              GtkDirectionType direction,
                              gpointer         parent_class);

G_END_DECLS
