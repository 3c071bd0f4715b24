/* fuzz-framer.c: whatever the pieces, the same packets, and no byte beyond them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sonde-packet.h"
#include "sonde-properties.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Reads each byte, for the sanitizer to judge. */
static guint
touch (const void *bytes,
       gsize       size)
{
  guint hash = 5381;

  for (gsize i = 0; i < size; i++)
    hash = hash * 33 + ((const guint8 *) bytes)[i];

  return hash;
}

static guint
touch_properties (const guint8 *properties,
                  gsize         size)
{
  SondePropertyIter iter;
  SondeProperty     property;
  guint             hash = touch (properties, size);

  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, &property))
    hash += property.id + touch (property.bytes, property.size) + touch (property.value, property.value_size);

  return hash;
}

static guint
read_packet (const SondePacket *packet,
             SondeMqttVersion   version)
{
  SondePublishView publish;
  SondeConnackView connack;
  SondeAckView     ack;
  guint            hash = 0;

  if (sonde_packet_read_publish (packet, version, &publish))
    {
      g_assert_cmpuint (publish.payload_size, <=, packet->body_total);
      hash += touch (publish.topic, publish.topic_length);
      hash += touch_properties (publish.properties, publish.properties_size);
    }
  if (sonde_packet_read_ack (packet, version, &ack) || sonde_packet_read_disconnect (packet, version, &ack))
    hash += touch (ack.codes, ack.n_codes) + touch_properties (ack.properties, ack.properties_size);
  if (sonde_packet_read_connack (packet, version, &connack))
    hash += touch_properties (connack.properties, connack.properties_size);

  return hash;
}

static void
hash_packet (const SondePacket *packet,
             gpointer           user_data)
{
  guint *hash = user_data;

  g_assert_cmpuint (packet->body_size, <=, packet->body_total);
  g_assert_cmpuint (packet->body_size, <=, SONDE_FRAMER_HEAD);

  *hash = *hash * 33 + packet->type * 16 + packet->flags;
  *hash = *hash * 33 + packet->size;
  *hash = *hash * 33 + touch (packet->body, packet->body_size);
  for (int version = SONDE_MQTT_3_1; version <= SONDE_MQTT_5; version++)
    *hash = *hash * 33 + read_packet (packet, version);
}

/* Returns: what came out of the framer, as one number */
static guint
frame (const guint8 *data,
       gsize         size,
       guint         piece)
{
  guint hash = 0;
  g_autoptr (SondeFramer) framer = sonde_framer_new (hash_packet, &hash);

  for (gsize at = 0; at < size; at += piece)
    {
      gsize              n = MIN (piece, size - at);
      g_autofree guint8 *copy = g_memdup2 (data + at, n);

      if (!sonde_framer_feed (framer, copy, n))
        return hash + 1;
    }

  return hash;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  guint whole, pieces;

  if (size < 2)
    return 0;

  whole = frame (data + 1, size - 1, size);
  pieces = frame (data + 1, size - 1, 1 + data[0]);
  g_assert_cmpuint (whole, ==, pieces);

  return 0;
}
