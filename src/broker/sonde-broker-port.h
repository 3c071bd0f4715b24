/* sonde-broker-port.h: a port for the local broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The first of @wishes that is free (0 is none), else one that the kernel picks; 0 when there is none.
 * @everywhere: not on loopback only */
guint16 sonde_broker_port_choose (const guint16 *wishes,
                                  guint          n_wishes,
                                  gboolean       everywhere);

G_END_DECLS
