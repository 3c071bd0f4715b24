/* sonde-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-dialog"

#include "sonde-dialog.h"

#include "sonde-alarm.h"
#include "sonde-arrivals.h"
#include "sonde-cause.h"
#include "sonde-limits.h"
#include "sonde-mosquitto.h"
#include "sonde-outbox.h"
#include "sonde-properties.h"
#include "sonde-reason.h"
#include "sonde-relay.h"

#include <string.h>

/* libmosquitto counts whole seconds: look when the last one is surely over. */
#define KEEP_ALIVE_SLACK_US (100 * 1000)

/* SUBACK's one failure code in MQTT 3.1.1 (3.9.3) */
#define V3_SUBSCRIBE_FAILURE 0x80

/* PUBCOMP: the broker had finished with it already, before a reconnect (5.0, 3.7.2.1) */
#define PACKET_ID_NOT_FOUND 0x92

/* What the tap read in a CONNACK or DISCONNECT. */
typedef struct
{
  gboolean came;
  guint8   reason; /* as it came */
  gboolean session_present;
  gboolean v3_answer;
  GBytes  *properties;
} Verdict;

struct _SondeDialog
{
  SondeDelivery   *delivery;
  SondeDialogFuncs funcs;
  gpointer         user_data;

  /* The session */
  SondeProfile   *profile;
  char           *password;
  char           *client_id; /* as sent, or assigned by the broker */
  gboolean        again;
  SondeMosquitto *mosquitto;
  SondeArrivals  *arrivals;
  SondeOutbox    *outbox;

  /* One conversation */
  SondeRelay *relay;
  GSource    *keep_alive; /* when to look at it */
  gint64      pinged_at;
  gboolean    greeted; /* the first packet has come … */
  gboolean    alien;   /* … and is no CONNACK */
  gboolean    online;
  SondeLimits limits;
  Verdict     connack;
  Verdict     disconnect;
  GError     *error; /* of our own */
};

/* ---- What the broker said ---- */

static GBytes *
dup_properties (const guint8 *properties,
                gsize         size)
{
  return properties != NULL && size > 0 ? g_bytes_new (properties, size) : NULL;
}

static void
verdict_clear (Verdict *verdict)
{
  g_clear_pointer (&verdict->properties, g_bytes_unref);
  memset (verdict, 0, sizeof *verdict);
}

static const guint8 *
verdict_get_properties (const Verdict *verdict,
                        gsize         *size)
{
  *size = 0;

  return verdict->properties != NULL ? g_bytes_get_data (verdict->properties, size) : NULL;
}

/* ---- libmosquitto's side ---- */

static void
post_connack (SondeDialog *self)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_CONNACK);

  event->session_present = self->connack.session_present;
  event->reason = self->connack.reason;
  if (self->profile->version != SONDE_MQTT_5 || self->connack.v3_answer)
    event->reason = sonde_reason_from_v3_connack (self->connack.reason);
  if (self->connack.properties != NULL)
    event->properties = g_bytes_ref (self->connack.properties);
  sonde_delivery_post (self->delivery, event);
}

static void
arm_keep_alive (SondeDialog *self)
{
  gint64 in = MAX (sonde_relay_get_last_in (self->relay), self->pinged_at);
  gint64 out = sonde_relay_get_last_out (self->relay);
  gint64 interval = self->limits.keep_alive >= 0 ? self->limits.keep_alive : self->profile->keep_alive;

  if (interval > 0)
    g_source_set_ready_time (self->keep_alive,
                             MAX (MIN (in, out) + interval * G_USEC_PER_SEC + KEEP_ALIVE_SLACK_US,
                                  g_get_monotonic_time () + G_USEC_PER_SEC));
}

static void
accepted_cb (gpointer user_data)
{
  SondeDialog *self = user_data;

  self->online = TRUE;
  self->funcs.accepted (self->connack.session_present, self->user_data);
  post_connack (self);
  arm_keep_alive (self);
}

static void
message_cb (const SondeDelivered *delivered,
            gpointer              user_data)
{
  SondeDialog *self = user_data;
  SondeArrival arrival;
  SondeMessage message = {
    .kind = SONDE_MESSAGE_RECEIVED,
    .topic = delivered->topic,
    .topic_length = strlen (delivered->topic),
    .payload = delivered->payload,
    .payload_size = delivered->payload_size,
    .packet_id = delivered->packet_id,
    .qos = delivered->qos,
    .retain = delivered->retain,
  };

  sonde_arrivals_take (self->arrivals, delivered->qos, delivered->packet_id, &arrival);
  message.dup = arrival.dup;
  message.properties = arrival.properties;
  message.properties_size = arrival.properties_size;
  sonde_delivery_append (self->delivery, &message);
}

