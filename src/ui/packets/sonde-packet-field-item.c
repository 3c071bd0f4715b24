/* sonde-packet-field-item.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-field-item"

#include "sonde-packet-field-item.h"

struct _SondePacketFieldItem
{
  GObject parent_instance;

  SondePacketField field;
};

G_DEFINE_FINAL_TYPE (SondePacketFieldItem, sonde_packet_field_item, G_TYPE_OBJECT)

static void
sonde_packet_field_item_finalize (GObject *object)
{
  g_free (SONDE_PACKET_FIELD_ITEM (object)->field.value);

  G_OBJECT_CLASS (sonde_packet_field_item_parent_class)->finalize (object);
}

static void
sonde_packet_field_item_class_init (SondePacketFieldItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_packet_field_item_finalize;
}

static void
sonde_packet_field_item_init (SondePacketFieldItem *self)
{
}

SondePacketFieldItem *
sonde_packet_field_item_new (const SondePacketField *field)
{
  SondePacketFieldItem *self = g_object_new (SONDE_TYPE_PACKET_FIELD_ITEM, NULL);

  self->field = *field;
  self->field.value = g_strdup (field->value);

  return self;
}

const SondePacketField *
sonde_packet_field_item_get (SondePacketFieldItem *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_FIELD_ITEM (self), NULL);

  return &self->field;
}
