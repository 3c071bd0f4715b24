/* sonde-broker-client.h: one client of the local broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Immutable; main thread.
 */

#pragma once

#include "sonde-broker-log.h"

G_BEGIN_DECLS

#define SONDE_TYPE_BROKER_CLIENT (sonde_broker_client_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerClient, sonde_broker_client, SONDE, BROKER_CLIENT, GObject)

/* @event: of one that came; @own: it is of this process; @since: µs since the epoch */
SondeBrokerClient *sonde_broker_client_new (const SondeBrokerEvent *event,
                                            gboolean                own,
                                            gint64                  since);

const char      *sonde_broker_client_get_id (SondeBrokerClient *self);   /* %NULL: the log does not tell for sure */
const char      *sonde_broker_client_get_text (SondeBrokerClient *self); /* what the log has of it then */
const char      *sonde_broker_client_get_address (SondeBrokerClient *self);
SondeMqttVersion sonde_broker_client_get_version (SondeBrokerClient *self); /* 0: another */
gboolean         sonde_broker_client_get_clean (SondeBrokerClient *self);
guint16          sonde_broker_client_get_keep_alive (SondeBrokerClient *self);
gboolean         sonde_broker_client_get_own (SondeBrokerClient *self);
gint64           sonde_broker_client_get_since (SondeBrokerClient *self);

/* Whether a line of the log about @client_id may be about this one. */
gboolean sonde_broker_client_may_be (SondeBrokerClient *self,
                                     const char        *client_id);

G_END_DECLS
