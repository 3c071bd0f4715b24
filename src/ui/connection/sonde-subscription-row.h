/* sonde-subscription-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_SUBSCRIPTION_ROW (sonde_subscription_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscriptionRow, sonde_subscription_row, SONDE, SUBSCRIPTION_ROW, GtkListBoxRow)

GtkWidget *sonde_subscription_row_new (SondeConnection   *connection,
                                       SondeSubscription *subscription);

SondeSubscription *sonde_subscription_row_get_subscription (SondeSubscriptionRow *self);

G_END_DECLS
