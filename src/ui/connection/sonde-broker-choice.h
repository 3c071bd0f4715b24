/* sonde-broker-choice.h: the broker on port 1883, or one of our own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (nullable). Shown only while there is a choice. */
#define SONDE_TYPE_BROKER_CHOICE (sonde_broker_choice_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerChoice, sonde_broker_choice, SONDE, BROKER_CHOICE, AdwBin)

void sonde_broker_choice_set_connection (SondeBrokerChoice *self,
                                         SondeConnection   *connection);

G_END_DECLS
