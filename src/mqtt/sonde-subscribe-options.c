/* sonde-subscribe-options.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-subscribe-options"

#include "sonde-subscribe-options.h"

#include "sonde-property-writer.h"

void
sonde_subscribe_options_init (SondeSubscribeOptions *self,
                              guint8                 qos)
{
  g_return_if_fail (self != NULL);

  *self = (SondeSubscribeOptions){ .qos = qos, .user_properties = sonde_pairs_new () };
}

void
sonde_subscribe_options_clear (SondeSubscribeOptions *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->user_properties, g_ptr_array_unref);
}

void
sonde_subscribe_options_set (SondeSubscribeOptions       *self,
                             const SondeSubscribeOptions *from)
{
  GPtrArray *pairs;

  g_return_if_fail (self != NULL);
  g_return_if_fail (from != NULL);

  pairs = sonde_pairs_copy (from->user_properties);
  sonde_subscribe_options_clear (self);
  *self = *from;
  self->user_properties = pairs;
}

gboolean
sonde_subscribe_options_equal (const SondeSubscribeOptions *a,
                               const SondeSubscribeOptions *b)
{
  return a->qos == b->qos &&
         !a->no_local == !b->no_local &&
         !a->retain_as_published == !b->retain_as_published &&
         a->retain_handling == b->retain_handling &&
         a->id == b->id &&
         a->own_id == b->own_id &&
         sonde_pairs_equal (a->user_properties, b->user_properties);
}

gboolean
sonde_subscribe_options_are_special (const SondeSubscribeOptions *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->no_local || self->retain_as_published || self->retain_handling != SONDE_RETAIN_SEND || self->id > 0 ||
         self->user_properties->len > 0;
}

GBytes *
sonde_subscribe_options_dup_properties (const SondeSubscribeOptions *self)
{
  GByteArray *bytes;

  g_return_val_if_fail (self != NULL, NULL);

  bytes = g_byte_array_new ();
  sonde_property_put_varint (bytes, SONDE_PROPERTY_SUBSCRIPTION_ID, self->id > 0 ? self->id : self->own_id);
  sonde_property_put_pairs (bytes, self->user_properties);

  return g_byte_array_free_to_bytes (bytes);
}

gsize
sonde_subscribe_options_get_properties_size (const SondeSubscribeOptions *self)
{
  g_autoptr (GBytes) properties = sonde_subscribe_options_dup_properties (self);

  return g_bytes_get_size (properties);
}
