/* sonde-row-filler.h: fills the rows of a list, those in view first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GtkListView binds two hundred rows for the thirty that are seen, and again for each
 * frame of a stream. Those in view are filled before the frame is drawn; the others,
 * for a screen reader, when the list has stood still for a moment.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_ROW_FILLER (sonde_row_filler_get_type ())
G_DECLARE_FINAL_TYPE (SondeRowFiller, sonde_row_filler, SONDE, ROW_FILLER, GObject)

/* What the rows of a list can; of the children of its list items. */
typedef struct
{
  void (*set_in_view) (GtkWidget *row,
                       gboolean   in_view); /* in view it is to be filled */
  gboolean (*fill) (GtkWidget *row);      /* %FALSE where that was done */
  guint rows_a_turn;                      /* of the main loop, out of view */
} SondeRowKind;

/* Whether @widget, of @view, lies in what is seen of it */
gboolean sonde_row_is_in_view (GtkWidget *view,
                               GtkWidget *widget);

/* @view must outlive the filler. */
SondeRowFiller *sonde_row_filler_new (GtkListView        *view,
                                      const SondeRowKind *kind);

G_END_DECLS
