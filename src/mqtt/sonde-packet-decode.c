/* sonde-packet-decode.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-decode"

#include "sonde-packet-decode.h"

#include "sonde-packet-decoder-private.h"
#include "sonde-property-check.h"
#include "sonde-reason.h"

#include <glib/gi18n.h>
#include <string.h>

/* Connect Flags (3.1.2.3) */
enum
{
  CONNECT_RESERVED = 0x01,
  CONNECT_CLEAN = 0x02,
  CONNECT_WILL = 0x04,
  CONNECT_WILL_RETAIN = 0x20,
  CONNECT_PASSWORD = 0x40,
  CONNECT_USER_NAME = 0x80,
};

/* Reason codes (5.0, 2.4) */
#define FIRST_FAILURE 0x80
#define REASON_NO_SUBSCRIPTION 0x11

#define TOPIC_ALIAS_CLAUSE "3.3.2.3.4"

typedef SondePacketDecoder Decoder;

static gboolean
is_v5 (const Decoder *self)
{
  return self->out->version == SONDE_MQTT_5;
}

/* The clause of MQTT 5.0, that of 3.1.1, and in 3.1 that of the whole packet. */
static const char *
choose (const Decoder *self,
        const char    *v5,
        const char    *v3)
{
  if (self->out->version == SONDE_MQTT_3_1)
    return sonde_packet_clause_of_type (self->type);

  return is_v5 (self) ? v5 : v3;
}

static const char *
part (const Decoder    *self,
      SondePacketClause which)
{
  return sonde_packet_clause_of_part (self->type, self->out->version, which);
}

/* Bits @shift… of the byte at @offset, as a field one level below. */
static void
add_bits (Decoder    *self,
          const char *name,
          const char *clause,
          gsize       offset,
          guint       value,
          const char *note)
{
  SondePacketField *field;

  self->level++;
  field = sonde_packet_decoder_add (self, name, clause, offset, 1);
  field->value = g_strdup_printf ("%u", value);
  field->note = note;
  self->level--;
}

static const char *
qos_to_note (guint qos)
{
  static const char *const notes[] = { N_ ("at most once"), N_ ("at least once"), N_ ("exactly once") };

  return qos < G_N_ELEMENTS (notes) ? _ (notes[qos]) : NULL;
}

/* ---- Fixed header (2.1; in 3.1.1 2.2) ---- */

static gboolean
add_publish_flags (Decoder *self)
{
  guint qos = self->flags >> 1 & 3;

  add_bits (self, _ ("DUP"), choose (self, "3.3.1.1", "3.3.1.1"), 0, self->flags >> 3, NULL);
  add_bits (self, _ ("QoS"), choose (self, "3.3.1.2", "3.3.1.2"), 0, qos, qos_to_note (qos));
  add_bits (self, _ ("Retain"), choose (self, "3.3.1.3", "3.3.1.3"), 0, self->flags & 1, NULL);

  if (qos == 3)
    return sonde_packet_decoder_stop (self, 0, _ ("A QoS of 3 is reserved."));

  /* 3.3.1.1; in 3.1 the flag then means nothing */
  return qos > 0 || (self->flags & 8) == 0 || self->out->version == SONDE_MQTT_3_1 ||
         sonde_packet_decoder_stop (self, 0, _ ("DUP is set with a QoS of 0."));
}

/* 2.1.3: in 3.1 an acknowledgement's bits mean something, or nothing. */
static gboolean
add_other_flags (Decoder *self)
{
  guint8 wanted = self->type == SONDE_PACKET_PUBREL || self->type == SONDE_PACKET_SUBSCRIBE || self->type == SONDE_PACKET_UNSUBSCRIBE ? 2 : 0;

  add_bits (self, _ ("Flags"), choose (self, "2.1.3", "2.2.2"), 0, self->flags, _ ("reserved"));

  return self->flags == wanted || self->out->version == SONDE_MQTT_3_1 ||
         sonde_packet_decoder_stop (self, 0, _ ("The flags of the fixed header are not those of this packet."));
}

