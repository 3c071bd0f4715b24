/* sonde-connections-transfer.h: connections taken from other programs, and handed on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread; files are written in a worker.
 */

#pragma once

#include "sonde-connections.h"

#include <sonde-import.h>

G_BEGIN_DECLS

/**
 * sonde_connections_import_async:
 * @import: (transfer full): what its user chose of it; an entry with a fault is passed over
 * @write_files: whether certificates and keys within the file become files (0600) in the folder
 *   "certificates" of the data folder; else the connections are without them
 *
 * Adds them at the end, under "NAME (2)" where the name is taken, and keeps their secrets.
 * When a file cannot be written, nothing is added.
 */
void sonde_connections_import_async (SondeConnections   *self,
                                     SondeImport        *import,
                                     gboolean            write_files,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);
/* Returns: (transfer container) (element-type SondeConnection): those added; %NULL with @error */
GPtrArray *sonde_connections_import_finish (SondeConnections *self,
                                            GAsyncResult     *result,
                                            GError          **error);

/**
 * sonde_connections_export_async:
 * @chosen: (element-type SondeConnection): in their order
 * @with_secrets: in plain text, for who asked for it and was warned
 *
 * See sonde-profile-export.h for the file.
 */
void     sonde_connections_export_async (SondeConnections   *self,
                                         GPtrArray          *chosen,
                                         gboolean            with_secrets,
                                         GFile              *file,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean sonde_connections_export_finish (SondeConnections *self,
                                          GAsyncResult     *result,
                                          GError          **error);

G_END_DECLS
