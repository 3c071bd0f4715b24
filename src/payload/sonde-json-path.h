/* sonde-json-path.h: "$.motor[3][\"a b\"]", the way to a value (RFC 9535)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. Names stand as they were sent.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @key: with its quotes */
void sonde_json_path_append_key (GString    *path,
                                 const char *key,
                                 gsize       length);
void sonde_json_path_append_index (GString *path,
                                   guint    index);

G_END_DECLS