static const SondeMosquittoFuncs mosquitto_funcs = {
  .accepted = accepted_cb,
  .message = message_cb,
};

static gboolean
ensure_mosquitto (SondeDialog *self,
                  GError     **error)
{
  if (self->mosquitto == NULL)
    self->mosquitto = sonde_mosquitto_new (self->profile, self->client_id, self->password, &mosquitto_funcs, self, error);

  return self->mosquitto != NULL;
}

/* Returns: the peer, or -1 */
static int
attach (SondeDialog *self,
        GBytes     **connect,
        GError     **error)
{
  const SondeProfile *profile = self->profile;
  /* MQTT 5 ends the old session with the flag alone: resume ours where it may live on. */
  gboolean resumes = self->again && profile->version == SONDE_MQTT_5 && profile->session_expiry > 0;

  if (!ensure_mosquitto (self, error))
    return -1;

  return sonde_mosquitto_attach (self->mosquitto, profile->clean_start && !resumes, connect, error);
}

/*
 * The broker has forgotten the session (3.2.2.2), so must we; libmosquitto
 * would send again what was in flight, though its publisher was told that it
 * is lost. A fresh one takes its place before CONNACK is handed on.
 */
static void
forget_session (SondeDialog *self)
{
  g_autoptr (GBytes) connect = NULL;
  int peer;

  g_clear_pointer (&self->mosquitto, sonde_mosquitto_free);
  g_clear_pointer (&self->arrivals, sonde_arrivals_free);
  self->arrivals = sonde_arrivals_new ();
  sonde_outbox_clear (self->outbox);

  peer = attach (self, &connect, &self->error);
  if (peer >= 0)
    sonde_relay_set_peer (self->relay, peer);
}

/* ---- The tap ---- */

static void
tap_connack (SondeDialog       *self,
             const SondePacket *packet)
{
  SondeConnackView view;
  SondeProperty    property;

  if (self->connack.came || !sonde_packet_read_connack (packet, self->profile->version, &view))
    return;

  self->connack.came = TRUE;
  self->connack.reason = view.reason;
  self->connack.session_present = view.session_present;
  self->connack.v3_answer = self->profile->version == SONDE_MQTT_5 && packet->body_total == 2;
  self->connack.properties = dup_properties (view.properties, view.properties_size);
  sonde_limits_init (&self->limits, self->profile->version, view.properties, view.properties_size);

  if (view.reason != 0)
    {
      post_connack (self);
      return;
    }

  if (sonde_properties_find (view.properties, view.properties_size, SONDE_PROPERTY_ASSIGNED_CLIENT_ID, &property))
    {
      g_free (self->client_id);
      self->client_id = g_strndup ((const char *) property.bytes, property.size);
    }
  if (self->again && !view.session_present)
    forget_session (self);
}

static void
tap_disconnect (SondeDialog       *self,
                const SondePacket *packet)
{
  SondeAckView view;

  if (!sonde_packet_read_disconnect (packet, self->profile->version, &view))
    return;

  verdict_clear (&self->disconnect);
  self->disconnect.came = TRUE;
  self->disconnect.reason = view.reason;
  self->disconnect.properties = dup_properties (view.properties, view.properties_size);
}

static void
tap_publish (SondeDialog       *self,
             const SondePacket *packet)
{
  SondePublishView view;
  SondeArrival     arrival = { 0 };

  /* What cannot be read still takes its place in the order. */
  if (!sonde_packet_read_publish (packet, self->profile->version, &view))
    view = (SondePublishView){ .qos = (packet->flags >> 1) & 3, .dup = (packet->flags & 8) != 0 };

  arrival.dup = view.dup;
  arrival.packet_id = view.packet_id;
  arrival.properties = view.properties;
  arrival.properties_size = view.properties_size;
  sonde_arrivals_add (self->arrivals, view.qos, &arrival);
}

static void
post_answer (SondeDialog            *self,
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

static void
post_acked (SondeDialog *self,
            guint        token,
            guint8       reason)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_ACKED);

  event->token = token;
  event->reason = reason;
  sonde_delivery_post (self->delivery, event);
}