static gboolean
add_fixed_header (Decoder *self,
                  gsize    size)
{
  const guint8     *first = sonde_packet_decoder_take (self, 1);
  SondePacketField *field;
  gboolean          good;
  guint32           remaining;

  if (first == NULL)
    return FALSE;

  self->type = *first >> 4;
  self->flags = *first & 0x0f;
  field = sonde_packet_decoder_add (self, _ ("Control packet type"), choose (self, "2.1.2", "2.2.1"), 0, 1);
  field->value = g_strdup_printf ("%s (%u)", sonde_packet_type_to_string (self->type), self->type);
  if (self->type == 0 || (self->type == SONDE_PACKET_AUTH && !is_v5 (self)))
    return sonde_packet_decoder_stop (self, 0, _ ("This type of packet is reserved."));

  good = self->type == SONDE_PACKET_PUBLISH ? add_publish_flags (self) : add_other_flags (self);
  if (sonde_packet_decoder_add_variable_integer (self, _ ("Remaining length"), choose (self, "2.1.4", "2.2.3"), &remaining) == NULL)
    return FALSE;
  if (self->at + remaining != size)
    return sonde_packet_decoder_stop (self, 1, _ ("The remaining length is not that of the packet."));

  return good;
}

/* ---- Parts of several packets ---- */

/* 2.2.1 (3.1.1: 2.3.1): never 0 */
static gboolean
add_packet_id (Decoder *self)
{
  const char *clause = self->type == SONDE_PACKET_PUBLISH ? choose (self, "3.3.2.2", "3.3.2.2")
                                                          : part (self, SONDE_PACKET_CLAUSE_VARIABLE_HEADER);
  gsize       offset = self->at;
  guint       id;

  if (sonde_packet_decoder_add_number (self, _ ("Packet identifier"), clause, 2, &id) == NULL)
    return FALSE;

  return id != 0 || sonde_packet_decoder_refuse (self, offset, SONDE_REASON_PROTOCOL_ERROR, _ ("The packet identifier is 0."));
}

static SondeReasonContext
get_context (const Decoder *self)
{
  switch (self->type)
    {
    case SONDE_PACKET_CONNACK:
      return SONDE_REASON_IN_CONNACK;
    case SONDE_PACKET_SUBACK:
      return SONDE_REASON_IN_SUBACK;
    case SONDE_PACKET_UNSUBACK:
      return SONDE_REASON_IN_UNSUBACK;
    case SONDE_PACKET_DISCONNECT:
      return SONDE_REASON_IN_DISCONNECT;
    default:
      return SONDE_REASON_IN_PUBACK;
    }
}

static const char *
reason_to_note (const Decoder *self,
                guint8         code)
{
  if (self->type == SONDE_PACKET_AUTH && code == 0x18)
    return _ ("continue authentication");
  if (self->type == SONDE_PACKET_AUTH && code == 0x19)
    return _ ("re-authenticate");

  return sonde_reason_to_string (self->out->version, get_context (self), code);
}

static gboolean
add_reason (Decoder *self)
{
  const char       *name = is_v5 (self) ? _ ("Reason code") : _ ("Return code");
  guint             code;
  SondePacketField *field = sonde_packet_decoder_add_number (self, name, part (self, SONDE_PACKET_CLAUSE_REASON), 1, &code);

  if (field == NULL)
    return FALSE;

  g_free (field->value);
  field->value = g_strdup_printf ("0x%02x (%u)", code, code);
  field->note = reason_to_note (self, code);

  return TRUE;
}

static gboolean
is_at_end (const Decoder *self)
{
  return self->stopped || self->at == self->end;
}

static void
expect_end (Decoder *self)
{
  if (!is_at_end (self))
    sonde_packet_decoder_stop (self, self->at, _ ("There is more in it than belongs there."));
}

/* ---- CONNECT (3.1) ---- */

static gboolean
add_protocol (Decoder *self)
{
  gsize             offset = self->at;
  SondePacketField *name = sonde_packet_decoder_add_string (self, _ ("Protocol name"), choose (self, "3.1.2.1", "3.1.2.1"));
  gboolean          is_old = name != NULL && g_str_equal (name->value, "MQIsdp");
  guint             version;

  if (name == NULL)
    return FALSE;
  if (!is_old && !g_str_equal (name->value, "MQTT"))
    return sonde_packet_decoder_stop (self, offset, _ ("The protocol name is not MQTT."));

  offset = self->at;
  if (sonde_packet_decoder_add_number (self, is_v5 (self) ? _ ("Protocol version") : _ ("Protocol level"),
                                       choose (self, "3.1.2.2", "3.1.2.2"), 1, &version) == NULL)
    return FALSE;
  /* A bridge of mosquitto sets the highest bit. */
  version &= 0x7f;
  if (version < SONDE_MQTT_3_1 || version > SONDE_MQTT_5 || (version == SONDE_MQTT_3_1) != is_old)
    return sonde_packet_decoder_stop (self, offset, _ ("The protocol version is unknown."));

  return TRUE;
}

