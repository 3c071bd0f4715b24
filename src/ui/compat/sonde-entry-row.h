/* sonde-entry-row.h: a row to type in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looks as AdwEntryRow and AdwPasswordEntryRow, whose text a screen reader does not
 * find on the floor: they tell neither its name nor that it has the focus.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A GtkEditable; more properties: secret and placeholder-text (construct only), suffix. */
#define SONDE_TYPE_ENTRY_ROW (sonde_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeEntryRow, sonde_entry_row, SONDE, ENTRY_ROW, AdwPreferencesRow)

G_END_DECLS
