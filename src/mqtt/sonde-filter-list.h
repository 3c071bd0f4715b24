/* sonde-filter-list.h: several topic filters typed in one field
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One a line; on a single line separated by commas. A filter may hold a comma (4.7): it is then
 * on a line of its own, with a line break after it where it is the only one. Spaces around a
 * filter that stands among others do not belong to it. Pure functions; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): each filter once, in order, none empty; not checked */
GStrv sonde_filter_list_split (const char *text);

/* Returns: (transfer full): the text that sonde_filter_list_split() makes @filters of */
char *sonde_filter_list_join (const char *const *filters);

/* The filter that @offset, in bytes, is in or at the end of: where it begins and ends. */
void sonde_filter_list_find (const char *text,
                             gsize       offset,
                             gsize      *begin,
                             gsize      *end);

/* Whether @text is several filters for its commas alone. */
gboolean sonde_filter_list_has_commas (const char *text);

G_END_DECLS
