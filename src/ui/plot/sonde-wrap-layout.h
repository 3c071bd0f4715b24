/* sonde-wrap-layout.h: children side by side, in as many rows as they need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SONDE_TYPE_WRAP_LAYOUT (sonde_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (SondeWrapLayout, sonde_wrap_layout, SONDE, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
