/* sonde-packet-summary.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-summary"

#include "sonde-packet-summary.h"

#include "sonde-reason.h"

#define FIRST_ERROR 0x80

SondePacket
sonde_packet_record_to_packet (const SondePacketRecord *record,
                               const guint8            *bytes)
{
  gsize header = 2;

  while (header < 5 && header < record->kept && (bytes[header - 1] & 0x80) != 0)
    header++;
  header = MIN (header, record->kept);

  return (SondePacket){
    .type = bytes[0] >> 4,
    .flags = bytes[0] & 0x0f,
    .size = record->size,
    .body = bytes + header,
    .body_size = record->kept - header,
    .body_total = record->size - header,
  };
}

static void
read_publish (SondePacketSummary *self,
              const SondePacket  *packet,
              SondeMqttVersion    version)
{
  SondePublishView view;
  gsize            length;

  self->qos = packet->flags >> 1 & 3;
  self->dup = (packet->flags & 8) != 0;
  self->retain = packet->flags & 1;
  if (sonde_packet_read_publish (packet, version, &view))
    {
      self->topic = view.topic;
      self->topic_length = view.topic_length;
      self->packet_id = view.packet_id;
      return;
    }

  /* As far as it goes. */
  length = packet->body_size >= 2 ? packet->body[0] << 8 | packet->body[1] : 0;
  if (length > 0 && length <= packet->body_size - 2)
    {
      self->topic = (const char *) packet->body + 2;
      self->topic_length = length;
    }
}

/* The packet id, the properties of MQTT 5, and the first filter behind them */
static void
read_filter (SondePacketSummary *self,
             const SondePacket  *packet,
             SondeMqttVersion    version)
{
  gsize at = 2;

  if (packet->body_size < 2)
    return;

  self->packet_id = packet->body[0] << 8 | packet->body[1];
  if (version == SONDE_MQTT_5)
    {
      guint32 size = 0;
      guint   shift = 0;

      do
        {
          if (at == packet->body_size || shift > 21)
            return;
          size |= (guint32) (packet->body[at] & 0x7f) << shift;
          shift += 7;
        }
      while ((packet->body[at++] & 0x80) != 0);
      if (size > packet->body_size - at)
        return;
      at += size;
    }

  if (packet->body_size - at < 2)
    return;
  self->topic_length = packet->body[at] << 8 | packet->body[at + 1];
  at += 2;
  if (self->topic_length <= packet->body_size - at)
    self->topic = (const char *) packet->body + at;
  else
    self->topic_length = 0;
}

static void
read_ack (SondePacketSummary *self,
          const SondePacket  *packet,
          SondeMqttVersion    version)
{
  SondeAckView view;

  if (!sonde_packet_read_ack (packet, version, &view))
    {
      if (packet->body_size >= 2)
        self->packet_id = packet->body[0] << 8 | packet->body[1];
      return;
    }

  self->packet_id = view.packet_id;
  self->has_reason = version == SONDE_MQTT_5 || view.n_codes > 0;
  self->reason = view.reason;
  for (gsize i = 0; i < view.n_codes && self->reason < FIRST_ERROR; i++)
    if (i == 0 || view.codes[i] >= FIRST_ERROR)
      self->reason = view.codes[i];
}

static void
read_connack (SondePacketSummary *self,
              const SondePacket  *packet)
{
  if (packet->body_size < 2)
    return;

  self->session_present = packet->body[0] & 1;
  self->reason = packet->body[1];
  self->has_reason = TRUE;
}

void
sonde_packet_summarize (const SondePacketRecord *record,
                        const guint8            *bytes,
                        SondePacketSummary      *summary)
{
  SondePacket      packet = sonde_packet_record_to_packet (record, bytes);
  SondeMqttVersion version = record->version;

  *summary = (SondePacketSummary){ .type = packet.type };
  switch (packet.type)
    {
    case SONDE_PACKET_PUBLISH:
      read_publish (summary, &packet, version);
      break;
    case SONDE_PACKET_SUBSCRIBE:
    case SONDE_PACKET_UNSUBSCRIBE:
      read_filter (summary, &packet, version);
      break;
    case SONDE_PACKET_PUBACK:
    case SONDE_PACKET_PUBREC:
    case SONDE_PACKET_PUBREL:
    case SONDE_PACKET_PUBCOMP:
    case SONDE_PACKET_SUBACK:
    case SONDE_PACKET_UNSUBACK:
      read_ack (summary, &packet, version);
      break;
    case SONDE_PACKET_CONNACK:
      read_connack (summary, &packet);
      break;
    case SONDE_PACKET_DISCONNECT:
    case SONDE_PACKET_AUTH:
      summary->has_reason = version == SONDE_MQTT_5;
      summary->reason = packet.body_size > 0 ? packet.body[0] : 0;
      break;
    default:
      break;
    }
}

const char *
sonde_packet_summary_get_reason (const SondePacketSummary *self,
                                 SondeMqttVersion          version)
{
  SondeReasonContext context = SONDE_REASON_IN_PUBACK;

  if (!self->has_reason || self->type == SONDE_PACKET_AUTH)
    return NULL;
  if (self->type == SONDE_PACKET_CONNACK)
    context = SONDE_REASON_IN_CONNACK;
  else if (self->type == SONDE_PACKET_SUBACK)
    context = SONDE_REASON_IN_SUBACK;
  else if (self->type == SONDE_PACKET_UNSUBACK)
    context = SONDE_REASON_IN_UNSUBACK;
  else if (self->type == SONDE_PACKET_DISCONNECT)
    context = SONDE_REASON_IN_DISCONNECT;

  return sonde_reason_to_string (version, context, self->reason);
}
