/* sonde-tls-keylog.h: the keys of connections, for one's own Wireshark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only where the environment variable SSLKEYLOGFILE names a file, as with browsers.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: a file descriptor to append to, readable by the user alone when it is
 * new; -1 when not asked for, or not possible */
int  sonde_tls_keylog_open (void);
void sonde_tls_keylog_close (int fd);

/* In one piece: other connections, and programs, may write to the same file. */
void sonde_tls_keylog_append (int         fd,
                              const char *line);

G_END_DECLS
