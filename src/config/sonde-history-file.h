/* sonde-history-file.h: the history on the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A JSON object a line, appended; see sonde-history-entry.h. More than one Sonde may append: each
 * holds a lock (`@path.lock`) while it does, where it may be made. Blocks; any thread.
 */

#pragma once

#include "sonde-history-entry.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a file holds at most for long: beyond, the oldest lines leave, a quarter of them at once. */
#define SONDE_HISTORY_MOST 10000
#define SONDE_HISTORY_MOST_BYTES (32 << 20)

/* @lines: whole lines. What another program left unfinished at the end is ended first. Where it
 * returns %FALSE the file is as it was. */
gboolean sonde_history_file_append (const char *path,
                                    const char *lines,
                                    gsize       length,
                                    GError    **error);

/**
 * sonde_history_file_read:
 *
 * The newest SONDE_HISTORY_MOST, the oldest first; lines that are none of ours are left out. A file
 * that holds more than it should is made smaller.
 *
 * Returns: (transfer full) (nullable) (element-type SondeHistoryEntry): %NULL with a #GFileError
 */
GPtrArray *sonde_history_file_read (const char *path,
                                    GError    **error);

gboolean sonde_history_file_clear (const char *path,
                                   GError    **error);

G_END_DECLS
