/* sonde-json-format.h: JSON laid out for a person to edit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Unlike a display it is to be sent: nothing but the white space between its tokens changes.
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two spaces a level, at most 32 levels are indented. Returns: (transfer full) (nullable): %NULL
 * where @text is no JSON */
char *sonde_json_format (const char *text);

G_END_DECLS
