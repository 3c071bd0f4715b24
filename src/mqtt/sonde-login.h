/* sonde-login.h: a profile and the password that goes with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The password is wiped when it is freed.
 */

#pragma once

#include "sonde-profile.h"

G_BEGIN_DECLS

typedef struct
{
  SondeProfile *profile;
  char         *password; /* may be NULL */
} SondeLogin;

SondeLogin *sonde_login_new (const SondeProfile *profile,
                             const char         *password);
void        sonde_login_free (SondeLogin *self);

/* Whether a broker would take both for one client with one session. */
gboolean sonde_login_is_same_session (const SondeProfile *a,
                                      const SondeProfile *b);

/* Whether a broker that says nothing of a session present may have one all the same: CONNACK of
 * MQTT 3.1 cannot say it. */
gboolean sonde_login_hides_session (const SondeProfile *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeLogin, sonde_login_free)

G_END_DECLS
