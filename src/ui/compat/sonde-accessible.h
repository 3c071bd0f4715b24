/* sonde-accessible.h: names for a screen reader that hold on every GTK
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sonde_accessible_keep_label (GtkWidget *widget);
void sonde_accessible_name_menus (GtkWidget *widget);
void sonde_accessible_name_item (GtkWidget  *child,
                                 const char *name);

G_END_DECLS
