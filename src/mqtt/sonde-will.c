/* sonde-will.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-will"

#include "sonde-will.h"

#include "sonde-property-writer.h"
#include "sonde-topic.h"

#include <glib/gi18n.h>
#include <string.h>

#define BINARY_MAX_BYTES 65535 /* 1.5.6: what a length of two bytes can say */

SondeWill *
sonde_will_new (void)
{
  SondeWill *self = g_new0 (SondeWill, 1);

  self->topic = g_strdup ("");
  self->payload = g_bytes_new (NULL, 0);
  self->content_type = g_strdup ("");
  self->response_topic = g_strdup ("");
  self->correlation_data = g_bytes_new (NULL, 0);
  self->user_properties = sonde_pairs_new ();

  return self;
}

SondeWill *
sonde_will_copy (const SondeWill *self)
{
  SondeWill *copy = g_memdup2 (self, sizeof *self);

  copy->topic = g_strdup (self->topic);
  copy->payload = g_bytes_ref (self->payload);
  copy->content_type = g_strdup (self->content_type);
  copy->response_topic = g_strdup (self->response_topic);
  copy->correlation_data = g_bytes_ref (self->correlation_data);
  copy->user_properties = sonde_pairs_copy (self->user_properties);

  return copy;
}

void
sonde_will_free (SondeWill *self)
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
sonde_will_equal (const SondeWill *a,
                  const SondeWill *b)
{
  return g_str_equal (a->topic, b->topic) &&
         g_bytes_equal (a->payload, b->payload) &&
         a->format == b->format &&
         a->qos == b->qos &&
         !a->retain == !b->retain &&
         a->delay == b->delay &&
         a->message_expiry == b->message_expiry &&
         !a->is_utf8 == !b->is_utf8 &&
         g_str_equal (a->content_type, b->content_type) &&
         g_str_equal (a->response_topic, b->response_topic) &&
         g_bytes_equal (a->correlation_data, b->correlation_data) &&
         sonde_pairs_equal (a->user_properties, b->user_properties);
}

static const char *
check_topic_name (const char *topic)
{
  return *topic == '\0' ? NULL : sonde_topic_fault_to_string (sonde_topic_name_check (topic, strlen (topic)));
}

const char *
sonde_will_check_topic (const char *topic)
{
  g_return_val_if_fail (topic != NULL, NULL);

  return check_topic_name (topic);
}

/* Unlike that of a PUBLISH it has a length of two bytes (3.1.3.3). */
const char *
sonde_will_check_payload (gsize size)
{
  return size > BINARY_MAX_BYTES ? _ ("The payload of a will holds at most 65,535 bytes: shorten it.") : NULL;
}

const char *
sonde_will_check_content_type (const char *content_type)
{
  g_return_val_if_fail (content_type != NULL, NULL);

  switch (sonde_mqtt_string_check (content_type, strlen (content_type)))
    {
    case SONDE_TOPIC_FAULT_NONE:
      return NULL;
    case SONDE_TOPIC_FAULT_TOO_LONG:
      return _ ("The content type is longer than 65,535 bytes: shorten it.");
    case SONDE_TOPIC_FAULT_CONTROL:
      return _ ("The content type holds a line break or another control character: remove it.");
    default:
      return _ ("The content type is not valid UTF-8: type it anew.");
    }
}

const char *
sonde_will_check_response_topic (const char *response_topic)
{
  g_return_val_if_fail (response_topic != NULL, NULL);

  return check_topic_name (response_topic);
}

const char *
sonde_will_check_correlation_data (gsize size)
{
  return size > BINARY_MAX_BYTES ? _ ("Correlation data hold at most 65,535 bytes: shorten them.") : NULL;
}

GBytes *
sonde_will_dup_properties (const SondeWill *self)
{
  GByteArray *bytes;

  g_return_val_if_fail (self != NULL, NULL);

  bytes = g_byte_array_new ();
  sonde_property_put_int (bytes, SONDE_PROPERTY_WILL_DELAY, self->delay);
  sonde_property_put_byte (bytes, SONDE_PROPERTY_PAYLOAD_FORMAT, self->is_utf8 ? 1 : 0);
  sonde_property_put_int (bytes, SONDE_PROPERTY_MESSAGE_EXPIRY, self->message_expiry);
  sonde_property_put_text (bytes, SONDE_PROPERTY_CONTENT_TYPE, self->content_type);
  sonde_property_put_text (bytes, SONDE_PROPERTY_RESPONSE_TOPIC, self->response_topic);
  sonde_property_put_data (bytes, SONDE_PROPERTY_CORRELATION_DATA, self->correlation_data);
  sonde_property_put_pairs (bytes, self->user_properties);

  return g_byte_array_free_to_bytes (bytes);
}
