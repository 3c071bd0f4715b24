/* sonde-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-guard"

#include "sonde-guard.h"

#include "sonde-packet-decode.h"
#include "sonde-property-check.h"

#include <glib/gi18n.h>
#include <string.h>

#define REASON_IMPLEMENTATION_SPECIFIC 0x83

#define SERVER_PACKETS (1 << SONDE_PACKET_CONNACK | 1 << SONDE_PACKET_PUBLISH | 1 << SONDE_PACKET_PUBACK | \
                        1 << SONDE_PACKET_PUBREC | 1 << SONDE_PACKET_PUBREL | 1 << SONDE_PACKET_PUBCOMP |  \
                        1 << SONDE_PACKET_SUBACK | 1 << SONDE_PACKET_UNSUBACK | 1 << SONDE_PACKET_PINGRESP)

/* 2.1.2. AUTH may only follow a CONNECT with an authentication method, which ours never has (4.12). */
static gboolean
may_come (guint8           type,
          SondeMqttVersion version)
{
  guint types = SERVER_PACKETS;

  if (version == SONDE_MQTT_5)
    types |= 1 << SONDE_PACKET_DISCONNECT;

  return (types & 1 << type) != 0;
}

static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* A receiver may take these for malformed (5.0, 1.5.4; 3.1.1, 1.5.3). libmosquitto does, without
 * a word. @text: valid UTF-8 */
static gboolean
has_control_characters (const guint8 *text,
                        gsize         size)
{
  const char *at = (const char *) text;
  const char *end = at + size;

  for (; at < end; at = g_utf8_next_char (at))
    if (is_control (g_utf8_get_char (at)))
      return TRUE;

  return FALSE;
}

/* Most are of nothing but printable ASCII. */
static gboolean
is_plain_topic (const guint8 *topic,
                gsize         length)
{
  for (gsize i = 0; i < length; i++)
    if (topic[i] < 0x20 || topic[i] >= 0x7f || topic[i] == '+' || topic[i] == '#')
      return FALSE;

  return length > 0;
}

static gboolean
is_good_topic (const guint8 *topic,
               gsize         length)
{
  return is_plain_topic (topic, length) ||
         (length > 0 && sonde_string_check (topic, length) == NULL &&
          memchr (topic, '+', length) == NULL && memchr (topic, '#', length) == NULL);
}

static guint8
fail (guint8      reason,
      char      **fault,
      const char *sentence)
{
  if (fault != NULL)
    *fault = g_strdup (sentence);

  return reason;
}

/* The rules that the page Packets shows, too. */
static guint8
decode (const SondePacket *packet,
        SondeMqttVersion   version,
        char             **fault)
{
  gsize header_size = packet->size - packet->body_total;
  g_autoptr (SondePacketFields) fields = NULL;

  fields = sonde_packet_decode (packet->body - header_size, header_size + packet->body_size, packet->size, version);
  if (fields->fault == NULL)
    return 0;

  return fail (fields->reason, fault, fields->fault);
}

/* None of these is let through unseen. */
static guint8
fail_unread (char **fault)
{
  return fail (REASON_IMPLEMENTATION_SPECIFIC, fault, _ ("Its properties are longer than Sonde reads."));
}

static guint8
fail_control (char **fault)
{
  return fail (SONDE_REASON_MALFORMED_PACKET, fault, _ ("A string in it holds a control character, which Sonde cannot take."));
}

static guint8
check_strings (const SondePublishView *view,
               char                  **fault)
{
  const guint8     *topic = (const guint8 *) view->topic;
  SondePropertyIter iter;
  SondeProperty     property;

  sonde_property_iter_init (&iter, view->properties, view->properties_size);
  while (sonde_property_iter_next (&iter, &property))
    {
      /* 3.1.2.11.5: our CONNECT allows for none. */
      if (property.id == SONDE_PROPERTY_TOPIC_ALIAS)
        return fail (SONDE_REASON_TOPIC_ALIAS_INVALID, fault, _ ("It has a topic alias, though none was allowed."));
      if (property.id == SONDE_PROPERTY_CORRELATION_DATA || property.bytes == NULL)
        continue;
      if (has_control_characters (property.bytes, property.size) ||
          (property.value != NULL && has_control_characters (property.value, property.value_size)))
        return fail_control (fault);
    }

  if (!is_plain_topic (topic, view->topic_length) && has_control_characters (topic, view->topic_length))
    return fail_control (fault);

  return 0;
}

static gboolean
is_good_publish (const SondePacket      *packet,
                 const SondePublishView *view)
{
  guint8 reason;

  return (view->qos > 0 || !view->dup) && is_good_topic ((const guint8 *) view->topic, view->topic_length) &&
         (view->properties_size == 0 || sonde_properties_check (view->properties, view->properties_size, packet->type, &reason) == NULL);
}

static guint8
check_publish (const SondePacket *packet,
               SondeMqttVersion   version,
               char             **fault)
{
  SondePublishView view;
  guint8           reason = 0;

  if (!sonde_packet_read_publish (packet, version, &view) || packet->body_total - view.payload_size > packet->body_size)
    {
      reason = decode (packet, version, fault);
      return reason != 0 ? reason : fail_unread (fault);
    }

  if (!is_good_publish (packet, &view))
    reason = decode (packet, version, fault);

  return reason != 0 ? reason : check_strings (&view, fault);
}

/* Two bytes with a packet id is all that most acknowledgements are. */
static gboolean
is_plain_ack (const SondePacket *packet)
{
  guint8 flags = packet->type == SONDE_PACKET_PUBREL ? 2 : 0;

  return packet->type >= SONDE_PACKET_PUBACK && packet->type <= SONDE_PACKET_PUBCOMP &&
         packet->flags == flags && packet->body_total == 2 && (packet->body[0] | packet->body[1]) != 0;
}

guint8
sonde_guard_check (const SondePacket *packet,
                   SondeMqttVersion   version,
                   char             **fault)
{
  g_return_val_if_fail (packet != NULL, 0);

  if (!may_come (packet->type, version))
    return fail (SONDE_REASON_PROTOCOL_ERROR, fault, _ ("A broker must not send such a packet here."));
  if (packet->type == SONDE_PACKET_PUBLISH)
    return check_publish (packet, version, fault);

  if (packet->body_size < packet->body_total)
    return fail_unread (fault);

  return is_plain_ack (packet) ? 0 : decode (packet, version, fault);
}
