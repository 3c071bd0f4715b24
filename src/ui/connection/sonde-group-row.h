/* sonde-group-row.h: the heading of a group in the sidebar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection-group.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Its actions "group.…" are "connections.…-group" of the list, with the group's name. */
#define SONDE_TYPE_GROUP_ROW (sonde_group_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeGroupRow, sonde_group_row, SONDE, GROUP_ROW, GtkListBoxRow)

GtkWidget            *sonde_group_row_new (SondeConnectionGroup *group);
SondeConnectionGroup *sonde_group_row_get_group (SondeGroupRow *self); /* borrowed */

G_END_DECLS
