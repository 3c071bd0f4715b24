/* sonde-publish.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-publish"

#include "sonde-publish.h"

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
