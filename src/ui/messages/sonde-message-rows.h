/* sonde-message-rows.h: the rows that a list of messages has at hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GtkListView has a widget for each of the two hundred rows around what is in
 * view; a SondeMessageRow is the child of that.
 */

#pragma once

#include "sonde-message-row.h"
#include "sonde-row-filler.h"

G_BEGIN_DECLS

extern const SondeRowKind sonde_message_row_kind;

typedef void (*SondeMessageRowFunc) (SondeMessageRow *row);

/* That of a child of the view; %NULL while it waits for one. */
SondeMessageRow *sonde_message_rows_get (GtkWidget *widget);

void sonde_message_rows_foreach (GtkListView        *view,
                                 SondeMessageRowFunc func);

/* The widget of GtkListView to focus without moving the view: of @selected where it is to
 * be seen whole, else the last one that is; %NULL when none is. */
GtkWidget *sonde_message_rows_find_focus (GtkListView      *view,
                                          SondeMessageItem *selected);

/* The row at a point of @view; nullable. */
SondeMessageRow *sonde_message_rows_pick (GtkListView *view,
                                          double       x,
                                          double       y);

G_END_DECLS
