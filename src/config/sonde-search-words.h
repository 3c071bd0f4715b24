/* sonde-search-words.h: words that find a text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is searched is folded once, so that thousands are searched while one types. Pure functions.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text as it is compared: case and the way a letter is composed do not count. The first
 * @max_bytes of it, 0 for all. */
char *sonde_search_fold (const char *text,
                         gsize       max_bytes);

/* Returns: (transfer full): the words of what is typed, folded; none when it holds only spaces */
GStrv sonde_search_words (const char *typed);

/* Whether each word stands in @folded. */
gboolean sonde_search_matches (const char        *folded,
                               const char *const *words);

G_END_DECLS
