/* sonde-late-row.h: a row of a list that is made when it comes into view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GtkListView has two hundred rows for the ten that are seen. Where a row has labels and
 * buttons, to make them all takes a second; until it is seen, or the list has stood still
 * for a moment, one is an empty place of its height (CSS: min-height of .late-row).
 */

#pragma once

#include "sonde-row-filler.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_LATE_ROW (sonde_late_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeLateRow, sonde_late_row, SONDE, LATE_ROW, AdwBin)

/* How the content of a row is made, and given what it shows. */
typedef struct
{
  GtkWidget *(*create) (gpointer     owner,
                        GtkListItem *list_item);
  void (*bind) (gpointer   owner,
                GtkWidget *content,
                gpointer   item); /* (nullable): none any more */
} SondeLateContent;

/* Gives @view its factory. @owner, which holds it, is what the functions are called with.
 * Returns: (transfer full): to be held as long as @owner lives, and not longer than @view */
SondeRowFiller *sonde_late_row_set_up (GtkListView            *view,
                                       const SondeLateContent *content,
                                       gpointer                owner);

/* All of @view are to show anew what they show. */
void sonde_late_row_refill (GtkListView *view);

G_END_DECLS