static void
tap_publish_ack (SondeDialog        *self,
                 SondePacketType     type,
                 const SondeAckView *view)
{
  guint8 reason = view->reason;
  guint  token;

  if (type == SONDE_PACKET_PUBREC && reason < 0x80)
    {
      sonde_outbox_received (self->outbox, view->packet_id, reason);
      return;
    }
  if (type == SONDE_PACKET_PUBCOMP && reason == PACKET_ID_NOT_FOUND)
    reason = 0;

  token = sonde_outbox_acked (self->outbox, type == SONDE_PACKET_PUBACK ? 1 : 2, view->packet_id, &reason);
  if (token != 0)
    post_acked (self, token, reason);
}

static void
tap_ack (SondeDialog       *self,
         const SondePacket *packet)
{
  gboolean     subscribes = packet->type == SONDE_PACKET_SUBACK;
  SondeAckView view;
  guint        token;

  if (!sonde_packet_read_ack (packet, self->profile->version, &view))
    return;

  if (!subscribes && packet->type != SONDE_PACKET_UNSUBACK)
    {
      tap_publish_ack (self, packet->type, &view);
      return;
    }

  token = sonde_outbox_answered (self->outbox, view.packet_id);
  if (token != 0)
    post_answer (self, subscribes ? SONDE_TRANSPORT_SUBACK : SONDE_TRANSPORT_UNSUBACK, token,
                 view.n_codes > 0 ? g_bytes_new (view.codes, view.n_codes) : NULL,
                 dup_properties (view.properties, view.properties_size));
}

static void
tap_incoming (SondeDialog       *self,
              const SondePacket *packet)
{
  if (!self->greeted)
    {
      self->greeted = TRUE;
      self->alien = packet->type != SONDE_PACKET_CONNACK;
    }
  if (self->alien)
    return;

  switch (packet->type)
    {
    case SONDE_PACKET_PUBLISH:
      tap_publish (self, packet);
      break;
    case SONDE_PACKET_PUBACK:
    case SONDE_PACKET_PUBREC:
    case SONDE_PACKET_PUBCOMP:
    case SONDE_PACKET_SUBACK:
    case SONDE_PACKET_UNSUBACK:
      tap_ack (self, packet);
      break;
    case SONDE_PACKET_CONNACK:
      tap_connack (self, packet);
      break;
    case SONDE_PACKET_DISCONNECT:
      tap_disconnect (self, packet);
      break;
    default:
      break;
    }
}

static void
packet_cb (const SondePacket *packet,
           gboolean           outgoing,
           gpointer           user_data)
{
  SondeDialog *self = user_data;

  if (!outgoing)
    tap_incoming (self, packet);
  else if (packet->type == SONDE_PACKET_PINGREQ)
    self->pinged_at = g_get_monotonic_time ();
}

/* ---- Sending ---- */

static void
log_sent (SondeDialog         *self,
          const SondeOutgoing *outgoing,
          guint16              packet_id)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_PUBLISHED);
  SondeMessage         message = {
            .kind = SONDE_MESSAGE_SENT,
            .topic = outgoing->topic,
            .topic_length = strlen (outgoing->topic),
            .packet_id = outgoing->qos > 0 ? packet_id : 0,
            .qos = outgoing->qos,
            .retain = outgoing->retain,
  };

  message.payload = g_bytes_get_data (outgoing->payload, &message.payload_size);
  event->token = outgoing->token;
  event->serial = sonde_delivery_append (self->delivery, &message);
  sonde_delivery_offer (self->delivery);
  sonde_delivery_post (self->delivery, event);
}

/* Hands over what libmosquitto can send now: what it cannot write it would queue without bound. */
static void
send_waiting (SondeDialog *self)
{
  const SondeOutgoing *outgoing;
  guint16              packet_id;
  guint8               reason;

  while (self->online && !sonde_mosquitto_is_congested (self->mosquitto) &&
         (outgoing = sonde_outbox_peek (self->outbox)) != NULL)
    {
      if (sonde_mosquitto_publish (self->mosquitto, outgoing->topic, outgoing->payload, outgoing->qos, outgoing->retain, &packet_id, &reason))
        {
          log_sent (self, outgoing, packet_id);
          sonde_outbox_sent (self->outbox, packet_id);
        }
      else if (reason != 0)
        {
          post_acked (self, outgoing->token, reason);
          sonde_outbox_drop (self->outbox);
        }
      else
        {
          break;
        }
    }
}

