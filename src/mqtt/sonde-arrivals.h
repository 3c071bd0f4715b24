/* sonde-arrivals.h: what the tap knows of messages that libmosquitto has yet to deliver
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libmosquitto hands over neither the DUP flag nor a message's properties as
 * they stood on the wire. The tap sees both, a little earlier: they wait here,
 * in order for QoS 0 and 1, by packet id for QoS 2, which is delivered at
 * PUBREL. Allocates only to grow.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean      dup;
  guint16       packet_id;
  guint32       size;       /* of the packet */
  const guint8 *properties; /* borrowed until the next call */
  guint32       properties_size;
} SondeArrival;

typedef struct _SondeArrivals SondeArrivals;

SondeArrivals *sonde_arrivals_new (void);
void           sonde_arrivals_free (SondeArrivals *self);

/* A PUBLISH has come. A packet id that waits already is the same message sent again. */
void sonde_arrivals_add (SondeArrivals      *self,
                         guint8              qos,
                         const SondeArrival *arrival);

/* It is delivered. Returns: %FALSE when nothing is known of it; @arrival is then cleared */
gboolean sonde_arrivals_take (SondeArrivals *self,
                              guint8         qos,
                              guint16        packet_id,
                              SondeArrival  *arrival);

/* How often a QoS 2 message that waits came again after its first time. */
guint sonde_arrivals_count_again (SondeArrivals *self,
                                  guint16        packet_id);

/* QoS 2 messages that came on this connection and wait for their PUBREL (5.0, 4.9: the quota begins
 * anew with each). @n_bytes: about what all that wait take in libmosquitto, each time that they came. */
guint sonde_arrivals_count_waiting (SondeArrivals *self,
                                    guint64       *n_bytes);

/* The connection is gone: QoS 0 and 1 in between are lost, QoS 2 goes on with the session. */
void sonde_arrivals_reset (SondeArrivals *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeArrivals, sonde_arrivals_free)

G_END_DECLS
