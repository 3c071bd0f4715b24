/* sonde-style.h: what a widget looks like and says in a state of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sonde_style_set_class (GtkWidget  *widget,
                            const char *css_class,
                            gboolean    wanted);
int  sonde_style_scale_to_text (GtkWidget *widget,
                                int        pixels);
void sonde_style_show_fault (GtkWidget  *field,
                             GtkLabel   *label,
                             const char *sentence);

G_END_DECLS
