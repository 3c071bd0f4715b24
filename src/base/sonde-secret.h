/* sonde-secret.h: text that must not stay in memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Overwrites before it frees; %NULL is nothing. */
void sonde_secret_free (char *secret);

/* Puts a copy of @value, or %NULL, in the place of what @field holds, which is overwritten first. */
void sonde_secret_set (char      **field,
                       const char *value);

G_END_DECLS
