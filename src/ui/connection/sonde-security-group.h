/* sonde-security-group.h: the fields of a connection that are about TLS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sonde-secret-store.h>
#include <sonde-tls-options.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Signals: "changed" (something was typed), "switched" (the user turned TLS on or off). */
#define SONDE_TYPE_SECURITY_GROUP (sonde_security_group_get_type ())
G_DECLARE_FINAL_TYPE (SondeSecurityGroup, sonde_security_group, SONDE, SECURITY_GROUP, AdwPreferencesGroup)

/* Emits neither signal. */
void sonde_security_group_load (SondeSecurityGroup    *self,
                                const SondeTlsOptions *options);

/* Shows what is kept of the passphrase, when it has been found. */
void sonde_security_group_look_up_passphrase (SondeSecurityGroup *self,
                                              SondeSecretStore   *secrets,
                                              const char         *profile_id);

/* Into @options, with all that the fields do not show left as it was. */
void sonde_security_group_save (SondeSecurityGroup *self,
                                SondeTlsOptions    *options);

/* What was typed, or %NULL when nothing was. */
const char *sonde_security_group_get_new_passphrase (SondeSecurityGroup *self);

gboolean sonde_security_group_get_use_tls (SondeSecurityGroup *self);

G_END_DECLS
