/* sonde-repeater.h: sends messages again and again, in time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Network thread. Each repeat has a pace of its own (sonde-pace.h). It sends only what can go out
 * at once: while offline, or while the broker takes no more, it holds back, and what became too
 * late meanwhile is left out and counted. Progress is posted, at most ten times a second.
 */

#pragma once

#include "sonde-delivery.h"
#include "sonde-supply.h"

G_BEGIN_DECLS

/* How it sends. */
typedef struct
{
  gboolean (*has_room) (gpointer user_data); /* whether a message could go out at once */
  /* Returns: %FALSE with @error, when the broker rules the message out */
  gboolean (*send) (guint               token,
                    const SondePublish *publish,
                    gpointer            user_data,
                    GError            **error);
} SondeRepeaterDoor;

typedef struct _SondeRepeater SondeRepeater;

SondeRepeater *sonde_repeater_new (SondeDelivery           *delivery,
                                   const SondeRepeaterDoor *door,
                                   gpointer                 user_data);
void           sonde_repeater_free (SondeRepeater *self);

/* Takes the supply. @id: the caller's; it is the token of the events. */
void sonde_repeater_start (SondeRepeater          *self,
                           guint                   id,
                           const SondeRepeatOrder *order);
void sonde_repeater_stop (SondeRepeater *self,
                          guint          id);

void sonde_repeater_begin (SondeRepeater *self);  /* online */
void sonde_repeater_end (SondeRepeater *self);    /* offline */
void sonde_repeater_forget (SondeRepeater *self); /* the session is gone, and with it what was under way */
void sonde_repeater_wake (SondeRepeater *self);   /* there may be room again */

/* Of a publish with @token: it is in the log, and handed to the socket … */
void sonde_repeater_sent (SondeRepeater *self,
                          guint          token,
                          guint64        serial,
                          guint8         qos);
/* … and acknowledged, or refused, perhaps before it was sent. */
void sonde_repeater_acked (SondeRepeater *self,
                           guint          token,
                           guint8         reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeRepeater, sonde_repeater_free)

G_END_DECLS
