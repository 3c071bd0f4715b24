/* sonde-broker-addresses.h: what this computer is called on its network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any thread; no name is looked up.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses that other computers may reach it at, of IPv4 first; without those that need a zone.
 * May be empty. */
GStrv sonde_broker_list_addresses (void);

/* Those, the loopback ones, and host names: what a certificate of the local broker is to be for. */
GStrv sonde_broker_list_names (void);

/* Whether @address, "127.0.0.1:40000", is that of a socket of this process: of a client of our own. */
gboolean sonde_broker_is_own_socket (const char *address);

G_END_DECLS
