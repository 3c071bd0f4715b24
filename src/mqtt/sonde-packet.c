/* sonde-packet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet"

#include "sonde-packet.h"

struct _SondeFramer
{
  SondeFramerFunc func;
  gpointer        user_data;
  GByteArray     *head; /* of a packet that began in an earlier piece */
  gsize           skip; /* bytes of a payload still to pass through */
  gsize           limit;
  gboolean        broken;
};

typedef enum
{
  HEADER_INCOMPLETE,
  HEADER_COMPLETE,
  HEADER_BROKEN,
} HeaderState;

/* A variable byte integer is at most four bytes long (5.0, 1.5.5; 3.1.1, 2.2.3).
 * Returns: how many bytes it takes; 0 when more are needed; -1 when it is none */
static int
read_variable_integer (const guint8 *bytes,
                       gsize         length,
                       guint32      *value)
{
  *value = 0;

  for (gsize i = 0; i < 4; i++)
    {
      if (i == length)
        return 0;

      *value |= (guint32) (bytes[i] & 0x7f) << 7 * i;
      if ((bytes[i] & 0x80) == 0)
        return i + 1;
    }

  return -1;
}

SondeFramer *
sonde_framer_new (SondeFramerFunc func,
                  gpointer        user_data)
{
  SondeFramer *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (SondeFramer, 1);
  self->func = func;
  self->user_data = user_data;
  self->head = g_byte_array_new ();
  self->limit = G_MAXSIZE;

  return self;
}

void
sonde_framer_free (SondeFramer *self)
{
  if (self == NULL)
    return;

  g_byte_array_unref (self->head);
  g_free (self);
}

void
sonde_framer_reset (SondeFramer *self)
{
  g_return_if_fail (self != NULL);

  g_byte_array_set_size (self->head, 0);
  self->skip = 0;
  self->broken = FALSE;
}

void
sonde_framer_set_limit (SondeFramer *self,
                        gsize        size)
{
  g_return_if_fail (self != NULL);

  self->limit = size;
}

gboolean
sonde_framer_is_between (SondeFramer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->head->len == 0 && self->skip == 0 && !self->broken;
}

/* @header_size and @total, both in bytes, are set when it is complete */
static HeaderState
read_fixed_header (const guint8 *bytes,
                   gsize         length,
                   gsize        *header_size,
                   gsize        *total)
{
  guint32 remaining;
  int     n;

  if (length > 0 && bytes[0] >> 4 == 0)
    return HEADER_BROKEN;
  if (length < 2)
    return HEADER_INCOMPLETE;

  n = read_variable_integer (bytes + 1, length - 1, &remaining);
  if (n <= 0)
    return n == 0 ? HEADER_INCOMPLETE : HEADER_BROKEN;

  *header_size = 1 + n;
  *total = *header_size + remaining;

  return HEADER_COMPLETE;
}

/* How much of a packet is to be at hand. */
static gsize
needed_of (SondeFramer *self,
           gsize        header_size,
           gsize        total)
{
  return total > self->limit ? header_size : MIN (total, SONDE_FRAMER_HEAD);
}

static void
deliver (SondeFramer  *self,
         const guint8 *bytes,
         gsize         at_hand,
         gsize         header_size,
         gsize         total)
{
  SondePacket packet = {
    .type = bytes[0] >> 4,
    .flags = bytes[0] & 0x0f,
    .size = total,
    .body = bytes + header_size,
    .body_size = at_hand - header_size,
    .body_total = total - header_size,
  };

  self->skip = total - at_hand;
  self->func (&packet, self->user_data);
}

/* The packet lies in the fed bytes: nothing is copied, but what is left of it
 * when the piece ends too soon. Returns: the bytes used */
static gsize
take_whole (SondeFramer  *self,
            const guint8 *bytes,
            gsize         length)
{
  gsize       header_size, total, needed;
  HeaderState state = read_fixed_header (bytes, length, &header_size, &total);

  self->broken = state == HEADER_BROKEN;
  if (self->broken)
    return length;

  if (state == HEADER_COMPLETE)
    {
      needed = needed_of (self, header_size, total);
      if (length >= needed)
        {
          deliver (self, bytes, needed, header_size, total);
          return needed;
        }
    }

  g_byte_array_append (self->head, bytes, length);
  return length;
}

