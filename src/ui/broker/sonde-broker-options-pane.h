/* sonde-broker-options-pane.h: the options of the local broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-services.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_BROKER_OPTIONS_PANE (sonde_broker_options_pane_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerOptionsPane, sonde_broker_options_pane, SONDE, BROKER_OPTIONS_PANE, GtkBox)

void sonde_broker_options_pane_set_services (SondeBrokerOptionsPane *self,
                                             SondeServices          *services);

G_END_DECLS
