/* sonde-json-line.h: a line of a JSON Lines file of our own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): %NULL when it is no JSON object in UTF-8, or nests deeper
 * than @max_depth (json-glib recurses) */
JsonObject *sonde_json_line_read (const char *line,
                                  gsize       length,
                                  guint       max_depth);

/* Returns: (transfer full): without a line end */
char *sonde_json_line_write (JsonObject *object);

/* Takes the line that begins at *@at, without its end, and moves *@at behind it.
 * Returns: %FALSE when there is none before @end */
gboolean sonde_json_line_next (const char **at,
                               const char  *end,
                               const char **line,
                               gsize       *length);

G_END_DECLS
