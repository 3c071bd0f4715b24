/* sonde-color-palette.h: the colours of the palette, and none, to choose from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: color (uint: index in the palette, or SONDE_NO_COLOR), notifies when one is chosen. */
#define SONDE_TYPE_COLOR_PALETTE (sonde_color_palette_get_type ())
G_DECLARE_FINAL_TYPE (SondeColorPalette, sonde_color_palette, SONDE, COLOR_PALETTE, AdwBin)

GtkWidget *sonde_color_palette_new (void);
guint      sonde_color_palette_get_color (SondeColorPalette *self);
void       sonde_color_palette_set_color (SondeColorPalette *self,
                                          guint              color);
void       sonde_color_palette_hide_none (SondeColorPalette *self); /* a colour there must be */

/* The name of a colour of the palette, translated; also of none. */
const char *sonde_color_to_string (guint color);

G_END_DECLS
