/* sonde-fault-row.h: the sentence under a field that says what is wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: field (the row it stands under). Hidden while there is no fault. */
#define SONDE_TYPE_FAULT_ROW (sonde_fault_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeFaultRow, sonde_fault_row, SONDE, FAULT_ROW, AdwPreferencesRow)

void sonde_fault_row_set_fault (SondeFaultRow *self,
                                const char    *fault);

G_END_DECLS
