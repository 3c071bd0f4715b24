/* sonde-message-item.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-item"

#include "sonde-message-item-private.h"

struct _SondeMessageItem
{
  GObject parent_instance;

  SondeSegment      *segment;
  const SondeRecord *record; /* in the segment, and as immutable */
  guint64            serial; /* the key in items */
  GHashTable        *items;
};

G_DEFINE_FINAL_TYPE (SondeMessageItem, sonde_message_item, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
sonde_message_item_finalize (GObject *object)
{
  SondeMessageItem *self = SONDE_MESSAGE_ITEM (object);

  g_hash_table_remove (self->items, &self->serial);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->segment, sonde_segment_unref);

  G_OBJECT_CLASS (sonde_message_item_parent_class)->finalize (object);
}

static void
sonde_message_item_class_init (SondeMessageItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sonde_message_item_finalize;

  signals[CHANGED] =
    g_signal_new ("changed",
                  G_TYPE_FROM_CLASS (klass),
                  G_SIGNAL_RUN_LAST,
                  0,
                  NULL, NULL,
                  NULL,
                  G_TYPE_NONE, 0);
}

static void
sonde_message_item_init (SondeMessageItem *self)
{
}

GHashTable *
sonde_message_items_new (void)
{
  return g_hash_table_new (g_int64_hash, g_int64_equal);
}

SondeMessageItem *
sonde_message_items_ref (GHashTable   *items,
                         SondeSegment *segment,
                         guint         index)
{
  guint64           serial = segment->first_serial + index;
  SondeMessageItem *self = g_hash_table_lookup (items, &serial);

  if (self != NULL)
    return g_object_ref (self);

  self = g_object_new (SONDE_TYPE_MESSAGE_ITEM, NULL);
  self->segment = sonde_segment_ref (segment);
  self->record = sonde_segment_get_record (segment, index);
  self->serial = serial;
  self->items = g_hash_table_ref (items);
  g_hash_table_insert (items, &self->serial, self);

  return self;
}

void
sonde_message_items_changed (GHashTable *items,
                             guint64     serial)
{
  SondeMessageItem *item = g_hash_table_lookup (items, &serial);

  if (item != NULL)
    g_signal_emit (item, signals[CHANGED], 0);
}

guint64
sonde_message_item_get_serial (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), 0);

  return self->serial;
}

SondeSegment *
sonde_message_item_get_segment (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), NULL);

  return self->segment;
}

const SondeRecord *
sonde_message_item_get_record (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), NULL);

  return self->record;
}

SondeMessageKind
sonde_message_item_get_kind (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), SONDE_MESSAGE_EVENT);

  return sonde_record_get_kind (self->record);
}

gint64
sonde_message_item_get_time (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), 0);

  return self->segment->began_at + self->record->time;
}

const char *
sonde_message_item_get_topic (SondeMessageItem *self,
                              gsize            *length)
{
  const SondeSegmentTopic *topic;

  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), NULL);

  topic = sonde_segment_get_topic (self->segment, self->record);
  if (length != NULL)
    *length = topic->length;

  return topic->name;
}

const guint8 *
sonde_message_item_get_payload (SondeMessageItem *self,
                                gsize            *size)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), NULL);
  g_return_val_if_fail (size != NULL, NULL);

  *size = self->record->payload_size;

  return sonde_segment_get_payload (self->segment, self->record);
}

GBytes *
sonde_message_item_ref_payload (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), NULL);

  return g_bytes_new_with_free_func (sonde_segment_get_payload (self->segment, self->record),
                                     self->record->payload_size,
                                     (GDestroyNotify) sonde_segment_unref,
                                     sonde_segment_ref (self->segment));
}

const guint8 *
sonde_message_item_get_properties (SondeMessageItem *self,
                                   gsize            *size)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), NULL);
  g_return_val_if_fail (size != NULL, NULL);

  *size = self->record->properties_size;

  return sonde_segment_get_properties (self->segment, self->record);
}

guint8
sonde_message_item_get_qos (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), 0);

  return sonde_record_get_qos (self->record);
}

gboolean
sonde_message_item_get_retain (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), FALSE);

  return (self->record->flags & SONDE_RECORD_RETAIN) != 0;
}

gboolean
sonde_message_item_get_dup (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), FALSE);

  return (self->record->flags & SONDE_RECORD_DUP) != 0;
}

guint16
sonde_message_item_get_packet_id (SondeMessageItem *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_ITEM (self), 0);

  return self->record->packet_id;
}
