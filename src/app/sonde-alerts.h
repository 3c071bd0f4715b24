/* sonde-alerts.h: the rules of all connections, by which messages call the user
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A rule is a query of the log (sonde-alert-rules.h). Where there is none nothing is looked at.
 * Main thread only.
 */

#pragma once

#include "sonde-alert.h"
#include "sonde-connections.h"

G_BEGIN_DECLS

/* Signal: "alert" (SondeConnection, SondeAlert *), of one rule at most once in 5 s. */
#define SONDE_TYPE_ALERTS (sonde_alerts_get_type ())
G_DECLARE_FINAL_TYPE (SondeAlerts, sonde_alerts, SONDE, ALERTS, GObject)

/* Whether the user looks at what comes: then there is nothing to tell. */
typedef gboolean (*SondeAlertsSeenFunc) (SondeConnection *connection,
                                         gpointer         user_data);

/* @user_data must outlive it. */
SondeAlerts *sonde_alerts_new (SondeConnections   *connections,
                               SondeAlertsSeenFunc is_seen,
                               gpointer            user_data);

/* The user has come to see them: what waits to be told of @connection is not news any more. */
void sonde_alerts_forget (SondeAlerts     *self,
                          SondeConnection *connection);

G_END_DECLS
