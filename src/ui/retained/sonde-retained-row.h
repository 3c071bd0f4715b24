/* sonde-retained-row.h: a retained message: topic, the beginning of its payload, what is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-retained-entry.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define SONDE_TYPE_RETAINED_ROW (sonde_retained_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeRetainedRow, sonde_retained_row, SONDE, RETAINED_ROW, AdwBin)

void sonde_retained_row_set_entry (SondeRetainedRow   *self,
                                   SondeRetainedEntry *entry);

G_END_DECLS
