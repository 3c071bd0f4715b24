/* sonde-secret-store.h: passwords, in the desktop's keyring or for this run only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread; never blocks. Secrets are found by profile id and purpose
 * (one of those below). No error text ever holds one.
 */

#pragma once

#include <sonde-secret.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define SONDE_SECRET_PASSWORD "password"
#define SONDE_SECRET_KEY_PASSPHRASE "key-passphrase"
#define SONDE_SECRET_PSK "psk"
#define SONDE_SECRET_PROXY_PASSWORD "proxy-password"

/* All of them; ends with %NULL. */
extern const char *const sonde_secret_purposes[];

#define SONDE_TYPE_SECRET_STORE (sonde_secret_store_get_type ())
G_DECLARE_FINAL_TYPE (SondeSecretStore, sonde_secret_store, SONDE, SECRET_STORE, GObject)

/* Asks the session bus in the background for a Secret Service. Property "lasting"
 * (gboolean, notifies): FALSE until one answered; secrets are then kept for this run only. */
SondeSecretStore *sonde_secret_store_new (void);
gboolean          sonde_secret_store_get_lasting (SondeSecretStore *self);

void sonde_secret_store_lookup_async (SondeSecretStore   *self,
                                      const char         *profile_id,
                                      const char         *purpose,
                                      GCancellable       *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);
/* Returns: (transfer full) (nullable): free with sonde_secret_free(); %NULL without @error: none kept */
char *sonde_secret_store_lookup_finish (SondeSecretStore *self,
                                        GAsyncResult     *result,
                                        GError          **error);

/* @secret %NULL or "": forget it. @label: what a keyring's own window shows, "Sonde: NAME".
 * Where the service refuses or vanishes the secret is kept for this run and the finish says so. */
void sonde_secret_store_save_async (SondeSecretStore   *self,
                                    const char         *profile_id,
                                    const char         *purpose,
                                    const char         *label,
                                    const char         *secret,
                                    GCancellable       *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer            user_data);
/* @lasting: (out): whether it is in the keyring now */
gboolean sonde_secret_store_save_finish (SondeSecretStore *self,
                                         GAsyncResult     *result,
                                         gboolean         *lasting,
                                         GError          **error);

/* Of a profile that is no more, after its secrets were forgotten: nobody looks for them again, so that
 * they were is not kept for this run either. */
void sonde_secret_store_drop (SondeSecretStore *self,
                              const char       *profile_id,
                              const char       *purpose);

G_END_DECLS
