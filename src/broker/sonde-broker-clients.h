/* sonde-broker-clients.h: who is connected to the local broker, as its log tells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread.
 */

#pragma once

#include "sonde-broker-client.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GListModel of SondeBrokerClient, in the order they came. Signal: "left" (const char *client_id,
 * const char *why): a translated part of a sentence; "unlisted": one came whose line was cut off. */
#define SONDE_TYPE_BROKER_CLIENTS (sonde_broker_clients_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerClients, sonde_broker_clients, SONDE, BROKER_CLIENTS, GObject)

SondeBrokerClients *sonde_broker_clients_new (void);

/* @time: µs since the epoch. Returns: whether @line tells of a client */
gboolean sonde_broker_clients_read (SondeBrokerClients *self,
                                    const char         *line,
                                    gint64              time);

/* The broker is gone, and all of them. */
void sonde_broker_clients_clear (SondeBrokerClients *self);

G_END_DECLS
