/* sonde-mailbox.h: the one door between threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SondeMailbox:
 *
 * Carries letters from any thread to the thread that iterates @reader, in the
 * order they were posted. Letters are delivered below redraw, in slices of
 * 1 ms, and at normal priority when they have waited longer than 100 ms, so
 * that neither drawing nor delivery starves the other.
 */
typedef struct _SondeMailbox SondeMailbox;

/**
 * SondeMailboxFunc:
 * @letter: (transfer none): what was posted; freed after the call
 *
 * Runs in the reader's thread.
 */
typedef void (*SondeMailboxFunc) (gpointer letter,
                                  gpointer user_data);

SondeMailbox *sonde_mailbox_new (GMainContext    *reader,
                                 SondeMailboxFunc deliver,
                                 gpointer         user_data,
                                 GDestroyNotify   free_letter);
SondeMailbox *sonde_mailbox_ref (SondeMailbox *self);
void          sonde_mailbox_unref (SondeMailbox *self);

/* Any thread. Takes @letter; frees it when the mailbox is closed. */
void sonde_mailbox_post (SondeMailbox *self,
                         gpointer      letter);

/* Reader's thread only: nothing is delivered once this has returned. */
void sonde_mailbox_close (SondeMailbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeMailbox, sonde_mailbox_unref)

G_END_DECLS
