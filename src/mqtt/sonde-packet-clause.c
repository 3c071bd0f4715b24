/* sonde-packet-clause.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-clause"

#include "sonde-packet-clause.h"

#include "sonde-packet.h"
#include "sonde-properties.h"

#define MAX_PROPERTIES 17

typedef struct
{
  const char *type;
  const char *variable_header;
  const char *reason;
  const char *payload;
  const char *properties;
  guint8      ids[MAX_PROPERTIES + 1]; /* in the order of their clauses, the first of which is .2 */
} Clauses;

/* clang-format off */

/* What an acknowledgement of a publish may carry (3.4.2.2, 3.5.2.2, 3.6.2.2, 3.7.2.2). */
#define OF_AN_ACK { SONDE_PROPERTY_REASON_STRING, SONDE_PROPERTY_USER_PROPERTY }

/* MQTT 5.0. That of 3.1.1 differs where said below. */
static const Clauses clauses[] = {
  [SONDE_PACKET_CONNECT] = { "3.1", "3.1.2", NULL, "3.1.3", "3.1.2.11",
    { SONDE_PROPERTY_SESSION_EXPIRY, SONDE_PROPERTY_RECEIVE_MAXIMUM, SONDE_PROPERTY_MAXIMUM_PACKET_SIZE,
      SONDE_PROPERTY_TOPIC_ALIAS_MAXIMUM, SONDE_PROPERTY_REQUEST_RESPONSE, SONDE_PROPERTY_REQUEST_PROBLEM,
      SONDE_PROPERTY_USER_PROPERTY, SONDE_PROPERTY_AUTH_METHOD, SONDE_PROPERTY_AUTH_DATA } },
  [SONDE_PACKET_CONNACK] = { "3.2", "3.2.2", "3.2.2.2", NULL, "3.2.2.3",
    { SONDE_PROPERTY_SESSION_EXPIRY, SONDE_PROPERTY_RECEIVE_MAXIMUM, SONDE_PROPERTY_MAXIMUM_QOS,
      SONDE_PROPERTY_RETAIN_AVAILABLE, SONDE_PROPERTY_MAXIMUM_PACKET_SIZE, SONDE_PROPERTY_ASSIGNED_CLIENT_ID,
      SONDE_PROPERTY_TOPIC_ALIAS_MAXIMUM, SONDE_PROPERTY_REASON_STRING, SONDE_PROPERTY_USER_PROPERTY,
      SONDE_PROPERTY_WILDCARD_AVAILABLE, SONDE_PROPERTY_SUBSCRIPTION_ID_AVAILABLE, SONDE_PROPERTY_SHARED_AVAILABLE,
      SONDE_PROPERTY_SERVER_KEEP_ALIVE, SONDE_PROPERTY_RESPONSE_INFORMATION, SONDE_PROPERTY_SERVER_REFERENCE,
      SONDE_PROPERTY_AUTH_METHOD, SONDE_PROPERTY_AUTH_DATA } },
  [SONDE_PACKET_PUBLISH] = { "3.3", "3.3.2", NULL, "3.3.3", "3.3.2.3",
    { SONDE_PROPERTY_PAYLOAD_FORMAT, SONDE_PROPERTY_MESSAGE_EXPIRY, SONDE_PROPERTY_TOPIC_ALIAS,
      SONDE_PROPERTY_RESPONSE_TOPIC, SONDE_PROPERTY_CORRELATION_DATA, SONDE_PROPERTY_USER_PROPERTY,
      SONDE_PROPERTY_SUBSCRIPTION_ID, SONDE_PROPERTY_CONTENT_TYPE } },
  [SONDE_PACKET_PUBACK] = { "3.4", "3.4.2", "3.4.2.1", NULL, "3.4.2.2", OF_AN_ACK },
  [SONDE_PACKET_PUBREC] = { "3.5", "3.5.2", "3.5.2.1", NULL, "3.5.2.2", OF_AN_ACK },
  [SONDE_PACKET_PUBREL] = { "3.6", "3.6.2", "3.6.2.1", NULL, "3.6.2.2", OF_AN_ACK },
  [SONDE_PACKET_PUBCOMP] = { "3.7", "3.7.2", "3.7.2.1", NULL, "3.7.2.2", OF_AN_ACK },
  [SONDE_PACKET_SUBSCRIBE] = { "3.8", "3.8.2", NULL, "3.8.3", "3.8.2.1",
    { SONDE_PROPERTY_SUBSCRIPTION_ID, SONDE_PROPERTY_USER_PROPERTY } },
  [SONDE_PACKET_SUBACK] = { "3.9", "3.9.2", "3.9.3", "3.9.3", "3.9.2.1", OF_AN_ACK },
  [SONDE_PACKET_UNSUBSCRIBE] = { "3.10", "3.10.2", NULL, "3.10.3", "3.10.2.1", { SONDE_PROPERTY_USER_PROPERTY } },
  [SONDE_PACKET_UNSUBACK] = { "3.11", "3.11.2", "3.11.3", "3.11.3", "3.11.2.1", OF_AN_ACK },
  [SONDE_PACKET_PINGREQ] = { "3.12", "3.12.2", NULL, "3.12.3", NULL, { 0 } },
  [SONDE_PACKET_PINGRESP] = { "3.13", "3.13.2", NULL, "3.13.3", NULL, { 0 } },
  [SONDE_PACKET_DISCONNECT] = { "3.14", "3.14.2", "3.14.2.1", "3.14.3", "3.14.2.2",
    { SONDE_PROPERTY_SESSION_EXPIRY, SONDE_PROPERTY_REASON_STRING, SONDE_PROPERTY_USER_PROPERTY,
      SONDE_PROPERTY_SERVER_REFERENCE } },
  [SONDE_PACKET_AUTH] = { "3.15", "3.15.2", "3.15.2.1", "3.15.3", "3.15.2.2",
    { SONDE_PROPERTY_AUTH_METHOD, SONDE_PROPERTY_AUTH_DATA, SONDE_PROPERTY_REASON_STRING,
      SONDE_PROPERTY_USER_PROPERTY } },
};

