/* sonde-message-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-message-log"

#include "sonde-message-log-private.h"

#include "sonde-budget-private.h"
#include "sonde-message-item-private.h"

/*
 * A ring of segments. Row objects exist only while a view holds them:
 *
 *   ring                 : segments and their records    every message kept
 *   items[serial]        : SondeMessageItem              the ~200 rows in use, not owned
 *
 *   ordinals   0 … cleared and discarded … first_kept … what the model shows … received
 *                          aside: ▲ … ▲ may come back while its segments are still there
 *
 * Serials never repeat, so a row keeps its identity while older rows leave and
 * its position shrinks. An append costs the same for one record and for a
 * million: the records stand in the segment already.
 */

static void list_model_iface_init (GListModelInterface *iface);

/* clang-format off */
G_DEFINE_FINAL_TYPE_WITH_CODE (SondeMessageLog, sonde_message_log, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))
/* clang-format on */

enum
{
  PROP_BUDGET = 1,
  PROP_RECEIVED,
  PROP_KEPT,
  PROP_DISCARDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
sonde_message_log_get_item_type (GListModel *model)
{
  return SONDE_TYPE_MESSAGE_ITEM;
}

static guint
sonde_message_log_get_n_items (GListModel *model)
{
  return sonde_message_log_get_kept (SONDE_MESSAGE_LOG (model));
}

static gpointer
sonde_message_log_get_item (GListModel *model,
                            guint       position)
{
  SondeMessageLog  *self = SONDE_MESSAGE_LOG (model);
  SondeSegmentSlot *slot;
  guint64           ordinal;

  if (position >= sonde_message_log_get_kept (self))
    return NULL;

  ordinal = self->first_kept + position;
  slot = sonde_segment_ring_find_ordinal (&self->ring, ordinal);

  return sonde_message_items_ref (self->items, slot->segment, ordinal - slot->first);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_message_log_get_item_type;
  iface->get_n_items = sonde_message_log_get_n_items;
  iface->get_item = sonde_message_log_get_item;
}

static void
sonde_message_log_constructed (GObject *object)
{
  SondeMessageLog *self = SONDE_MESSAGE_LOG (object);

  G_OBJECT_CLASS (sonde_message_log_parent_class)->constructed (object);

  sonde_budget_add (self->budget, self);
}

guint
sonde_message_log_drop_segments (SondeMessageLog *self,
                                 guint            n)
{
  SondeSegmentSlot *next = sonde_segment_ring_get (&self->ring, n);
  guint64           first = MAX (next != NULL ? next->first : self->received, self->first_kept);
  guint             removed = first - self->first_kept;

  self->first_kept = first;
  sonde_budget_release (self->budget, sonde_segment_ring_drop (&self->ring, n));

  return removed;
}

static void
sonde_message_log_dispose (GObject *object)
{
  SondeMessageLog *self = SONDE_MESSAGE_LOG (object);

  if (self->budget != NULL)
    {
      sonde_message_log_drop_segments (self, sonde_segment_ring_get_length (&self->ring));
      sonde_budget_remove (self->budget, self);
      g_clear_object (&self->budget);
    }

  G_OBJECT_CLASS (sonde_message_log_parent_class)->dispose (object);
}

static void
sonde_message_log_finalize (GObject *object)
{
  SondeMessageLog *self = SONDE_MESSAGE_LOG (object);

  sonde_segment_ring_destroy (&self->ring);
  g_hash_table_unref (self->items);
  g_array_unref (self->early_acks);

  G_OBJECT_CLASS (sonde_message_log_parent_class)->finalize (object);
}

static void
sonde_message_log_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  SondeMessageLog *self = SONDE_MESSAGE_LOG (object);

