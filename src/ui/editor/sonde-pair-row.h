/* sonde-pair-row.h: a name with its value, and a button to remove both
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Signals: "changed", "removed" (the button was pressed). */
#define SONDE_TYPE_PAIR_ROW (sonde_pair_row_get_type ())
G_DECLARE_FINAL_TYPE (SondePairRow, sonde_pair_row, SONDE, PAIR_ROW, AdwPreferencesRow)

SondePairRow *sonde_pair_row_new (const char *name,
                                  const char *value);

const char *sonde_pair_row_get_name (SondePairRow *self);
const char *sonde_pair_row_get_value (SondePairRow *self);

/* What a screen reader says of its three parts. */
void sonde_pair_row_set_labels (SondePairRow *self,
                                const char   *name,
                                const char   *value,
                                const char   *remove);

G_END_DECLS
