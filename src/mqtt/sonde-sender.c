/* sonde-sender.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-sender"

#include "sonde-sender.h"

#include "sonde-mqtt-error.h"
#include "sonde-outbox.h"

#include <string.h>

/* Reason codes (5.0, 2.4) for what is refused before it is sent */
#define REASON_PACKET_TOO_LARGE 0x95
#define REASON_QOS_NOT_SUPPORTED 0x9b

/* SUBACK's one failure code in MQTT 3.1.1 (3.9.3) */
#define V3_SUBSCRIBE_FAILURE 0x80

/* PUBCOMP: the broker had finished with it already, before a reconnect (5.0, 3.7.2.1) */
#define REASON_PACKET_ID_NOT_FOUND 0x92

#define FIRST_FAILURE 0x80

struct _SondeSender
{
  SondeDelivery  *delivery;
  SondeCopies    *copies;
  SondeMosquitto *mosquitto; /* NULL when offline */
  SondeLimits     limits;
  SondeOutbox    *outbox;
  SondeRepeater  *repeater;
};

/* ---- Answers ---- */

/* RECEIVED or ACKED */
static void
post_fate (SondeSender            *self,
           SondeTransportEventType type,
           guint                   token,
           guint8                  reason)
{
  SondeTransportEvent *event;

  if (token & SONDE_REPEAT_TOKENS)
    {
      if (type == SONDE_TRANSPORT_ACKED)
        sonde_repeater_acked (self->repeater, token, reason);
      return;
    }

  event = sonde_transport_event_new (type);
  event->token = token;
  event->reason = reason;
  sonde_delivery_post (self->delivery, event);
}

/* Takes @codes and @properties. */
static void
post_answer (SondeSender            *self,
             SondeTransportEventType type,
             guint                   token,
             GBytes                 *codes,
             GBytes                 *properties)
{
  SondeTransportEvent *event = sonde_transport_event_new (type);

  event->token = token;
  event->codes = codes;
  event->properties = properties;
  sonde_delivery_post (self->delivery, event);
}

static gboolean
take_publish_ack (SondeSender        *self,
                  SondePacketType     type,
                  const SondeAckView *view)
{
  guint8   reason = view->reason;
  gboolean lowered = FALSE;
  guint    token;

  if (type == SONDE_PACKET_PUBREC && reason < FIRST_FAILURE)
    {
      token = sonde_outbox_received (self->outbox, view->packet_id, reason);
      if (token != 0)
        post_fate (self, SONDE_TRANSPORT_RECEIVED, token, reason);
      return TRUE;
    }
  if (type == SONDE_PACKET_PUBCOMP && reason == REASON_PACKET_ID_NOT_FOUND)
    reason = 0;

  token = sonde_outbox_acked (self->outbox, type == SONDE_PACKET_PUBACK ? 1 : 2, view->packet_id, &reason);
  if (token == 0 && type == SONDE_PACKET_PUBACK)
    {
      /* RabbitMQ before 3.13: the message has arrived, at QoS 1. */
      token = sonde_outbox_acked (self->outbox, 2, view->packet_id, &reason);
      lowered = token != 0;
    }
  if (token != 0)
    post_fate (self, SONDE_TRANSPORT_ACKED, token, reason);

  return !lowered;
}

gboolean
sonde_sender_take_ack (SondeSender       *self,
                       const SondePacket *packet,
                       SondeMqttVersion   version)
{
  SondeTransportEventType answer;
  SondeAckView            view;
  guint                   token;

  g_return_val_if_fail (self != NULL, TRUE);

  if (!sonde_packet_read_ack (packet, version, &view))
    return TRUE;

  if (packet->type != SONDE_PACKET_SUBACK && packet->type != SONDE_PACKET_UNSUBACK)
    return take_publish_ack (self, packet->type, &view);

  answer = packet->type == SONDE_PACKET_SUBACK ? SONDE_TRANSPORT_SUBACK : SONDE_TRANSPORT_UNSUBACK;
  token = sonde_outbox_answered (self->outbox, view.packet_id);
  if (token != 0)
    post_answer (self, answer, token,
                 view.n_codes > 0 ? g_bytes_new (view.codes, view.n_codes) : NULL,
                 view.properties_size > 0 ? g_bytes_new (view.properties, view.properties_size) : NULL);

  return TRUE;
}

