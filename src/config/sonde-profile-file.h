/* sonde-profile-file.h: the profiles file on the disk, so that no byte is ever lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks; any thread. A file is known by its checksum: what Sonde neither read
 * nor wrote itself is never replaced without a copy.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* More than this is no profiles file of ours. */
#define SONDE_PROFILE_FILE_MAX_BYTES (64 * 1024 * 1024)

/* Returns: (nullable): the bytes; %NULL with #GFileError, %G_FILE_ERROR_NOENT when there is no file */
GBytes *sonde_profile_file_read (const char *path,
                                 GError    **error);

/* Of %NULL (no file): %NULL */
char *sonde_profile_file_checksum (GBytes *bytes);

/**
 * sonde_profile_file_replace:
 * @expected: (nullable): checksum of what should be there, %NULL for no file
 * @kept: (out) (transfer full) (nullable): where a copy of what was there instead is
 *
 * Writes @text atomically. What is there as expected becomes `@path.bak`; anything else is first
 * copied to `@path.other-DATE`, and `.bak` stays, for it is the last file known to be good.
 */
gboolean sonde_profile_file_replace (const char *path,
                                     const char *text,
                                     const char *expected,
                                     char      **kept,
                                     GError    **error);

G_END_DECLS
