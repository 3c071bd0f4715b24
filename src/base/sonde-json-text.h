/* sonde-json-text.h: JSON strings, written and read (RFC 8259, 7)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @bytes can be a JSON string as they are: UTF-8 without NUL. */
gboolean sonde_json_is_text (const void *bytes,
                             gsize       length);

/* Appends @text, which sonde_json_is_text(), with quotes around it. */
void sonde_json_append_string (GString    *out,
                               const void *text,
                               gsize       length);

/**
 * sonde_json_dup_string:
 * @token: a string with its quotes, as the scanner gives it
 *
 * A lone surrogate and \u0000 become U+FFFD.
 *
 * Returns: (transfer full): what it stands for, in UTF-8 without NUL
 */
char *sonde_json_dup_string (const char *token,
                             gsize       length);

G_END_DECLS