static gboolean
add_connect_flags (Decoder *self,
                   guint   *flags)
{
  gsize             offset = self->at;
  SondePacketField *field = sonde_packet_decoder_add_number (self, _ ("Connect flags"), choose (self, "3.1.2.3", "3.1.2.3"), 1, flags);
  guint             qos = *flags >> 3 & 3;

  if (field == NULL)
    return FALSE;

  g_free (field->value);
  field->value = g_strdup_printf ("0x%02x", *flags);
  add_bits (self, _ ("User name"), choose (self, "3.1.2.8", "3.1.2.8"), offset, *flags >> 7, NULL);
  add_bits (self, _ ("Password"), choose (self, "3.1.2.9", "3.1.2.9"), offset, *flags >> 6 & 1, NULL);
  add_bits (self, _ ("Will retain"), choose (self, "3.1.2.7", "3.1.2.7"), offset, *flags >> 5 & 1, NULL);
  add_bits (self, _ ("Will QoS"), choose (self, "3.1.2.6", "3.1.2.6"), offset, qos, qos_to_note (qos));
  add_bits (self, _ ("Will"), choose (self, "3.1.2.5", "3.1.2.5"), offset, *flags >> 2 & 1, NULL);
  add_bits (self, is_v5 (self) ? _ ("Clean start") : _ ("Clean session"), choose (self, "3.1.2.4", "3.1.2.4"), offset, *flags >> 1 & 1, NULL);

  if ((*flags & CONNECT_RESERVED) != 0 && self->out->version != SONDE_MQTT_3_1)
    return sonde_packet_decoder_stop (self, offset, _ ("A reserved flag is set."));
  if (qos == 3)
    return sonde_packet_decoder_stop (self, offset, _ ("A QoS of 3 is reserved."));

  return TRUE;
}

static void
add_will (Decoder *self)
{
  if (is_v5 (self))
    sonde_packet_decoder_add_properties (self, TRUE);
  sonde_packet_decoder_add_string (self, _ ("Will topic"), choose (self, "3.1.3.3", "3.1.3.2"));
  sonde_packet_decoder_add_binary (self, _ ("Will payload"), choose (self, "3.1.3.4", "3.1.3.3"), FALSE);
}

/* The version it says rules, not that which was asked about. */
static void
find_version (Decoder *self)
{
  gsize at = self->at;

  if (self->at_hand >= at + 2)
    {
      gsize  name = self->bytes[at] << 8 | self->bytes[at + 1];
      guint8 version = self->at_hand > at + 2 + name ? self->bytes[at + 2 + name] & 0x7f : 0;

      if (version >= SONDE_MQTT_3_1 && version <= SONDE_MQTT_5)
        self->out->version = version;
    }
}

static void
add_connect (Decoder *self)
{
  guint             flags, keep_alive;
  SondePacketField *field;

  find_version (self);
  if (!add_protocol (self) || !add_connect_flags (self, &flags))
    return;
  field = sonde_packet_decoder_add_number (self, _ ("Keep alive"), choose (self, "3.1.2.10", "3.1.2.10"), 2, &keep_alive);
  if (field != NULL)
    field->note = keep_alive == 0 ? _ ("off") : _ ("seconds");
  if (is_v5 (self))
    sonde_packet_decoder_add_properties (self, FALSE);

  sonde_packet_decoder_add_string (self, _ ("Client identifier"), choose (self, "3.1.3.1", "3.1.3.1"));
  if ((flags & CONNECT_WILL) != 0)
    add_will (self);
  if ((flags & CONNECT_USER_NAME) != 0)
    sonde_packet_decoder_add_string (self, _ ("User name"), choose (self, "3.1.3.5", "3.1.3.4"));
  if ((flags & CONNECT_PASSWORD) != 0)
    sonde_packet_decoder_add_binary (self, _ ("Password"), choose (self, "3.1.3.6", "3.1.3.5"), TRUE);
  expect_end (self);
}

/* ---- CONNACK (3.2) ---- */

