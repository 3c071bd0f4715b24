/* sonde-dialog-tap.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-dialog"

#include "sonde-dialog-private.h"

#include "sonde-cause.h"
#include "sonde-guard.h"
#include "sonde-login.h"
#include "sonde-property-check.h"

#include <glib/gi18n.h>

/* Of a burst mosquitto 2.0.11 sends one more than the Receive Maximum. */
#define RECEIVE_SLACK 1

/* libmosquitto keeps each message of QoS 2 until its PUBREL: what a broker may have it keep, in bytes. */
#define WAITING_MAX ((guint64) 512 << 20)

void
sonde_dialog_fail (SondeDialog *self,
                   GError      *error,
                   guint8       reason)
{
  g_return_if_fail (self->error == NULL);

  self->error = error;
  self->error_reason = reason;
  sonde_relay_stop (self->relay);
}

static void
fail_packet (SondeDialog       *self,
             const SondePacket *packet,
             guint8             reason,
             const char        *fault)
{
  sonde_dialog_fail (self, sonde_cause_from_bad_packet (packet, fault), reason);
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
  g_autoptr (GError) error = NULL;
  int peer;

  g_clear_pointer (&self->mosquitto, sonde_mosquitto_free);
  g_clear_pointer (&self->arrivals, sonde_arrivals_free);
  self->arrivals = sonde_arrivals_new ();
  sonde_sender_forget (self->sender);

  peer = sonde_dialog_attach (self, &connect, &error);
  if (peer >= 0)
    sonde_relay_set_peer (self->relay, peer);
  else
    sonde_dialog_fail (self, g_steal_pointer (&error), 0);
}

static void
tap_connack (SondeDialog       *self,
             const SondePacket *packet)
{
  char *client_id;

  if (self->verdict.connack.reason != 0)
    {
      sonde_delivery_post (self->delivery, sonde_verdict_to_event (&self->verdict, self->profile->version));
      return;
    }

  /* 3.2.2.2; 5.0, 3.2.2.1.1: what it holds, and what comes, would be of nobody's asking. */
  if (self->clean && self->verdict.session_present)
    {
      fail_packet (self, packet, SONDE_REASON_PROTOCOL_ERROR, _ ("It has a session present, though a new one was asked for."));
      return;
    }

  client_id = sonde_verdict_dup_client_id (&self->verdict);
  if (client_id != NULL)
    {
      g_free (self->client_id);
      self->client_id = client_id;
    }
  if (!self->verdict.session_present)
    sonde_copies_clear (self->copies);
  if (self->again && !self->verdict.session_present && !sonde_login_hides_session (self->profile))
    forget_session (self);
}

/* 5.0, 3.3.4; with the memory of this computer in MQTT 3, too. */
static void
check_waiting (SondeDialog       *self,
               const SondePacket *packet)
{
  const SondeProfile *profile = self->profile;
  guint64             n_bytes;
  guint               n_waiting = sonde_arrivals_count_waiting (self->arrivals, &n_bytes);

  if (profile->version == SONDE_MQTT_5 && profile->receive_maximum > 0 && n_waiting > (guint) profile->receive_maximum + RECEIVE_SLACK)
    fail_packet (self, packet, SONDE_REASON_RECEIVE_MAXIMUM_EXCEEDED, _ ("More messages are under way than the receive maximum of this connection."));
  else if (n_bytes > WAITING_MAX)
    fail_packet (self, packet, SONDE_REASON_QUOTA_EXCEEDED, _ ("Too many messages of QoS 2 wait for their PUBREL."));
}

static void
tap_publish (SondeDialog       *self,
             const SondePacket *packet)
{
  SondePublishView view;
  SondeArrival     arrival = { 0 };

  if (!sonde_packet_read_publish (packet, self->profile->version, &view))
    return;

  arrival.dup = view.dup;
  arrival.packet_id = view.packet_id;
  arrival.size = packet->size;
  arrival.properties = view.properties;
  arrival.properties_size = view.properties_size;
  sonde_arrivals_add (self->arrivals, view.qos, &arrival);
  if (view.qos < 2)
    self->n_arrived++;
  else
    check_waiting (self, packet);
}

