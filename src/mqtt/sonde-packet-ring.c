/* sonde-packet-ring.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sonde-packet-ring"

#include "sonde-packet-ring.h"

#include "sonde-packet-decode.h"

#include <string.h>

/* Of the bytes of a chunk. Its pages are the program's once they are written to. */
#define CHUNK_SIZE (256 * 1024)
#define MIN_CHUNKS 4

struct _SondePacketRing
{
  gatomicrefcount ref_count;
  guint           max_chunks;

  /* The writer's own */
  SondePacketChunk *chunk; /* the newest of @chunks */
  guint             count;
  guint32           back; /* where the bytes of the packet before begin */
  guint64           serial;
  guint             attempt;
  SondeMqttVersion  version;
  gint64            last_monotonic, last_time;

  /* Below the lock */
  GMutex  lock;
  GQueue  chunks;   /* oldest first */
  GArray *attempts; /* SondePacketAttempt: those that something is kept of, and the present one */
  guint64 first;    /* serials below it were cleared */
};

/* ---- Chunks ---- */

static SondePacketChunk *
chunk_new (void)
{
  SondePacketChunk *self = g_malloc (sizeof (SondePacketChunk) + CHUNK_SIZE);

  g_atomic_ref_count_init (&self->ref_count);

  return self;
}

