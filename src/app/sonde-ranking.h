/* sonde-ranking.h: how well a text answers what was typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions; any thread. Texts and words are folded (sonde-search-words.h).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * sonde_ranking_score:
 * @folded: where to look; what lies beyond its first 512 characters or so is not looked at
 * @words: at least one; the order in which they stand in @folded does not matter
 *
 * The best is the whole text, then its beginning, then the beginning of a word in it, the beginnings
 * of several words (“cl” of “clear log”), a part of a word, and last letters in order that are near to
 * one another. Each character of a script without spaces begins a word. Takes time in proportion to
 * the text, whatever the text.
 *
 * Returns: higher for a better answer; 0 when a word is not in it
 */
guint sonde_ranking_score (const char        *folded,
                           const char *const *words);

typedef struct
{
  guint score;   /* as of sonde_ranking_score() */
  guint recency; /* the later it was used, the higher; 0 never */
  guint kind;    /* the lower, the earlier */
  guint length;  /* of the text: the shorter, the nearer */
} SondeRank;

/* What is better comes first; of two that are as good, the one that was used last. */
int sonde_rank_compare (const SondeRank *a,
                        const SondeRank *b);

G_END_DECLS
