/* sonde-usual-port.h: the ports where brokers listen when nobody chose another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-network-options.h"

G_BEGIN_DECLS

/* 1883 and, with TLS, 8883, as registered; for WebSocket 8083 and 8084, as EMQX has them. */
guint16 sonde_usual_port (SondeCarrier carrier,
                          gboolean     use_tls);

/* Whether brokers of this kind are usual there. */
gboolean sonde_port_is_usual (SondeCarrier carrier,
                              gboolean     use_tls,
                              guint16      port);

/* The port after a change of carrier or TLS: one that was usual before becomes the usual one of
 * now, a web server's port stays one, and any other is the user's own. */
guint16 sonde_propose_port (SondeCarrier old_carrier,
                            gboolean     old_tls,
                            SondeCarrier carrier,
                            gboolean     use_tls,
                            guint16      port);

G_END_DECLS
