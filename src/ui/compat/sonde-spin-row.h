/* sonde-spin-row.h: a row with a number, as AdwSpinRow of libadwaita 1.4
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties: adjustment, value (as it is typed), fault (read-only: one sentence when what is typed
 * is beyond the limits of the adjustment; it stays as it was typed). */
#define SONDE_TYPE_SPIN_ROW (sonde_spin_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeSpinRow, sonde_spin_row, SONDE, SPIN_ROW, AdwActionRow)

double sonde_spin_row_get_value (SondeSpinRow *self);
void   sonde_spin_row_set_value (SondeSpinRow *self,
                                 double        value);

const char *sonde_spin_row_get_fault (SondeSpinRow *self);

G_END_DECLS
