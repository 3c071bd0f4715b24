/* sonde-composer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-composer"

#include "sonde-composer.h"

#include <sonde-payload-typed.h>
#include <sonde-topic.h>

#include <string.h>

G_STATIC_ASSERT ((int) SONDE_FORM_TEXT == (int) SONDE_TYPED_TEXT && (int) SONDE_FORM_JSON == (int) SONDE_TYPED_JSON &&
                 (int) SONDE_FORM_HEX == (int) SONDE_TYPED_HEX && (int) SONDE_FORM_BASE64 == (int) SONDE_TYPED_BASE64);

static GBytes *
read_file (const char *path,
           char      **fault)
{
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize size;

  if (g_file_get_contents (path, &contents, &size, &error))
    return g_bytes_new_take (contents, size);

  *fault = g_strdup (error->message);
  return NULL;
}

static GBytes *
encode (const SondePublishForm *form,
        char                  **fault)
{
  if (form->format == SONDE_FORM_FILE)
    return read_file (form->payload, fault);

  return sonde_typed_to_bytes ((SondeTypedFormat) form->format, form->payload, fault);
}

static const char *
find_topic_fault (const char *topic)
{
  return sonde_topic_fault_to_string (sonde_topic_name_check (topic, strlen (topic)));
}

static void
copy_properties (SondePublish           *publish,
                 const SondePublishForm *form)
{
  publish->is_utf8 = form->is_utf8;
  publish->message_expiry = form->message_expiry;
  publish->topic_alias = form->topic_alias;
  g_free (publish->content_type);
  publish->content_type = g_strdup (form->content_type);
  g_free (publish->response_topic);
  publish->response_topic = g_strdup (form->response_topic);
  g_bytes_unref (publish->correlation_data);
  publish->correlation_data = g_bytes_ref (form->correlation_data);
  g_ptr_array_unref (publish->user_properties);
  publish->user_properties = sonde_pairs_copy (form->user_properties);
}

SondePublish *
sonde_composer_compose (const SondePublishForm *form,
                        SondeComposerPart      *part,
                        char                  **fault)
{
  g_autoptr (GBytes) payload = NULL;
  SondePublish *publish;

  g_return_val_if_fail (form != NULL, NULL);
  g_return_val_if_fail (part != NULL && fault != NULL, NULL);

  *part = SONDE_COMPOSER_TOPIC;
  *fault = g_strdup (find_topic_fault (form->topic));
  if (*fault != NULL)
    return NULL;

  *part = SONDE_COMPOSER_PROPERTIES;
  if (*form->response_topic != '\0')
    *fault = g_strdup (find_topic_fault (form->response_topic));
  if (*fault != NULL)
    return NULL;

  *part = SONDE_COMPOSER_PAYLOAD;
  payload = encode (form, fault);
  if (payload == NULL)
    return NULL;

  publish = sonde_publish_new (form->topic, payload, form->qos, form->retain);
  copy_properties (publish, form);
  return publish;
}
