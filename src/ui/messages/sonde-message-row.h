/* sonde-message-row.h: one line of the message log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-log-columns.h"

#include <sonde-connection.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_MESSAGE_ROW (sonde_message_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageRow, sonde_message_row, SONDE, MESSAGE_ROW, GtkWidget)

/* @columns says what is shown and how; the row must be told of changes, see below. */
SondeMessageRow *sonde_message_row_new (SondeLogColumns *columns);

/* Shows @item of the log of @connection; both %NULL while the row waits to be used again. */
void sonde_message_row_bind (SondeMessageRow  *self,
                             SondeConnection  *connection,
                             SondeMessageItem *item);

/* Makes what is shown of the item, and its name for a screen reader; %FALSE where that was done. */
gboolean sonde_message_row_fill (SondeMessageRow *self);

/* Out of view nothing is drawn; in view a row is filled. */
void sonde_message_row_set_in_view (SondeMessageRow *self,
                                    gboolean         in_view);

SondeMessageItem *sonde_message_row_get_item (SondeMessageRow *self); /* borrowed */

/* The subscriptions changed, and with them the colour of the stripe. */
void sonde_message_row_update_color (SondeMessageRow *self);

/* The filter's matches changed, and with them whether the row is marked as one. */
void sonde_message_row_update_mark (SondeMessageRow *self);

/* The columns changed, or what the filter looks for, or the row before this one. */
void sonde_message_row_refill (SondeMessageRow *self);

G_END_DECLS
