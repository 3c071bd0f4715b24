/* sonde-own-broker.h: the broker that Sonde runs, and how its connection reaches it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-connection.h"

G_BEGIN_DECLS

/* Whose secret the password of its user is. */
#define SONDE_OWN_BROKER_ID "local-broker"

/* Whether @connection is for the broker that Sonde runs, or would start. */
gboolean sonde_own_broker_is_of (SondeConnection *connection);

/* Makes @profile reach it: at that port, and as its options want. What the profile itself says of
 * host, port and TLS does not count; a user name typed there does. */
void sonde_own_broker_fill (SondeLocalBroker *broker,
                            guint16           port,
                            SondeProfile     *profile);

/* The profile as its broker is reached. */
SondeProfile *sonde_own_broker_dup_profile (SondeConnection *connection);

/* As sonde_local_broker_apply_async(), with @password in the keyring too. Where the keyring refuses it,
 * or the options cannot be written, both stay as they were. */
void     sonde_own_broker_apply_async (SondeServices            *services,
                                       const SondeBrokerOptions *options,
                                       const char               *password,
                                       GAsyncReadyCallback       callback,
                                       gpointer                  user_data);
gboolean sonde_own_broker_apply_finish (GAsyncResult *result,
                                        GError      **error);

G_END_DECLS
