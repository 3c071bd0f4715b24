/* sonde-alerts-popover.h: which matches of the log call the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property: connection (SondeConnection, nullable). Its log's filter can be added to what is there. */
#define SONDE_TYPE_ALERTS_POPOVER (sonde_alerts_popover_get_type ())
G_DECLARE_FINAL_TYPE (SondeAlertsPopover, sonde_alerts_popover, SONDE, ALERTS_POPOVER, GtkPopover)

G_END_DECLS
