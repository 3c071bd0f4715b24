/* sonde-cause.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-cause"

#include "sonde-cause.h"

#include "sonde-cause-unreached.h"
#include "sonde-packet.h"
#include "sonde-properties.h"
#include "sonde-reason.h"
#include "sonde-usual-port.h"

#include <glib/gi18n.h>
#include <sonde-format.h>
#include <string.h>

/* Lost so soon after CONNACK, again and again, the cause is another client with the
 * same id: brokers of MQTT 3 close the older connection without a word (3.1.4-2). */
#define SOON_US (5 * G_USEC_PER_SEC)

#define REASON_STRING_CHARS 200

#define REASON_UNSUPPORTED_VERSION 132
#define REASON_CLIENT_ID_NOT_VALID 133
#define REASON_SESSION_TAKEN_OVER 142

#define V3_CLIENT_ID_REJECTED 2

#define CONNACK_FIRST_BYTE (SONDE_PACKET_CONNACK << 4)

/* What the user must set right first. */
static gboolean
is_lasting (const GError *error)
{
  if (error == NULL || error->domain != SONDE_MQTT_ERROR)
    return FALSE;

  switch ((SondeMqttError) error->code)
    {
    case SONDE_MQTT_ERROR_INVALID:
    case SONDE_MQTT_ERROR_TLS:
    case SONDE_MQTT_ERROR_WEBSOCKET:
    case SONDE_MQTT_ERROR_PROXY:
    case SONDE_MQTT_ERROR_NO_TLS:
      return TRUE;
    default:
      return FALSE;
    }
}

/* No TLS is used where it is usual. */
static gboolean
lacks_usual_tls (const SondeProfile *profile)
{
  SondeCarrier carrier = profile->network->carrier;

  return !profile->tls->use_tls && carrier != SONDE_CARRIER_UNIX && sonde_port_is_usual (carrier, TRUE, profile->port);
}

/* TLS is used where none is usual. */
static gboolean
has_unusual_tls (const SondeProfile *profile)
{
  return profile->tls->use_tls && sonde_port_is_usual (profile->network->carrier, FALSE, profile->port);
}

/* TCP stood, but no CONNACK came. */
static GError *
unanswered_error (const SondeProfile *profile)
{
  g_autofree char *address = sonde_profile_dup_address (profile);

  if (profile->network->carrier == SONDE_CARRIER_WEBSOCKET && profile->version == SONDE_MQTT_5)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_UNANSWERED,
                        _ ("%s opened the WebSocket, but closed it without an answer: it may not speak MQTT 5 (try 3.1.1), or not at this path."), address);
  if (profile->network->carrier == SONDE_CARRIER_WEBSOCKET)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_UNANSWERED,
                        _ ("%s opened the WebSocket, but closed it without an answer: the path may not be that of an MQTT broker."), address);

  if (profile->network->carrier == SONDE_CARRIER_UNIX)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_UNANSWERED,
                        profile->version == SONDE_MQTT_5
                          ? _ ("%s closed the connection without an answer: it may not speak MQTT 5 (try 3.1.1), or not be a broker’s socket.")
                          : _ ("%s closed the connection without an answer: it may not be a broker’s socket."),
                        address);
  if (lacks_usual_tls (profile))
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_EXPECTS_TLS,
                        _ ("%s closed the connection without an answer: that port is usually one for TLS, which this connection does not use."), address);
  if (profile->version == SONDE_MQTT_5)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_UNANSWERED,
                        _ ("%s closed the connection without an answer: it may not speak MQTT 5 (try 3.1.1), or expect TLS."), address);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_UNANSWERED,
                      _ ("%s closed the connection without an answer: it may expect TLS, or not be an MQTT broker."), address);
}

/* The connection stood, but no answer of HTTP came. */
static GError *
unopened_error (const SondeProfile *profile)
{
  g_autofree char *address = sonde_profile_dup_address (profile);
  gboolean         usual = sonde_port_is_usual (SONDE_CARRIER_TCP, profile->tls->use_tls, profile->port);

  if (lacks_usual_tls (profile))
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_EXPECTS_TLS,
                        _ ("%s closed the connection without an answer: that port is usually one for TLS, which this connection does not use."), address);
  if (usual)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_NO_WEBSOCKET,
                        _ ("%s closed the connection without an answer to the WebSocket request: that port is usually one for MQTT without WebSocket."), address);
  if (profile->tls->use_tls)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                        _ ("%s closed the connection without an answer to the WebSocket request: that port may be for MQTT without WebSocket."), address);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                      _ ("%s closed the connection without an answer to the WebSocket request: that port may be for MQTT without WebSocket, or expect TLS."), address);
}

