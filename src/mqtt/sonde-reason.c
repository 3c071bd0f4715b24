/* sonde-reason.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-reason"

#include "sonde-reason.h"

#include <glib/gi18n.h>

enum
{
  CONNACK = 1 << SONDE_REASON_IN_CONNACK,
  SUBACK = 1 << SONDE_REASON_IN_SUBACK,
  UNSUBACK = 1 << SONDE_REASON_IN_UNSUBACK,
  PUBACK = 1 << SONDE_REASON_IN_PUBACK,
  DISCONNECT = 1 << SONDE_REASON_IN_DISCONNECT,
};

typedef struct
{
  guint8      code;
  guint8      in; /* the packets it comes in */
  gboolean    may_retry;
  const char *name;
  const char *advice;
} Reason;

/* clang-format off */

/* MQTT 5.0, 2.4 and the tables of 3.2.2.2, 3.4.2.1, 3.5.2.1, 3.6.2.1, 3.7.2.1, 3.9.3, 3.11.3, 3.14.2.1.
 * What a DISCONNECT complains of is not retried where subscribing anew would bring it about again. */
static const Reason reasons[] = {
  { 0x00, CONNACK | UNSUBACK | PUBACK, TRUE, N_("success"), NULL },
  { 0x00, SUBACK, TRUE, N_("granted QoS 0"), NULL },
  { 0x00, DISCONNECT, TRUE, N_("normal disconnection"), NULL },
  { 0x01, SUBACK, TRUE, N_("granted QoS 1"), NULL },
  { 0x02, SUBACK, TRUE, N_("granted QoS 2"), NULL },
  { 0x04, DISCONNECT, TRUE, N_("disconnect with will message"), NULL },
  { 0x10, PUBACK, TRUE, N_("no matching subscribers"),
    N_("The broker took the message, but no one is subscribed to its topic.") },
  { 0x11, UNSUBACK, TRUE, N_("no subscription existed"),
    N_("The broker held no such subscription; there is nothing to do.") },

  { 0x80, CONNACK | SUBACK | UNSUBACK | PUBACK | DISCONNECT, TRUE, N_("unspecified error"),
    N_("The broker does not say why; its log may.") },
  { 0x81, CONNACK, FALSE, N_("malformed packet"),
    N_("The broker could not read the CONNECT packet; try another MQTT version in the connection’s settings.") },
  { 0x81, DISCONNECT, TRUE, N_("malformed packet"),
    N_("The broker could not read a packet it was sent; its log may say which.") },
  { 0x82, CONNACK, FALSE, N_("protocol error"),
    N_("The broker found the CONNECT packet against the rules; try another MQTT version in the connection’s settings.") },
  { 0x82, DISCONNECT, TRUE, N_("protocol error"),
    N_("The broker found a packet against the rules; its log may say which.") },
  { 0x83, CONNACK | SUBACK | UNSUBACK | PUBACK | DISCONNECT, TRUE, N_("implementation specific error"),
    N_("The broker refuses for a reason of its own; its log or manual may say which.") },
  { 0x84, CONNACK, FALSE, N_("unsupported protocol version"),
    N_("The broker does not speak this version of MQTT; choose another one in the connection’s settings.") },
  { 0x85, CONNACK, FALSE, N_("client identifier not valid"),
    N_("The broker does not take this client ID; choose another one in the connection’s settings.") },
  { 0x86, CONNACK, FALSE, N_("bad user name or password"),
    N_("Check the user name and the password in the connection’s settings.") },
  { 0x87, CONNACK, FALSE, N_("not authorized"),
    N_("The broker does not let this user, client ID or address in; check the user name and the password.") },
  { 0x87, SUBACK, FALSE, N_("not authorized"),
    N_("The broker does not let this user subscribe to this filter; a narrower one may be allowed.") },
  { 0x87, UNSUBACK, FALSE, N_("not authorized"),
    N_("The broker does not let this user unsubscribe from this filter.") },
  { 0x87, PUBACK, FALSE, N_("not authorized"),
    N_("The broker does not let this user publish to this topic.") },
  { 0x87, DISCONNECT, FALSE, N_("not authorized"),
    N_("The broker does not let this user do what was just asked; its access rules say why.") },
  { 0x88, CONNACK, TRUE, N_("server unavailable"),
    N_("The broker is there but does not serve now; try again later.") },
  { 0x89, CONNACK | DISCONNECT, TRUE, N_("server busy"),
    N_("The broker has too much to do; try again later.") },
  { 0x8A, CONNACK, FALSE, N_("banned"),
    N_("This client has been banned; ask the broker’s administrator.") },
  { 0x8B, DISCONNECT, TRUE, N_("server shutting down"),
    N_("The broker is being stopped; try again when it is back.") },
  { 0x8C, CONNACK | DISCONNECT, FALSE, N_("bad authentication method"),
    N_("The broker wants another way of authentication than user name and password.") },
  { 0x8D, DISCONNECT, TRUE, N_("keep alive timeout"),
    N_("The broker heard nothing for one and a half times the keep alive; check the network, or choose a longer keep alive.") },
  { 0x8E, DISCONNECT, FALSE, N_("session taken over"),
    N_("Another client connected with the same client ID; give each client its own.") },
  { 0x8F, SUBACK | UNSUBACK, FALSE, N_("topic filter invalid"),
    N_("The filter is well formed, but this broker does not take it; choose another one.") },
  { 0x8F, DISCONNECT, FALSE, N_("topic filter invalid"),
    N_("The broker does not take one of the topic filters; remove it, then connect again.") },
  { 0x90, CONNACK, FALSE, N_("topic name invalid"),
    N_("The broker does not take the topic of the last will; choose another one.") },
  { 0x90, PUBACK | DISCONNECT, TRUE, N_("topic name invalid"),
    N_("The topic is well formed, but this broker does not take it; choose another one.") },
  { 0x91, SUBACK | UNSUBACK | PUBACK, TRUE, N_("packet identifier in use"),
    N_("The broker still remembers an older exchange of this session; disconnect, then connect with a clean start.") },
  { 0x92, PUBACK, TRUE, N_("packet identifier not found"),
    N_("The broker has forgotten this exchange, as after a restart; the message may have to be sent again.") },
  { 0x93, DISCONNECT, TRUE, N_("receive maximum exceeded"),
    N_("More messages were under way at once than the broker takes; publish more slowly.") },
  { 0x94, DISCONNECT, TRUE, N_("topic alias invalid"),
    N_("A topic alias was zero or above what the broker takes.") },
  { 0x95, CONNACK, FALSE, N_("packet too large"),
    N_("The CONNECT packet is larger than the broker takes; shorten the last will or the user properties.") },
  { 0x95, DISCONNECT, TRUE, N_("packet too large"),
    N_("The message is larger than the broker takes; make it smaller, or raise the broker’s limit.") },
  { 0x96, DISCONNECT, TRUE, N_("message rate too high"),
    N_("Messages came faster than the broker takes them; publish more slowly.") },
  { 0x97, CONNACK | SUBACK | PUBACK | DISCONNECT, TRUE, N_("quota exceeded"),
    N_("A limit the broker’s administrator has set is reached; try again later, or have it raised.") },
  { 0x98, DISCONNECT, TRUE, N_("administrative action"),
    N_("The broker’s administrator closed the connection.") },
  { 0x99, CONNACK, FALSE, N_("payload format invalid"),
    N_("The last will is said to be text but is not UTF-8.") },
  { 0x99, PUBACK | DISCONNECT, TRUE, N_("payload format invalid"),
    N_("The payload is not of the format that was said of it.") },
  { 0x9A, CONNACK, FALSE, N_("retain not supported"),
    N_("The broker keeps no retained messages; turn off Retain of the last will.") },
  { 0x9A, DISCONNECT, TRUE, N_("retain not supported"),
    N_("The broker keeps no retained messages; turn off Retain.") },
  { 0x9B, CONNACK, FALSE, N_("QoS not supported"),
    N_("The broker does not take the QoS of the last will; choose a lower one.") },
  { 0x9B, DISCONNECT, TRUE, N_("QoS not supported"),
    N_("The broker does not take this QoS; choose a lower one.") },
  { 0x9C, CONNACK | DISCONNECT, TRUE, N_("use another server"),
    N_("The broker asks to use another one for now; its administrator knows which.") },
  { 0x9D, CONNACK | DISCONNECT, FALSE, N_("server moved"),
    N_("The broker has moved for good; change the address in the connection’s settings.") },
  { 0x9E, SUBACK, FALSE, N_("shared subscriptions not supported"),
    N_("The broker has no shared subscriptions; subscribe without $share/name/.") },
  { 0x9E, DISCONNECT, FALSE, N_("shared subscriptions not supported"),
    N_("The broker has no shared subscriptions; remove those that begin with $share, then connect again.") },
  { 0x9F, CONNACK | DISCONNECT, TRUE, N_("connection rate exceeded"),
    N_("Too many clients connect at once; try again later.") },
  { 0xA0, DISCONNECT, TRUE, N_("maximum connect time"),
    N_("The broker allows a connection only for so long; connect again.") },
  { 0xA1, SUBACK | DISCONNECT, FALSE, N_("subscription identifiers not supported"),
    N_("The broker has no subscription identifiers; subscribe without one.") },
  { 0xA2, SUBACK, FALSE, N_("wildcard subscriptions not supported"),
    N_("The broker takes no wildcards; subscribe to each topic by its full name.") },
  { 0xA2, DISCONNECT, FALSE, N_("wildcard subscriptions not supported"),
    N_("The broker takes no wildcards; remove the filters with + or #, then connect again.") },
};

