/* sonde-status.h: the state of a connection as words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; texts are translated, and newly allocated unless they are const.
 */

#pragma once

#include <sonde-machine.h>
#include <sonde-profile.h>

G_BEGIN_DECLS

/* "Disconnected", "Connecting…", "Connected", "Reconnecting in 4 s"; times are monotonic µs */
char *sonde_status_to_text (SondeState state,
                            gint64     retry_at,
                            gint64     now);

/* Why nothing can be published in a state other than ONLINE, and what to press; borrowed */
const char *sonde_status_refuse_publish (SondeState state);

/* How long a text about @retry_at stays true: ms until the number it shows changes */
guint sonde_status_next_change (gint64 retry_at,
                                gint64 now);

/* A line each, of what the broker said in CONNACK (MQTT 5.0, 3.2.2; 3.1.1, 3.2.2): session
 * present, reason, and with MQTT 5 what it assigned and its limits. @reason is MQTT 5's, as the
 * session tells it; with MQTT 3.x the text has the return code it stands for. */
char *sonde_connack_to_text (SondeMqttVersion version,
                             guint8           reason,
                             gboolean         session_present,
                             const guint8    *properties,
                             gsize            size);

G_END_DECLS
