/* sonde-subscription-row.h: a topic filter in the sidebar, and what it brought
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-subscription.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Its menu activates "subscriptions.unsubscribe" with the filter. */
#define SONDE_TYPE_SUBSCRIPTION_ROW (sonde_subscription_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscriptionRow, sonde_subscription_row, SONDE, SUBSCRIPTION_ROW, GtkListBoxRow)

GtkWidget *sonde_subscription_row_new (SondeSubscription *subscription);

G_END_DECLS