/* MQTT 3.1.1, table 3.1, by the return code less one: the MQTT 5 equal, and the older name. */
static const struct
{
  guint8      code;
  const char *name;
} v3_refusals[] = {
  { 0x84, N_("unacceptable protocol version") },
  { 0x85, N_("identifier rejected") },
  { 0x88, N_("server unavailable") },
  { 0x86, N_("bad user name or password") },
  { 0x87, N_("not authorized") },
};

/* clang-format on */

guint8
sonde_reason_from_v3_connack (guint8 code)
{
  if (code == 0)
    return 0;

  /* 6 to 255 are reserved: a refusal all the same */
  return code <= G_N_ELEMENTS (v3_refusals) ? v3_refusals[code - 1].code : 0x80;
}

guint8
sonde_reason_to_v3_connack (guint8 reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (v3_refusals); i++)
    {
      if (v3_refusals[i].code == reason)
        return i + 1;
    }

  return reason;
}

/* A 3.x broker answers an MQTT 5 CONNECT with its own return code 1: in a
 * CONNACK the numbers 1 to 5 mean the same in each version. */
static gboolean
is_v3_refusal (SondeReasonContext context,
               guint8             code)
{
  return context == SONDE_REASON_IN_CONNACK && code >= 1 && code <= G_N_ELEMENTS (v3_refusals);
}