SondePacketChunk *
sonde_packet_chunk_ref (SondePacketChunk *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
sonde_packet_chunk_unref (SondePacketChunk *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/* ---- Attempts ---- */

void
sonde_packet_attempt_clear (SondePacketAttempt *self)
{
  g_clear_object (&self->local);
  g_clear_object (&self->remote);
  g_clear_pointer (&self->connect, g_bytes_unref);
}

/* With the lock held. Nothing is kept of those before the oldest record's; nor more than so many, as each
 * is larger than the few packets of a broker that refuses us. */
static void
forget_attempts (SondePacketRing *self)
{
  const SondePacketChunk *oldest = g_queue_peek_head (&self->chunks);
  guint                   first = self->attempt;
  guint                   n = 0;

  if (oldest != NULL && sonde_packet_chunk_get_count (oldest) > 0)
    first = sonde_packet_chunk_get_record (oldest, 0)->attempt;

  if (self->attempts->len > SONDE_PACKET_MOST_ATTEMPTS)
    n = self->attempts->len - SONDE_PACKET_MOST_ATTEMPTS;
  while (n + 1 < self->attempts->len && g_array_index (self->attempts, SondePacketAttempt, n).number < first)
    n++;
  if (n > 0)
    g_array_remove_range (self->attempts, 0, n);
}

static SondePacketAttempt *
get_present_attempt (SondePacketRing *self)
{
  return &g_array_index (self->attempts, SondePacketAttempt, self->attempts->len - 1);
}

/* ---- The writer ---- */

/* The oldest chunk that nobody reads any more is the next to be written. */
static void
begin_chunk (SondePacketRing *self)
{
  SondePacketChunk *chunk = NULL;

  g_mutex_lock (&self->lock);
  while (self->chunks.length >= self->max_chunks)
    {
      g_clear_pointer (&chunk, sonde_packet_chunk_unref);
      chunk = g_queue_pop_head (&self->chunks);
    }
  /* References are taken below the lock only. */
  if (chunk != NULL && !g_atomic_ref_count_compare (&chunk->ref_count, 1))
    g_clear_pointer (&chunk, sonde_packet_chunk_unref);
  if (chunk == NULL)
    chunk = chunk_new ();

  chunk->first_serial = self->serial;
  chunk->count = 0;
  g_queue_push_tail (&self->chunks, chunk);
  forget_attempts (self);
  g_mutex_unlock (&self->lock);

  self->chunk = chunk;
  self->count = 0;
  self->back = CHUNK_SIZE;
}

void
sonde_packet_ring_begin_attempt (SondePacketRing *self,
                                 SondeMqttVersion version)
{
  SondePacketAttempt attempt = { .version = version };

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  attempt.number = ++self->attempt;
  self->version = version;
  /* Of one that came to no CONNECT there is nothing to know. */
  if (self->attempts->len > 0 && get_present_attempt (self)->connect == NULL)
    g_array_set_size (self->attempts, self->attempts->len - 1);
  g_array_append_val (self->attempts, attempt);
  forget_attempts (self);
  g_mutex_unlock (&self->lock);
}

void
sonde_packet_ring_set_network (SondePacketRing *self,
                               GSocketAddress  *local,
                               GSocketAddress  *remote,
                               gboolean         wrapped)
{
  SondePacketAttempt *attempt;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->attempt > 0);

  g_mutex_lock (&self->lock);
  attempt = get_present_attempt (self);
  g_set_object (&attempt->local, local);
  g_set_object (&attempt->remote, remote);
  attempt->wrapped = wrapped;
  g_mutex_unlock (&self->lock);
}

/* The wall clock is asked once for all packets of one read. */
static gint64
get_time (SondePacketRing *self,
          gint64           monotonic)
{
  if (self->last_time == 0 || monotonic != self->last_monotonic)
    {
      self->last_time = g_get_real_time () - (g_get_monotonic_time () - monotonic);
      self->last_monotonic = monotonic;
    }

  return self->last_time;
}

/* @copy: the first @kept bytes of a packet of @size; its fixed header, of @header bytes, holds no secret */
static void
copy_without_secrets (SondePacketRing *self,
                      guint8          *copy,
                      gsize            kept,
                      const guint8    *bytes,
                      gsize            header,
                      gsize            size)
{
  g_autoptr (SondePacketFields) fields = sonde_packet_decode (bytes, kept, size, self->version);
  gsize readable = MIN (MAX (fields->end, header), kept);
  gsize at = 0;

  memset (copy, SONDE_PACKET_HIDDEN, kept);
  for (guint i = 0; i < fields->fields->len && at < readable; i++)
    {
      const SondePacketField *field = g_ptr_array_index (fields->fields, i);
      gsize                   begin = MIN (field->offset + field->prefix, readable);

      if (!field->secret || begin < at)
        continue;
      memcpy (copy + at, bytes + at, begin - at);
      at = MIN (field->offset + field->length, readable);
    }
  memcpy (copy + at, bytes + at, readable - at);
}

static gboolean
may_hold_secrets (const SondePacket *packet)
{
  return packet->type == SONDE_PACKET_CONNECT || packet->type == SONDE_PACKET_CONNACK || packet->type == SONDE_PACKET_AUTH;
}

static void
keep_connect (SondePacketRing         *self,
              const SondePacketRecord *record)
{
  SondePacketAttempt *attempt;

  g_mutex_lock (&self->lock);
  attempt = get_present_attempt (self);
  if (attempt->connect == NULL)
    {
      attempt->connect = g_bytes_new (sonde_packet_chunk_get_bytes (self->chunk, record), record->kept);
      attempt->connect_record = *record;
    }
  g_mutex_unlock (&self->lock);
}

void
sonde_packet_ring_append (SondePacketRing   *self,
                          const SondePacket *packet,
                          gboolean           outgoing,
                          gint64             monotonic)
{
  gsize              header = packet->size - packet->body_total;
  const guint8      *bytes = packet->body - header;
  gsize              at_hand = header + packet->body_size;
  gsize              kept = MIN (at_hand, SONDE_PACKET_KEPT);
  SondePacketRecord *record;

  g_return_if_fail (self != NULL);
  g_return_if_fail (self->attempt > 0);

  if (self->chunk == NULL || self->back < (self->count + 1) * sizeof (SondePacketRecord) + kept)
    begin_chunk (self);

  self->back -= kept;
  if (may_hold_secrets (packet))
    copy_without_secrets (self, self->chunk->bytes + self->back, kept, bytes, header, packet->size);
  else
    memcpy (self->chunk->bytes + self->back, bytes, kept);

  record = (SondePacketRecord *) (gpointer) self->chunk->bytes + self->count;
  *record = (SondePacketRecord){
    .time = get_time (self, monotonic),
    .monotonic = monotonic,
    .offset = self->back,
    .size = packet->size,
    .attempt = self->attempt,
    .kept = kept,
    .version = self->version,
    .outgoing = outgoing,
  };

  if (packet->type == SONDE_PACKET_CONNECT && outgoing)
    keep_connect (self, record);

  self->count++;
  self->serial++;
  __atomic_store_n (&self->chunk->count, self->count, __ATOMIC_RELEASE);
}

/* ---- Readers ---- */

GPtrArray *
sonde_packet_ring_list_chunks (SondePacketRing *self,
                               guint64         *first)
{
  GPtrArray *chunks;

  g_return_val_if_fail (self != NULL, NULL);

  chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) sonde_packet_chunk_unref);
  g_mutex_lock (&self->lock);
  for (GList *link = self->chunks.head; link != NULL; link = link->next)
    g_ptr_array_add (chunks, sonde_packet_chunk_ref (link->data));
  *first = self->first;
  g_mutex_unlock (&self->lock);

  return chunks;
}

