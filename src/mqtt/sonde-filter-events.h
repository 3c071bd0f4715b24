/* sonde-filter-events.h: rows of the log for what the broker says of topic filters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Network thread. Remembers what was asked in SUBSCRIBE and UNSUBSCRIBE until it is answered.
 * The answers are seen ahead of messages that came before them and are still on their way
 * through libmosquitto: each is written when those are.
 */

#pragma once

#include "sonde-delivery.h"
#include "sonde-packet.h"

G_BEGIN_DECLS

typedef struct _SondeFilterEvents SondeFilterEvents;

SondeFilterEvents *sonde_filter_events_new (SondeDelivery *delivery);
void               sonde_filter_events_free (SondeFilterEvents *self);

/* @filter: of a row that is written, hence at its place among the messages */
typedef void (*SondeFilterWatch) (SondeLogEvent event,
                                  const char   *filter,
                                  gpointer      user_data);

void sonde_filter_events_set_watch (SondeFilterEvents *self,
                                    SondeFilterWatch   watch,
                                    gpointer           user_data);

/* SUBSCRIBE or UNSUBSCRIBE, as sent */
void sonde_filter_events_ask (SondeFilterEvents *self,
                              const SondePacket *packet,
                              SondeMqttVersion   version);

/* SUBACK or UNSUBACK: one row a filter, once @n_before messages are written.
 * Returns: %FALSE when it has not one code a filter (5.0, 3.9.3, 3.11.3; 3.1.1, 3.9.3) */
gboolean sonde_filter_events_answer (SondeFilterEvents *self,
                                     const SondePacket *packet,
                                     SondeMqttVersion   version,
                                     guint64            n_before);

/* @n_written messages are: writes what comes next. Cheap when there is nothing. */
void sonde_filter_events_write (SondeFilterEvents *self,
                                guint64            n_written);

/* The conversation ended: writes the rest, and forgets what was not answered. */
void sonde_filter_events_end (SondeFilterEvents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeFilterEvents, sonde_filter_events_free)

G_END_DECLS