/* ---- Publishing ---- */

static void
log_sent (SondeSender         *self,
          const SondeOutgoing *outgoing,
          GBytes              *wire,
          guint16              packet_id)
{
  const SondePublish  *publish = outgoing->publish;
  SondeTransportEvent *event;
  guint64              serial;
  SondeMessage         message = {
            .kind = SONDE_MESSAGE_SENT,
            .topic = publish->topic,
            .topic_length = strlen (publish->topic),
            .packet_id = publish->qos > 0 ? packet_id : 0,
            .qos = publish->qos,
            .retain = publish->retain,
  };

  message.payload = g_bytes_get_data (publish->payload, &message.payload_size);
  if (wire != NULL)
    message.properties = g_bytes_get_data (wire, &message.properties_size);
  serial = sonde_delivery_append (self->delivery, &message);
  sonde_delivery_offer (self->delivery);
  if (outgoing->token & SONDE_REPEAT_TOKENS)
    {
      sonde_repeater_sent (self->repeater, outgoing->token, serial, publish->qos);
      return;
    }

  event = sonde_transport_event_new (SONDE_TRANSPORT_PUBLISHED);
  event->token = outgoing->token;
  event->serial = serial;
  sonde_delivery_post (self->delivery, event);
}

/* Returns: %FALSE when nothing more can go now */
static gboolean
send_next (SondeSender         *self,
           const SondeOutgoing *next)
{
  g_autoptr (GBytes) wire = NULL;
  guint16 packet_id;
  guint8  reason;

  if (self->limits.version == SONDE_MQTT_5 && sonde_publish_has_properties (next->publish))
    wire = sonde_publish_dup_properties (next->publish);

  if (sonde_mosquitto_publish (self->mosquitto, next->publish, wire, &packet_id, &reason))
    {
      log_sent (self, next, wire, packet_id);
      sonde_outbox_sent (self->outbox, packet_id);
    }
  else if (reason != 0)
    {
      post_fate (self, SONDE_TRANSPORT_ACKED, next->token, reason);
      sonde_outbox_drop (self->outbox);
    }
  else
    {
      return FALSE;
    }

  return TRUE;
}

void
sonde_sender_send_waiting (SondeSender *self)
{
  const SondeOutgoing *next;

  g_return_if_fail (self != NULL);

  /* What libmosquitto cannot write at once it would queue without bound. */
  while (self->mosquitto != NULL && !sonde_mosquitto_is_congested (self->mosquitto) &&
         (next = sonde_outbox_peek (self->outbox)) != NULL)
    if (!send_next (self, next))
      break;

  if (self->mosquitto != NULL)
    sonde_repeater_wake (self->repeater);
}

void
sonde_sender_publish (SondeSender  *self,
                      guint         token,
                      SondePublish *publish)
{
  g_autoptr (SondePublish) owned = publish;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (publish != NULL);

  if (self->mosquitto == NULL)
    return;

  /* The session has checked this; but 2.0.11 aborts on what is too large. */
  if (!sonde_limits_check_publish (&self->limits, publish, &error))
    {
      post_fate (self, SONDE_TRANSPORT_ACKED, token, error->code == SONDE_MQTT_ERROR_TOO_LARGE ? REASON_PACKET_TOO_LARGE : REASON_QOS_NOT_SUPPORTED);
      return;
    }

  sonde_outbox_push (self->outbox, token, g_steal_pointer (&owned));
  sonde_sender_send_waiting (self);
}

/* ---- Subscribing ---- */

