/* sonde-match-list.h: serials that match, as scans deliver them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain value, inside this layer only. Serials ascend, in chunks:
 *
 *   log         │ segment 1 │ segment 2 │ segment 3 │ segment 4 │ 5 …
 *   scans                ←━━ backlog (newest first) │ tail ━━→
 *   chunks                  │ chunk │ chunk │ chunk │ chunk │ …
 *   ordinals               -40     -25      0      12       30
 *
 * Ordinals grow at the tail, sink below zero at the head, and leave with the head; the
 * first one there is position 0. So what is added or dropped costs as much as it has
 * chunks, however long the list is.
 *
 * A log lets go of whole segments, or of all it has, so that a chunk is there as a
 * whole or not at all.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What matches of a stretch of a segment; never nothing. */
typedef struct
{
  guint64 first_serial; /* of the segment */
  GArray *indexes;      /* guint32, ascending */
} SondeMatches;

/* Returns: an empty array of SondeMatches that owns their indexes */
GArray *sonde_matches_array_new (void);

typedef struct
{
  GArray *chunks;
} SondeMatchList;

void sonde_match_list_init (SondeMatchList *self);
void sonde_match_list_destroy (SondeMatchList *self);

guint    sonde_match_list_get_length (const SondeMatchList *self);
guint64  sonde_match_list_get_serial (const SondeMatchList *self,
                                      guint                 position);
gboolean sonde_match_list_find (const SondeMatchList *self,
                                guint64               serial,
                                guint                *position);

/* How many stand before @serial, be it among them or not. */
guint sonde_match_list_count_before (const SondeMatchList *self,
                                     guint64               serial);

/* @found: SondeMatches, the newest first for prepend and the oldest first for append; what
 *   of it lies before @first_kept, the first serial that the log keeps, is left out
 * Returns: how many serials came */
guint sonde_match_list_prepend (SondeMatchList *self,
                                const GArray   *found,
                                guint64         first_kept);
guint sonde_match_list_append (SondeMatchList *self,
                               const GArray   *found,
                               guint64         first_kept);

/* Returns: how many serials before @first_kept went; all for G_MAXUINT64 */
guint sonde_match_list_drop (SondeMatchList *self,
                             guint64         first_kept);

G_END_DECLS