static void
add_connack (Decoder *self)
{
  gsize offset = self->at;
  guint flags;

  if (sonde_packet_decoder_add_number (self, _ ("Connect acknowledge flags"), choose (self, "3.2.2.1", "3.2.2.1"), 1, &flags) == NULL)
    return;
  /* 3.1 leaves these bits unused. */
  if (self->out->version != SONDE_MQTT_3_1)
    {
      add_bits (self, _ ("Session present"), choose (self, "3.2.2.1.1", "3.2.2.2"), offset, flags & 1, NULL);
      if (flags > 1 && !sonde_packet_decoder_stop (self, offset, _ ("A reserved flag is set.")))
        return;
    }

  /* A broker of 3.x answers MQTT 5 with two bytes. */
  if (add_reason (self) && is_v5 (self) && !is_at_end (self))
    sonde_packet_decoder_add_properties (self, FALSE);
  expect_end (self);
}

/* ---- PUBLISH (3.3) and its acknowledgements (3.4 to 3.7) ---- */

/* An alias may stand for the topic name in MQTT 5 (3.3.2.1). */
static gboolean
has_alias (Decoder *self)
{
  for (guint i = 0; i < self->out->fields->len; i++)
    if (g_str_equal (((SondePacketField *) self->out->fields->pdata[i])->clause, TOPIC_ALIAS_CLAUSE))
      return TRUE;

  return FALSE;
}

static void
add_publish (Decoder *self)
{
  gsize             offset = self->at;
  SondePacketField *topic = sonde_packet_decoder_add_string (self, _ ("Topic name"), choose (self, "3.3.2.1", "3.3.2.1"));
  gboolean          is_empty;

  if (topic == NULL)
    return;
  is_empty = topic->length == 2;
  if (is_empty && !is_v5 (self))
    sonde_packet_decoder_stop (self, offset, _ ("The topic name is empty."));
  if (memchr (self->bytes + offset + 2, '+', topic->length - 2) != NULL ||
      memchr (self->bytes + offset + 2, '#', topic->length - 2) != NULL)
    sonde_packet_decoder_stop (self, offset, _ ("The topic name holds a wildcard."));

  if ((self->flags & 0x06) != 0)
    add_packet_id (self);
  if (is_v5 (self) && !self->stopped)
    sonde_packet_decoder_add_properties (self, FALSE);
  if (is_empty && is_v5 (self) && !self->stopped && !has_alias (self))
    sonde_packet_decoder_refuse (self, offset, SONDE_REASON_PROTOCOL_ERROR, _ ("The topic name is empty."));
  sonde_packet_decoder_add_rest (self, _ ("Payload"), choose (self, "3.3.3", "3.3.3"));
}

/* Reason code and properties may be left out (3.4.2.1, 3.4.2.2.1). */
static void
add_ack (Decoder *self)
{
  if (add_packet_id (self) && is_v5 (self) && !is_at_end (self) && add_reason (self) && !is_at_end (self))
    sonde_packet_decoder_add_properties (self, FALSE);
  expect_end (self);
}

/* DISCONNECT (3.14), AUTH (3.15) */
static void
add_ending (Decoder *self)
{
  if (is_v5 (self) && !is_at_end (self) && add_reason (self) && !is_at_end (self))
    sonde_packet_decoder_add_properties (self, FALSE);
  expect_end (self);
}

/* ---- SUBSCRIBE (3.8), UNSUBSCRIBE (3.10) and their acknowledgements ---- */

/* 3.8.3.1; in 3.1.1 only the QoS */
static gboolean
add_options (Decoder *self)
{
  const char *clause = choose (self, "3.8.3.1", "3.8.3");
  gsize       offset = self->at;
  guint       options;

  if (sonde_packet_decoder_add_number (self, is_v5 (self) ? _ ("Subscription options") : _ ("Requested QoS"), clause, 1, &options) == NULL)
    return FALSE;
  if (is_v5 (self))
    {
      add_bits (self, _ ("QoS"), clause, offset, options & 3, qos_to_note (options & 3));
      add_bits (self, _ ("No local"), clause, offset, options >> 2 & 1, NULL);
      add_bits (self, _ ("Retain as published"), clause, offset, options >> 3 & 1, NULL);
      add_bits (self, _ ("Retain handling"), clause, offset, options >> 4 & 3, NULL);
    }

  if ((options & 3) == 3)
    return sonde_packet_decoder_stop (self, offset, _ ("A QoS of 3 is reserved."));
  if ((options & (is_v5 (self) ? 0xc0 : 0xfc)) != 0 || (options >> 4 & 3) == 3)
    return sonde_packet_decoder_stop (self, offset, _ ("A reserved option is set."));

  return TRUE;
}

