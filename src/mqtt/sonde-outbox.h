/* sonde-outbox.h: commands on their way to the broker, until it answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Network thread. Publishes wait here in order, so that libmosquitto, whose
 * queue knows no bounds, holds little. What was sent is known by packet id.
 */

#pragma once

#include "sonde-publish.h"

G_BEGIN_DECLS

typedef struct
{
  guint         token;
  SondePublish *publish;
} SondeOutgoing;

typedef struct _SondeOutbox SondeOutbox;

SondeOutbox *sonde_outbox_new (void);
void         sonde_outbox_free (SondeOutbox *self);

/* How many of QoS 1 and 2 the broker takes at once. */
void sonde_outbox_set_receive_maximum (SondeOutbox *self,
                                       guint        maximum);

/* Takes @publish. */
void sonde_outbox_push (SondeOutbox  *self,
                        guint         token,
                        SondePublish *publish);

/* Whether what is pushed now would be the first that waits, and may go. */
gboolean sonde_outbox_has_room (SondeOutbox *self);

/* The first that waits, when so little is under way that it may go; else %NULL. Borrowed. */
const SondeOutgoing *sonde_outbox_peek (SondeOutbox *self);

/* The first leaves: as sent with @packet_id, acknowledged later when its QoS asks for it … */
void sonde_outbox_sent (SondeOutbox *self,
                        guint16      packet_id);
/* … or never to be. */
void sonde_outbox_drop (SondeOutbox *self);

/* PUBREC with success: @reason may say that nobody listens.
 * Returns: the token, 0 for a packet id that is not under way at QoS 2 */
guint sonde_outbox_received (SondeOutbox *self,
                             guint16      packet_id,
                             guint8       reason);

/* PUBACK (@qos 1), PUBCOMP or a failed PUBREC (2).
 * Returns: the token, 0 for a packet id that is not under way at that QoS;
 *   @reason is then what the PUBREC said, if the last packet had nothing to say */
guint sonde_outbox_acked (SondeOutbox *self,
                          guint8       qos,
                          guint16      packet_id,
                          guint8      *reason);

/* A SUBSCRIBE or UNSUBSCRIBE was sent. */
void  sonde_outbox_asked (SondeOutbox *self,
                          guint16      packet_id,
                          guint        token);
guint sonde_outbox_answered (SondeOutbox *self,
                             guint16      packet_id);

/* The connection is gone: only what is under way at QoS 1 and 2 stays … */
void sonde_outbox_disconnected (SondeOutbox *self);
/* … and with the session that goes too. */
void sonde_outbox_clear (SondeOutbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeOutbox, sonde_outbox_free)

G_END_DECLS