void
sonde_dialog_publish (SondeDialog *self,
                      guint        token,
                      const char  *topic,
                      GBytes      *payload,
                      guint8       qos,
                      gboolean     retain)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  if (!self->online)
    return;

  if (!sonde_limits_check_publish (&self->limits, strlen (topic), g_bytes_get_size (payload), qos, retain, &error))
    {
      post_acked (self, token, error->code == SONDE_MQTT_ERROR_TOO_LARGE ? 0x95 : 0x9b);
      return;
    }

  sonde_outbox_push (self->outbox, token, topic, payload, qos, retain);
  send_waiting (self);
}

static void
asked (SondeDialog            *self,
       SondeTransportEventType answer,
       guint                   token,
       gboolean                sent,
       guint16                 packet_id,
       guint8                  reason)
{
  if (sent)
    {
      sonde_outbox_asked (self->outbox, packet_id, token);
    }
  else if (reason != 0)
    {
      if (self->profile->version != SONDE_MQTT_5)
        reason = V3_SUBSCRIBE_FAILURE;
      post_answer (self, answer, token, g_bytes_new (&reason, 1), NULL);
    }
}

void
sonde_dialog_subscribe (SondeDialog *self,
                        guint        token,
                        const char  *filter,
                        guint8       qos)
{
  guint16  packet_id;
  guint8   reason;
  gboolean sent;

  g_return_if_fail (self != NULL);

  if (!self->online)
    return;

  sent = sonde_mosquitto_subscribe (self->mosquitto, filter, qos, &packet_id, &reason);
  asked (self, SONDE_TRANSPORT_SUBACK, token, sent, packet_id, reason);
}

void
sonde_dialog_unsubscribe (SondeDialog *self,
                          guint        token,
                          const char  *filter)
{
  guint16  packet_id;
  guint8   reason;
  gboolean sent;

  g_return_if_fail (self != NULL);

  if (!self->online)
    return;

  sent = sonde_mosquitto_unsubscribe (self->mosquitto, filter, &packet_id, &reason);
  asked (self, SONDE_TRANSPORT_UNSUBACK, token, sent, packet_id, reason);
}

/* ---- The relay's side ---- */

static gboolean
turn_cb (gint64   deadline,
         gpointer user_data)
{
  SondeDialog *self = user_data;
  gboolean     more = FALSE;

  if (!self->alien && self->error == NULL)
    {
      more = sonde_mosquitto_turn (self->mosquitto, deadline);
      send_waiting (self);
      sonde_delivery_offer (self->delivery);
      /* After our own DISCONNECT the relay has the last word, when that is out. */
      if (sonde_mosquitto_is_open (self->mosquitto) || sonde_mosquitto_is_leaving (self->mosquitto))
        return more;
    }

  self->funcs.ended (FALSE, NULL, self->user_data);

  return FALSE;
}

static void
dry_cb (gpointer user_data)
{
  SondeDialog  *self = user_data;
  const guint8 *greeting;
  gsize         size;

  if (self->greeted)
    return;

  /* What is no MQTT may never make a whole packet. */
  greeting = sonde_relay_get_greeting (self->relay, &size);
  if (size > 0 && (greeting[0] != SONDE_PACKET_CONNACK << 4 || !sonde_relay_is_mqtt (self->relay)))
    {
      self->alien = TRUE;
      self->funcs.ended (FALSE, NULL, self->user_data);
    }
}

static void
ended_cb (SondeRelayEnd end,
          const GError *error,
          gpointer      user_data)
{
  SondeDialog *self = user_data;

  self->funcs.ended (end == SONDE_RELAY_NETWORK, error, self->user_data);
}

static const SondeRelayFuncs relay_funcs = {
  .packet = packet_cb,
  .turn = turn_cb,
  .dry = dry_cb,
  .ended = ended_cb,
};

static gboolean
keep_alive_cb (gpointer user_data)
{
  SondeDialog *self = user_data;

  sonde_mosquitto_check_keep_alive (self->mosquitto);
  if (sonde_mosquitto_is_open (self->mosquitto))
    arm_keep_alive (self);
  else
    self->funcs.ended (FALSE, NULL, self->user_data);

  return G_SOURCE_CONTINUE;
}

/* ---- Life ---- */

SondeDialog *
sonde_dialog_new (SondeDelivery          *delivery,
                  const SondeDialogFuncs *funcs,
                  gpointer                user_data)
{
  SondeDialog *self = g_new0 (SondeDialog, 1);

  self->delivery = delivery;
  self->funcs = *funcs;
  self->user_data = user_data;
  self->arrivals = sonde_arrivals_new ();
  self->outbox = sonde_outbox_new ();

  return self;
}