/* 3.1.3.2 */
#define WILL_PROPERTIES "3.1.3.2"
static const guint8 will_ids[] = {
  SONDE_PROPERTY_WILL_DELAY, SONDE_PROPERTY_PAYLOAD_FORMAT, SONDE_PROPERTY_MESSAGE_EXPIRY, SONDE_PROPERTY_CONTENT_TYPE,
  SONDE_PROPERTY_RESPONSE_TOPIC, SONDE_PROPERTY_CORRELATION_DATA, SONDE_PROPERTY_USER_PROPERTY, 0,
};

/* clang-format on */

static const Clauses *
get_clauses (guint8 type)
{
  return type < G_N_ELEMENTS (clauses) && clauses[type].type != NULL ? &clauses[type] : NULL;
}

const char *
sonde_packet_clause_of_type (guint8 type)
{
  const Clauses *of = get_clauses (type);

  return of != NULL ? of->type : "2.1";
}

const char *
sonde_packet_clause_of_part (guint8            type,
                             SondeMqttVersion  version,
                             SondePacketClause part)
{
  const Clauses *of = get_clauses (type);
  const char    *clause = NULL;

  if (of == NULL || version == SONDE_MQTT_3_1)
    return sonde_packet_clause_of_type (type);

  switch (part)
    {
    case SONDE_PACKET_CLAUSE_REASON:
      clause = type == SONDE_PACKET_CONNACK && version == SONDE_MQTT_3_1_1 ? "3.2.2.3" : of->reason;
      break;
    case SONDE_PACKET_CLAUSE_PAYLOAD:
      clause = of->payload;
      break;
    case SONDE_PACKET_CLAUSE_VARIABLE_HEADER:
    default:
      break;
    }

  return clause != NULL ? clause : of->variable_header;
}

const char *
sonde_packet_clause_of_properties (guint8   type,
                                   gboolean will)
{
  const Clauses *of = get_clauses (type);

  if (will)
    return WILL_PROPERTIES;

  return of != NULL && of->properties != NULL ? of->properties : sonde_packet_clause_of_type (type);
}

guint
sonde_packet_clause_of_property (guint8   type,
                                 gboolean will,
                                 guint8   id)
{
  const Clauses *of = get_clauses (type);
  const guint8  *ids = will || of == NULL ? will_ids : of->ids;

  for (guint i = 0; ids[i] != 0; i++)
    if (ids[i] == id)
      return i + 2;

  return 0;
}
