/* sonde-subscription-menu.h: what one can do with a subscription
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-subscription.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* A popover for a SondeSubscriptionRow, whose actions its items name. */
GtkWidget *sonde_subscription_menu_new (SondeSubscription *subscription);

G_END_DECLS
