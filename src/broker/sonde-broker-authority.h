/* sonde-broker-authority.h: who vouches for the local broker, on the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   FOLDER/ca.pem   its certificate, for devices to trust
 *   FOLDER/ca.key   its key, readable by the user only
 */

#pragma once

#include "sonde-broker-crypto.h"

G_BEGIN_DECLS

/* Where its certificate is, or will be. */
char *sonde_broker_authority_dup_path (const char *folder);

/* The one in @folder; made anew when there is none that can be used, or it ends within a year.
 * Blocks for the time of small files. */
SondeBrokerIdentity *sonde_broker_authority_open (const char *folder,
                                                  GError    **error);

G_END_DECLS
