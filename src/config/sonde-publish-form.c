/* sonde-publish-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish-form"

#include "sonde-publish-form.h"

#include "sonde-fields.h"

static const SondeChoice formats[] = {
  { "text", SONDE_FORM_TEXT },
  { "json", SONDE_FORM_JSON },
  { "hex", SONDE_FORM_HEX },
  { "base64", SONDE_FORM_BASE64 },
  { "file", SONDE_FORM_FILE },
  { NULL },
};

#define FIELD(name, member, kind, ...)                                                               \
  {                                                                                                  \
    name, SONDE_FIELD_##kind, G_STRUCT_OFFSET (SondePublishForm, member) __VA_OPT__ (, ) __VA_ARGS__ \
  }

/* clang-format off */
static const SondeField fields[] = {
  FIELD ("topic", topic, STRING),
  FIELD ("payload", payload, STRING),
  FIELD ("format", format, CHOICE, 0, 0, formats),
  FIELD ("qos", qos, UINT8, 0, 2),
  FIELD ("retain", retain, BOOLEAN),
  FIELD ("variables", variables, BOOLEAN),
  FIELD ("is-utf8", is_utf8, BOOLEAN),
  FIELD ("message-expiry", message_expiry, UINT32, 0, G_MAXUINT32),
  FIELD ("content-type", content_type, STRING),
  FIELD ("response-topic", response_topic, STRING),
  FIELD ("correlation-data-base64", correlation_data, BYTES),
  FIELD ("topic-alias", topic_alias, UINT16, 0, G_MAXUINT16),
  FIELD ("user-properties", user_properties, PAIRS),
  { NULL },
};
/* clang-format on */

SondePublishForm *
sonde_publish_form_new (void)
{
  SondePublishForm *self = g_new0 (SondePublishForm, 1);

  self->topic = g_strdup ("");
  self->payload = g_strdup ("");
  self->content_type = g_strdup ("");
  self->response_topic = g_strdup ("");
  self->correlation_data = g_bytes_new (NULL, 0);
  self->user_properties = sonde_pairs_new ();

  return self;
}

SondePublishForm *
sonde_publish_form_copy (const SondePublishForm *self)
{
  SondePublishForm *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->topic = g_strdup (self->topic);
  copy->payload = g_strdup (self->payload);
  copy->content_type = g_strdup (self->content_type);
  copy->response_topic = g_strdup (self->response_topic);
  copy->correlation_data = g_bytes_ref (self->correlation_data);
  copy->user_properties = sonde_pairs_copy (self->user_properties);

  return copy;
}

void
sonde_publish_form_free (SondePublishForm *self)
{
  if (self == NULL)
    return;

  g_free (self->topic);
  g_free (self->payload);
  g_free (self->content_type);
  g_free (self->response_topic);
  g_bytes_unref (self->correlation_data);
  g_ptr_array_unref (self->user_properties);
  g_free (self);
}

gboolean
sonde_publish_form_equal (const SondePublishForm *a,
                          const SondePublishForm *b)
{
  return g_str_equal (a->topic, b->topic) &&
         g_str_equal (a->payload, b->payload) &&
         a->format == b->format &&
         a->qos == b->qos &&
         !a->retain == !b->retain &&
         !a->variables == !b->variables &&
         !a->is_utf8 == !b->is_utf8 &&
         a->message_expiry == b->message_expiry &&
         g_str_equal (a->content_type, b->content_type) &&
         g_str_equal (a->response_topic, b->response_topic) &&
         g_bytes_equal (a->correlation_data, b->correlation_data) &&
         a->topic_alias == b->topic_alias &&
         sonde_pairs_equal (a->user_properties, b->user_properties);
}

gboolean
sonde_publish_form_is_empty (const SondePublishForm *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return *self->topic == '\0' && *self->payload == '\0';
}

guint
sonde_publish_form_count_properties (const SondePublishForm *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (self->is_utf8 != FALSE) + (self->message_expiry > 0) + (*self->content_type != '\0') +
         (*self->response_topic != '\0') + (g_bytes_get_size (self->correlation_data) > 0) +
         (self->topic_alias > 0) + self->user_properties->len;
}

void
sonde_publish_form_write (const SondePublishForm *self,
                          JsonObject             *object)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (object != NULL);

  sonde_fields_write (fields, object, self);
}

SondePublishForm *
sonde_publish_form_read (JsonObject *object)
{
  SondePublishForm *self = sonde_publish_form_new ();

  g_return_val_if_fail (object != NULL, self);

  sonde_fields_read (fields, object, self);
  return self;
}
