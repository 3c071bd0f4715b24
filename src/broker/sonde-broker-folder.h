/* sonde-broker-folder.h: the folder one local broker has to itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   FOLDER/mosquitto.conf   written at every start, as are
 *   FOLDER/passwords        with hashes, and
 *   FOLDER/server.pem       with server.key, where they are wanted
 *   FOLDER/port             the port it had last
 *   FOLDER/lock             locked as long as Sonde or its broker lives; holds Sonde's pid
 *   FOLDER/data/            persistence; owned by the account the broker runs as
 *   FOLDER/2/, FOLDER/3/ …  the same for a second Sonde at the same time
 *
 * The broker inherits the lock: after a SIGKILL of Sonde it still writes its persistence,
 * and the next Sonde waits for it instead of starting from the file before.
 */

#pragma once

#include "sonde-broker-crypto.h"
#include "sonde-broker-options.h"

#include <sys/types.h>

G_BEGIN_DECLS

typedef struct
{
  char    *path;
  int      lock_fd;
  char    *user; /* account for the broker; %NULL: as we are, and we are not root */
  gboolean drop; /* become @uid and @gid before mosquitto begins */
  uid_t    uid;
  gid_t    gid;
} SondeBrokerFolder;

/**
 * sonde_broker_folder_open:
 * @wait: whether to return at once when the broker of a dead Sonde still holds the folder
 * @busy: (out): whether that is why %NULL was returned; then @error is not set
 *
 * Makes the folder when missing, locks it, or takes the first sub folder that is free.
 *
 * Returns: (nullable): %NULL with %SONDE_BROKER_ERROR_FILES when it cannot be written
 */
SondeBrokerFolder *sonde_broker_folder_open (const char *path,
                                             gboolean    wait,
                                             gboolean   *busy,
                                             GError    **error);
void               sonde_broker_folder_free (SondeBrokerFolder *self);

/* @server: (nullable): with TLS */
gboolean sonde_broker_folder_write_config (SondeBrokerFolder         *self,
                                           const SondeBrokerOptions  *options,
                                           const SondeBrokerIdentity *server,
                                           guint16                    port,
                                           GError                   **error);

/* Removes what its broker kept; not while that runs. */
gboolean sonde_broker_folder_forget (SondeBrokerFolder *self,
                                     GError           **error);

/* 0: none known */
guint16 sonde_broker_folder_get_last_port (SondeBrokerFolder *self);
void    sonde_broker_folder_set_last_port (SondeBrokerFolder *self,
                                           guint16            port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeBrokerFolder, sonde_broker_folder_free)

G_END_DECLS