static GError *
lost_error (const SondeProfile *profile,
            const GError       *error,
            gint64              online_for)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                        _ ("The connection was lost: %s."), error->message);

  if (online_for < SOON_US && profile->client_id[0] != '\0')
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_CUT,
                        _ ("The broker closed the connection soon after it began; if this repeats, another client uses the client ID “%s”."), profile->client_id);

  return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST, _ ("The broker closed the connection."));
}

/* Closed in the middle of the handshake, as a broker without TLS does. */
static GError *
no_tls_error (const SondeProfile *profile)
{
  g_autofree char *address = sonde_profile_dup_address (profile);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_NO_TLS,
                      _ ("%s does not complete the TLS handshake: that port is usually one without TLS, often 8883 is the one with it."), address);
}

GError *
sonde_cause_from_cuts (const SondeProfile *profile)
{
  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TAKEN_OVER,
                      _ ("The broker closed the connection soon after it began, twice in a row: another client probably uses the client ID “%s”."), profile->client_id);
}

GError *
sonde_cause_from_network (const SondeProfile *profile,
                          SondeStage          stage,
                          const GError       *error,
                          gint64              online_for,
                          gboolean           *may_retry)
{
  g_return_val_if_fail (error != NULL || stage >= SONDE_STAGE_WEBSOCKET, NULL);

  *may_retry = !is_lasting (error);

  if (stage == SONDE_STAGE_TLS && has_unusual_tls (profile) && g_error_matches (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL))
    return no_tls_error (profile);
  if (error != NULL && error->domain == SONDE_MQTT_ERROR)
    return g_error_copy (error);
  if (stage == SONDE_STAGE_ONLINE)
    return lost_error (profile, error, online_for);
  if (stage == SONDE_STAGE_CONNECT)
    return unanswered_error (profile);
  if (stage == SONDE_STAGE_WEBSOCKET)
    return unopened_error (profile);

  return sonde_cause_unreached_from_network (profile, stage, error);
}

GError *
sonde_cause_from_timeout (const SondeProfile *profile,
                          SondeStage          stage,
                          gboolean           *may_retry)
{
  g_autofree char *address = sonde_profile_dup_address (profile);

  *may_retry = TRUE;

  if (stage <= SONDE_STAGE_PROXY)
    return sonde_cause_unreached_from_timeout (profile, stage);
  if (stage == SONDE_STAGE_TLS && has_unusual_tls (profile))
    return no_tls_error (profile);
  if (stage == SONDE_STAGE_TLS)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                        _ ("%s took the connection but did not complete the TLS handshake within %u s: that port may not take TLS."), address, profile->connect_timeout);

  if (stage == SONDE_STAGE_WEBSOCKET)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                        _ ("%s took the connection but did not answer the WebSocket request within %u s: that port may be for MQTT without WebSocket."), address, profile->connect_timeout);

  if (lacks_usual_tls (profile))
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_EXPECTS_TLS,
                        _ ("%s took the connection but did not answer within %u s: that port is usually one for TLS, which this connection does not use."), address, profile->connect_timeout);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TIMEOUT,
                      _ ("%s took the connection but did not answer CONNECT within %u s: it may not be an MQTT broker."), address, profile->connect_timeout);
}

static gboolean
begins_with (const guint8 *bytes,
             gsize         size,
             const char   *prefix)
{
  return size >= strlen (prefix) && memcmp (bytes, prefix, strlen (prefix)) == 0;
}

/* An alert or handshake record of any version (RFC 8446, 5.1). */
static gboolean
looks_like_tls (const guint8 *bytes,
                gsize         size)
{
  return size >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 0x03;
}

GError *
sonde_cause_from_greeting (const SondeProfile *profile,
                           SondeStage          stage,
                           const guint8       *greeting,
                           gsize               size,
                           gboolean           *may_retry)
{
  g_autofree char *address = sonde_profile_dup_address (profile);
  SondeMqttError   code = SONDE_MQTT_ERROR_PROTOCOL;
  const char      *format;

  *may_retry = FALSE;
  if (looks_like_tls (greeting, size))
    code = SONDE_MQTT_ERROR_EXPECTS_TLS;
  else if (begins_with (greeting, size, "HTTP/") && stage != SONDE_STAGE_WEBSOCKET)
    code = SONDE_MQTT_ERROR_EXPECTS_WEBSOCKET;

  if (code == SONDE_MQTT_ERROR_EXPECTS_TLS)
    format = _ ("%s expects TLS: this port takes encrypted connections only.");
  else if (begins_with (greeting, size, "HTTP/") && stage == SONDE_STAGE_WEBSOCKET)
    format = _ ("What answers at %s is a web server, but not one that opens a WebSocket.");
  else if (code == SONDE_MQTT_ERROR_EXPECTS_WEBSOCKET)
    format = _ ("What answers at %s is a web server, not an MQTT broker: if it belongs to a broker, connect by WebSocket.");
  else if (begins_with (greeting, size, "SSH-"))
    format = _ ("What answers at %s is an SSH server, not an MQTT broker.");
  else if (stage == SONDE_STAGE_WEBSOCKET)
    format = _ ("What answers at %s is not a web server, and opens no WebSocket.");
  else if (size > 0 && greeting[0] == CONNACK_FIRST_BYTE)
    format = _ ("The CONNACK of %s breaks the rules of MQTT, or is not whole.");
  else
    format = _ ("What answers at %s is not an MQTT broker.");

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_error_new (SONDE_MQTT_ERROR, (int) code, format, address);
#pragma GCC diagnostic pop
}