/*
 * A QoS 2 PUBLISH that a broker sends again after a reconnect (4.4) is queued
 * a second time by libmosquitto 2.0.11. It would stay there, and be delivered
 * in the place of the next message with that packet id. A PUBREL for each
 * drives them out; message_cb() drops them.
 */
static void
tap_pubrel (SondeDialog       *self,
            const SondePacket *packet)
{
  SondeAckView view;
  guint8       pubrel[] = { 0x62, 2, 0, 0 };

  if (!sonde_packet_read_ack (packet, self->profile->version, &view))
    return;

  pubrel[2] = view.packet_id >> 8;
  pubrel[3] = view.packet_id & 0xff;
  for (guint n = sonde_arrivals_count_again (self->arrivals, view.packet_id); n > 0; n--)
    sonde_relay_insert (self->relay, pubrel, sizeof pubrel);
}

/* Returns: whether it may be handed on */
static gboolean
check_incoming (SondeDialog       *self,
                const SondePacket *packet,
                gboolean           is_first)
{
  const SondeProfile *profile = self->profile;
  g_autofree char    *fault = NULL;
  guint8              reason;

  /* libmosquitto 2.0.11 takes what comes, up to 256 MB. */
  if (profile->version == SONDE_MQTT_5 && profile->maximum_packet_size > 0 && packet->size > profile->maximum_packet_size)
    {
      self->error_lasts = TRUE; /* until the limit is another, or the message */
      sonde_dialog_fail (self, sonde_cause_from_large_packet (profile, packet->size), SONDE_REASON_PACKET_TOO_LARGE);
      return FALSE;
    }
  if (is_first)
    return TRUE;

  /* 3.2: no more than one CONNACK */
  reason = packet->type == SONDE_PACKET_CONNACK ? SONDE_REASON_PROTOCOL_ERROR : sonde_guard_check (packet, profile->version, &fault);
  if (reason != 0)
    fail_packet (self, packet, reason, fault);

  return reason == 0;
}

static void
tap_answer (SondeDialog       *self,
            const SondePacket *packet)
{
  if (!sonde_filter_events_answer (self->filter_events, packet, self->profile->version, self->n_arrived))
    fail_packet (self, packet, SONDE_REASON_PROTOCOL_ERROR, _ ("It has not one code for each topic filter."));
  else
    sonde_filter_events_write (self->filter_events, self->n_written);
}

void
sonde_dialog_tap (SondeDialog       *self,
                  const SondePacket *packet)
{
  gboolean is_first = !self->verdict.greeted;

  if (sonde_verdict_read (&self->verdict, packet, self->profile->version))
    tap_connack (self, packet);
  if (self->verdict.alien || self->error != NULL || !check_incoming (self, packet, is_first))
    return;

  switch (packet->type)
    {
    case SONDE_PACKET_PUBLISH:
      tap_publish (self, packet);
      break;
    case SONDE_PACKET_PUBREL:
      tap_pubrel (self, packet);
      break;
    case SONDE_PACKET_SUBACK:
    case SONDE_PACKET_UNSUBACK:
      tap_answer (self, packet);
      if (self->error != NULL)
        break;
      G_GNUC_FALLTHROUGH;
    case SONDE_PACKET_PUBACK:
    case SONDE_PACKET_PUBREC:
    case SONDE_PACKET_PUBCOMP:
      if (!sonde_sender_take_ack (self->sender, packet, self->profile->version))
        {
          self->error_lasts = TRUE; /* what is not acknowledged would be sent again */
          sonde_dialog_fail (self, sonde_cause_from_lowered_qos (), SONDE_REASON_PROTOCOL_ERROR);
        }
      break;
    default:
      break;
    }
}
