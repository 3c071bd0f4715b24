/* sonde-cause-unreached.h: why the broker, its socket or the proxy before it could not be reached
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of sonde-cause.h that is about the way to the broker, before a byte
 * of TLS, WebSocket or MQTT.
 */

#pragma once

#include "sonde-mqtt-error.h"
#include "sonde-transport.h"

G_BEGIN_DECLS

/* @error: of GIO, or %NULL where the other side ended */
GError *sonde_cause_unreached_from_network (const SondeProfile *profile,
                                            SondeStage          stage,
                                            const GError       *error);

/* @stage: up to SONDE_STAGE_PROXY */
GError *sonde_cause_unreached_from_timeout (const SondeProfile *profile,
                                            SondeStage          stage);

G_END_DECLS
