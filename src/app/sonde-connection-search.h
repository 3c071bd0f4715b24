/* sonde-connection-search.h: words that find a connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-profile.h>

G_BEGIN_DECLS

/* Returns: (transfer full): the words of @text, ready to compare; none when it holds only spaces */
GStrv sonde_connection_search_parse (const char *text);
/* Whether each word stands in the name, address, group or client id; case is ignored. */
gboolean sonde_connection_search_matches (const char *const  *words,
                                          const SondeProfile *profile);

G_END_DECLS
