/* sonde-publish-edit.h: a message of the log, to be changed and published
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-publish-pane.h"

G_BEGIN_DECLS

/* Puts topic, payload, QoS, retain and properties of @item into @pane; what is no text in
 * hexadecimal digits. What stood there comes back by the Undo of a toast, and its payload by Ctrl+Z. */
void sonde_publish_edit (SondePublishPane *pane,
                         SondeMessageItem *item);

/* The same for a message that is dragged onto @pane. */
void sonde_publish_edit_accept_drops (SondePublishPane *pane);

G_END_DECLS
