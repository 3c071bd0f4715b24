/* sonde-services.h: what every connection needs, made once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-budget.h>
#include <sonde-history-store.h>
#include <sonde-local-broker.h>
#include <sonde-network.h>
#include <sonde-profile-store.h>
#include <sonde-recent-store.h>
#include <sonde-secret-store.h>
#include <sonde-template-store.h>
#include <sonde-waiting-store.h>

G_BEGIN_DECLS

/* Owned references, the same for the life of the program; handed on as a construct property. */
#define SONDE_TYPE_SERVICES (sonde_services_get_type ())
G_DECLARE_FINAL_TYPE (SondeServices, sonde_services, SONDE, SERVICES, GObject)

/* @config_folder holds profiles.json; @data_folder the local broker's files, certificates that were
 * imported, what waits to be sent, templates and the history. Absolute paths. */
SondeServices *sonde_services_new (const char *config_folder,
                                   const char *data_folder);

SondeNetwork       *sonde_services_get_network (SondeServices *self);
SondeBudget        *sonde_services_get_budget (SondeServices *self);
SondeProfileStore  *sonde_services_get_profiles (SondeServices *self);
SondeSecretStore   *sonde_services_get_secrets (SondeServices *self);
SondeLocalBroker   *sonde_services_get_local_broker (SondeServices *self);
const char         *sonde_services_get_data_folder (SondeServices *self);
SondeWaitingStore  *sonde_services_get_waiting (SondeServices *self);
SondeRecentStore   *sonde_services_get_recent_filters (SondeServices *self);
SondeRecentStore   *sonde_services_get_recent_topics (SondeServices *self);
SondeTemplateStore *sonde_services_get_templates (SondeServices *self);
SondeHistoryStore  *sonde_services_get_history (SondeServices *self);

/* Blocks until templates and history are on the disk; for the end of the program. */
void sonde_services_flush (SondeServices *self);

G_END_DECLS
