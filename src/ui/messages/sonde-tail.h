/* sonde-tail.h: keeps the end of a growing list in view, while the user wants that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Live: each frame that has new rows shows the last. Scrolling up ends it,
 * scrolling to the end begins it again; nothing else ever moves the view.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Properties (notify): live (gboolean), n-new (uint, read-only: rows that came since Live ended). */
#define SONDE_TYPE_TAIL (sonde_tail_get_type ())
G_DECLARE_FINAL_TYPE (SondeTail, sonde_tail, SONDE, TAIL, GObject)

/* @view, in its scrolled window, must outlive the tail. */
SondeTail *sonde_tail_new (GtkListView *view);

/* What @view shows from now on, %NULL for nothing; unless live, with @last_row at the lower
 * edge, or GTK_INVALID_LIST_POSITION: from its beginning. */
void     sonde_tail_set_model (SondeTail  *self,
                               GListModel *model,
                               guint       last_row);
guint    sonde_tail_get_last_row (SondeTail *self); /* GTK_INVALID_LIST_POSITION: none */
gboolean sonde_tail_get_live (SondeTail *self);
void     sonde_tail_set_live (SondeTail *self,
                              gboolean   live);

G_END_DECLS
