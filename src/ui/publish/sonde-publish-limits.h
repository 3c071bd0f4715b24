/* sonde-publish-limits.h: what the broker does not take of what one would publish with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line below the choices, shown when one of them goes beyond what CONNACK allows. What may not
 * be chosen is insensitive; what was chosen before stays so, until the user changes it.
 */

#pragma once

#include <sonde-connection.h>

#include <adwaita.h>

G_BEGIN_DECLS

/* Property: connection (nullable). */
#define SONDE_TYPE_PUBLISH_LIMITS (sonde_publish_limits_get_type ())
G_DECLARE_FINAL_TYPE (SondePublishLimits, sonde_publish_limits, SONDE, PUBLISH_LIMITS, AdwBin)

/* @qos_toggles: those of QoS 0, 1 and 2. All are borrowed, and live as long. */
void sonde_publish_limits_watch (SondePublishLimits     *self,
                                 GtkToggleButton *const *qos_toggles,
                                 GtkToggleButton        *retain);

G_END_DECLS
