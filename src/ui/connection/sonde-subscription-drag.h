/* sonde-subscription-drag.h: rows of the list of subscriptions dragged to another place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The rows of @list can be dragged: a drop activates "subscriptions.move". */
void sonde_subscription_drag_set_up (GtkListBox *list);

G_END_DECLS
