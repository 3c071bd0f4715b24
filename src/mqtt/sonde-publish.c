/* sonde-publish.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish"

#include "sonde-publish.h"

#include "sonde-property-writer.h"
#include "sonde-topic.h"

#include <string.h>

/* Type and Remaining Length, topic length, packet id */
#define OVERHEAD (5 + 2 + 2)

SondePublish *
sonde_publish_new (const char *topic,
                   GBytes     *payload,
                   guint8      qos,
                   gboolean    retain)
{
  SondePublish *self;

  g_return_val_if_fail (topic != NULL, NULL);
  g_return_val_if_fail (payload != NULL, NULL);

  self = g_new0 (SondePublish, 1);
  self->topic = g_strdup (topic);
  self->payload = g_bytes_ref (payload);
  self->qos = qos;
  self->retain = retain;
  self->content_type = g_strdup ("");
  self->response_topic = g_strdup ("");
  self->correlation_data = g_bytes_new (NULL, 0);
  self->user_properties = sonde_pairs_new ();

  return self;
}

SondePublish *
sonde_publish_copy (const SondePublish *self)
{
  SondePublish *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->topic = g_strdup (self->topic);
  copy->payload = g_bytes_ref (self->payload);
  copy->content_type = g_strdup (self->content_type);
  copy->response_topic = g_strdup (self->response_topic);
  copy->correlation_data = g_bytes_ref (self->correlation_data);
  copy->user_properties = sonde_pairs_copy (self->user_properties);

  return copy;
}

void
sonde_publish_free (SondePublish *self)
{
  if (self == NULL)
    return;

  g_free (self->topic);
  g_bytes_unref (self->payload);
  g_free (self->content_type);
  g_free (self->response_topic);
  g_bytes_unref (self->correlation_data);
  g_ptr_array_unref (self->user_properties);
  g_free (self);
}

gboolean
sonde_publish_equal (const SondePublish *a,
                     const SondePublish *b)
{
  return g_str_equal (a->topic, b->topic) &&
         g_bytes_equal (a->payload, b->payload) &&
         a->qos == b->qos &&
         !a->retain == !b->retain &&
         !a->is_utf8 == !b->is_utf8 &&
         a->message_expiry == b->message_expiry &&
         g_str_equal (a->content_type, b->content_type) &&
         g_str_equal (a->response_topic, b->response_topic) &&
         g_bytes_equal (a->correlation_data, b->correlation_data) &&
         a->topic_alias == b->topic_alias &&
         sonde_pairs_equal (a->user_properties, b->user_properties);
}

gboolean
sonde_publish_has_properties (const SondePublish *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_utf8 || self->message_expiry > 0 || *self->content_type != '\0' || *self->response_topic != '\0' ||
         g_bytes_get_size (self->correlation_data) > 0 || self->topic_alias > 0 || self->user_properties->len > 0;
}

GBytes *
sonde_publish_dup_properties (const SondePublish *self)
{
  GByteArray *bytes;

  g_return_val_if_fail (self != NULL, NULL);

  bytes = g_byte_array_new ();
  sonde_property_put_byte (bytes, SONDE_PROPERTY_PAYLOAD_FORMAT, self->is_utf8 ? 1 : 0);
  sonde_property_put_int (bytes, SONDE_PROPERTY_MESSAGE_EXPIRY, self->message_expiry);
  sonde_property_put_short (bytes, SONDE_PROPERTY_TOPIC_ALIAS, self->topic_alias);
  sonde_property_put_text (bytes, SONDE_PROPERTY_CONTENT_TYPE, self->content_type);
  sonde_property_put_text (bytes, SONDE_PROPERTY_RESPONSE_TOPIC, self->response_topic);
  sonde_property_put_data (bytes, SONDE_PROPERTY_CORRELATION_DATA, self->correlation_data);
  sonde_property_put_pairs (bytes, self->user_properties);

  return g_byte_array_free_to_bytes (bytes);
}

gsize
sonde_publish_get_packet_size (const SondePublish *self,
                               SondeMqttVersion    version)
{
  g_autoptr (GBytes) properties = NULL;
  gsize size;

  g_return_val_if_fail (self != NULL, 0);

  size = OVERHEAD + strlen (self->topic) + g_bytes_get_size (self->payload);
  if (version != SONDE_MQTT_5)
    return size;
  if (!sonde_publish_has_properties (self))
    return size + 1;

  properties = sonde_publish_dup_properties (self);

  return size + sonde_varint_get_size (g_bytes_get_size (properties)) + g_bytes_get_size (properties);
}

static const char *
check_properties (const SondePublish *self)
{
  const char *sentence = sonde_will_check_content_type (self->content_type);

  if (sentence == NULL)
    sentence = sonde_will_check_response_topic (self->response_topic);
  if (sentence == NULL)
    sentence = sonde_will_check_correlation_data (g_bytes_get_size (self->correlation_data));
  for (guint i = 0; i < self->user_properties->len && sentence == NULL; i++)
    {
      const SondePair *pair = g_ptr_array_index (self->user_properties, i);

      sentence = sonde_profile_check_user_property (pair->name, pair->value);
    }

  return sentence;
}

const char *
sonde_publish_check (const SondePublish *self,
                     SondeMqttVersion    version)
{
  SondeTopicFault fault;

  g_return_val_if_fail (self != NULL, NULL);

  fault = sonde_topic_name_check (self->topic, strlen (self->topic));
  if (fault != SONDE_TOPIC_FAULT_NONE)
    return sonde_topic_fault_to_string (fault);

  return version == SONDE_MQTT_5 && sonde_publish_has_properties (self) ? check_properties (self) : NULL;
}
