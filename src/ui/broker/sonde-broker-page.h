/* sonde-broker-page.h: the broker of the selected connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (nullable). What its broker tells of itself; of the one that Sonde runs also its
 * state, its clients, its log and its options. */
#define SONDE_TYPE_BROKER_PAGE (sonde_broker_page_get_type ())
G_DECLARE_FINAL_TYPE (SondeBrokerPage, sonde_broker_page, SONDE, BROKER_PAGE, GtkBox)

G_END_DECLS
