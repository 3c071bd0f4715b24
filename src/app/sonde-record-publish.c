/* sonde-record-publish.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-record-publish"

#include "sonde-record-publish.h"

#include <sonde-properties.h>
#include <sonde-topic.h>

#include <string.h>

static void
take_text (char               **field,
           const SondeProperty *property)
{
  g_free (*field);
  *field = g_utf8_make_valid ((const char *) property->bytes, property->size);
}

static void
take_property (SondePublish        *publish,
               const SondeProperty *property)
{
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  switch (property->id)
    {
    case SONDE_PROPERTY_PAYLOAD_FORMAT:
      publish->is_utf8 = property->number == 1;
      break;
    case SONDE_PROPERTY_MESSAGE_EXPIRY:
      publish->message_expiry = property->number;
      break;
    case SONDE_PROPERTY_CONTENT_TYPE:
      take_text (&publish->content_type, property);
      break;
    case SONDE_PROPERTY_RESPONSE_TOPIC:
      take_text (&publish->response_topic, property);
      break;
    case SONDE_PROPERTY_CORRELATION_DATA:
      g_bytes_unref (publish->correlation_data);
      publish->correlation_data = g_bytes_new (property->bytes, property->size);
      break;
    case SONDE_PROPERTY_USER_PROPERTY:
      name = g_utf8_make_valid ((const char *) property->bytes, property->size);
      value = g_utf8_make_valid ((const char *) property->value, property->value_size);
      sonde_pairs_add (publish->user_properties, name, value);
      break;
    default:
      break;
    }
}

static void
take_properties (SondePublish       *publish,
                 const SondeMessage *message)
{
  SondePropertyIter iter;
  SondeProperty     property;

  if (!sonde_properties_are_sound (message->properties, message->properties_size))
    return;

  sonde_property_iter_init (&iter, message->properties, message->properties_size);
  while (sonde_property_iter_next (&iter, &property))
    take_property (publish, &property);

  /* It may have been damaged since. */
  if (*publish->response_topic != '\0' &&
      sonde_topic_name_check (publish->response_topic, strlen (publish->response_topic)) != SONDE_TOPIC_FAULT_NONE)
    *publish->response_topic = '\0';
}

SondePublish *
sonde_record_publish_new (const SondeRecordLine *record,
                          const char           **fault)
{
  const SondeMessage *message;
  g_autoptr (GBytes) payload = NULL;
  g_autofree char *topic = NULL;
  SondeTopicFault  topic_fault;
  SondePublish    *publish;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail (fault != NULL, NULL);

  *fault = NULL;
  message = &record->message;
  topic_fault = sonde_topic_name_check (message->topic, message->topic_length);
  if (topic_fault != SONDE_TOPIC_FAULT_NONE)
    {
      *fault = sonde_topic_fault_to_string (topic_fault);
      return NULL;
    }

  topic = g_strndup (message->topic, message->topic_length);
  payload = record->payload != NULL ? g_bytes_ref (record->payload) : g_bytes_new (NULL, 0);
  publish = sonde_publish_new (topic, payload, message->qos, message->retain);
  if (message->properties_size > 0)
    take_properties (publish, message);

  return publish;
}