/* With the lock held. */
static guint64
get_end (SondePacketRing *self)
{
  const SondePacketChunk *newest = g_queue_peek_tail (&self->chunks);

  return newest != NULL ? newest->first_serial + sonde_packet_chunk_get_count (newest) : 0;
}

void
sonde_packet_ring_clear (SondePacketRing *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->first = get_end (self);
  /* The newest is being written. */
  while (self->chunks.length > 1)
    sonde_packet_chunk_unref (g_queue_pop_head (&self->chunks));
  g_mutex_unlock (&self->lock);
}

void
sonde_packet_ring_get_state (SondePacketRing      *self,
                             SondePacketRingState *state)
{
  g_autoptr (GPtrArray) chunks = NULL;
  guint64 first, begin;

  g_return_if_fail (self != NULL);

  *state = (SondePacketRingState){ 0 };
  chunks = sonde_packet_ring_list_chunks (self, &first);
  if (chunks->len == 0)
    return;

  begin = MAX (((SondePacketChunk *) chunks->pdata[0])->first_serial, first);
  state->n_discarded = begin - first;
  for (guint i = 0; i < chunks->len; i++)
    {
      const SondePacketChunk *chunk = chunks->pdata[i];
      guint                   count = sonde_packet_chunk_get_count (chunk);
      guint                   cleared = MIN (count, first > chunk->first_serial ? first - chunk->first_serial : 0);
      guint32                 top = cleared > 0 ? sonde_packet_chunk_get_record (chunk, cleared - 1)->offset : CHUNK_SIZE;

      state->n_packets += count - cleared;
      if (count > cleared)
        state->n_bytes += top - sonde_packet_chunk_get_record (chunk, count - 1)->offset + (count - cleared) * sizeof (SondePacketRecord);
    }
}

gsize
sonde_packet_ring_get_cost (SondePacketRing *self)
{
  gsize cost;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  cost = self->chunks.length * (sizeof (SondePacketChunk) + CHUNK_SIZE);
  g_mutex_unlock (&self->lock);

  return cost;
}

gboolean
sonde_packet_ring_get_attempt (SondePacketRing    *self,
                               guint               number,
                               SondePacketAttempt *attempt)
{
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->attempts->len && !found; i++)
    {
      const SondePacketAttempt *candidate = &g_array_index (self->attempts, SondePacketAttempt, i);

      if (candidate->number != number)
        continue;
      *attempt = *candidate;
      if (attempt->local != NULL)
        g_object_ref (attempt->local);
      if (attempt->remote != NULL)
        g_object_ref (attempt->remote);
      if (attempt->connect != NULL)
        g_bytes_ref (attempt->connect);
      found = TRUE;
    }
  g_mutex_unlock (&self->lock);

  return found;
}

/* ---- Life ---- */

SondePacketRing *
sonde_packet_ring_new (gsize size)
{
  SondePacketRing *self = g_new0 (SondePacketRing, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->max_chunks = MAX (size / CHUNK_SIZE, MIN_CHUNKS);
  g_mutex_init (&self->lock);
  g_queue_init (&self->chunks);
  self->attempts = g_array_new (FALSE, FALSE, sizeof (SondePacketAttempt));
  g_array_set_clear_func (self->attempts, (GDestroyNotify) sonde_packet_attempt_clear);

  return self;
}

SondePacketRing *
sonde_packet_ring_ref (SondePacketRing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
sonde_packet_ring_unref (SondePacketRing *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->chunks, (GDestroyNotify) sonde_packet_chunk_unref);
  g_array_unref (self->attempts);
  g_mutex_clear (&self->lock);
  g_free (self);
}
