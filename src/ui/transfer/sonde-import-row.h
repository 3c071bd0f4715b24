/* sonde-import-row.h: one connection found in a file, and what becomes of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>
#include <sonde-import.h>

G_BEGIN_DECLS

/* Property: chosen (gboolean, readable). */
#define SONDE_TYPE_IMPORT_ROW (sonde_import_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeImportRow, sonde_import_row, SONDE, IMPORT_ROW, AdwExpanderRow)

/* @entry: borrowed; it must outlive the row */
SondeImportRow *sonde_import_row_new (const SondeImportEntry *entry);

const SondeImportEntry *sonde_import_row_get_entry (SondeImportRow *self);

/* One with a fault never is. */
gboolean sonde_import_row_get_chosen (SondeImportRow *self);
void     sonde_import_row_set_chosen (SondeImportRow *self,
                                      gboolean        chosen);

G_END_DECLS
