/* sonde-subscribe-popover.h: how a topic filter is subscribed to, beyond the QoS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-connection.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Property: connection (nullable): whose draft it shows and changes. Signal: "changed": the draft is. */
#define SONDE_TYPE_SUBSCRIBE_POPOVER (sonde_subscribe_popover_get_type ())
G_DECLARE_FINAL_TYPE (SondeSubscribePopover, sonde_subscribe_popover, SONDE, SUBSCRIBE_POPOVER, GtkPopover)

/* Whether a field has a fault; it then has the focus, once the popover is open. */
gboolean sonde_subscribe_popover_focus_fault (SondeSubscribePopover *self);

G_END_DECLS
