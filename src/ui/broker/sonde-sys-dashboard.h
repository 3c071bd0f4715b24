/* sonde-sys-dashboard.h: what the broker tells of itself below $SYS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SondeSysDashboard:
 *
 * Reads only while it is mapped. Property: connection (SondeConnection, or NULL)
 */
#define SONDE_TYPE_SYS_DASHBOARD (sonde_sys_dashboard_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysDashboard, sonde_sys_dashboard, SONDE, SYS_DASHBOARD, GtkWidget)

GtkWidget *sonde_sys_dashboard_new (void);

G_END_DECLS
