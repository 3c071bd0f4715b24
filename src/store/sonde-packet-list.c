/* sonde-packet-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-list"

#include "sonde-packet-list.h"

/* Of one update. The clock is looked at once a batch. */
#define SLICE_US 4000

/* A view binds all its rows again for each change: so often while there is more to read. */
#define TELL_US (100 * 1000)
#define BATCH 256

/* A chunk, as far as it is read. */
typedef struct
{
  SondePacketChunk *chunk;
  GArray           *notes; /* SondePacketNote, one a packet that is read */
} Slot;

struct _SondePacketList
{
  GObject parent_instance;

  SondePacketRing      *ring;
  SondePacketExchanges *exchanges;
  SondePacketFilter     filter;

  GArray *slots;   /* Slot, oldest first */
  guint64 first;   /* serials below it were cleared */
  guint64 next;    /* to read */
  guint64 matched; /* serials below it are compared with the filter */
  GArray *listed;  /* guint64: serials of what matches, in order */
  guint   n_told;  /* of them, to the view */
  gint64  told_at;
};

static void sonde_packet_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SondePacketList, sonde_packet_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sonde_packet_list_iface_init))

static void
slot_clear (gpointer data)
{
  Slot *slot = data;

  sonde_packet_chunk_unref (slot->chunk);
  g_array_unref (slot->notes);
}

static Slot *
get_slot (SondePacketList *self,
          guint            index)
{
  return &g_array_index (self->slots, Slot, index);
}

/* Returns: %NULL for one that is not there */
static Slot *
find_slot (SondePacketList *self,
           guint64          serial)
{
  guint low = 0;
  guint high = self->slots->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (get_slot (self, middle)->chunk->first_serial <= serial)
        low = middle;
      else
        high = middle;
    }

  return low < self->slots->len && get_slot (self, low)->chunk->first_serial <= serial ? get_slot (self, low) : NULL;
}

/* How many of those listed are older than @serial. */
static guint
count_before (SondePacketList *self,
              guint64          serial)
{
  guint low = 0;
  guint high = self->listed->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->listed, guint64, middle) < serial)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* ---- Reading ---- */

/* What has left the ring, or was cleared, leaves the list. @begin: the oldest serial that is there */
static void
forget (SondePacketList *self,
        guint64          begin,
        guint64          oldest_chunk)
{
  guint n_slots = 0;
  guint n_rows = count_before (self, begin);
  guint n_told = MIN (n_rows, self->n_told);

  while (n_slots < self->slots->len && get_slot (self, n_slots)->chunk->first_serial < oldest_chunk)
    n_slots++;
  if (n_slots > 0)
    g_array_remove_range (self->slots, 0, n_slots);
  if (n_rows > 0)
    g_array_remove_range (self->listed, 0, n_rows);

  self->first = begin;
  self->next = MAX (self->next, begin);
  self->matched = MAX (self->matched, begin);
  self->n_told -= n_told;
  if (n_told > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_told, 0);
}

static void
adopt_chunks (SondePacketList *self,
              GPtrArray       *chunks)
{
  for (guint i = 0; i < chunks->len; i++)
    {
      SondePacketChunk *chunk = chunks->pdata[i];
      Slot              slot;

      if (self->slots->len > 0 && get_slot (self, self->slots->len - 1)->chunk->first_serial >= chunk->first_serial)
        continue;
      slot.chunk = sonde_packet_chunk_ref (chunk);
      slot.notes = g_array_new (FALSE, FALSE, sizeof (SondePacketNote));
      g_array_append_val (self->slots, slot);
    }
}

/* Up to a batch of the packets that have not been read. Returns: whether there were any */
static gboolean
read_batch (SondePacketList *self)
{
  Slot *slot = find_slot (self, self->next);
  guint count = slot != NULL ? sonde_packet_chunk_get_count (slot->chunk) : 0;
  guint begin;

  if (slot == NULL || slot->chunk->first_serial + count <= self->next)
    return FALSE;

  begin = slot->notes->len;
  for (guint i = begin; i < MIN (count, begin + BATCH); i++)
    {
      const SondePacketRecord *record = sonde_packet_chunk_get_record (slot->chunk, i);
      SondePacketNote          note =
        sonde_packet_exchanges_read (self->exchanges, record, sonde_packet_chunk_get_bytes (slot->chunk, record));

      g_array_append_val (slot->notes, note);
    }
  self->next = MAX (self->next, slot->chunk->first_serial + slot->notes->len);

  return TRUE;
}

