/* sonde-payload-hex.h: where a byte stands in what sonde_payload_to_hex() writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_HEX_BYTES_PER_LINE 16

/* Columns within the line @index / SONDE_HEX_BYTES_PER_LINE, in characters: of its two digits, and of its
 * character at the right. */
void sonde_payload_hex_get_columns (gsize  index,
                                    guint *digits,
                                    guint *character);

/* The byte of the line that stands, in either form, at @column.
 * Returns: %FALSE between and beside them */
gboolean sonde_payload_hex_find_byte (guint  column,
                                      guint *byte);

G_END_DECLS
