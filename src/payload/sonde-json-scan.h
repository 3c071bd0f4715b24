/* sonde-json-scan.h: JSON of which perhaps only the first part is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside this layer only.
 */

#pragma once

#include <sonde-json-scanner.h>

G_BEGIN_DECLS

/* Whether the text ends within @rest, what stands after the last whole token, for no other fault
 * than being cut. Then @token is where the torn token begins in @rest (its end when there is none). */
gboolean sonde_json_scan_is_cut (const char *rest,
                                 gsize       size,
                                 gsize      *token);

/* 1 where a token opens a container, -1 where it closes one, else 0 */
int sonde_json_scan_get_step (SondeJsonTokenType type);

/* Whether the bytes are JSON or, when @is_part, may be its beginning. */
gboolean sonde_json_scan_check (const char *bytes,
                                gsize       size,
                                gboolean    is_part);

G_END_DECLS
