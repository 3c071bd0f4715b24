/* sonde-packet-item.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-item"

#include "sonde-packet-item.h"

struct _SondePacketItem
{
  GObject parent_instance;

  SondePacketChunk *chunk;
  guint             index;
  SondePacketNote   note;
};

G_DEFINE_FINAL_TYPE (SondePacketItem, sonde_packet_item, G_TYPE_OBJECT)

static void
sonde_packet_item_finalize (GObject *object)
{
  SondePacketItem *self = SONDE_PACKET_ITEM (object);

  sonde_packet_chunk_unref (self->chunk);

  G_OBJECT_CLASS (sonde_packet_item_parent_class)->finalize (object);
}

static void
sonde_packet_item_class_init (SondePacketItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_packet_item_finalize;
}

static void
sonde_packet_item_init (SondePacketItem *self)
{
}

SondePacketItem *
sonde_packet_item_new (SondePacketChunk      *chunk,
                       guint                  index,
                       const SondePacketNote *note)
{
  SondePacketItem *self = g_object_new (SONDE_TYPE_PACKET_ITEM, NULL);

  self->chunk = sonde_packet_chunk_ref (chunk);
  self->index = index;
  self->note = *note;

  return self;
}

guint64
sonde_packet_item_get_serial (SondePacketItem *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_ITEM (self), 0);

  return self->chunk->first_serial + self->index;
}

const SondePacketRecord *
sonde_packet_item_get_record (SondePacketItem *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_ITEM (self), NULL);

  return sonde_packet_chunk_get_record (self->chunk, self->index);
}

const guint8 *
sonde_packet_item_get_bytes (SondePacketItem *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_ITEM (self), NULL);

  return sonde_packet_chunk_get_bytes (self->chunk, sonde_packet_item_get_record (self));
}

const SondePacketNote *
sonde_packet_item_get_note (SondePacketItem *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_ITEM (self), NULL);

  return &self->note;
}