/* The broker's own words */
static char *
dup_reason_string (const guint8 *properties,
                   gsize         size)
{
  g_autofree char *text = NULL;
  SondeProperty    property;

  if (!sonde_properties_find (properties, size, SONDE_PROPERTY_REASON_STRING, &property) || property.size == 0)
    return NULL;

  text = sonde_property_dup_value (&property);

  return sonde_format_line (text, REASON_STRING_CHARS);
}

GError *
sonde_cause_from_connack (const SondeProfile *profile,
                          guint8              reason,
                          gboolean            v3_answer,
                          const guint8       *properties,
                          gsize               size,
                          gboolean           *may_retry)
{
  SondeMqttVersion version = v3_answer ? SONDE_MQTT_3_1_1 : profile->version;
  gboolean         is_of_id = reason == (version == SONDE_MQTT_5 ? REASON_CLIENT_ID_NOT_VALID : V3_CLIENT_ID_REJECTED);
  SondeMqttError   code = is_of_id ? SONDE_MQTT_ERROR_CLIENT_ID : SONDE_MQTT_ERROR_REFUSED;
  g_autofree char *words = NULL;
  const char      *name;

  *may_retry = sonde_reason_may_retry (version, SONDE_REASON_IN_CONNACK, reason);

  if (profile->version == SONDE_MQTT_5 && (v3_answer || reason == REASON_UNSUPPORTED_VERSION))
    {
      *may_retry = FALSE;
      return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_VERSION,
                                  _ ("The broker does not speak MQTT 5: choose MQTT 3.1.1 for this connection."));
    }

  name = sonde_reason_to_string (version, SONDE_REASON_IN_CONNACK, reason);
  words = dup_reason_string (properties, size);
  if (words != NULL)
    return g_error_new (SONDE_MQTT_ERROR, (int) code,
                        _ ("The broker refused the connection: %s (“%s”)."), name, words);

  return g_error_new (SONDE_MQTT_ERROR, (int) code,
                      _ ("The broker refused the connection: %s."), name);
}

GError *
sonde_cause_from_disconnect (const SondeProfile *profile,
                             guint8              reason,
                             const guint8       *properties,
                             gsize               size,
                             gboolean           *may_retry)
{
  const char      *name = sonde_reason_to_string (profile->version, SONDE_REASON_IN_DISCONNECT, reason);
  g_autofree char *words = dup_reason_string (properties, size);

  *may_retry = sonde_reason_may_retry (profile->version, SONDE_REASON_IN_DISCONNECT, reason);

  if (reason == REASON_SESSION_TAKEN_OVER && *profile->client_id != '\0')
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TAKEN_OVER,
                        _ ("Another client took over the session: it uses the same client ID, “%s”."), profile->client_id);
  if (words != NULL)
    return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                        _ ("The broker ended the connection: %s (“%s”)."), name, words);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_LOST,
                      _ ("The broker ended the connection: %s."), name);
}

GError *
sonde_cause_from_bad_packet (const SondePacket *packet,
                             const char        *fault)
{
  GError *error = g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                               _ ("The broker broke the rules of MQTT with a packet of type %s."),
                               sonde_packet_type_to_string (packet->type));

  if (fault != NULL)
    {
      g_autofree char *sentence = g_steal_pointer (&error->message);

      error->message = g_strdup_printf ("%s %s", sentence, fault);
    }

  return error;
}

GError *
sonde_cause_from_broken_stream (void)
{
  return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                              _ ("The broker sent bytes that are no packet of MQTT."));
}

GError *
sonde_cause_from_large_packet (const SondeProfile *profile,
                               guint32             size)
{
  g_autofree char *came = sonde_format_size (size);
  g_autofree char *limit = sonde_format_size (profile->maximum_packet_size);

  return g_error_new (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                      _ ("The broker sent a packet of %s: the maximum packet size of this connection is %s."),
                      came, limit);
}

GError *
sonde_cause_from_lowered_qos (void)
{
  return g_error_new_literal (SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_PROTOCOL,
                              _ ("The broker took a message of QoS 2 as one of QoS 1, which ended the connection: connect again, and publish with QoS 0 or 1."));
}
