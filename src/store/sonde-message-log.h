/* sonde-message-log.h: the messages of one connection, oldest first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Main thread only.
 */

#pragma once

#include "sonde-budget.h"
#include "sonde-message-item.h"

#include <sonde-segment.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SondeMessageLog:
 *
 * A GListModel of #SondeMessageItem over a ring of segments. Appends come as one
 * items-changed a delivery; the oldest whole segments leave when the budget is
 * spent. What was set aside and is brought back comes in at the head. Properties (notify): received, kept, discarded (guint64).
 * "received" counts every record ever appended, sent ones and events included,
 * so that received = kept + discarded + cleared.
 */
#define SONDE_TYPE_MESSAGE_LOG (sonde_message_log_get_type ())
G_DECLARE_FINAL_TYPE (SondeMessageLog, sonde_message_log, SONDE, MESSAGE_LOG, GObject)

SondeMessageLog *sonde_message_log_new (SondeBudget *budget);

/* @segment now holds @count records; the first call with a segment adds it. */
void sonde_message_log_append (SondeMessageLog *self,
                               SondeSegment    *segment,
                               guint            count);

/* Forgets what is kept or set aside; serials go on, later appends to a live segment count from here. */
void sonde_message_log_clear (SondeMessageLog *self);

/**
 * sonde_message_log_set_aside:
 *
 * As sonde_message_log_clear(), but what leaves the model can come back until its ticket is
 * let go, or the next is set aside. It still costs the budget, and is the first to be
 * discarded when that is spent.
 *
 * Returns: a ticket, or 0 when there was nothing
 */
guint sonde_message_log_set_aside (SondeMessageLog *self);

/* What is left of it comes back, before what came meanwhile. A ticket that was let go does nothing. */
void sonde_message_log_bring_back (SondeMessageLog *self,
                                   guint            ticket);
void sonde_message_log_let_go (SondeMessageLog *self,
                               guint            ticket);

guint64 sonde_message_log_get_received (SondeMessageLog *self);
guint64 sonde_message_log_get_kept (SondeMessageLog *self);
guint64 sonde_message_log_get_discarded (SondeMessageLog *self);

/* The row of a serial, or %FALSE when it has left or not come. */
gboolean sonde_message_log_get_position (SondeMessageLog *self,
                                         guint64          serial,
                                         guint           *position);

/* The time of the first record since the log was made or cleared, in µs since the epoch; 0: none yet. */
gint64 sonde_message_log_get_began (SondeMessageLog *self);

/* The serial of the oldest record kept, or of the next to come when none is. */
guint64 sonde_message_log_get_first_serial (SondeMessageLog *self);

/* Records that stand together in a segment: from @first up to @end. */
typedef struct
{
  SondeSegment *segment; /* owned */
  guint         first;
  guint         end;
} SondeStretch;

void    sonde_stretch_clear (SondeStretch *self);
GArray *sonde_stretches_new (void); /* an empty array that owns its segments */

/* Appends to @stretches, of SondeStretch, where the @n rows from @position on stand, oldest first. */
void sonde_message_log_list_stretches (SondeMessageLog *self,
                                       guint            position,
                                       guint            n,
                                       GArray          *stretches);

/* What the broker answered to a sent message; the item of that row notifies. */
typedef struct
{
  guint8 reason;
  gint64 round_trip; /* µs; -1 when none */
} SondeAcknowledgement;

void     sonde_message_log_set_ack (SondeMessageLog            *self,
                                    guint64                     serial,
                                    const SondeAcknowledgement *ack);
gboolean sonde_message_log_get_ack (SondeMessageLog      *self,
                                    guint64               serial,
                                    SondeAcknowledgement *ack);

/* What its segments cost the budget, in bytes. */
gsize sonde_message_log_get_cost (SondeMessageLog *self);

G_END_DECLS
