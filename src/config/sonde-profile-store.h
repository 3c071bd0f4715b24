/* sonde-profile-store.h: the profiles file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `$XDG_CONFIG_HOME/sonde/profiles.json`: {"version": 1, "profiles": [ … ]}.
 * Fields we do not know survive a round trip, of the file and of each profile.
 * Main thread; saving writes in a worker, never two writes at once.
 */

#pragma once

#include <sonde-profile.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_CONFIG_ERROR (sonde_config_error_quark ())
GQuark sonde_config_error_quark (void);

typedef enum
{
  SONDE_CONFIG_ERROR_DAMAGED, /* set aside under another name, which the message tells */
  SONDE_CONFIG_ERROR_NEWER,   /* of a newer version: shown, never written */
  SONDE_CONFIG_ERROR_READ,
  SONDE_CONFIG_ERROR_WRITE,
  SONDE_CONFIG_ERROR_OTHER, /* written; what another program wrote is kept where the message tells */
} SondeConfigError;

#define SONDE_TYPE_PROFILE_STORE (sonde_profile_store_get_type ())
G_DECLARE_FINAL_TYPE (SondeProfileStore, sonde_profile_store, SONDE, PROFILE_STORE, GObject)

/* @path: absolute; need not exist */
SondeProfileStore *sonde_profile_store_new (const char *path);

/**
 * sonde_profile_store_load:
 *
 * Reads the file. No file: one profile, "Local broker". Empty or damaged: the file
 * is moved aside as `profiles.json.damaged-DATE` (numbered when that exists), the
 * last good copy `.bak` is taken if there is one, else "Local broker". A missing file with a
 * `.bak` beside it counts as damaged: one was lost. A newer version: its profiles as far as
 * understood, and nothing is ever written. A file that cannot be read or moved aside is never
 * overwritten either.
 * In each of these cases @error says so in one sentence, and the profiles are usable all the same.
 *
 * Returns: (transfer full) (element-type SondeProfile): at least one profile
 */
GPtrArray *sonde_profile_store_load (SondeProfileStore *self,
                                     GError           **error);

/**
 * sonde_profile_store_save_async:
 * @profiles: (element-type SondeProfile): all of them, in order; copied
 *
 * Atomic, 0600, `.bak` of the last good file. Saves that are asked for while one runs are
 * merged into one that follows; each completes with the write that holds its state.
 * Cancelling gives up waiting, not the write.
 *
 * When the file is not the one this store read or wrote last, another program changed it:
 * a copy of that version is kept beside it first, ours is written, and the finish returns
 * %FALSE with %SONDE_CONFIG_ERROR_OTHER.
 */
void     sonde_profile_store_save_async (SondeProfileStore  *self,
                                         GPtrArray          *profiles,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean sonde_profile_store_save_finish (SondeProfileStore *self,
                                          GAsyncResult      *result,
                                          GError           **error);

/* Blocks until what was asked for is on the disk, and completes it; for the end of the program.
 * @error: of the last write */
gboolean sonde_profile_store_flush (SondeProfileStore *self,
                                    GError           **error);

G_END_DECLS
