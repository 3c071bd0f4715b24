/* sonde-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-dialog"

#include "sonde-dialog-private.h"

#include "sonde-alarm.h"
#include "sonde-cause.h"
#include "sonde-login.h"
#include "sonde-property-check.h"

#include <sonde-secret.h>

/* libmosquitto counts whole seconds: look when the last one is surely over. */
#define KEEP_ALIVE_SLACK_US (100 * 1000)

/* ---- libmosquitto's side ---- */

static void
arm_keep_alive (SondeDialog *self)
{
  gint64 in = MAX (sonde_relay_get_last_in (self->relay), self->pinged_at);
  gint64 out = sonde_relay_get_last_out (self->relay);
  gint64 interval = self->verdict.limits.keep_alive >= 0 ? self->verdict.limits.keep_alive : self->profile->keep_alive;

  if (interval > 0)
    g_source_set_ready_time (self->keep_alive,
                             MAX (MIN (in, out) + interval * G_USEC_PER_SEC + KEEP_ALIVE_SLACK_US,
                                  g_get_monotonic_time () + G_USEC_PER_SEC));
}

static void
accepted_cb (gpointer user_data)
{
  SondeDialog *self = user_data;

  self->funcs.accepted (self->verdict.session_present, self->user_data);
  sonde_delivery_post (self->delivery, sonde_verdict_to_event (&self->verdict, self->profile->version));
  sonde_sender_begin (self->sender, self->mosquitto, &self->verdict.limits);
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

  /* What the tap knows nothing of any more was delivered already: see tap_pubrel(). */
  if (!sonde_arrivals_take (self->arrivals, delivered->qos, delivered->packet_id, &arrival) && delivered->qos == 2)
    return;

  message.dup = arrival.dup;
  message.properties = arrival.properties;
  message.properties_size = arrival.properties_size;
  if (sonde_copies_is_new (self->copies, &message))
    sonde_delivery_append (self->delivery, &message);
  if (delivered->qos < 2)
    sonde_filter_events_write (self->filter_events, ++self->n_written);
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

int
sonde_dialog_attach (SondeDialog *self,
                     GBytes     **connect,
                     GError     **error)
{
  const SondeProfile *profile = self->profile;
  /* MQTT 5 ends the old session with the flag alone: resume ours where it may live on. */
  gboolean resumes = self->again && profile->version == SONDE_MQTT_5 && profile->session_expiry > 0;

  if (!ensure_mosquitto (self, error))
    return -1;

  self->clean = profile->clean_start && !resumes;

  return sonde_mosquitto_attach (self->mosquitto, self->clean, connect, error);
}

static void
filter_event_cb (SondeLogEvent event,
                 const char   *filter,
                 gpointer      user_data)
{
  SondeDialog *self = user_data;

  if (event == SONDE_LOG_EVENT_UNSUBSCRIBED)
    sonde_copies_unsubscribed (self->copies, filter);
  else if (event == SONDE_LOG_EVENT_SUBSCRIBED || event == SONDE_LOG_EVENT_REFUSED)
    sonde_copies_answered (self->copies, filter, event == SONDE_LOG_EVENT_SUBSCRIBED);
}

/* ---- The relay's side ---- */

static void
packet_cb (const SondePacket *packet,
           gboolean           outgoing,
           gpointer           user_data)
{
  SondeDialog *self = user_data;

  if (self->packets != NULL)
    sonde_packet_ring_append (self->packets, packet, outgoing,
                              outgoing ? g_get_monotonic_time () : sonde_relay_get_last_in (self->relay));

  if (!outgoing)
    sonde_dialog_tap (self, packet);
  else if (packet->type == SONDE_PACKET_PINGREQ)
    self->pinged_at = g_get_monotonic_time ();
  else if (packet->type == SONDE_PACKET_SUBSCRIBE || packet->type == SONDE_PACKET_UNSUBSCRIBE)
    sonde_filter_events_ask (self->filter_events, packet, self->profile->version);
}

static void
broken_cb (gpointer user_data)
{
  SondeDialog *self = user_data;

  /* Of what never was MQTT the greeting tells. */
  if (self->verdict.greeted && !self->verdict.alien && self->error == NULL)
    sonde_dialog_fail (self, sonde_cause_from_broken_stream (), SONDE_REASON_MALFORMED_PACKET);
}

/* 5.0, 4.13: the broker is told why, as far as MQTT has words for it. */
static void
say_why (SondeDialog *self)
{
  guint8 reason = self->error != NULL ? self->error_reason : self->verdict.fault;
  guint8 disconnect[] = { SONDE_PACKET_DISCONNECT << 4, 1, reason };

  if (reason != 0 && self->profile->version == SONDE_MQTT_5 && !sonde_mosquitto_is_leaving (self->mosquitto))
    sonde_relay_send_last (self->relay, disconnect, sizeof disconnect);
}

static gboolean
turn_cb (gint64   deadline,
         gpointer user_data)
{
  SondeDialog *self = user_data;
  gboolean     more = FALSE;

  if (!self->verdict.alien && self->mosquitto != NULL)
    {
      more = sonde_mosquitto_turn (self->mosquitto, deadline);
      if (self->error == NULL)
        sonde_sender_send_waiting (self->sender);
      sonde_delivery_offer (self->delivery);
      /* After our own DISCONNECT the relay has the last word, when that is out. */
      if (sonde_mosquitto_is_open (self->mosquitto) || sonde_mosquitto_is_leaving (self->mosquitto))
        return more;
    }

  say_why (self);
  self->funcs.ended (FALSE, NULL, self->user_data);

  return FALSE;
}

static void
dry_cb (gpointer user_data)
{
  SondeDialog  *self = user_data;
  const guint8 *greeting;
  gsize         size;

  greeting = sonde_relay_get_greeting (self->relay, &size);
  sonde_verdict_read_greeting (&self->verdict, greeting, size);
  if (self->verdict.alien)
    {
      say_why (self);
      self->funcs.ended (FALSE, NULL, self->user_data);
    }
}

static void
ended_cb (SondeRelayEnd end,
          const GError *error,
          gpointer      user_data)
{
  SondeDialog *self = user_data;

  say_why (self);
  self->funcs.ended (end == SONDE_RELAY_NETWORK && self->error == NULL, error, self->user_data);
}

static const SondeRelayFuncs relay_funcs = {
  .packet = packet_cb,
  .turn = turn_cb,
  .dry = dry_cb,
  .ended = ended_cb,
  .broken = broken_cb,
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
  self->copies = sonde_copies_new ();
  self->sender = sonde_sender_new (delivery, self->copies);
  self->filter_events = sonde_filter_events_new (delivery);
  sonde_filter_events_set_watch (self->filter_events, filter_event_cb, self);

  return self;
}

static void
clear_session (SondeDialog *self)
{
  g_clear_pointer (&self->mosquitto, sonde_mosquitto_free);
  g_clear_pointer (&self->profile, sonde_profile_free);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->password, sonde_secret_free);
}

