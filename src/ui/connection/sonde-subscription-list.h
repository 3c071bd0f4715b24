/* sonde-subscription-list.h: the subscriptions of a connection, a row each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (SondeConnection, or NULL). */
#define SONDE_TYPE_SUBSCRIPTION_LIST (sonde_subscription_list_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscriptionList, sonde_subscription_list, SONDE, SUBSCRIPTION_LIST, AdwBin)

G_END_DECLS
