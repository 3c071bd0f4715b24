/* sonde-guard.h: what a broker must not send
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes is held against the specification before libmosquitto sees it, which lets some of it
 * through, does not say what it found, and in 2.0.11 aborts the program at a property that it
 * does not know. Pure functions; any thread.
 */

#pragma once

#include "sonde-packet.h"

G_BEGIN_DECLS

/**
 * sonde_guard_check:
 * @fault: (out) (optional) (transfer full): a translated sentence, where something is wrong
 *
 * Returns: 0, or the reason code of the DISCONNECT that is due (5.0, 4.13)
 */
guint8 sonde_guard_check (const SondePacket *packet,
                          SondeMqttVersion   version,
                          char             **fault);

G_END_DECLS
