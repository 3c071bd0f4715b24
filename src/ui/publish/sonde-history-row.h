/* sonde-history-row.h: what was published once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-history-store.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signals: publish, keep (SondeHistoryItem): a button of it was pressed */
#define SONDE_TYPE_HISTORY_ROW (sonde_history_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeHistoryRow, sonde_history_row, SONDE, HISTORY_ROW, AdwBin)

/* @names_connection: whether it says which connection it was sent on. @item: (nullable) */
void sonde_history_row_bind (SondeHistoryRow  *self,
                             SondeHistoryItem *item,
                             gboolean          names_connection);

G_END_DECLS
