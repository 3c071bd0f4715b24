/* sonde-limits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-limits"

#include "sonde-limits.h"

#include "sonde-properties.h"

#include <glib/gi18n.h>
#include <string.h>

#define REASON_SHARED_NOT_SUPPORTED 0x9e
#define REASON_WILDCARD_NOT_SUPPORTED 0xa2

/* The longest Remaining Length (2.2.3; 1.5.5 in 5.0) and the fixed header before it. */
#define LARGEST_PACKET (268435455u + 5)

/* Type and Remaining Length, topic length, packet id, Property Length */
#define PUBLISH_OVERHEAD (5 + 2 + 2 + 1)

/* MQTT 3 has no words for it: mosquitto takes 20, and ends a connection that sends more of QoS 2. */
#define V3_RECEIVE_MAXIMUM 20

/* Receive Maximum where the broker names none (5.0, 3.2.2.3.3) */
#define V5_RECEIVE_MAXIMUM 65535

void
sonde_limits_init (SondeLimits     *self,
                   SondeMqttVersion version,
                   const guint8    *properties,
                   gsize            size)
{
  SondePropertyIter iter;
  SondeProperty     property;

  self->version = version;
  self->maximum_packet_size = LARGEST_PACKET;
  self->maximum_qos = 2;
  self->retain_available = TRUE;
  self->keep_alive = -1;
  self->receive_maximum = version == SONDE_MQTT_5 ? V5_RECEIVE_MAXIMUM : V3_RECEIVE_MAXIMUM;
  self->wildcard_available = TRUE;
  self->shared_available = TRUE;

  sonde_property_iter_init (&iter, properties, size);
  while (sonde_property_iter_next (&iter, &property))
    {
      if (property.id == SONDE_PROPERTY_MAXIMUM_PACKET_SIZE)
        self->maximum_packet_size = MIN (property.number, LARGEST_PACKET);
      else if (property.id == SONDE_PROPERTY_MAXIMUM_QOS)
        self->maximum_qos = MIN (property.number, 2);
      else if (property.id == SONDE_PROPERTY_RETAIN_AVAILABLE)
        self->retain_available = property.number != 0;
      else if (property.id == SONDE_PROPERTY_SERVER_KEEP_ALIVE)
        self->keep_alive = property.number;
      else if (property.id == SONDE_PROPERTY_RECEIVE_MAXIMUM)
        self->receive_maximum = MAX (property.number, 1);
      else if (property.id == SONDE_PROPERTY_WILDCARD_AVAILABLE)
        self->wildcard_available = property.number != 0;
      else if (property.id == SONDE_PROPERTY_SHARED_AVAILABLE)
        self->shared_available = property.number != 0;
    }
}

char *
sonde_limits_dup_qos_text (const SondeLimits *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf (_ ("The broker takes messages up to QoS %u."), self->maximum_qos);
}

const char *
sonde_limits_get_retain_text (void)
{
  return _ ("The broker keeps no retained messages: turn Retain off.");
}

guint8
sonde_limits_check_filter (const SondeLimits *self,
                           const char        *filter)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (filter != NULL, 0);

  if (!self->shared_available && g_str_has_prefix (filter, "$share/"))
    return REASON_SHARED_NOT_SUPPORTED;
  if (!self->wildcard_available && strpbrk (filter, "+#") != NULL)
    return REASON_WILDCARD_NOT_SUPPORTED;

  return 0;
}

gboolean
sonde_limits_check_publish (const SondeLimits *self,
                            gsize              topic_length,
                            gsize              payload_size,
                            guint8             qos,
                            gboolean           retain,
                            GError           **error)
{
  gsize size = PUBLISH_OVERHEAD + topic_length + payload_size;

  if (size > self->maximum_packet_size)
    {
      g_autofree char *have = g_format_size (size);
      g_autofree char *limit = g_format_size (self->maximum_packet_size);

      g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TOO_LARGE,
                   _ ("The message is too large: %s, but the broker takes packets of at most %s."), have, limit);
      return FALSE;
    }

  if (qos > self->maximum_qos)
    {
      g_autofree char *sentence = sonde_limits_dup_qos_text (self);

      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);
      return FALSE;
    }

  if (retain && !self->retain_available)
    {
      g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sonde_limits_get_retain_text ());
      return FALSE;
    }

  return TRUE;
}
