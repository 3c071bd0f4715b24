/* sonde-tree-pane.h: a payload that is JSON, as a tree to fold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-payload-pane.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Keys: Right unfolds, Left folds or goes to what holds it, Ctrl+C copies the value and
 * Shift+Ctrl+C its JSON path. */
#define SONDE_TYPE_TREE_PANE (sonde_tree_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeTreePane, sonde_tree_pane, SONDE, TREE_PANE, AdwBin)

G_END_DECLS
