/* sonde-payload-file.h: a file that is to be a payload
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Any thread, but it may take long: the file may be large, or far away.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 5.0, 1.5.5: what a packet can hold */
#define SONDE_PAYLOAD_FILE_MAX_SIZE 268435455

/**
 * sonde_payload_file_read:
 * @path: in the encoding of file names
 * @maximum: bytes that may be read
 * @fault: (out) (transfer full): one translated sentence
 *
 * Regular files only: a FIFO or a device may never end.
 *
 * Returns: (transfer full) (nullable): %NULL with @fault
 */
GBytes *sonde_payload_file_read (const char *path,
                                 gsize       maximum,
                                 char      **fault);

G_END_DECLS
