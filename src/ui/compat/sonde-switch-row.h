/* sonde-switch-row.h: a row with a switch, as AdwSwitchRow of libadwaita 1.4
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: active. */
#define SONDE_TYPE_SWITCH_ROW (sonde_switch_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeSwitchRow, sonde_switch_row, SONDE, SWITCH_ROW, AdwActionRow)

gboolean sonde_switch_row_get_active (SondeSwitchRow *self);
void     sonde_switch_row_set_active (SondeSwitchRow *self,
                                      gboolean        active);

G_END_DECLS
