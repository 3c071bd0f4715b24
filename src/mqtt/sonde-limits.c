/* sonde-limits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-limits"

#include "sonde-limits.h"

#include "sonde-properties.h"
#include "sonde-topic.h"

#include <glib/gi18n.h>
#include <string.h>

#define REASON_FILTER_INVALID 0x8f
#define REASON_SHARED_NOT_SUPPORTED 0x9e
#define REASON_IDS_NOT_SUPPORTED 0xa1
#define REASON_WILDCARD_NOT_SUPPORTED 0xa2

/* The longest Remaining Length (2.2.3; 1.5.5 in 5.0) and the fixed header before it. */
#define LARGEST_PACKET (268435455u + 5)

/* Type and Remaining Length, packet id, Property Length; a filter's length and options (3.8) */
#define SUBSCRIBE_OVERHEAD (5 + 2 + 4)
#define FILTER_OVERHEAD (2 + 1)

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
  self->subscription_id_available = TRUE;
  self->topic_alias_maximum = 0;

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
      else if (property.id == SONDE_PROPERTY_SUBSCRIPTION_ID_AVAILABLE)
        self->subscription_id_available = property.number != 0;
      else if (property.id == SONDE_PROPERTY_TOPIC_ALIAS_MAXIMUM)
        self->topic_alias_maximum = property.number;
    }
}

char *
sonde_limits_dup_qos_text (const SondeLimits *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf (_ ("The broker takes messages up to QoS %u."), self->maximum_qos);
}

char *
sonde_limits_dup_alias_text (const SondeLimits *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->topic_alias_maximum == 0)
    return g_strdup (_ ("The broker takes no topic aliases: leave it out."));

  return g_strdup_printf (_ ("The broker takes topic aliases up to %u: choose one of these, or none."),
                          self->topic_alias_maximum);
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

  if (!self->shared_available && sonde_topic_filter_is_shared (filter))
    return REASON_SHARED_NOT_SUPPORTED;
  if (!self->wildcard_available && strpbrk (filter, "+#") != NULL)
    return REASON_WILDCARD_NOT_SUPPORTED;

  return 0;
}

guint8
sonde_limits_check_subscribe (const SondeLimits           *self,
                              const char                  *filter,
                              const SondeSubscribeOptions *options)
{
  gboolean v5;
  gsize    size;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (filter != NULL, 0);
  g_return_val_if_fail (options != NULL, 0);

  v5 = self->version == SONDE_MQTT_5;
  size = SUBSCRIBE_OVERHEAD + FILTER_OVERHEAD + strlen (filter);
  if (v5)
    size += sonde_subscribe_options_get_properties_size (options);
  if (size > self->maximum_packet_size)
    return REASON_FILTER_INVALID;
  if (v5 && options->id > 0 && !self->subscription_id_available)
    return REASON_IDS_NOT_SUPPORTED;
  if (v5 && options->no_local && sonde_topic_filter_is_shared (filter))
    return REASON_FILTER_INVALID;

  return sonde_limits_check_filter (self, filter);
}

static gboolean
check_size (const SondeLimits  *self,
            const SondePublish *publish,
            GError            **error)
{
  gsize            size = sonde_publish_get_packet_size (publish, self->version);
  g_autofree char *have = NULL;
  g_autofree char *limit = NULL;

  if (size <= self->maximum_packet_size)
    return TRUE;

  have = g_format_size (size);
  limit = g_format_size (self->maximum_packet_size);
  g_set_error (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_TOO_LARGE,
               _ ("The message is too large: %s, but the broker takes packets of at most %s."), have, limit);
  return FALSE;
}

gboolean
sonde_limits_check_publish (const SondeLimits  *self,
                            const SondePublish *publish,
                            GError            **error)
{
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (publish != NULL, FALSE);

  if (!check_size (self, publish, error))
    return FALSE;

  if (publish->qos > self->maximum_qos)
    sentence = sonde_limits_dup_qos_text (self);
  else if (publish->retain && !self->retain_available)
    sentence = g_strdup (sonde_limits_get_retain_text ());
  else if (self->version == SONDE_MQTT_5 && publish->topic_alias > self->topic_alias_maximum)
    sentence = sonde_limits_dup_alias_text (self);

  if (sentence == NULL)
    return TRUE;

  g_set_error_literal (error, SONDE_MQTT_ERROR, SONDE_MQTT_ERROR_INVALID, sentence);
  return FALSE;
}
