/* sonde-publish-edit.h: a message of the log, to be changed and published
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-publish-pane.h"

G_BEGIN_DECLS

/* Puts topic, payload, QoS and retain of @item into @pane. What stood there comes back by the
 * Undo of a toast, and its payload by Ctrl+Z. A payload that cannot be typed is refused in a toast. */
void sonde_publish_edit (SondePublishPane *pane,
                         SondeMessageItem *item);

G_END_DECLS
