/* sonde-delivery.h: writes a connection's records and tells the reader of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Network thread. Serials go on over reconnects. Under load the reader hears
 * of new records once a frame; a lone one is reported at once.
 */

#pragma once

#include "sonde-transport.h"

#include <sonde-mailbox.h>

G_BEGIN_DECLS

typedef struct _SondeDelivery SondeDelivery;

/* Posts #SondeTransportEvent to @mailbox, of which it keeps a reference. */
SondeDelivery *sonde_delivery_new (SondeMailbox *mailbox);
void           sonde_delivery_free (SondeDelivery *self);

/* @message gets the present time. Returns: its serial */
guint64 sonde_delivery_append (SondeDelivery *self,
                               SondeMessage  *message);

/* Writes a SONDE_MESSAGE_EVENT and reports it at once. */
void sonde_delivery_append_event (SondeDelivery *self,
                                  SondeLogEvent  event,
                                  const char    *detail);

/* A stretch of work is done: reports what is new, now or when the frame is over. */
void sonde_delivery_offer (SondeDelivery *self);

/* Takes @event. */
void sonde_delivery_post (SondeDelivery       *self,
                          SondeTransportEvent *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeDelivery, sonde_delivery_free)

G_END_DECLS
