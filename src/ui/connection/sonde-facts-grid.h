/* sonde-facts-grid.h: what is known of a connection, in two columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property: connection (nullable). Filled when it is shown, and anew while it is. */
#define SONDE_TYPE_FACTS_GRID (sonde_facts_grid_get_type ())
G_DECLARE_FINAL_TYPE (SondeFactsGrid, sonde_facts_grid, SONDE, FACTS_GRID, GtkWidget)

G_END_DECLS
