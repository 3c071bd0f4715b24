/* sonde-json-rows.h: the rows of a JSON tree that are unfolded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-json-tree.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* A row, while a view shows it. */
#define SONDE_TYPE_JSON_ROW (sonde_json_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeJsonRow, sonde_json_row, SONDE, JSON_ROW, GObject)

/* Signal: changed: it was folded or unfolded. */
SondeJsonTree *sonde_json_row_get_tree (SondeJsonRow *self); /* borrowed */
guint          sonde_json_row_get_node (SondeJsonRow *self);
guint          sonde_json_row_get_depth (SondeJsonRow *self);
gboolean       sonde_json_row_get_expanded (SondeJsonRow *self);

/**
 * SondeJsonRows:
 *
 * A GListModel of #SondeJsonRow. One flat array, and not a GtkTreeListModel, which makes an
 * object for each child of what is unfolded: a million of them would stop the window.
 */
#define SONDE_TYPE_JSON_ROWS (sonde_json_rows_get_type ())
G_DECLARE_FINAL_TYPE (SondeJsonRows, sonde_json_rows, SONDE, JSON_ROWS, GObject)

/* The root and, while they are few, what is below it. */
SondeJsonRows *sonde_json_rows_new (SondeJsonTree *tree);

gboolean sonde_json_rows_get_expanded (SondeJsonRows *self,
                                       guint          position);
/* Of what holds nothing: no change */
void sonde_json_rows_set_expanded (SondeJsonRows *self,
                                   guint          position,
                                   gboolean       expanded);

/* Where the container of the row stands; of the root the root. */
guint sonde_json_rows_get_parent (SondeJsonRows *self,
                                  guint          position);

G_END_DECLS
