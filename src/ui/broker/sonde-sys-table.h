/* sonde-sys-table.h: all topics below $SYS with their values, to search
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-sys-topics.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SondeSysTable:
 *
 * Property: topics (SondeSysTopics, or NULL)
 */
#define SONDE_TYPE_SYS_TABLE (sonde_sys_table_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysTable, sonde_sys_table, SONDE, SYS_TABLE, GtkWidget)

/* Says how many there are, and how many were left out. */
void sonde_sys_table_refresh (SondeSysTable *self);

G_END_DECLS
