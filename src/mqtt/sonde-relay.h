/* sonde-relay.h: carries bytes between a stream and libmosquitto, and looks at them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   network ⇄ any pollable GIOStream ⇄ relay, tapped both ways ⇄ peer (AF_UNIX)
 *
 * One GSource on the thread-default context of its maker. It works in slices
 * of 2 ms, so that one busy connection leaves the others their turn, and
 * holds at most 64 KiB each way: what is not read fills the sender's window. So does
 * what a sender goes on with that does not take the answers to it.
 */

#pragma once

#include "sonde-packet.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SONDE_RELAY_NETWORK, /* the stream ended, or failed with an error */
  SONDE_RELAY_PEER,    /* the peer closed, and all it wrote is sent */
} SondeRelayEnd;

typedef struct
{
  /* A control packet passes, incoming ones before the peer sees them. Must not free the relay. */
  void (*packet) (const SondePacket *packet,
                  gboolean           outgoing,
                  gpointer           user_data);

  /* The peer has bytes to work on. Returns: whether work was left when @deadline
   * (monotonic µs) came, %FALSE when all is read. May free the relay. */
  gboolean (*turn) (gint64   deadline,
                    gpointer user_data);

  /* All that has come so far is through. May free the relay. */
  void (*dry) (gpointer user_data);

  /* Called once, the last call of all. @error is borrowed and %NULL for an orderly end. */
  void (*ended) (SondeRelayEnd end,
                 const GError *error,
                 gpointer      user_data);

  /* What comes in is no control packet, and no border is to be found any more. Or %NULL. */
  void (*broken) (gpointer user_data);
} SondeRelayFuncs;

typedef struct _SondeRelay SondeRelay;

/**
 * sonde_relay_new:
 * @stream: with pollable streams on both sides
 * @peer: a non-blocking socket; taken
 *
 * Nothing goes to the peer before the first packet has come whole: until then
 * sonde_relay_set_peer() may still choose who gets it.
 */
SondeRelay *sonde_relay_new (GIOStream             *stream,
                             int                    peer,
                             const SondeRelayFuncs *funcs,
                             gpointer               user_data);
void        sonde_relay_free (SondeRelay *self);

/* Another peer in the place of the present one, which is closed. @peer is taken. */
void sonde_relay_set_peer (SondeRelay *self,
                           int         peer);

/* Goes to the network ahead of what the peer writes; before the first slice only. */
void sonde_relay_prepend (SondeRelay *self,
                          GBytes     *bytes);

#define SONDE_RELAY_INSERT_MAX 8

/* From within "packet" of an incoming packet: @bytes, a packet of the caller's
 * own, go to the peer right behind it, unseen by the tap.
 * Returns: %FALSE when the packet has not come whole */
gboolean sonde_relay_insert (SondeRelay   *self,
                             const guint8 *bytes,
                             gsize         size);

/* From within "packet" of an incoming packet, or "broken": this and all that follows does not
 * reach the peer. "ended" comes, with SONDE_RELAY_NETWORK, when the peer has digested what came before. */
void sonde_relay_stop (SondeRelay *self);

/* A packet to the network behind all that has gone there, before the relay is freed; where it
 * takes it at once, and no other packet is half out. */
void sonde_relay_send_last (SondeRelay   *self,
                            const guint8 *bytes,
                            gsize         size);

/* "packet" is called for an incoming packet beyond @size as soon as its size is known. */
void sonde_relay_set_limit (SondeRelay *self,
                            gsize       size);

/* A TCP socket below the stream, to be asked for prompt acknowledgements: a broker
 * that leaves Nagle's algorithm on would else wait for them. -1 is none. */
void sonde_relay_set_quick_ack (SondeRelay *self,
                                int         fd);

/* The first bytes that came, for naming what is not MQTT. */
const guint8 *sonde_relay_get_greeting (SondeRelay *self,
                                        gsize      *size);

/* Monotonic µs of the last byte in each direction; of the making when none. */
gint64 sonde_relay_get_last_in (SondeRelay *self);
gint64 sonde_relay_get_last_out (SondeRelay *self);

G_END_DECLS
