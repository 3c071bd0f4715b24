/* sonde-connect.h: what CONNECT is to hold, and libmosquitto's CONNECT set right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread.
 */

#pragma once

#include "sonde-profile.h"

G_BEGIN_DECLS

/* Whether all of it can be sent: %NULL, else one translated sentence. libmosquitto would cut a
 * long will or password, and name no reason for most else. @password may be %NULL. */
const char *sonde_connect_check (const SondeProfile *profile,
                                 const char         *password);

/* The properties as on the wire (5.0, 3.1.2.11), after their length, without the Receive Maximum,
 * which is libmosquitto's own until sonde_connect_set(). */
GBytes *sonde_connect_dup_properties (const SondeProfile *profile);

/**
 * sonde_connect_set:
 * @connect: a whole CONNECT packet, changed in place
 * @clean: the Clean Start (Clean Session) flag
 *
 * Sets what libmosquitto would set otherwise: @clean; the will's Retain flag, which it drops when
 * the CONNACK before said that nothing is retained; and the Receive Maximum.
 */
void sonde_connect_set (guint8             *connect,
                        gsize               size,
                        const SondeProfile *profile,
                        gboolean            clean);

G_END_DECLS