/* The packet began in an earlier piece. Returns: the bytes used */
static gsize
take_rest (SondeFramer  *self,
           const guint8 *bytes,
           gsize         length)
{
  gsize       header_size, total, needed;
  gsize       used = 0;
  HeaderState state = read_fixed_header (self->head->data, self->head->len, &header_size, &total);

  while (state == HEADER_INCOMPLETE && used < length)
    {
      g_byte_array_append (self->head, bytes + used++, 1);
      state = read_fixed_header (self->head->data, self->head->len, &header_size, &total);
    }

  self->broken = state == HEADER_BROKEN;
  if (state != HEADER_COMPLETE)
    return length;

  needed = needed_of (self, header_size, total) - self->head->len;
  g_byte_array_append (self->head, bytes + used, MIN (needed, length - used));
  if (needed > length - used)
    return length;

  deliver (self, self->head->data, self->head->len, header_size, total);
  g_byte_array_set_size (self->head, 0);

  return used + needed;
}

gboolean
sonde_framer_feed (SondeFramer  *self,
                   const guint8 *bytes,
                   gsize         length)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);

  while (length > 0 && !self->broken)
    {
      gsize used;

      if (self->skip > 0)
        {
          used = MIN (self->skip, length);
          self->skip -= used;
        }
      else if (self->head->len > 0)
        used = take_rest (self, bytes, length);
      else
        used = take_whole (self, bytes, length);

      bytes += used;
      length -= used;
    }

  return !self->broken;
}

/* What of a packet's body has not been read yet. */
typedef struct
{
  const guint8 *at;
  gsize         at_hand;
  gsize         total; /* at_hand, and what has not come */
} Reader;

static Reader
reader_for (const SondePacket *packet)
{
  return (Reader){ packet->body, packet->body_size, packet->body_total };
}

static void
skip (Reader *reader,
      gsize   n)
{
  gsize here = MIN (n, reader->at_hand);

  reader->at += here;
  reader->at_hand -= here;
  reader->total -= n;
}

static gboolean
read_byte (Reader *reader,
           guint8 *byte)
{
  if (reader->at_hand < 1)
    return FALSE;

  *byte = reader->at[0];
  skip (reader, 1);
  return TRUE;
}

static gboolean
read_two_bytes (Reader  *reader,
                guint16 *number)
{
  if (reader->at_hand < 2)
    return FALSE;

  *number = reader->at[0] << 8 | reader->at[1];
  skip (reader, 2);
  return TRUE;
}

/* 2.2.1: never zero */
static gboolean
read_packet_id (Reader  *reader,
                guint16 *packet_id)
{
  return read_two_bytes (reader, packet_id) && *packet_id != 0;
}

/* Properties that are longer than what is at hand are skipped: as if there were none. */
static gboolean
read_properties (Reader        *reader,
                 const guint8 **properties,
                 guint32       *size)
{
  guint32 length;
  int     n = read_variable_integer (reader->at, reader->at_hand, &length);

  if (n <= 0 || length > reader->total - n)
    return FALSE;

  skip (reader, n);
  if (length <= reader->at_hand)
    {
      *properties = reader->at;
      *size = length;
    }
  skip (reader, length);

  return TRUE;
}

gboolean
sonde_packet_read_publish (const SondePacket *packet,
                           SondeMqttVersion   version,
                           SondePublishView  *view)
{
  Reader  reader = reader_for (packet);
  guint16 length;

  *view = (SondePublishView){
    .qos = packet->flags >> 1 & 3,
    .retain = packet->flags & 1,
    .dup = packet->flags >> 3 & 1,
  };

  /* 3.3.1.2: a QoS of 3 is malformed */
  if (packet->type != SONDE_PACKET_PUBLISH || view->qos == 3)
    return FALSE;
  if (!read_two_bytes (&reader, &length) || length > reader.at_hand)
    return FALSE;
  /* 3.1.1, 4.7.3; in 5.0 an alias may stand for the name (3.3.2.1) */
  if (length == 0 && version != SONDE_MQTT_5)
    return FALSE;

  view->topic = (const char *) reader.at;
  view->topic_length = length;
  skip (&reader, length);

  if (view->qos > 0 && !read_packet_id (&reader, &view->packet_id))
    return FALSE;
  if (version == SONDE_MQTT_5 &&
      !read_properties (&reader, &view->properties, &view->properties_size))
    return FALSE;

  if (view->properties_size == 0)
    view->properties = NULL;
  view->payload_size = reader.total;

  return TRUE;
}

/* A reason code and properties, both of which may be left out (5.0, 3.4.2.1, 3.4.2.2.1, 3.14.2.1). */
static gboolean
read_reason_and_properties (Reader       *reader,
                            SondeAckView *view)
{
  if (reader->total > 0 && !read_byte (reader, &view->reason))
    return FALSE;
  if (reader->total > 0 && !read_properties (reader, &view->properties, &view->properties_size))
    return FALSE;

  return reader->total == 0;
}

