/* sonde-copy-ledger.h: how many copies of equal messages have come for each subscription
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A broker sends each subscription one copy of a publication at most, and in order (5.0, 4.6): of
 * messages that are equal the n-th for one subscription is the n-th for another. So as many were
 * published as came for the one that is furthest, and a copy for one that is behind is of a message
 * that has come. A copy that never came makes one behind, which is forgotten after a while: it is
 * worse to take a message for a copy than to show a copy.
 *
 * Bounded memory. Knows nothing of messages: what is equal the caller says by a hash.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most subscriptions that one message is told apart for. */
#define SONDE_COPY_SLOTS 32

static inline guint32
sonde_copy_slots_all (guint n_slots)
{
  return n_slots < SONDE_COPY_SLOTS ? (1u << n_slots) - 1 : G_MAXUINT32;
}

typedef struct _SondeCopyLedger SondeCopyLedger;

SondeCopyLedger *sonde_copy_ledger_new (void);
void             sonde_copy_ledger_free (SondeCopyLedger *self);

/**
 * sonde_copy_ledger_add:
 * @content: what equal messages have in common and others have not
 * @n_slots: how many subscriptions match; those that come in later have higher numbers
 * @slots: those that this copy is for, a bit each; not 0
 * @now: monotonic µs
 *
 * Returns: whether it is the first of its publication to come
 */
gboolean sonde_copy_ledger_add (SondeCopyLedger *self,
                                guint64          content,
                                guint            n_slots,
                                guint32          slots,
                                gint64           now);

/* No copy of what has come so far is expected any more. */
void sonde_copy_ledger_clear (SondeCopyLedger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeCopyLedger, sonde_copy_ledger_free)

G_END_DECLS