static void
note_asked (SondeSender            *self,
            SondeTransportEventType answer,
            guint                   token,
            gboolean                sent,
            guint16                 packet_id,
            guint8                  reason,
            guint                   n_filters)
{
  guint8 *codes;

  if (sent)
    {
      sonde_outbox_asked (self->outbox, packet_id, token);
    }
  else if (reason != 0)
    {
      codes = g_malloc (n_filters);
      memset (codes, self->limits.version == SONDE_MQTT_5 ? reason : V3_SUBSCRIBE_FAILURE, n_filters);
      post_answer (self, answer, token, g_bytes_new_take (codes, n_filters), NULL);
    }
}

void
sonde_sender_subscribe (SondeSender                 *self,
                        guint                        token,
                        GStrv                        filters,
                        const SondeSubscribeOptions *options)
{
  guint16  packet_id;
  guint8   reason;
  gboolean sent;

  g_return_if_fail (self != NULL);

  if (self->mosquitto == NULL)
    return;

  sent = sonde_mosquitto_subscribe (self->mosquitto, filters, options, &packet_id, &reason);
  if (sent && self->limits.version == SONDE_MQTT_5)
    sonde_copies_subscribing (self->copies, filters, options);
  note_asked (self, SONDE_TRANSPORT_SUBACK, token, sent, packet_id, reason, g_strv_length (filters));
}

void
sonde_sender_unsubscribe (SondeSender *self,
                          guint        token,
                          GStrv        filters)
{
  guint16  packet_id;
  guint8   reason;
  gboolean sent;

  g_return_if_fail (self != NULL);

  if (self->mosquitto == NULL)
    return;

  sent = sonde_mosquitto_unsubscribe (self->mosquitto, filters, &packet_id, &reason);
  note_asked (self, SONDE_TRANSPORT_UNSUBACK, token, sent, packet_id, reason, g_strv_length (filters));
}

/* ---- Repeating ---- */

static gboolean
has_room_cb (gpointer user_data)
{
  SondeSender *self = user_data;

  return self->mosquitto != NULL && !sonde_mosquitto_is_congested (self->mosquitto) && sonde_outbox_has_room (self->outbox);
}

static gboolean
send_repeated_cb (guint               token,
                  const SondePublish *publish,
                  gpointer            user_data,
                  GError            **error)
{
  SondeSender *self = user_data;
  const char  *sentence = sonde_publish_check (publish, self->limits.version);

  if (sentence != NULL)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);
      return FALSE;
    }
  if (!sonde_limits_check_publish (&self->limits, publish, error))
    return FALSE;

  sonde_outbox_push (self->outbox, token, sonde_publish_copy (publish));
  sonde_sender_send_waiting (self);

  return TRUE;
}

static const SondeRepeaterDoor repeater_door = { has_room_cb, send_repeated_cb };

SondeRepeater *
sonde_sender_get_repeater (SondeSender *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->repeater;
}

/* ---- Life ---- */

SondeSender *
sonde_sender_new (SondeDelivery *delivery,
                  SondeCopies   *copies)
{
  SondeSender *self = g_new0 (SondeSender, 1);

  self->delivery = delivery;
  self->copies = copies;
  self->outbox = sonde_outbox_new ();
  self->repeater = sonde_repeater_new (delivery, &repeater_door, self);

  return self;
}

void
sonde_sender_free (SondeSender *self)
{
  if (self == NULL)
    return;

  sonde_repeater_free (self->repeater);
  sonde_outbox_free (self->outbox);
  g_free (self);
}

void
sonde_sender_begin (SondeSender       *self,
                    SondeMosquitto    *mosquitto,
                    const SondeLimits *limits)
{
  g_return_if_fail (self != NULL);

  self->mosquitto = mosquitto;
  self->limits = *limits;
  sonde_outbox_set_receive_maximum (self->outbox, limits->receive_maximum);
  sonde_repeater_begin (self->repeater);
}

void
sonde_sender_end (SondeSender *self)
{
  g_return_if_fail (self != NULL);

  self->mosquitto = NULL;
  sonde_outbox_disconnected (self->outbox);
  sonde_repeater_end (self->repeater);
}

void
sonde_sender_forget (SondeSender *self)
{
  g_return_if_fail (self != NULL);

  sonde_outbox_clear (self->outbox);
  sonde_repeater_forget (self->repeater);
}
