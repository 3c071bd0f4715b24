/* fuzz-guard.c: what passes the guard keeps every rule that the page Packets knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first byte chooses the version and the pieces in which the rest comes.
 */

#include "sonde-guard.h"
#include "sonde-packet-decode.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

typedef struct
{
  SondeMqttVersion version;
  guint            hash; /* of what was said of each packet */
} Watch;

static void
check_passed_publish (const SondePacket *packet,
                      SondeMqttVersion   version)
{
  SondePublishView view;

  g_assert_true (sonde_packet_read_publish (packet, version, &view));
  g_assert_cmpuint (view.topic_length, >, 0);
  g_assert_true (g_utf8_validate (view.topic, view.topic_length, NULL));
  g_assert_null (memchr (view.topic, '+', view.topic_length));
  g_assert_null (memchr (view.topic, '#', view.topic_length));
  g_assert_cmpuint (view.qos, <=, 2);
  g_assert_true (view.qos > 0 || !view.dup);
  g_assert_cmpint (view.packet_id != 0, ==, view.qos > 0);
}

/* One rule for the link and for the page. */
static void
check_passed (const SondePacket *packet,
              SondeMqttVersion   version)
{
  gsize header_size = packet->size - packet->body_total;
  g_autoptr (SondePacketFields) fields = NULL;

  fields = sonde_packet_decode (packet->body - header_size, header_size + packet->body_size, packet->size, version);
  g_assert_cmpstr (fields->fault, ==, NULL);
  if (packet->type == SONDE_PACKET_PUBLISH)
    check_passed_publish (packet, version);
}

static void
packet_cb (const SondePacket *packet,
           gpointer           user_data)
{
  Watch           *watch = user_data;
  guint8           reason;
  g_autofree char *fault = NULL;

  reason = sonde_guard_check (packet, watch->version, &fault);
  g_assert_cmpint (fault != NULL, ==, reason != 0);
  g_assert_cmpuint (sonde_guard_check (packet, watch->version, NULL), ==, reason);
  if (reason == 0)
    check_passed (packet, watch->version);
  else
    g_assert_cmpuint (reason, >=, 0x80);

  watch->hash = (watch->hash * 33 + packet->type) * 33 + reason;
}

/* Returns: what was said, as one number */
static guint
guard (const guint8    *data,
       gsize            size,
       guint            piece,
       SondeMqttVersion version)
{
  Watch watch = { .version = version, .hash = 5381 };
  g_autoptr (SondeFramer) framer = sonde_framer_new (packet_cb, &watch);

  for (gsize at = 0; at < size; at += piece)
    {
      gsize              n = MIN (piece, size - at);
      g_autofree guint8 *copy = g_memdup2 (data + at, n);

      if (!sonde_framer_feed (framer, copy, n))
        return watch.hash + 1;
    }

  return watch.hash;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  SondeMqttVersion version;

  if (size < 2)
    return 0;

  version = SONDE_MQTT_3_1 + (data[0] & 3) % 3;
  g_assert_cmpuint (guard (data + 1, size - 1, size, version), ==, guard (data + 1, size - 1, 1 + (data[0] >> 2), version));

  return 0;
}