  switch (prop_id)
    {
    case PROP_RECEIVED:
      g_value_set_uint64 (value, sonde_message_log_get_received (self));
      break;

    case PROP_KEPT:
      g_value_set_uint64 (value, sonde_message_log_get_kept (self));
      break;

    case PROP_DISCARDED:
      g_value_set_uint64 (value, sonde_message_log_get_discarded (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
sonde_message_log_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SondeMessageLog *self = SONDE_MESSAGE_LOG (object);

  switch (prop_id)
    {
    case PROP_BUDGET:
      self->budget = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_count (GObjectClass *object_class,
               guint         prop_id,
               const char   *name)
{
  properties[prop_id] =
    g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, prop_id, properties[prop_id]);
}

static void
sonde_message_log_class_init (SondeMessageLogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = sonde_message_log_constructed;
  object_class->dispose = sonde_message_log_dispose;
  object_class->finalize = sonde_message_log_finalize;
  object_class->get_property = sonde_message_log_get_property;
  object_class->set_property = sonde_message_log_set_property;

  properties[PROP_BUDGET] =
    g_param_spec_object ("budget", NULL, NULL, SONDE_TYPE_BUDGET,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_BUDGET, properties[PROP_BUDGET]);

  install_count (object_class, PROP_RECEIVED, "received");
  install_count (object_class, PROP_KEPT, "kept");
  install_count (object_class, PROP_DISCARDED, "discarded");
}

static void
sonde_message_log_init (SondeMessageLog *self)
{
  sonde_segment_ring_init (&self->ring);
  self->items = sonde_message_items_new ();
  self->early_acks = g_array_new (FALSE, FALSE, sizeof (SondeEarlyAck));
}

SondeMessageLog *
sonde_message_log_new (SondeBudget *budget)
{
  g_return_val_if_fail (SONDE_IS_BUDGET (budget), NULL);

  return g_object_new (SONDE_TYPE_MESSAGE_LOG, "budget", budget, NULL);
}

/* The row must be there: not cleared, not discarded, not yet to come. */
static SondeSegmentSlot *
find_kept (SondeMessageLog *self,
           guint64          serial,
           guint           *index)
{
  SondeSegmentSlot *slot = sonde_segment_ring_find_serial (&self->ring, serial);

  if (slot == NULL)
    return NULL;

  *index = serial - slot->segment->first_serial;

  return slot->first + *index >= self->first_kept ? slot : NULL;
}

static void
settle_early_acks (SondeMessageLog *self)
{
  guint i = 0;

  while (i < self->early_acks->len)
    {
      SondeEarlyAck early = g_array_index (self->early_acks, SondeEarlyAck, i);

      if (early.serial < self->next_serial)
        {
          g_array_remove_index_fast (self->early_acks, i);
          sonde_message_log_set_ack (self, early.serial, &early.ack);
        }
      else
        i++;
    }
}

/* A GListModel counts in guint. */
static void
make_room (SondeMessageLog *self,
           guint            added)
{
  guint   n_segments = sonde_segment_ring_get_length (&self->ring);
  guint64 max_kept = G_MAXUINT - 1 - (guint64) added;
  guint   n = 0;

  while (n + 1 < n_segments && self->received - sonde_segment_ring_get (&self->ring, n)->first > max_kept)
    n++;

  sonde_message_log_discard (self, n);
}

/* Puts the records up to @count where the model finds them; @known of them are not new. */
static void
add_records (SondeMessageLog *self,
             SondeSegment    *segment,
             guint            known,
             guint            count)
{
  SondeSegmentSlot *slot = sonde_segment_ring_get_newest (&self->ring);

  if (slot == NULL || slot->segment != segment)
    {
      slot = sonde_segment_ring_push (&self->ring, segment, self->received - known, count);
      sonde_budget_charge (self->budget, slot->cost);
    }

  slot->count = count;
  self->received += count - known;
  self->next_serial = segment->first_serial + count;
}

void
sonde_message_log_append (SondeMessageLog *self,
                          SondeSegment    *segment,
                          guint            count)
{
  guint64 known;
  guint   position;

  g_return_if_fail (SONDE_IS_MESSAGE_LOG (self));
  g_return_if_fail (segment != NULL);
  g_return_if_fail (count <= sonde_segment_get_count (segment));

  /* Segments come in order, so that the next serial alone tells what is new. */
  known = self->next_serial - MIN (segment->first_serial, self->next_serial);
  g_return_if_fail (known <= count);

  if (known == count)
    return;

  g_object_freeze_notify (G_OBJECT (self));

  if (self->began == 0)
    self->began = segment->began_at + sonde_segment_get_record (segment, known)->time;

  make_room (self, count - known);
  position = sonde_message_log_get_kept (self);
  add_records (self, segment, known, count);
  settle_early_acks (self);

  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, count - known);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIVED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEPT]);
  sonde_budget_enforce (self->budget);

  g_object_thaw_notify (G_OBJECT (self));
}

void
sonde_message_log_clear (SondeMessageLog *self)
{
  guint removed;

  g_return_if_fail (SONDE_IS_MESSAGE_LOG (self));

  self->began = 0;
  self->aside.ticket = 0;
  removed = sonde_message_log_drop_segments (self, sonde_segment_ring_get_length (&self->ring));
  if (removed == 0)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEPT]);
}

gboolean
sonde_message_log_get_discardable (SondeMessageLog *self,
                                   guint            n,
                                   gint64          *began_at,
                                   gsize           *cost)
{
  SondeSegmentSlot *slot = sonde_segment_ring_get (&self->ring, n);

  if (slot == NULL || slot == sonde_segment_ring_get_newest (&self->ring))
    return FALSE;

  *began_at = slot->segment->began_at;
  *cost = slot->cost;

  return TRUE;
}

