/* sonde-palette.h: find something to do, and do it, by typing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Over actions, connections, subscriptions, templates and topics. Enter does what is selected; where
 * more than one thing can be done with it, it lists them.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_PALETTE (sonde_palette_get_type ())
G_DECLARE_FINAL_TYPE (SondePalette, sonde_palette, SONDE, PALETTE, GtkPopover)

/* Adds win.show-palette to the class of a window with the properties "connections" and "connection".
 * The palette is made when it is first shown. */
void sonde_palette_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
