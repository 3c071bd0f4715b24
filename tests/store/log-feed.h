/* log-feed.h: a log that a test fills, and what a view of it would know
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sonde-message-log.h"

G_BEGIN_DECLS

/* A connection: what it wrote, and what a view of its log knows from signals alone. */
typedef struct
{
  SondeSegmentWriter *writer;
  SondeMessageLog    *log;
  guint64             written;
  guint               n_items;
  guint               n_removals; /* in this call */
  guint               n_additions;
  guint               n_notified; /* "kept", in this call */
  gint64              began_at;
  gboolean            comes_back; /* what is added now is what was set aside */
} Feed;

void feed_init (Feed        *self,
                SondeBudget *budget);
void feed_clear (Feed *self);

/* Writes a message whose payload begins with its serial, of about @size bytes. */
void feed_write (Feed *self,
                 gsize size);
void feed_flush (Feed *self);
void feed_fill (Feed *self,
                guint n,
                gsize size);

SondeMessageItem *feed_get (Feed *self,
                            guint position);

/* Everything the item tells is what feed_write() wrote for @serial. */
void feed_assert_item (SondeMessageItem *item,
                       guint64           serial);

/* All that is kept is the newest, without a gap. */
void feed_assert_log (Feed *self);

G_END_DECLS