void
sonde_message_log_discard (SondeMessageLog *self,
                           guint            n)
{
  guint n_segments = sonde_segment_ring_get_length (&self->ring);
  guint removed;

  /* Less may be here than the budget saw: a signal's handler may have cleared the log. */
  n = MIN (n, n_segments - MIN (n_segments, 1));
  if (n == 0)
    return;

  /* None, where all that leaves is set aside. */
  removed = sonde_message_log_drop_segments (self, n);
  if (removed == 0)
    return;

  self->discarded += removed;
  g_object_freeze_notify (G_OBJECT (self));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEPT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISCARDED]);
  g_object_thaw_notify (G_OBJECT (self));
}

guint64
sonde_message_log_get_received (SondeMessageLog *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), 0);

  return self->received;
}

guint64
sonde_message_log_get_kept (SondeMessageLog *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), 0);

  return self->received - self->first_kept;
}

guint64
sonde_message_log_get_discarded (SondeMessageLog *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), 0);

  return self->discarded;
}

gboolean
sonde_message_log_get_position (SondeMessageLog *self,
                                guint64          serial,
                                guint           *position)
{
  SondeSegmentSlot *slot;
  guint             index;

  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  slot = find_kept (self, serial, &index);
  if (slot == NULL)
    return FALSE;

  *position = slot->first + index - self->first_kept;

  return TRUE;
}

gint64
sonde_message_log_get_began (SondeMessageLog *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), 0);

  return self->began;
}

guint64
sonde_message_log_get_first_serial (SondeMessageLog *self)
{
  SondeSegmentSlot *slot;

  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), 0);

  slot = sonde_segment_ring_find_ordinal (&self->ring, self->first_kept);

  return slot != NULL ? slot->segment->first_serial + (self->first_kept - slot->first) : self->next_serial;
}

void
sonde_stretch_clear (SondeStretch *self)
{
  g_clear_pointer (&self->segment, sonde_segment_unref);
}

GArray *
sonde_stretches_new (void)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (SondeStretch));

  g_array_set_clear_func (stretches, (GDestroyNotify) sonde_stretch_clear);

  return stretches;
}

void
sonde_message_log_list_stretches (SondeMessageLog *self,
                                  guint            position,
                                  guint            n,
                                  GArray          *stretches)
{
  guint64 ordinal, end;

  g_return_if_fail (SONDE_IS_MESSAGE_LOG (self));
  g_return_if_fail (stretches != NULL);
  g_return_if_fail ((guint64) position + n <= sonde_message_log_get_kept (self));

  ordinal = self->first_kept + position;
  end = ordinal + n;
  while (ordinal < end)
    {
      SondeSegmentSlot *slot = sonde_segment_ring_find_ordinal (&self->ring, ordinal);
      SondeStretch      stretch = {
             .segment = sonde_segment_ref (slot->segment),
             .first = ordinal - slot->first,
             .end = MIN (slot->count, end - slot->first),
      };

      g_array_append_val (stretches, stretch);
      ordinal = slot->first + stretch.end;
    }
}

void
sonde_message_log_set_ack (SondeMessageLog            *self,
                           guint64                     serial,
                           const SondeAcknowledgement *ack)
{
  SondeSegmentSlot *slot;

  g_return_if_fail (SONDE_IS_MESSAGE_LOG (self));
  g_return_if_fail (ack != NULL);

  if (serial >= self->next_serial)
    {
      SondeEarlyAck early = { .serial = serial, .ack = *ack };

      g_array_append_val (self->early_acks, early);
      return;
    }

  /* What is set aside may come back. */
  slot = sonde_segment_ring_find_serial (&self->ring, serial);
  if (slot == NULL)
    return;

  sonde_segment_slot_set_ack (slot, serial - slot->segment->first_serial, ack);
  sonde_message_items_changed (self->items, serial);
}

gboolean
sonde_message_log_get_ack (SondeMessageLog      *self,
                           guint64               serial,
                           SondeAcknowledgement *ack)
{
  SondeSegmentSlot *slot;
  guint             index;

  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), FALSE);
  g_return_val_if_fail (ack != NULL, FALSE);

  slot = find_kept (self, serial, &index);

  return slot != NULL && sonde_segment_slot_get_ack (slot, index, ack);
}

gsize
sonde_message_log_get_cost (SondeMessageLog *self)
{
  g_return_val_if_fail (SONDE_IS_MESSAGE_LOG (self), 0);

  return sonde_segment_ring_get_cost (&self->ring);
}
