/* sonde-query-parser.h: the text of a query to its terms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside this layer only.
 */

#pragma once

#include "sonde-query-term.h"

G_BEGIN_DECLS

/* Appends to @terms, whose clear function must be sonde_query_term_clear().
 * Returns: %FALSE and an error, with its place in @fault (nullable) */
gboolean sonde_query_parse_terms (const char     *text,
                                  GArray         *terms,
                                  SondeQuerySpan *fault,
                                  GError        **error);

G_END_DECLS
