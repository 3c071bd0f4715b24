/* sonde-network.h: the network thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SondeNetwork:
 *
 * One thread with a GMainContext of its own; all connections live on it, each
 * a bounded slice in turn. Ends and joins the thread with its last reference.
 */
#define SONDE_TYPE_NETWORK (sonde_network_get_type ())
G_DECLARE_FINAL_TYPE (SondeNetwork, sonde_network, SONDE, NETWORK, GObject)

SondeNetwork *sonde_network_new (void);

/* Runs @func on the network thread, in the order of the calls; any thread. */
void sonde_network_invoke (SondeNetwork  *self,
                           GSourceFunc    func,
                           gpointer       data,
                           GDestroyNotify destroy);

/**
 * sonde_network_hold:
 *
 * Keeps the thread running, past the last reference to the network too, until
 * sonde_network_hold_release() on that thread: for work that ends by itself.
 */
typedef struct _SondeNetworkHold SondeNetworkHold;

SondeNetworkHold *sonde_network_hold (SondeNetwork *self);
SondeNetworkHold *sonde_network_hold_again (SondeNetworkHold *hold);
void              sonde_network_hold_release (SondeNetworkHold *hold);

G_END_DECLS
