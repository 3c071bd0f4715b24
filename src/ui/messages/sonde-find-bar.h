/* sonde-find-bar.h: find within the text that a source view shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* Property (notify): view (GtkSourceView or NULL). Enter and Ctrl+G go to the next match,
 * Shift+Ctrl+G to the one before, Escape closes it. */
#define SONDE_TYPE_FIND_BAR (sonde_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (SondeFindBar, sonde_find_bar, SONDE, FIND_BAR, AdwBin)

/* Shows it, with what is selected in the view. */
void sonde_find_bar_open (SondeFindBar *self);
void sonde_find_bar_close (SondeFindBar *self);

G_END_DECLS