static gboolean
match_batch (SondePacketList *self)
{
  guint64  end = MIN (self->next, self->matched + BATCH);
  gboolean all = sonde_packet_filter_is_empty (&self->filter);

  if (self->matched >= self->next)
    return FALSE;

  for (Slot *slot = find_slot (self, self->matched); self->matched < end; self->matched++)
    {
      const SondePacketRecord *record;
      guint                    index;

      if (self->matched - slot->chunk->first_serial >= slot->notes->len)
        slot = find_slot (self, self->matched);
      index = self->matched - slot->chunk->first_serial;
      record = sonde_packet_chunk_get_record (slot->chunk, index);
      if (all || sonde_packet_filter_matches (&self->filter, record, sonde_packet_chunk_get_bytes (slot->chunk, record),
                                              &g_array_index (slot->notes, SondePacketNote, index)))
        g_array_append_val (self->listed, self->matched);
    }

  return TRUE;
}

/* What has left the ring, and what is new. @oldest: the first serial in the ring, cleared or not */
static void
tell (SondePacketList *self,
      guint64          first,
      guint64          oldest)
{
  guint n_told;

  forget (self, MAX (first, oldest), oldest);
  n_told = self->n_told;
  self->n_told = self->listed->len;
  self->told_at = g_get_monotonic_time ();
  if (self->n_told > n_told)
    g_list_model_items_changed (G_LIST_MODEL (self), n_told, 0, self->n_told - n_told);
}

gboolean
sonde_packet_list_update (SondePacketList *self)
{
  g_autoptr (GPtrArray) chunks = NULL;
  gint64   deadline = g_get_monotonic_time () + SLICE_US;
  gboolean more = TRUE;
  guint64  first, oldest;

  g_return_val_if_fail (SONDE_IS_PACKET_LIST (self), FALSE);

  chunks = sonde_packet_ring_list_chunks (self->ring, &first);
  if (chunks->len == 0)
    return FALSE;

  oldest = ((SondePacketChunk *) chunks->pdata[0])->first_serial;
  if (self->first < first || self->next < oldest)
    tell (self, first, oldest);
  adopt_chunks (self, chunks);

  while (more && g_get_monotonic_time () < deadline)
    {
      gboolean read = read_batch (self);
      gboolean compared = match_batch (self);

      more = read || compared;
    }
  if (!more || g_get_monotonic_time () - self->told_at >= TELL_US)
    tell (self, first, oldest);

  return more;
}

/* ---- The list ---- */

static GType
sonde_packet_list_get_item_type (GListModel *model)
{
  return SONDE_TYPE_PACKET_ITEM;
}

static guint
sonde_packet_list_get_n_items (GListModel *model)
{
  return SONDE_PACKET_LIST (model)->n_told;
}

static gpointer
sonde_packet_list_get_item (GListModel *model,
                            guint       position)
{
  SondePacketList *self = SONDE_PACKET_LIST (model);
  guint64          serial;
  Slot            *slot;
  guint            index;

  if (position >= self->n_told)
    return NULL;

  serial = g_array_index (self->listed, guint64, position);
  slot = find_slot (self, serial);
  index = serial - slot->chunk->first_serial;

  return sonde_packet_item_new (slot->chunk, index, &g_array_index (slot->notes, SondePacketNote, index));
}

static void
sonde_packet_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = sonde_packet_list_get_item_type;
  iface->get_n_items = sonde_packet_list_get_n_items;
  iface->get_item = sonde_packet_list_get_item;
}

