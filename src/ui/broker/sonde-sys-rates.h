/* sonde-sys-rates.h: what goes in and out of a broker a second, now and as a plot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-sys-watch.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SondeSysRates:
 *
 * Properties: title (string, translated); bytes (gboolean, construct only: of bytes, not messages)
 */
#define SONDE_TYPE_SYS_RATES (sonde_sys_rates_get_type ())
G_DECLARE_FINAL_TYPE (SondeSysRates, sonde_sys_rates, SONDE, SYS_RATES, GtkWidget)

/* Shows what @watch knows of @node by now. */
void sonde_sys_rates_show (SondeSysRates *self,
                           SondeSysWatch *watch,
                           int            node);

G_END_DECLS