gboolean
sonde_packet_read_ack (const SondePacket *packet,
                       SondeMqttVersion   version,
                       SondeAckView      *view)
{
  Reader   reader = reader_for (packet);
  gboolean is_v5 = version == SONDE_MQTT_5;

  *view = (SondeAckView){ 0 };

  if (!read_packet_id (&reader, &view->packet_id))
    return FALSE;

  switch (packet->type)
    {
    case SONDE_PACKET_PUBACK:
    case SONDE_PACKET_PUBREC:
    case SONDE_PACKET_PUBREL:
    case SONDE_PACKET_PUBCOMP:
      return is_v5 ? read_reason_and_properties (&reader, view) : reader.total == 0;

    case SONDE_PACKET_UNSUBACK:
      if (!is_v5)
        return reader.total == 0;
      G_GNUC_FALLTHROUGH;

    case SONDE_PACKET_SUBACK:
      if (is_v5 && !read_properties (&reader, &view->properties, &view->properties_size))
        return FALSE;
      view->codes = reader.at;
      view->n_codes = reader.at_hand;
      return view->n_codes > 0;

    default:
      return FALSE;
    }
}

GStrv
sonde_packet_dup_filters (const SondePacket *packet,
                          SondeMqttVersion   version,
                          guint16           *packet_id)
{
  g_autoptr (GStrvBuilder) filters = g_strv_builder_new ();
  Reader        reader = reader_for (packet);
  gsize         n_options = packet->type == SONDE_PACKET_SUBSCRIBE ? 1 : 0;
  const guint8 *properties;
  guint32       properties_size;
  guint16       length;

  if ((packet->type != SONDE_PACKET_SUBSCRIBE && packet->type != SONDE_PACKET_UNSUBSCRIBE) ||
      !read_packet_id (&reader, packet_id) ||
      (version == SONDE_MQTT_5 && !read_properties (&reader, &properties, &properties_size)))
    return NULL;

  while (read_two_bytes (&reader, &length) && reader.at_hand >= length + n_options)
    {
      g_autofree char *filter = g_strndup ((const char *) reader.at, length);

      g_strv_builder_add (filters, filter);
      skip (&reader, length + n_options);
    }

  return g_strv_builder_end (filters);
}

gboolean
sonde_packet_read_connack (const SondePacket *packet,
                           SondeMqttVersion   version,
                           SondeConnackView  *view)
{
  Reader reader = reader_for (packet);
  guint8 flags;

  *view = (SondeConnackView){ 0 };

  if (packet->type != SONDE_PACKET_CONNACK ||
      !read_byte (&reader, &flags) ||
      !read_byte (&reader, &view->reason))
    return FALSE;

  /* 3.1 has no session present and leaves these bits unused */
  if (version != SONDE_MQTT_3_1)
    {
      if (flags > 1)
        return FALSE;
      view->session_present = flags;
    }

  if (reader.total == 0)
    return TRUE;

  return version == SONDE_MQTT_5 &&
         read_properties (&reader, &view->properties, &view->properties_size) &&
         reader.total == 0;
}

gboolean
sonde_packet_read_disconnect (const SondePacket *packet,
                              SondeMqttVersion   version,
                              SondeAckView      *view)
{
  Reader reader = reader_for (packet);

  *view = (SondeAckView){ 0 };

  if (packet->type != SONDE_PACKET_DISCONNECT)
    return FALSE;

  return version == SONDE_MQTT_5 ? read_reason_and_properties (&reader, view) : reader.total == 0;
}

const char *
sonde_packet_type_to_string (guint8 type)
{
  static const char *const names[] = {
    [SONDE_PACKET_CONNECT] = "CONNECT",
    [SONDE_PACKET_CONNACK] = "CONNACK",
    [SONDE_PACKET_PUBLISH] = "PUBLISH",
    [SONDE_PACKET_PUBACK] = "PUBACK",
    [SONDE_PACKET_PUBREC] = "PUBREC",
    [SONDE_PACKET_PUBREL] = "PUBREL",
    [SONDE_PACKET_PUBCOMP] = "PUBCOMP",
    [SONDE_PACKET_SUBSCRIBE] = "SUBSCRIBE",
    [SONDE_PACKET_SUBACK] = "SUBACK",
    [SONDE_PACKET_UNSUBSCRIBE] = "UNSUBSCRIBE",
    [SONDE_PACKET_UNSUBACK] = "UNSUBACK",
    [SONDE_PACKET_PINGREQ] = "PINGREQ",
    [SONDE_PACKET_PINGRESP] = "PINGRESP",
    [SONDE_PACKET_DISCONNECT] = "DISCONNECT",
    [SONDE_PACKET_AUTH] = "AUTH",
  };

  return type > 0 && type < G_N_ELEMENTS (names) ? names[type] : "RESERVED";
}
