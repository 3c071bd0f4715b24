/* sonde-delivery.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-delivery"

#include "sonde-delivery.h"

#include "sonde-alarm.h"

#include <string.h>

#define FRAME_US (16 * 1000)

struct _SondeDelivery
{
  SondeMailbox       *mailbox;
  SondeSegmentWriter *writer;
  GSource            *timer;
  gint64              reported_at; /* monotonic µs */
  gboolean            pending;     /* records the reader has not heard of */
};

static void
report_cb (SondeSegment *segment,
           guint         count,
           gpointer      user_data)
{
  SondeDelivery       *self = user_data;
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_MESSAGES);

  event->segment = sonde_segment_ref (segment);
  event->count = count;
  sonde_mailbox_post (self->mailbox, event);
}

static void
report (SondeDelivery *self)
{
  g_source_set_ready_time (self->timer, -1);
  self->pending = FALSE;
  self->reported_at = g_get_monotonic_time ();
  sonde_segment_writer_flush (self->writer, report_cb, self);
}

static gboolean
timer_cb (gpointer user_data)
{
  report (user_data);

  return G_SOURCE_CONTINUE;
}

SondeDelivery *
sonde_delivery_new (SondeMailbox *mailbox)
{
  SondeDelivery *self = g_new0 (SondeDelivery, 1);

  self->mailbox = sonde_mailbox_ref (mailbox);
  self->writer = sonde_segment_writer_new ();
  self->timer = sonde_alarm_new ("[sonde] delivery", timer_cb, self);

  return self;
}

void
sonde_delivery_free (SondeDelivery *self)
{
  if (self == NULL)
    return;

  sonde_alarm_clear (&self->timer);
  sonde_segment_writer_free (self->writer);
  sonde_mailbox_unref (self->mailbox);
  g_free (self);
}

guint64
sonde_delivery_append (SondeDelivery *self,
                       SondeMessage  *message)
{
  message->time = g_get_real_time ();
  self->pending = TRUE;

  return sonde_segment_writer_append (self->writer, message);
}

void
sonde_delivery_append_event (SondeDelivery *self,
                             SondeLogEvent  event,
                             const char    *detail)
{
  SondeMessage message = {
    .kind = SONDE_MESSAGE_EVENT,
    .topic = "",
    .payload = detail,
    .payload_size = detail != NULL ? strlen (detail) : 0,
    .packet_id = event,
  };

  sonde_delivery_append (self, &message);
  report (self);
}

void
sonde_delivery_offer (SondeDelivery *self)
{
  if (!self->pending)
    return;

  if (g_get_monotonic_time () - self->reported_at >= FRAME_US)
    report (self);
  else
    g_source_set_ready_time (self->timer, self->reported_at + FRAME_US);
}

void
sonde_delivery_post (SondeDelivery       *self,
                     SondeTransportEvent *event)
{
  sonde_mailbox_post (self->mailbox, event);
}
