/* sonde-color-row.h: a choice among the colours of the palette
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* "notify::selected" of AdwComboRow tells of a change. */
#define SONDE_TYPE_COLOR_ROW (sonde_color_row_get_type ())
G_DECLARE_FINAL_TYPE (SondeColorRow, sonde_color_row, SONDE, COLOR_ROW, AdwComboRow)

/* An index in the palette, or SONDE_NO_COLOR */
guint8 sonde_color_row_get_color (SondeColorRow *self);
void   sonde_color_row_set_color (SondeColorRow *self,
                                  guint8         color);

G_END_DECLS
