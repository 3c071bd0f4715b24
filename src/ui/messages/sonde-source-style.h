/* sonde-source-style.h: how source buffers look
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* From now on @buffer has the window's colours, light or dark, and shows no hyphen it does not hold. */
void sonde_source_style_set_up (GtkSourceBuffer *buffer);

/* Highlights @buffer as JSON, or not at all. */
void sonde_source_style_set_json (GtkSourceBuffer *buffer,
                                  gboolean         json);

G_END_DECLS
