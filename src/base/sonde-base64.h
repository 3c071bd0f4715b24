/* sonde-base64.h: Base64 that is not trusted (RFC 4648, 4)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sonde_base64_decode:
 *
 * GLib passes over in silence what is no Base64, and so loses bytes.
 *
 * Returns: (transfer full) (nullable): %NULL when @text is anything but whole groups of four
 */
GBytes *sonde_base64_decode (const char *text);

G_END_DECLS
