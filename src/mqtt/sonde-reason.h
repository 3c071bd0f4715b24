/* sonde-reason.h: return codes and reason codes as words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. Texts are translated and static.
 */

#pragma once

#include "sonde-profile.h"

G_BEGIN_DECLS

/* The packet a code came in; the same number means different things. */
typedef enum
{
  SONDE_REASON_IN_CONNACK,
  SONDE_REASON_IN_SUBACK,
  SONDE_REASON_IN_UNSUBACK,
  SONDE_REASON_IN_PUBACK, /* PUBACK, PUBREC, PUBREL, PUBCOMP */
  SONDE_REASON_IN_DISCONNECT,
} SondeReasonContext;

/* The specification's own name, lower case: "not authorized", "granted QoS 1",
 * "unacceptable protocol version"; "unknown reason" for the rest. */
const char *sonde_reason_to_string (SondeMqttVersion   version,
                                    SondeReasonContext context,
                                    guint8             code);

/* One sentence for the user: what it means and what to do; %NULL where the name says all. */
const char *sonde_reason_to_advice (SondeMqttVersion   version,
                                    SondeReasonContext context,
                                    guint8             code);

/* Whether trying the same again by itself may help (5.0, 2.4 and 4.13): not for bad
 * credentials, bad client id, unsupported version, banned, session taken over. */
gboolean sonde_reason_may_retry (SondeMqttVersion   version,
                                 SondeReasonContext context,
                                 guint8             code);

/* Unified: MQTT 3.x CONNACK codes 1 to 5 as their MQTT 5 equals (132, 133, 136, 134, 135). */
guint8 sonde_reason_from_v3_connack (guint8 code);

/* The return code an MQTT 3.x broker sent; one that has none stays as it is. */
guint8 sonde_reason_to_v3_connack (guint8 reason);

G_END_DECLS
