/* sonde-keyed-hash.h: SipHash-2-4
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of bytes from outside: who does not know the key, a random one, cannot make two that have the same.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint64 sonde_keyed_hash (const guint64 key[2],
                          gconstpointer bytes,
                          gsize         size);

G_END_DECLS
