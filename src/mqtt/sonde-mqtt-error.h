/* sonde-mqtt-error.h: what can go wrong between us and a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SONDE_MQTT_ERROR (sonde_mqtt_error_quark ())
GQuark sonde_mqtt_error_quark (void);

/* Messages of this domain are one translated sentence for the user. */
typedef enum
{
  SONDE_MQTT_ERROR_INVALID,   /* bad URI, topic, filter or option */
  SONDE_MQTT_ERROR_RESOLVE,   /* the host name has no address */
  SONDE_MQTT_ERROR_CONNECT,   /* TCP refused, unreachable, reset */
  SONDE_MQTT_ERROR_TIMEOUT,   /* nothing within the connect timeout */
  SONDE_MQTT_ERROR_REFUSED,   /* CONNACK, SUBACK or PUBACK with a reason code */
  SONDE_MQTT_ERROR_PROTOCOL,  /* what came is not MQTT, or breaks its rules */
  SONDE_MQTT_ERROR_LOST,      /* the connection ended while online */
  SONDE_MQTT_ERROR_OFFLINE,   /* asked for while not connected */
  SONDE_MQTT_ERROR_TOO_LARGE, /* beyond the broker's Maximum Packet Size */
  SONDE_MQTT_ERROR_CANCELLED, /* the user disconnected first */
  SONDE_MQTT_ERROR_LOCAL,     /* no descriptors, no memory … */
  SONDE_MQTT_ERROR_BUSY,      /* too many publishes wait for their answer */
  SONDE_MQTT_ERROR_TLS,       /* certificates, keys, versions: what must be set right first */
  SONDE_MQTT_ERROR_WEBSOCKET, /* path, headers, what listens there: likewise */
  SONDE_MQTT_ERROR_PROXY,     /* what must be set right for, or at, the proxy first */

  /* What one change of the profile may mend */
  SONDE_MQTT_ERROR_UNANSWERED,        /* closed before CONNACK, without a word */
  SONDE_MQTT_ERROR_VERSION,           /* refused: the broker does not speak this version of MQTT */
  SONDE_MQTT_ERROR_EXPECTS_TLS,       /* the port is one for TLS */
  SONDE_MQTT_ERROR_NO_TLS,            /* the port is one without TLS */
  SONDE_MQTT_ERROR_EXPECTS_WEBSOCKET, /* a web server answers */
  SONDE_MQTT_ERROR_NO_WEBSOCKET,      /* the port is one without WebSocket */
  SONDE_MQTT_ERROR_CLIENT_ID,         /* refused: the client identifier is not valid */
  SONDE_MQTT_ERROR_CUT,               /* online, and soon closed by the broker without a word */
  SONDE_MQTT_ERROR_TAKEN_OVER,        /* another client uses the client ID */
} SondeMqttError;

G_END_DECLS
