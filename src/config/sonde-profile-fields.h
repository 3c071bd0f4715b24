/* sonde-profile-fields.h: how a profile's members are named in its file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No secret is among them.
 */

#pragma once

#include "sonde-fields.h"

G_BEGIN_DECLS

extern const SondeField sonde_profile_fields[];
extern const SondeField sonde_profile_network_fields[];
extern const SondeField sonde_profile_tls_fields[];
extern const SondeField sonde_profile_will_fields[];
extern const SondeField sonde_profile_wanted_fields[];

G_END_DECLS