void
sonde_packet_list_set_filter (SondePacketList         *self,
                              const SondePacketFilter *filter)
{
  static const SondePacketFilter none = { 0 };
  guint                          n_told;

  g_return_if_fail (SONDE_IS_PACKET_LIST (self));

  if (sonde_packet_filter_is_equal (&self->filter, filter != NULL ? filter : &none))
    return;

  sonde_packet_filter_set (&self->filter, filter);
  n_told = self->n_told;
  g_array_set_size (self->listed, 0);
  self->n_told = 0;
  self->matched = self->first;
  if (n_told > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_told, 0);
}

const SondePacketFilter *
sonde_packet_list_get_filter (SondePacketList *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_LIST (self), NULL);

  return &self->filter;
}

gboolean
sonde_packet_list_get_position (SondePacketList *self,
                                guint64          serial,
                                guint           *position)
{
  g_return_val_if_fail (SONDE_IS_PACKET_LIST (self), FALSE);

  *position = count_before (self, serial);

  return *position < self->n_told && g_array_index (self->listed, guint64, *position) == serial;
}

gint64
sonde_packet_list_get_round_trip (SondePacketList *self)
{
  g_return_val_if_fail (SONDE_IS_PACKET_LIST (self), -1);

  return sonde_packet_exchanges_get_round_trip (self->exchanges);
}

/* ---- What is to be exported ---- */

void
sonde_packet_stretch_clear (SondePacketStretch *self)
{
  g_clear_pointer (&self->chunk, sonde_packet_chunk_unref);
  g_clear_pointer (&self->indices, g_array_unref);
  g_clear_pointer (&self->notes, g_array_unref);
}

static void
begin_stretch (GArray     *stretches,
               const Slot *slot)
{
  SondePacketStretch stretch = { .chunk = sonde_packet_chunk_ref (slot->chunk) };

  stretch.indices = g_array_new (FALSE, FALSE, sizeof (guint));
  stretch.notes = g_array_new (FALSE, FALSE, sizeof (SondePacketNote));
  g_array_append_val (stretches, stretch);
}

GArray *
sonde_packet_list_dup_stretches (SondePacketList *self)
{
  GArray     *stretches = g_array_new (FALSE, FALSE, sizeof (SondePacketStretch));
  const Slot *current = NULL;

  g_return_val_if_fail (SONDE_IS_PACKET_LIST (self), NULL);

  g_array_set_clear_func (stretches, (GDestroyNotify) sonde_packet_stretch_clear);
  for (guint i = 0; i < self->n_told; i++)
    {
      guint64             serial = g_array_index (self->listed, guint64, i);
      const Slot         *slot = find_slot (self, serial);
      guint               index = serial - slot->chunk->first_serial;
      SondePacketStretch *stretch;

      if (slot != current)
        begin_stretch (stretches, slot);
      current = slot;
      stretch = &g_array_index (stretches, SondePacketStretch, stretches->len - 1);
      g_array_append_val (stretch->indices, index);
      g_array_append_val (stretch->notes, g_array_index (slot->notes, SondePacketNote, index));
    }

  return stretches;
}

/* ---- Life ---- */

static void
sonde_packet_list_finalize (GObject *object)
{
  SondePacketList *self = SONDE_PACKET_LIST (object);

  sonde_packet_filter_clear (&self->filter);
  g_array_unref (self->slots);
  g_array_unref (self->listed);
  sonde_packet_exchanges_free (self->exchanges);
  sonde_packet_ring_unref (self->ring);

  G_OBJECT_CLASS (sonde_packet_list_parent_class)->finalize (object);
}

static void
sonde_packet_list_class_init (SondePacketListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sonde_packet_list_finalize;
}

static void
sonde_packet_list_init (SondePacketList *self)
{
  self->exchanges = sonde_packet_exchanges_new ();
  self->slots = g_array_new (FALSE, FALSE, sizeof (Slot));
  g_array_set_clear_func (self->slots, slot_clear);
  self->listed = g_array_new (FALSE, FALSE, sizeof (guint64));
}

SondePacketList *
sonde_packet_list_new (SondePacketRing *ring)
{
  SondePacketList *self;

  g_return_val_if_fail (ring != NULL, NULL);

  self = g_object_new (SONDE_TYPE_PACKET_LIST, NULL);
  self->ring = sonde_packet_ring_ref (ring);

  return self;
}
