/* sonde-cause.h: why a connection failed or ended, as one sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. Each returns a new error of SONDE_MQTT_ERROR
 * whose translated message names the cause, host and port where they help.
 * @may_retry: whether to try again by itself can help.
 */

#pragma once

#include "sonde-mqtt-error.h"
#include "sonde-packet.h"
#include "sonde-transport.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The stream failed with @error, of GIO or of a layer with a sentence of its own, or
 * ended (%NULL; from WEBSOCKET on), @online_for µs after CONNACK when the stage is ONLINE. */
GError *sonde_cause_from_network (const SondeProfile *profile,
                                  SondeStage          stage,
                                  const GError       *error,
                                  gint64              online_for,
                                  gboolean           *may_retry);

/* The connect timeout came in @stage. */
GError *sonde_cause_from_timeout (const SondeProfile *profile,
                                  SondeStage          stage,
                                  gboolean           *may_retry);

/* The first bytes that came begin no CONNACK, or no answer of HTTP in WEBSOCKET. */
GError *sonde_cause_from_greeting (const SondeProfile *profile,
                                   SondeStage          stage,
                                   const guint8       *greeting,
                                   gsize               size,
                                   gboolean           *may_retry);

/* The broker cut the connection soon after CONNACK, again: it is fought over. */
GError *sonde_cause_from_cuts (const SondeProfile *profile);

/* CONNACK with @reason as it came; @v3_answer: of a 3.x broker to MQTT 5. */
GError *sonde_cause_from_connack (const SondeProfile *profile,
                                  guint8              reason,
                                  gboolean            v3_answer,
                                  const guint8       *properties,
                                  gsize               size,
                                  gboolean           *may_retry);

/* DISCONNECT from the broker */
GError *sonde_cause_from_disconnect (const SondeProfile *profile,
                                     guint8              reason,
                                     const guint8       *properties,
                                     gsize               size,
                                     gboolean           *may_retry);

/* What must not be handed on. @fault: a translated sentence, or %NULL */
GError *sonde_cause_from_bad_packet (const SondePacket *packet,
                                     const char        *fault);

/* What comes is no packet at all. */
GError *sonde_cause_from_broken_stream (void);

/* A packet of @size bytes came, beyond the Maximum Packet Size of CONNECT (5.0, 3.1.2.11.4). */
GError *sonde_cause_from_large_packet (const SondeProfile *profile,
                                       guint32             size);

/* PUBACK answered a message of QoS 2. */
GError *sonde_cause_from_lowered_qos (void);

G_END_DECLS
