/* sonde-will.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-will"

#include "sonde-will.h"

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
