/* sonde-fault-row.h: the sentence under a field that says what is wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: field (the row it stands under). Hidden while there is no fault, or no field shown. Of a
 * SondeSpinRow it also says when the number is beyond the limits. */
#define SONDE_TYPE_FAULT_ROW (sonde_fault_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeFaultRow, sonde_fault_row, SONDE, FAULT_ROW, AdwPreferencesRow)

void sonde_fault_row_set_fault (SondeFaultRow *self,
                                const char    *fault);

/* The first field below @widget with a fault, among what is not hidden within it; or %NULL */
GtkWidget *sonde_fault_row_find_field (GtkWidget *widget);

G_END_DECLS
