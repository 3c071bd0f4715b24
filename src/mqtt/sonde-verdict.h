/* sonde-verdict.h: what a broker said about the connection itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Its CONNACK and, in MQTT 5, its DISCONNECT, as the tap read them: libmosquitto
 * hides most of the latter. Network thread.
 */

#pragma once

#include "sonde-limits.h"
#include "sonde-packet.h"
#include "sonde-transport.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean came;
  guint8   reason; /* as it came */
  GBytes  *properties;
} SondeStatement;

typedef struct
{
  gboolean       greeted; /* the first packet has come … */
  gboolean       alien;   /* … and is no CONNACK, or a malformed one: */
  guint8         fault;   /* then the reason code to end with (5.0, 4.13) */
  SondeStatement connack;
  gboolean       session_present;
  gboolean       v3_answer; /* of a 3.x broker to MQTT 5 */
  SondeStatement disconnect;
  SondeLimits    limits;
} SondeVerdict;

/* For a new connection. */
void sonde_verdict_reset (SondeVerdict    *self,
                          SondeMqttVersion version);
void sonde_verdict_clear (SondeVerdict *self);

/* Reads the first packet of all, and each DISCONNECT.
 * Returns: whether this was the CONNACK, well formed */
gboolean sonde_verdict_read (SondeVerdict      *self,
                             const SondePacket *packet,
                             SondeMqttVersion   version);

/* Looks at bytes that may never make a whole packet. */
void sonde_verdict_read_greeting (SondeVerdict *self,
                                  const guint8 *greeting,
                                  gsize         size);

/* The client id the broker chose (5.0, 3.2.2.3.7), or %NULL. */
char *sonde_verdict_dup_client_id (const SondeVerdict *self);

SondeTransportEvent *sonde_verdict_to_event (const SondeVerdict *self,
                                             SondeMqttVersion    version);

/* The error the broker's own words amount to, or %NULL when it gave none. */
GError *sonde_verdict_to_error (const SondeVerdict *self,
                                const SondeProfile *profile,
                                const guint8       *greeting,
                                gsize               greeting_size,
                                gboolean           *may_retry);

G_END_DECLS