static void
clear_session (SondeDialog *self)
{
  g_clear_pointer (&self->mosquitto, sonde_mosquitto_free);
  g_clear_pointer (&self->profile, sonde_profile_free);
  g_clear_pointer (&self->client_id, g_free);
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_clear_pointer (&self->password, g_free);
}

void
sonde_dialog_free (SondeDialog *self)
{
  if (self == NULL)
    return;

  sonde_dialog_stop (self);
  clear_session (self);
  sonde_arrivals_free (self->arrivals);
  sonde_outbox_free (self->outbox);
  verdict_clear (&self->disconnect);
  g_free (self);
}

void
sonde_dialog_prepare (SondeDialog        *self,
                      const SondeProfile *profile,
                      const char         *password,
                      gboolean            again)
{
  g_return_if_fail (self != NULL);

  self->again = again && self->mosquitto != NULL;
  verdict_clear (&self->disconnect);
  if (self->again)
    return;

  clear_session (self);
  g_clear_pointer (&self->arrivals, sonde_arrivals_free);
  self->arrivals = sonde_arrivals_new ();
  sonde_outbox_clear (self->outbox);

  self->profile = sonde_profile_copy (profile);
  self->password = g_strdup (password);
  /* Only MQTT 5 has the broker say which id it chose, which reconnecting needs. */
  self->client_id = profile->client_id[0] == '\0' && profile->version != SONDE_MQTT_5
                      ? sonde_profile_generate_client_id ()
                      : g_strdup (profile->client_id);
}

gboolean
sonde_dialog_start (SondeDialog *self,
                    GIOStream   *stream,
                    int          tcp_fd,
                    GError     **error)
{
  g_autoptr (GBytes) connect = NULL;
  int peer;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->relay == NULL, FALSE);

  sonde_limits_init (&self->limits, self->profile->version, NULL, 0);
  peer = attach (self, &connect, error);
  if (peer < 0)
    return FALSE;

  self->relay = sonde_relay_new (stream, peer, &relay_funcs, self);
  sonde_relay_set_quick_ack (self->relay, tcp_fd);
  sonde_relay_prepend (self->relay, connect);

  self->keep_alive = sonde_alarm_new ("[sonde] keep alive", keep_alive_cb, self);

  return TRUE;
}

void
sonde_dialog_say_goodbye (SondeDialog *self)
{
  g_return_if_fail (self != NULL);

  self->online = FALSE;
  g_source_set_ready_time (self->keep_alive, -1);
  sonde_mosquitto_disconnect (self->mosquitto);
}

void
sonde_dialog_stop (SondeDialog *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->relay, sonde_relay_free);
  sonde_alarm_clear (&self->keep_alive);
  g_clear_error (&self->error);
  verdict_clear (&self->connack);
  sonde_arrivals_reset (self->arrivals);
  sonde_outbox_disconnected (self->outbox);
  self->online = self->greeted = self->alien = FALSE;
  self->pinged_at = 0;
}

gboolean
sonde_dialog_was_answered (SondeDialog *self)
{
  gsize size = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->relay != NULL)
    (void) sonde_relay_get_greeting (self->relay, &size);

  return size > 0;
}

guint8
sonde_dialog_get_disconnect_reason (SondeDialog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->disconnect.reason;
}

GError *
sonde_dialog_dup_cause (SondeDialog  *self,
                        SondeStage    stage,
                        gboolean      network_ended,
                        const GError *network_error,
                        gint64        online_for,
                        gboolean     *may_retry)
{
  const guint8 *bytes;
  gsize         size;

  g_return_val_if_fail (self != NULL, NULL);

  *may_retry = TRUE;
  if (self->error != NULL)
    return g_error_copy (self->error);

  if (self->connack.came && self->connack.reason != 0)
    {
      bytes = verdict_get_properties (&self->connack, &size);
      return sonde_cause_from_connack (self->profile, self->connack.reason, self->connack.v3_answer, bytes, size, may_retry);
    }

  if (stage == SONDE_STAGE_CONNECT && sonde_dialog_was_answered (self) && !self->connack.came)
    {
      bytes = sonde_relay_get_greeting (self->relay, &size);
      return sonde_cause_from_greeting (self->profile, bytes, size, may_retry);
    }

  if (self->disconnect.came)
    {
      bytes = verdict_get_properties (&self->disconnect, &size);
      return sonde_cause_from_disconnect (self->profile, self->disconnect.reason, bytes, size, may_retry);
    }

  if (network_ended)
    return sonde_cause_from_network (self->profile, stage, network_error, online_for, may_retry);

  return sonde_mosquitto_dup_error (self->mosquitto);
}
