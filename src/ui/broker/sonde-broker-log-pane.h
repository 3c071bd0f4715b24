/* sonde-broker-log-pane.h: the local broker's log, as it comes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-broker-lines.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Does no work while it is not shown. */
#define SONDE_TYPE_BROKER_LOG_PANE (sonde_broker_log_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerLogPane, sonde_broker_log_pane, SONDE, BROKER_LOG_PANE, GtkBox)

void sonde_broker_log_pane_set_lines (SondeBrokerLogPane *self,
                                      SondeBrokerLines   *lines);

G_END_DECLS
