/* sonde-packet.h: MQTT control packets as they stand on the wire (5.0 and 3.1.1, 2 and 3)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-profile.h"

G_BEGIN_DECLS

typedef enum
{
  SONDE_PACKET_CONNECT = 1,
  SONDE_PACKET_CONNACK,
  SONDE_PACKET_PUBLISH,
  SONDE_PACKET_PUBACK,
  SONDE_PACKET_PUBREC,
  SONDE_PACKET_PUBREL,
  SONDE_PACKET_PUBCOMP,
  SONDE_PACKET_SUBSCRIBE,
  SONDE_PACKET_SUBACK,
  SONDE_PACKET_UNSUBSCRIBE,
  SONDE_PACKET_UNSUBACK,
  SONDE_PACKET_PINGREQ,
  SONDE_PACKET_PINGRESP,
  SONDE_PACKET_DISCONNECT,
  SONDE_PACKET_AUTH,
} SondePacketType;

/*
 * The framer finds the borders of packets in a stream of bytes fed in pieces of
 * any size. It keeps at most SONDE_FRAMER_HEAD bytes of each packet (fixed and
 * variable header: type, flags, topic, packet id, properties, reason codes); a
 * longer payload passes through uncopied and is only counted.
 */
#define SONDE_FRAMER_HEAD (128 * 1024 + 16)

typedef struct
{
  guint8        type;      /* SondePacketType, or 0 and 15 as they came */
  guint8        flags;     /* low four bits of the first byte */
  guint32       size;      /* whole packet, fixed header included */
  const guint8 *body;      /* after the fixed header; borrowed during the call */
  gsize         body_size; /* of what is at hand: less than the packet's for a long payload */
  gsize         body_total;
} SondePacket;

/* Called once for each packet when its head is at hand, before its payload has all come. */
typedef void (*SondeFramerFunc) (const SondePacket *packet,
                                 gpointer           user_data);

typedef struct _SondeFramer SondeFramer;

SondeFramer *sonde_framer_new (SondeFramerFunc func,
                               gpointer        user_data);
void         sonde_framer_free (SondeFramer *self);
void         sonde_framer_reset (SondeFramer *self);

/* Of a packet beyond @size only the fixed header is waited for. */
void sonde_framer_set_limit (SondeFramer *self,
                             gsize        size);

/* Whether what was fed last ended with a packet. */
gboolean sonde_framer_is_between (SondeFramer *self);

/* Returns: %FALSE once the stream cannot be MQTT (a Remaining Length of five
 * bytes, 2.2.3 / 1.5.5, or a packet type of 0); it then ignores what follows. */
gboolean sonde_framer_feed (SondeFramer  *self,
                            const guint8 *bytes,
                            gsize         length);

/* Decoders: %FALSE for a malformed packet; views borrow from the packet. */

typedef struct
{
  const char   *topic;
  guint16       topic_length;
  guint8        qos;
  gboolean      retain, dup;
  guint16       packet_id;  /* 0 at QoS 0 */
  const guint8 *properties; /* MQTT 5, without their length; %NULL when none, or beyond the head */
  guint32       properties_size;
  gsize         payload_size; /* of the whole payload, however little is at hand */
} SondePublishView;

gboolean sonde_packet_read_publish (const SondePacket *packet,
                                    SondeMqttVersion   version,
                                    SondePublishView  *view);

typedef struct
{
  guint16       packet_id;
  guint8        reason; /* 0 when left out */
  const guint8 *codes;  /* SUBACK, UNSUBACK: one a filter */
  gsize         n_codes;
  const guint8 *properties;
  guint32       properties_size;
} SondeAckView;

/* PUBACK, PUBREC, PUBREL, PUBCOMP, SUBACK, UNSUBACK */
gboolean sonde_packet_read_ack (const SondePacket *packet,
                                SondeMqttVersion   version,
                                SondeAckView      *view);

/* SUBSCRIBE (3.8), UNSUBSCRIBE (3.10). Of a packet that is longer than the head: those at hand.
 * Returns: (transfer full) (nullable): the topic filters, %NULL when it is neither or malformed */
GStrv sonde_packet_dup_filters (const SondePacket *packet,
                                SondeMqttVersion   version,
                                guint16           *packet_id);

typedef struct
{
  gboolean      session_present;
  guint8        reason;     /* as it came: 3.x return code or 5 reason code */
  const guint8 *properties; /* %NULL in a CONNACK of two bytes, never in a whole one of MQTT 5 */
  guint32       properties_size;
} SondeConnackView;

/* Also tells a CONNACK of two bytes (a 3.x broker's answer to MQTT 5) apart. */
gboolean sonde_packet_read_connack (const SondePacket *packet,
                                    SondeMqttVersion   version,
                                    SondeConnackView  *view);

/* DISCONNECT from the broker (5.0, 3.14): reason and properties */
gboolean sonde_packet_read_disconnect (const SondePacket *packet,
                                       SondeMqttVersion   version,
                                       SondeAckView      *view);

/* "PUBLISH"; not translated */
const char *sonde_packet_type_to_string (guint8 type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeFramer, sonde_framer_free)

G_END_DECLS
