/* sonde-packet-ring.h: the control packets of a connection, the last of them, as they passed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   oldest ─▶ ┌ chunk ┐ ┌ chunk ┐ … ┌ chunk ┐ ◀─ the writer's
 *             │ record 0 │ record 1 │ … → free ← … │ bytes 1 │ bytes 0 │
 *
 * Always recording, over all attempts, for one looks at it after the failure. One
 * thread writes; it publishes by storing a chunk's count (release). Readers take
 * references to chunks and read up to the count they have loaded (acquire); nothing
 * published ever changes. A lock is taken at the turn of a chunk only.
 *
 * No secret is in it: the password, authentication data, and what of a CONNECT, CONNACK
 * or AUTH cannot be read are overwritten on their way into it.
 */

#pragma once

#include "sonde-packet.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the ring keeps, unless told otherwise, in bytes. */
#define SONDE_PACKET_RING_SIZE (16 * 1024 * 1024)

/* Of a longer packet the first so many bytes are kept: one must not drive out all others. */
#define SONDE_PACKET_KEPT (16 * 1024)

/* Attempts to connect of which more than their packets is known, the newest: some 600 bytes each. */
#define SONDE_PACKET_MOST_ATTEMPTS 100

/* In the place of each byte of a secret. */
#define SONDE_PACKET_HIDDEN '*'

typedef struct
{
  gint64  time;      /* µs since the epoch */
  gint64  monotonic; /* µs */
  guint32 offset;    /* in the chunk's bytes */
  guint32 size;      /* of the whole packet */
  guint32 attempt;   /* to connect, from 1 */
  guint16 kept;      /* less than size: cut */
  guint8  version;   /* SondeMqttVersion */
  guint8  outgoing;
} SondePacketRecord;

G_STATIC_ASSERT (sizeof (SondePacketRecord) <= 40);

typedef struct
{
  guint64         first_serial; /* of record 0; serials have no gap */
  guint           count;        /* published records; use sonde_packet_chunk_get_count() */
  gatomicrefcount ref_count;    /* the ring's */
  guint8          bytes[];
} SondePacketChunk;

/* Records are read where they lie. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (SondePacketChunk, bytes) % 8 == 0);

SondePacketChunk *sonde_packet_chunk_ref (SondePacketChunk *self);
void              sonde_packet_chunk_unref (SondePacketChunk *self); /* any thread */

static inline guint
sonde_packet_chunk_get_count (const SondePacketChunk *self)
{
  return __atomic_load_n (&self->count, __ATOMIC_ACQUIRE);
}

static inline const SondePacketRecord *
sonde_packet_chunk_get_record (const SondePacketChunk *self,
                               guint                   index)
{
  return (const SondePacketRecord *) (gconstpointer) self->bytes + index;
}

static inline const guint8 *
sonde_packet_chunk_get_bytes (const SondePacketChunk  *self,
                              const SondePacketRecord *record)
{
  return self->bytes + record->offset;
}

/* One attempt to connect that is known of. */
typedef struct
{
  guint             number;
  SondeMqttVersion  version;
  gboolean          wrapped;        /* in TLS or WebSocket, which the packets are not */
  GSocketAddress   *local, *remote; /* of the network below; %NULL before it stood */
  GBytes           *connect;        /* its CONNECT as kept; %NULL before it was sent */
  SondePacketRecord connect_record; /* with it, but for the offset */
} SondePacketAttempt;

void sonde_packet_attempt_clear (SondePacketAttempt *self);

typedef struct _SondePacketRing SondePacketRing;

/* @size: in bytes; at least that of four chunks, 1 MiB, is kept */
SondePacketRing *sonde_packet_ring_new (gsize size);
SondePacketRing *sonde_packet_ring_ref (SondePacketRing *self);
void             sonde_packet_ring_unref (SondePacketRing *self);

/* ---- The writer's, one thread ---- */

void sonde_packet_ring_begin_attempt (SondePacketRing *self,
                                      SondeMqttVersion version);

/* The network stands: the next packet is its CONNECT. @local and @remote may be %NULL. */
void sonde_packet_ring_set_network (SondePacketRing *self,
                                    GSocketAddress  *local,
                                    GSocketAddress  *remote,
                                    gboolean         wrapped);

/* @monotonic: µs, when it passed */
void sonde_packet_ring_append (SondePacketRing   *self,
                               const SondePacket *packet,
                               gboolean           outgoing,
                               gint64             monotonic);

/* ---- Any thread ---- */

typedef struct
{
  guint64 n_packets;
  guint64 n_discarded; /* that made room, since the last clear */
  guint64 n_bytes;     /* what the kept ones take up */
} SondePacketRingState;

/* What is recorded by now is shown to nobody any more. */
void sonde_packet_ring_clear (SondePacketRing *self);

/* Returns: (transfer full) (element-type SondePacketChunk): oldest first. Serials below
 * @first are cleared. */
GPtrArray *sonde_packet_ring_list_chunks (SondePacketRing *self,
                                          guint64         *first);

void sonde_packet_ring_get_state (SondePacketRing      *self,
                                  SondePacketRingState *state);

/* Bytes of memory; it grows to what it was made for. */
gsize sonde_packet_ring_get_cost (SondePacketRing *self);

/* Returns: %FALSE for one that nothing is kept of, or that many came after. Else @attempt is to be cleared. */
gboolean sonde_packet_ring_get_attempt (SondePacketRing    *self,
                                        guint               number,
                                        SondePacketAttempt *attempt);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePacketChunk, sonde_packet_chunk_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondePacketRing, sonde_packet_ring_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SondePacketAttempt, sonde_packet_attempt_clear)

G_END_DECLS
