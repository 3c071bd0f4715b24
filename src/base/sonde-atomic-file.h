/* sonde-atomic-file.h: files that are whole or as they were
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sonde_atomic_file_write:
 * @path: absolute path; a symbolic link is followed, so that it stays one
 * @keep_backup: first make `@path.bak` the file as it is now
 *
 * Writes with mode 0600, data and folder flushed to the disk, by renaming a
 * finished file over the old one. Makes missing parent folders (0700). Blocks:
 * call it in a worker. A SIGKILL at any point leaves the old or the new file.
 *
 * Returns: %FALSE with a #GFileError otherwise; the old file is then as it was
 */
gboolean sonde_atomic_file_write (const char *path,
                                  const char *contents,
                                  gsize       length,
                                  gboolean    keep_backup,
                                  GError    **error);

/**
 * sonde_file_lock:
 *
 * Takes `@path.lock`, that another Sonde does not change @path meanwhile. Blocks while another has it.
 *
 * Returns: a descriptor, whose close() gives it back; -1 with errno where there can be none: what is
 *   written all the same is whole, but may be written over
 */
int sonde_file_lock (const char *path);

/* Removes from @folder what writers that were killed left unfinished, @age_s seconds ago or longer. */
void sonde_atomic_file_sweep (const char *folder,
                              guint       age_s);

/* Goes on where a part was written, or a signal came. Blocks. Returns: %FALSE with errno */
gboolean sonde_write_all (int         fd,
                          const char *contents,
                          gsize       length);

G_END_DECLS
