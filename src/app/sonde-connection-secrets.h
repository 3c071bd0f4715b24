/* sonde-connection-secrets.h: what is on its way to and from the keyring
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include <sonde-profile.h>
#include <sonde-secret-store.h>

G_BEGIN_DECLS

/* Signal: "failed" (const char *sentence), translated. */
#define SONDE_TYPE_CONNECTION_SECRETS (sonde_connection_secrets_get_type ())
G_DECLARE_FINAL_TYPE (SondeConnectionSecrets, sonde_connection_secrets, SONDE, CONNECTION_SECRETS, GObject)

SondeConnectionSecrets *sonde_connection_secrets_new (SondeSecretStore *store);

/* Whether nothing is on its way. */
gboolean sonde_connection_secrets_is_settled (SondeConnectionSecrets *self);

/* @secret: %NULL or "" forgets it */
void sonde_connection_secrets_save (SondeConnectionSecrets *self,
                                    const SondeProfile     *profile,
                                    const char             *purpose,
                                    const char             *secret);
/* All that is kept for the profile @from_id, for @to as well. */
void sonde_connection_secrets_copy (SondeConnectionSecrets *self,
                                    const char             *from_id,
                                    const SondeProfile     *to);
void sonde_connection_secrets_forget (SondeConnectionSecrets *self,
                                      const SondeProfile     *profile);

G_END_DECLS