static void
add_filters (Decoder *self)
{
  if (!add_packet_id (self))
    return;
  if (is_v5 (self))
    sonde_packet_decoder_add_properties (self, FALSE);
  if (!self->stopped && self->at == self->end)
    sonde_packet_decoder_stop (self, self->at, _ ("There is no topic filter in it."));

  while (!is_at_end (self))
    {
      gsize             offset = self->at;
      SondePacketField *filter = sonde_packet_decoder_add_string (self, _ ("Topic filter"), part (self, SONDE_PACKET_CLAUSE_PAYLOAD));

      if (filter != NULL && filter->length == 2)
        sonde_packet_decoder_stop (self, offset, _ ("A topic filter is empty."));
      if (self->type == SONDE_PACKET_SUBSCRIBE)
        add_options (self);
    }
}

/* 3.9.3, 3.11.3: those that tell of no failure are few, and the others of these reserved. */
static gboolean
add_code (Decoder *self)
{
  gsize  offset = self->at;
  guint8 greatest = self->type == SONDE_PACKET_SUBACK ? 2 : 0;
  guint8 code;

  if (!add_reason (self))
    return FALSE;

  code = self->bytes[offset];

  return code <= greatest || code >= FIRST_FAILURE || (self->type == SONDE_PACKET_UNSUBACK && code == REASON_NO_SUBSCRIPTION) ||
         sonde_packet_decoder_refuse (self, offset, SONDE_REASON_PROTOCOL_ERROR, _ ("A code in it is reserved."));
}

static void
add_codes (Decoder *self)
{
  if (!add_packet_id (self))
    return;
  if (is_v5 (self))
    sonde_packet_decoder_add_properties (self, FALSE);
  /* 3.1.1, 3.11: UNSUBACK has no payload there. */
  if (!is_v5 (self) && self->type == SONDE_PACKET_UNSUBACK)
    {
      expect_end (self);
      return;
    }

  if (!self->stopped && self->at == self->end)
    sonde_packet_decoder_refuse (self, self->at, SONDE_REASON_PROTOCOL_ERROR, _ ("There is no code in it."));
  while (!is_at_end (self) && add_code (self))
    ;
}

/* ---- All ---- */

static void
add_body (Decoder *self)
{
  switch (self->type)
    {
    case SONDE_PACKET_CONNECT:
      add_connect (self);
      break;
    case SONDE_PACKET_CONNACK:
      add_connack (self);
      break;
    case SONDE_PACKET_PUBLISH:
      add_publish (self);
      break;
    case SONDE_PACKET_PUBACK:
    case SONDE_PACKET_PUBREC:
    case SONDE_PACKET_PUBREL:
    case SONDE_PACKET_PUBCOMP:
      add_ack (self);
      break;
    case SONDE_PACKET_SUBSCRIBE:
    case SONDE_PACKET_UNSUBSCRIBE:
      add_filters (self);
      break;
    case SONDE_PACKET_SUBACK:
    case SONDE_PACKET_UNSUBACK:
      add_codes (self);
      break;
    case SONDE_PACKET_DISCONNECT:
    case SONDE_PACKET_AUTH:
      add_ending (self);
      break;
    default:
      expect_end (self);
      break;
    }
}

static void
field_free (gpointer data)
{
  SondePacketField *field = data;

  g_free (field->value);
  g_free (field);
}

SondePacketFields *
sonde_packet_decode (const guint8    *bytes,
                     gsize            at_hand,
                     gsize            size,
                     SondeMqttVersion version)
{
  SondePacketFields *out = g_new0 (SondePacketFields, 1);
  Decoder            decoder = { .out = out, .bytes = bytes, .at_hand = MIN (at_hand, size), .end = size };

  out->version = version;
  out->fields = g_ptr_array_new_with_free_func (field_free);

  if (add_fixed_header (&decoder, size))
    add_body (&decoder);
  if (!decoder.stopped)
    out->end = decoder.at;

  return out;
}

void
sonde_packet_fields_free (SondePacketFields *self)
{
  g_ptr_array_unref (self->fields);
  g_free (self->fault);
  g_free (self);
}