static const Reason *
find_reason (SondeReasonContext context,
             guint8             code)
{
  if (is_v3_refusal (context, code))
    code = sonde_reason_from_v3_connack (code);

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (reasons[i].code == code && (reasons[i].in & 1 << context) != 0)
        return &reasons[i];
    }

  return NULL;
}

/* The name a 3.x specification has for it; %NULL where it has none of its own. */
static const char *
find_v3_name (SondeReasonContext context,
              guint8             code)
{
  if (context == SONDE_REASON_IN_SUBACK && code == 0x80)
    return _ ("failure");
  if (context != SONDE_REASON_IN_CONNACK)
    return NULL;
  if (code == 0)
    return _ ("connection accepted");

  for (gsize i = 0; i < G_N_ELEMENTS (v3_refusals); i++)
    {
      if (code == i + 1 || code == v3_refusals[i].code)
        return _ (v3_refusals[i].name);
    }

  return NULL;
}

const char *
sonde_reason_to_string (SondeMqttVersion   version,
                        SondeReasonContext context,
                        guint8             code)
{
  const Reason *reason = find_reason (context, code);
  const char   *name = NULL;

  if (version != SONDE_MQTT_5 || is_v3_refusal (context, code))
    name = find_v3_name (context, code);
  if (name == NULL && reason != NULL)
    name = _ (reason->name);

  return name != NULL ? name : _ ("unknown reason");
}

const char *
sonde_reason_to_advice (SondeMqttVersion   version,
                        SondeReasonContext context,
                        guint8             code)
{
  const Reason *reason = find_reason (context, code);

  /* 3.1.1, 3.9.3 has one code for every refusal */
  if (version != SONDE_MQTT_5 && context == SONDE_REASON_IN_SUBACK && code == 0x80)
    return _ ("The broker refuses this filter, mostly because the user may not subscribe to it; MQTT 3.1.1 does not say why.");
  if (reason == NULL || reason->advice == NULL)
    return NULL;

  return _ (reason->advice);
}

gboolean
sonde_reason_may_retry (SondeMqttVersion   version,
                        SondeReasonContext context,
                        guint8             code)
{
  const Reason *reason = find_reason (context, code);

  if (version != SONDE_MQTT_5 && context == SONDE_REASON_IN_SUBACK && code == 0x80)
    return FALSE;

  return reason == NULL || reason->may_retry;
}
