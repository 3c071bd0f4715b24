/* sonde-message-item-private.h: how the log makes its rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-message-item.h"

G_BEGIN_DECLS

/* A table serial → SondeMessageItem (not owned). An item enters it when made, takes itself
 * out when it is finalized, and holds a reference to it, so that it may outlive its log. */
GHashTable *sonde_message_items_new (void);

/* The one object of a row: the living one or a new one.
 * Returns: (transfer full) */
SondeMessageItem *sonde_message_items_ref (GHashTable   *items,
                                           SondeSegment *segment,
                                           guint         index);

/* Emits "changed" if the row is alive. */
void sonde_message_items_changed (GHashTable *items,
                                  guint64     serial);

G_END_DECLS