void
sonde_dialog_free (SondeDialog *self)
{
  if (self == NULL)
    return;

  sonde_dialog_stop (self);
  clear_session (self);
  sonde_arrivals_free (self->arrivals);
  sonde_sender_free (self->sender);
  sonde_filter_events_free (self->filter_events);
  sonde_copies_free (self->copies);
  sonde_verdict_clear (&self->verdict);
  g_clear_pointer (&self->packets, sonde_packet_ring_unref);
  g_free (self);
}

void
sonde_dialog_set_packets (SondeDialog     *self,
                          SondePacketRing *packets)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->packets, sonde_packet_ring_unref);
  self->packets = sonde_packet_ring_ref (packets);
}

void
sonde_dialog_prepare (SondeDialog        *self,
                      const SondeProfile *profile,
                      const char         *password,
                      gboolean            again)
{
  g_return_if_fail (self != NULL);

  self->again = again && self->mosquitto != NULL;
  sonde_verdict_reset (&self->verdict, profile->version);
  if (self->again)
    return;

  if (self->profile != NULL && !sonde_login_is_same_session (self->profile, profile))
    sonde_copies_clear (self->copies);
  clear_session (self);
  g_clear_pointer (&self->arrivals, sonde_arrivals_free);
  self->arrivals = sonde_arrivals_new ();
  sonde_sender_forget (self->sender);

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

  peer = sonde_dialog_attach (self, &connect, error);
  if (peer < 0)
    return FALSE;

  self->relay = sonde_relay_new (stream, peer, &relay_funcs, self);
  sonde_relay_set_quick_ack (self->relay, tcp_fd);
  sonde_relay_prepend (self->relay, connect);
  if (self->profile->version == SONDE_MQTT_5 && self->profile->maximum_packet_size > 0)
    sonde_relay_set_limit (self->relay, self->profile->maximum_packet_size);

  self->keep_alive = sonde_alarm_new ("[sonde] keep alive", keep_alive_cb, self);

  return TRUE;
}

void
sonde_dialog_say_goodbye (SondeDialog        *self,
                          const SondeGoodbye *goodbye)
{
  g_return_if_fail (self != NULL);

  sonde_sender_end (self->sender);
  g_source_set_ready_time (self->keep_alive, -1);
  sonde_mosquitto_disconnect (self->mosquitto, goodbye);
}

void
sonde_dialog_stop (SondeDialog *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->relay, sonde_relay_free);
  sonde_alarm_clear (&self->keep_alive);
  g_clear_error (&self->error);
  self->error_lasts = FALSE;
  self->error_reason = 0;
  sonde_arrivals_reset (self->arrivals);
  sonde_filter_events_end (self->filter_events);
  sonde_copies_disconnected (self->copies);
  self->n_arrived = self->n_written = 0;
  sonde_sender_end (self->sender);
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

  return self->verdict.disconnect.reason;
}

GError *
sonde_dialog_dup_cause (SondeDialog  *self,
                        SondeStage    stage,
                        gboolean      network_ended,
                        const GError *network_error,
                        gint64        online_for,
                        gboolean     *may_retry)
{
  const guint8 *greeting = NULL;
  GError       *error;
  gsize         size = 0;

  g_return_val_if_fail (self != NULL, NULL);

  *may_retry = TRUE;
  if (self->error != NULL)
    {
      *may_retry = !self->error_lasts;
      return g_error_copy (self->error);
    }

  if (self->relay != NULL)
    greeting = sonde_relay_get_greeting (self->relay, &size);
  error = sonde_verdict_to_error (&self->verdict, self->profile, greeting, size, may_retry);
  if (error != NULL)
    return error;

  if (network_ended)
    return sonde_cause_from_network (self->profile, stage, network_error, online_for, may_retry);

  return sonde_mosquitto_dup_error (self->mosquitto);
}

SondeSender *
sonde_dialog_get_sender (SondeDialog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sender;
}
