/* sonde-regex-fault.h: what is wrong with a regular expression, in a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @error: what g_regex_new() said of @pattern
 * Returns: translated, with the place of the fault where it is known */
char *sonde_regex_fault_to_string (const GError *error,
                                   const char   *pattern);

G_END_DECLS
