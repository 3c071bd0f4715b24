/* sonde-tree-row.h: a value of a JSON tree: its key or index, and what it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-json-rows.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_TREE_ROW (sonde_tree_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeTreeRow, sonde_tree_row, SONDE, TREE_ROW, GtkWidget)

/* @list_item: it is the child of, and lives as long as */
SondeTreeRow *sonde_tree_row_new (GtkListItem *list_item);

/* Shows the item of its list item. */
void sonde_tree_row_bind (SondeTreeRow *self);
void sonde_tree_row_unbind (SondeTreeRow *self);

guint sonde_tree_row_get_position (SondeTreeRow *self);

/* Whether @widget is what folds and unfolds. */
gboolean sonde_tree_row_is_arrow (SondeTreeRow *self,
                                  GtkWidget    *widget);

G_END_DECLS
