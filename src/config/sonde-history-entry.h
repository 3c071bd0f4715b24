/* sonde-history-entry.h: what was published, when, where to, and what became of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A value that is counted, and never changed. Any thread. A line of the file is
 * {"time": µs since the epoch, "profile": …, "profile-name": …, "size": bytes, "outcome": "done" or "failed", …, "form": {…}}.
 */

#pragma once

#include "sonde-publish-form.h"

G_BEGIN_DECLS

/* A longer payload, as it is typed, is not kept; that it was sent is. */
#define SONDE_HISTORY_MOST_PAYLOAD (64 << 10)

typedef enum
{
  SONDE_HISTORY_DONE, /* acknowledged, or (QoS 0) handed over: see reason */
  SONDE_HISTORY_FAILED,
} SondeHistoryOutcome;

typedef struct
{
  gint64            time; /* µs since the epoch */
  char             *profile_id;
  char             *profile_name; /* as it was then */
  gsize             size;         /* of the payload that was sent, bytes */
  SondePublishForm *form;
  gboolean          without_payload; /* it was too long to be kept */

  SondeHistoryOutcome outcome;
  guint8              reason;     /* DONE: of the acknowledgement */
  gint64              round_trip; /* DONE: µs; -1 at QoS 0 */
  char               *fault;      /* FAILED: one sentence, else "" */

  char *folded; /* topic and the beginning of the payload, to search in (sonde-search-words.h) */
} SondeHistoryEntry;

/* @form is copied, the payload only where it is kept. */
SondeHistoryEntry *sonde_history_entry_new_done (const char             *profile_id,
                                                 const char             *profile_name,
                                                 const SondePublishForm *form,
                                                 gsize                   size,
                                                 guint8                  reason,
                                                 gint64                  round_trip);
SondeHistoryEntry *sonde_history_entry_new_failed (const char             *profile_id,
                                                   const char             *profile_name,
                                                   const SondePublishForm *form,
                                                   gsize                   size,
                                                   const char             *fault);
SondeHistoryEntry *sonde_history_entry_ref (SondeHistoryEntry *self);
void               sonde_history_entry_unref (SondeHistoryEntry *self);

/* Without a line end. */
char *sonde_history_entry_to_line (const SondeHistoryEntry *self);
/* Returns: (transfer full) (nullable): %NULL for a line that is none of ours, or damaged */
SondeHistoryEntry *sonde_history_entry_from_line (const char *line,
                                                  gsize       length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SondeHistoryEntry, sonde_history_entry_unref)

G_END_DECLS
