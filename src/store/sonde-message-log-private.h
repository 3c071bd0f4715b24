/* sonde-message-log-private.h: the log as the budget and the other files of its class see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-message-log.h"
#include "sonde-segment-ring.h"

G_BEGIN_DECLS

typedef struct
{
  guint64              serial;
  SondeAcknowledgement ack;
} SondeEarlyAck;

struct _SondeMessageLog
{
  GObject parent_instance;

  SondeBudget     *budget;
  SondeSegmentRing ring;
  GHashTable      *items;

  /* SondeEarlyAck: an answer may overtake the news of the record that it answers. */
  GArray *early_acks;

  guint64 received;
  guint64 first_kept;
  guint64 discarded;
  guint64 next_serial;
  gint64  began; /* time of the first record since it was made or cleared; 0: none */

  /* What left the model, but not the ring. */
  struct
  {
    guint   ticket; /* 0: nothing */
    guint64 first;
    guint64 end;
    gint64  began;
  } aside;
  guint last_ticket;
};

/* The segment after the @n oldest, unless it is the newest, which stays. */
gboolean sonde_message_log_get_discardable (SondeMessageLog *self,
                                            guint            n,
                                            gint64          *began_at,
                                            gsize           *cost);

/* Lets the @n oldest segments go, as one removal. The newest stays. */
void sonde_message_log_discard (SondeMessageLog *self,
                                guint            n);

/* Lets the @n oldest segments go without a signal.
 * Returns: how many rows went with them */
guint sonde_message_log_drop_segments (SondeMessageLog *self,
                                       guint            n);

G_END_DECLS
