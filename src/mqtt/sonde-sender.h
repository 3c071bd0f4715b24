/* sonde-sender.h: hands commands to libmosquitto, and hears what becomes of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Network thread. Writes what is published to the log, and posts the answers.
 */

#pragma once

#include "sonde-copies.h"
#include "sonde-delivery.h"
#include "sonde-limits.h"
#include "sonde-mosquitto.h"
#include "sonde-packet.h"
#include "sonde-repeater.h"

G_BEGIN_DECLS

typedef struct _SondeSender SondeSender;

/* @copies is told what is subscribed to. */
SondeSender *sonde_sender_new (SondeDelivery *delivery,
                               SondeCopies   *copies);
void         sonde_sender_free (SondeSender *self);

/* From now on commands go to @mosquitto, within @limits. */
void sonde_sender_begin (SondeSender       *self,
                         SondeMosquitto    *mosquitto,
                         const SondeLimits *limits);

/* Commands are ignored from now on; QoS 1 and 2 under way stay known … */
void sonde_sender_end (SondeSender *self);
/* … until their session is gone too. */
void sonde_sender_forget (SondeSender *self);

/* All of @filters in one packet. */
void sonde_sender_subscribe (SondeSender                 *self,
                             guint                        token,
                             GStrv                        filters,
                             const SondeSubscribeOptions *options);
void sonde_sender_unsubscribe (SondeSender *self,
                               guint        token,
                               GStrv        filters);
/* Takes @publish. */
void sonde_sender_publish (SondeSender  *self,
                           guint         token,
                           SondePublish *publish);

/* Lives as long. */
SondeRepeater *sonde_sender_get_repeater (SondeSender *self);

/* There may be room again: sends what waits. */
void sonde_sender_send_waiting (SondeSender *self);

/* PUBACK, PUBREC, PUBCOMP, SUBACK or UNSUBACK has come.
 * Returns: %FALSE if it is a PUBACK to a message of QoS 2, which libmosquitto will not take */
gboolean sonde_sender_take_ack (SondeSender       *self,
                                const SondePacket *packet,
                                SondeMqttVersion   version);

G_END_DECLS
