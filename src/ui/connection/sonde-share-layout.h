/* sonde-share-layout.h: two lists, one above the other, that share a height
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The first child is as high as it likes, up to a part of the height that does not depend on the
 * second, so that it stays where it is while the second changes; the second has the rest. */
#define SONDE_TYPE_SHARE_LAYOUT (sonde_share_layout_get_type ())
G_DECLARE_FINAL_TYPE (SondeShareLayout, sonde_share_layout, SONDE, SHARE_LAYOUT, GtkLayoutManager)

G_END_DECLS
