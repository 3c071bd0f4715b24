/* sonde-waiting-row.h: a message that waits to be sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-waiting-list.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_WAITING_ROW (sonde_waiting_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeWaitingRow, sonde_waiting_row, SONDE, WAITING_ROW, GtkListBoxRow)

/* @number: makes the names of its buttons those of no other row. */
SondeWaitingRow *sonde_waiting_row_new (SondeWaitingList    *list,
                                        SondeWaitingMessage *message,
                                        guint                number);

/* Time has passed, or the connection is in another state. */
void sonde_waiting_row_update (SondeWaitingRow *self);

G_END_DECLS
