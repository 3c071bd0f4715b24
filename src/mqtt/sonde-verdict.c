/* sonde-verdict.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-verdict"

#include "sonde-verdict.h"

#include "sonde-cause.h"
#include "sonde-guard.h"
#include "sonde-properties.h"
#include "sonde-reason.h"

#include <string.h>

#define CONNACK_FIRST_BYTE (SONDE_PACKET_CONNACK << 4)

static void
statement_set (SondeStatement *self,
               guint8          reason,
               const guint8   *properties,
               gsize           size)
{
  g_clear_pointer (&self->properties, g_bytes_unref);
  self->came = TRUE;
  self->reason = reason;
  if (properties != NULL && size > 0)
    self->properties = g_bytes_new (properties, size);
}

static const guint8 *
statement_get_properties (const SondeStatement *self,
                          gsize                *size)
{
  *size = 0;

  return self->properties != NULL ? g_bytes_get_data (self->properties, size) : NULL;
}

void
sonde_verdict_clear (SondeVerdict *self)
{
  g_clear_pointer (&self->connack.properties, g_bytes_unref);
  g_clear_pointer (&self->disconnect.properties, g_bytes_unref);
}

void
sonde_verdict_reset (SondeVerdict    *self,
                     SondeMqttVersion version)
{
  sonde_verdict_clear (self);
  memset (self, 0, sizeof *self);
  sonde_limits_init (&self->limits, version, NULL, 0);
}

static gboolean
read_connack (SondeVerdict      *self,
              const SondePacket *packet,
              SondeMqttVersion   version)
{
  SondeConnackView view;

  if (packet->type == SONDE_PACKET_CONNACK)
    self->fault = sonde_guard_check (packet, version, NULL);
  if (self->fault != 0 || packet->flags != 0 || !sonde_packet_read_connack (packet, version, &view))
    return FALSE;

  statement_set (&self->connack, view.reason, view.properties, view.properties_size);
  self->session_present = view.session_present;
  self->v3_answer = version == SONDE_MQTT_5 && packet->body_total == 2;
  sonde_limits_init (&self->limits, version, view.properties, view.properties_size);

  return TRUE;
}

gboolean
sonde_verdict_read (SondeVerdict      *self,
                    const SondePacket *packet,
                    SondeMqttVersion   version)
{
  SondeAckView view;

  if (!self->greeted)
    {
      self->greeted = TRUE;
      self->alien = !read_connack (self, packet, version);
      return !self->alien;
    }

  if (packet->type == SONDE_PACKET_DISCONNECT && sonde_packet_read_disconnect (packet, version, &view))
    statement_set (&self->disconnect, view.reason, view.properties, view.properties_size);

  return FALSE;
}

void
sonde_verdict_read_greeting (SondeVerdict *self,
                             const guint8 *greeting,
                             gsize         size)
{
  if (!self->greeted && size > 0 && greeting[0] != CONNACK_FIRST_BYTE)
    self->greeted = self->alien = TRUE;
}

char *
sonde_verdict_dup_client_id (const SondeVerdict *self)
{
  SondeProperty property;
  gsize         size;
  const guint8 *properties = statement_get_properties (&self->connack, &size);

  if (!sonde_properties_find (properties, size, SONDE_PROPERTY_ASSIGNED_CLIENT_ID, &property))
    return NULL;

  return g_strndup ((const char *) property.bytes, property.size);
}

SondeTransportEvent *
sonde_verdict_to_event (const SondeVerdict *self,
                        SondeMqttVersion    version)
{
  SondeTransportEvent *event = sonde_transport_event_new (SONDE_TRANSPORT_CONNACK);

  event->session_present = self->session_present;
  event->reason = self->connack.reason;
  if (version != SONDE_MQTT_5 || self->v3_answer)
    event->reason = sonde_reason_from_v3_connack (self->connack.reason);
  if (self->connack.properties != NULL)
    event->properties = g_bytes_ref (self->connack.properties);

  return event;
}

GError *
sonde_verdict_to_error (const SondeVerdict *self,
                        const SondeProfile *profile,
                        const guint8       *greeting,
                        gsize               greeting_size,
                        gboolean           *may_retry)
{
  const guint8 *properties;
  gsize         size;

  if (!self->connack.came)
    return greeting_size > 0 ? sonde_cause_from_greeting (profile, SONDE_STAGE_CONNECT, greeting, greeting_size, may_retry) : NULL;

  if (self->connack.reason != 0)
    {
      properties = statement_get_properties (&self->connack, &size);
      return sonde_cause_from_connack (profile, self->connack.reason, self->v3_answer, properties, size, may_retry);
    }

  if (self->disconnect.came)
    {
      properties = statement_get_properties (&self->disconnect, &size);
      return sonde_cause_from_disconnect (profile, self->disconnect.reason, properties, size, may_retry);
    }

  return NULL;
}
