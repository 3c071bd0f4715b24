/* sonde-file-aside.h: files kept for the user to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks for the time of a small file; any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sonde_file_set_aside:
 * @word: why, "damaged"
 *
 * Renames @path (if a symbolic link: what it points at) to `@path.@word-DATE`, numbered
 * when that exists.
 *
 * Returns: (transfer full) (nullable): the new path, %NULL with @error when it stayed where it is
 */
char *sonde_file_set_aside (const char *path,
                            const char *word,
                            GError    **error);

/* Writes @bytes to a file named as by sonde_file_set_aside().
 * Returns: (transfer full) (nullable): its path */
char *sonde_file_keep_copy (const char *path,
                            const char *word,
                            GBytes     *bytes,
                            GError    **error);

G_END_DECLS
